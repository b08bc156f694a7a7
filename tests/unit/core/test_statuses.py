"""The national statuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import statuses
from core.domain.statuses import Status


def test_every_status_has_a_name_in_both_languages() -> None:
    for names in statuses.NAMES.values():
        assert set(names) == set(Status)
        assert len(set(names.values())) == 10
    assert statuses.name(5) == "Yêu cầu bổ sung giấy tờ"
    assert statuses.name(10, "en") == "Result returned"
    with pytest.raises(ValueError):
        statuses.name(11)


@pytest.mark.parametrize(
    ("old", "new"),
    [(None, 1), (None, 2), (1, 2), (1, 3), (2, 4), (4, 5), (5, 4), (4, 6), (6, 4), (4, 7), (7, 8), (7, 4), (4, 9),
     (9, 10), (9, 4), (10, 10), (4, 4)],
)  # fmt: skip
def test_ways_that_exist(old: int | None, new: int) -> None:
    assert statuses.allowed(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [(None, 9), (None, 10), (4, 10), (2, 1), (9, 7), (10, 7), (9, 8), (10, 4), (8, 4), (3, 4), (9, 5)],
)
def test_ways_that_do_not(old: int | None, new: int) -> None:
    assert not statuses.allowed(old, new)


def test_withdrawal_ends_with_the_decision() -> None:
    assert [status for status in range(1, 11) if statuses.may_withdraw(status)] == [1, 2, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("before", "passed", "told"),
    [
        (None, [1], [1]),
        (None, [1, 2], [2]),
        (None, [2, 4], [2]),
        (2, [4], []),  # the letter of reception says that work begins
        (4, [4], []),
        (4, [4, 4], []),
        (4, [5], [5]),
        (5, [4], [4]),  # what was asked for has come
        (6, [4], [4]),
        (5, [5], []),
        (4, [9], [9]),
        (9, [10], [10]),
        (4, [9, 10], [10]),
        (4, [8, 9], [8, 9]),
        (None, [1, 3], [3]),
        (4, [6, 4], [6]),
    ],
)
def test_what_an_applicant_is_told(before: int | None, passed: list[int], told: list[int]) -> None:
    assert [new for _, new in statuses.changes_to_announce(before, passed)] == told


@given(st.lists(st.integers(1, 10), max_size=8))
def test_nobody_is_told_the_same_twice_in_a_row(passed: list[int]) -> None:
    changes = statuses.changes_to_announce(None, passed)
    assert all(old != new for old, new in changes)
