"""Dossier codes, secrets and tokens."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import codes
from core.domain.codes import CodeParts


def test_the_day_is_the_offices_day() -> None:
    late_in_utc = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # midnight of the 23rd in Vietnam
    assert codes.dossier_code("H99.01.05", late_in_utc, 7) == "H99.01.05-261123-0007"
    assert codes.local_day(datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)


@pytest.mark.parametrize("number", [0, -1, 10_000_000])
def test_numbers_that_fit_no_code_are_refused(number: int) -> None:
    with pytest.raises(ValueError):
        codes.dossier_code("H99.01.05", datetime(2026, 11, 23, tzinfo=UTC), number)


def test_a_naive_moment_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        codes.local_day(datetime(2026, 11, 23))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("H15.50.05.13-261008-0975", CodeParts("H15.50.05.13", date(2026, 10, 8), 975)),
        ("G09.20-20260609-0092637", CodeParts("G09.20", date(2026, 6, 9), 92637)),
        ("000.00.04.G18-190102-0001", CodeParts("000.00.04.G18", date(2019, 1, 2), 1)),
        (" h99.01.05 – 261123 – 0007 ", CodeParts("H99.01.05", date(2026, 11, 23), 7)),
        ("H99-261123-12345", CodeParts("H99", date(2026, 11, 23), 12345)),
    ],
)
def test_reads_codes_of_all_generations(text: str, parts: CodeParts) -> None:
    assert codes.parse_code(text) == parts


@pytest.mark.parametrize(
    "text",
    ["", "H99.01.05", "H99.01.05-261323-0007", "H99.01.05-261123-007", "H99.01.05-261123-00000007", "99-261123-0001",
     "H99.01.05-2611233-0007", "H99.01.05-261123-0007'--", "H99.01.05-٢٦١١٢٣-0007"],
)  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    assert codes.parse_code(text) is None


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 9_999_999),
)
def test_reads_what_it_writes(moment: datetime, number: int) -> None:
    parts = CodeParts("H99.01.05", codes.local_day(moment), number)
    assert codes.parse_code(codes.dossier_code("H99.01.05", moment, number)) == parts


def test_secrets_can_be_read_aloud() -> None:
    made = {codes.secret() for _ in range(200)}
    assert len(made) == 200
    assert {len(secret) for secret in made} == {8}
    assert not set("".join(made)) & set("0O1IL")


def test_a_secret_is_known_again_however_it_is_typed() -> None:
    stored = codes.secret_hash("ABCD2345", "H99.01.05-261123-0007", "pepper")
    assert codes.secret_matches(" abcd-2345 ", "H99.01.05-261123-0007", stored, "pepper")
    assert not codes.secret_matches("ABCD2346", "H99.01.05-261123-0007", stored, "pepper")
    assert not codes.secret_matches("ABCD2345", "H99.01.05-261123-0008", stored, "pepper")  # of another dossier
    assert not codes.secret_matches("ABCD2345", "H99.01.05-261123-0007", stored, "another server")
    assert "ABCD2345" not in stored


def test_tokens_are_long_and_kept_as_hashes() -> None:
    token = codes.token()
    assert token.startswith("mc_") and len(token) > 40
    assert codes.token_hash(token) == codes.token_hash(token) != codes.token_hash(token + "x")


@given(st.text())
def test_any_typed_text_is_compared_without_failing(text: str) -> None:
    assert not codes.secret_matches(text, "H99-261123-0001", "0" * 64)
    codes.parse_code(text)
    codes.token_hash(text)
