"""Guessing at secrets: slow for who guesses, no weapon against anybody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.errors.base import CoreError
from core.errors.requests import NotFound, TooManyTries
from core.errors.sign_in import LoginFailed
from core.services.office import Office
from core.services.requests import rate_limits
from core.services.views.actors import SYSTEM
from core.services.views.people import NewPerson
from tests.support.clock import TestClock

PASSWORD = "một mật khẩu đúng"
HERE, THERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def passwords(database_url: str, office: Office) -> Any:
    for name in ("an", "binh"):
        office.accounts.create_person(NewPerson(username=name, name=name, password=PASSWORD), SYSTEM)
    return office.passwords


def wrong(passwords: Any, name: str, address: str, times: int, browser: str = "") -> list[type[CoreError]]:
    """How so many wrong tries were refused."""
    found = []
    for number in range(times):
        with pytest.raises((LoginFailed, TooManyTries)) as caught:
            passwords.authenticate(name, f"sai {number}", address, browser)
        found.append(caught.type)
    return found


def test_tries_at_one_name_from_one_address_run_out_and_come_back(passwords: Any, clock: TestClock) -> None:
    clock.set(clock())
    assert wrong(passwords, "an", HERE, 12) == [LoginFailed] * 10 + [TooManyTries] * 2
    with pytest.raises(TooManyTries) as caught:
        passwords.authenticate("an", PASSWORD, HERE)
    assert 0 < caught.value.seconds <= 90
    clock.advance(seconds=caught.value.seconds)
    assert passwords.authenticate("an", PASSWORD, HERE).username == "an"
    assert wrong(passwords, "an", HERE, 10) == [LoginFailed] * 10  # a right password begins anew


def test_attack_wrong_tries_at_a_name_lock_neither_its_owner_elsewhere_nor_others_here(passwords: Any) -> None:
    wrong(passwords, "an", HERE, 30)
    assert passwords.authenticate("an", PASSWORD, THERE).username == "an"
    assert passwords.authenticate("binh", PASSWORD, HERE).username == "binh"


def test_attack_an_owner_who_signed_in_here_before_is_not_locked_out_by_a_neighbour(passwords: Any) -> None:
    wrong(passwords, "an", HERE, 30)
    assert passwords.authenticate("an", PASSWORD, HERE, "the-own-browser").username == "an"
    assert TooManyTries in wrong(passwords, "an", HERE, 11, "the-own-browser")


def test_attack_a_name_tried_from_everywhere_still_lets_its_owner_in_from_anywhere(passwords: Any) -> None:
    for number in range(60):
        wrong(passwords, "an", f"203.0.113.{number}", 1)
    assert wrong(passwords, "an", HERE, 4) == [LoginFailed] * 3 + [TooManyTries]  # fewer tries a place …
    assert passwords.authenticate("an", PASSWORD, THERE).username == "an"  # … and never none


def test_attack_an_address_that_tries_every_name_locks_nobody_out_there(passwords: Any) -> None:
    for number in range(60):
        wrong(passwords, f"name{number}", HERE, 1)
    assert passwords.authenticate("binh", PASSWORD, HERE).username == "binh"


def test_attack_the_work_one_address_can_cause_is_bounded(
    passwords: Any, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.services.people.passwords.TRIES_PER_ADDRESS", 30)
    clock.set(clock())
    found = [wrong(passwords, f"name{number}", HERE, 1)[0] for number in range(35)]
    assert found == [LoginFailed] * 30 + [TooManyTries] * 5
    clock.advance(seconds=1)
    assert passwords.authenticate("binh", PASSWORD, HERE).username == "binh"


def test_attack_an_owner_of_many_ipv6_addresses_is_one(passwords: Any) -> None:
    found = [wrong(passwords, "an", f"2001:db8:1:2::{number:x}", 1)[0] for number in range(12)]
    assert found == [LoginFailed] * 10 + [TooManyTries] * 2
    assert passwords.authenticate("an", PASSWORD, "2001:db8:1:3::1").username == "an"
    assert rate_limits.rate_limit_key("::ffff:192.0.2.1") == rate_limits.rate_limit_key("192.0.2.1")


def test_attack_tries_at_the_same_time_count(passwords: Any, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluated: list[str] = []
    matches: Callable[[str, str], bool] = office.context.passwords.matches

    def counted(hashed: str, password: str) -> bool:
        evaluated.append(password)
        return matches(hashed, password)

    monkeypatch.setattr(office.context.passwords, "matches", counted)
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: wrong(passwords, "an", HERE, 1)[0], range(50)))
    assert len(evaluated) == 10
    assert found.count(TooManyTries) == 40


def test_right_and_wrong_tries_at_the_same_time_never_wait_for_each_other(passwords: Any) -> None:
    def attempt(number: int) -> str:
        try:
            passwords.authenticate("an", PASSWORD if number % 2 else "sai", HERE)
        except (LoginFailed, TooManyTries) as error:
            return error.code
        return "in"

    with ThreadPoolExecutor(12) as pool:  # a deadlock would be raised here
        found = set(pool.map(attempt, range(36)))
    assert "in" in found


def test_a_clock_that_was_wrong_locks_nobody_out(passwords: Any, clock: TestClock) -> None:
    clock.advance(days=400)
    wrong(passwords, "an", HERE, 12)
    clock.advance(days=-400)
    assert passwords.authenticate("an", PASSWORD, HERE).username == "an"


def test_attack_wrong_look_ups_lock_neither_other_receipts_nor_other_places(
    database_url: str, office: Office, clock: TestClock
) -> None:
    clock.set(clock())
    look_up = office.dossiers.lookup

    def guess(code: str, address: str) -> type[CoreError]:
        with pytest.raises((NotFound, TooManyTries)) as caught:
            look_up(code, "WRONGKEY", address)
        return caught.type

    code = "H99.05.01-261123-0001"
    assert [guess(code, HERE) for _ in range(12)] == [NotFound] * 10 + [TooManyTries] * 2
    assert guess("H99.05.01-261123-0002", HERE) is NotFound
    assert guess(code, THERE) is NotFound
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: guess("H99.05.01-261123-0003", THERE), range(40)))
    assert found.count(NotFound) == 10


def test_what_has_come_back_is_swept_away(passwords: Any, office: Office, clock: TestClock) -> None:
    from sqlalchemy import func, select

    from core.db.models import TryBudget

    wrong(passwords, "an", HERE, 3)
    clock.advance(hours=1)
    office.upkeep.sweep()
    with office.context.work.read() as work:
        assert work.scalar(select(func.count()).select_from(TryBudget)) == 0
