"""The national statuses."""

from __future__ import annotations

import pytest

from core.domain import statuses
from core.domain.statuses import Status, TransitionRefused


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
    statuses.check(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [(None, 9), (None, 10), (4, 10), (2, 1), (9, 7), (10, 7), (9, 8), (10, 4), (8, 4), (3, 4), (9, 5)],
)
def test_ways_that_do_not(old: int | None, new: int) -> None:
    with pytest.raises(TransitionRefused) as refused:
        statuses.check(old, new)
    assert str(new) in str(refused.value)


def test_withdrawal_ends_with_the_decision() -> None:
    assert [status for status in range(1, 11) if statuses.may_withdraw(status)] == [1, 2, 4, 5, 6, 7]
