"""The second factor: a code counts once, guesses run out, and nothing of it can be read from the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from sqlalchemy import select

from core.db.models import RecoveryCode, SecondFactor
from core.errors.base import CoreError
from core.errors.requests import BadValue, TooManyTries
from core.errors.sign_in import FactorNeeded, FactorUnreadable, FactorWrong
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.sign_in import SignInSession
from tests.support import offices
from tests.support.clock import TestClock
from tests.support.staff import hire

PASSWORD = "mật khẩu để thử"


@pytest.fixture
def lan(office: Office, database_url: str) -> SignInSession:
    """Somebody at a browser."""
    return sit(office, hire(office, "lan").username)


def sit(office: Office, username: str, address: str = "192.0.2.1") -> SignInSession:
    key = office.sessions.begin_session(office.passwords.authenticate(username, PASSWORD, address), "password", "trial")
    session = office.sessions.resolve(key, address)
    assert session is not None
    return session


def authenticator(office: Office, session: SignInSession) -> pyotp.TOTP:
    """An authenticator that was set up; the recovery codes are in ``name``."""
    setup = office.second_factors.begin_factor(session)
    made = pyotp.parse_uri(setup.uri)
    assert isinstance(made, pyotp.TOTP)
    assert made.secret == setup.secret.replace(" ", "")
    made.name = " ".join(office.second_factors.confirm_factor(session, code(made, office)))
    return made


def code(phone: pyotp.TOTP, office: Office, drift: int = 0) -> str:
    return phone.generate_otp(int(office.context.now().timestamp()) // 30 + drift)


def refused(office: Office, session: SignInSession, text: str, browser: str = "") -> type[CoreError]:
    with pytest.raises((FactorWrong, TooManyTries)) as caught:
        office.second_factors.show_factor(session, text, browser)
    return caught.type


def test_signing_in_asks_for_the_code_and_a_code_counts_once(
    lan: SignInSession, office: Office, clock: TestClock
) -> None:
    phone = authenticator(office, lan)
    again = sit(office, "lan")
    assert again.pending == "factor"
    assert refused(office, again, code(phone, office)) is FactorWrong, "the code that set it up was used"
    clock.advance(seconds=30)
    now = code(phone, office)
    office.second_factors.show_factor(again, f" {now[:3]} {now[3:]} ")
    assert sit(office, "lan").pending == "factor"
    assert refused(office, sit(office, "lan"), now) is FactorWrong, "replayed"
    clock.advance(seconds=60)
    assert refused(office, sit(office, "lan"), now) is FactorWrong, "replayed later"


def test_a_phone_may_be_half_a_minute_off_and_no_more(lan: SignInSession, office: Office, clock: TestClock) -> None:
    phone = authenticator(office, lan)
    for ahead, drift in ((120, -1), (120, 1)):
        clock.advance(seconds=ahead)
        office.second_factors.show_factor(sit(office, "lan"), code(phone, office, drift))
    clock.advance(seconds=120)
    assert refused(office, sit(office, "lan"), code(phone, office, -2)) is FactorWrong
    assert refused(office, sit(office, "lan"), code(phone, office, 2)) is FactorWrong


def test_attack_the_same_code_sent_many_times_at_once_opens_one_session(
    lan: SignInSession, office: Office, clock: TestClock
) -> None:
    phone = authenticator(office, lan)
    clock.advance(seconds=60)
    sessions = [sit(office, "lan") for _ in range(4)]
    text = code(phone, office)

    def attempt(session: SignInSession) -> bool:
        try:
            office.second_factors.show_factor(session, text)
        except (FactorWrong, TooManyTries):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, sessions)) == 1


def test_attack_guesses_run_out_but_not_for_the_owners_browser(
    lan: SignInSession, office: Office, clock: TestClock
) -> None:
    phone = authenticator(office, lan)
    clock.advance(seconds=60)
    thief = sit(office, "lan", "198.51.100.7")
    found = [refused(office, thief, f"{number:06d}") for number in range(7)]
    assert found == [FactorWrong] * 5 + [TooManyTries] * 2
    for place in range(9):  # from elsewhere as well
        elsewhere = sit(office, "lan", f"203.0.113.{place}")
        found += [refused(office, elsewhere, f"{number:06d}") for number in range(3)]
    assert found.count(FactorWrong) == 20
    office.second_factors.show_factor(sit(office, "lan"), code(phone, office), "the-own-browser")


def test_a_recovery_code_stands_in_once(lan: SignInSession, office: Office) -> None:
    first, second, *_ = authenticator(office, lan).name.split()
    office.second_factors.show_factor(sit(office, "lan"), first.lower())
    assert refused(office, sit(office, "lan"), first) is FactorWrong
    office.second_factors.show_factor(sit(office, "lan"), second.replace("-", ""))
    assert office.second_factors.factor(lan).codes_left == 8


def test_nothing_of_it_can_be_read_from_the_database(lan: SignInSession, office: Office) -> None:
    phone = authenticator(office, lan)
    with office.context.work.read() as work:
        row = work.scalars(select(SecondFactor)).one()
        hashes = list(work.scalars(select(RecoveryCode.hash)))
    assert phone.secret not in row.secret
    assert not {one for one in phone.name.split() if any(one.replace("-", "") in found for found in hashes)}
    changed = office.context.settings.but(secret_key="another-" * 8)
    with offices.opened(changed, office.context.clock) as other:
        session = sit(other, "lan")
        with pytest.raises(FactorUnreadable):
            other.second_factors.show_factor(session, "123456")
        other.second_factors.reset_factor("lan", SYSTEM)
        assert sit(other, "lan").pending == ""


def test_a_secret_moved_to_another_persons_row_is_not_theirs(lan: SignInSession, office: Office) -> None:
    authenticator(office, lan)
    hire(office, "binh")
    other = sit(office, "binh")
    office.second_factors.begin_factor(other)
    with office.context.work() as work:
        mine = work.scalars(select(SecondFactor).where(SecondFactor.person_id == lan.actor.id)).one()
        theirs = work.scalars(select(SecondFactor).where(SecondFactor.person_id == other.actor.id)).one()
        theirs.secret = mine.secret
    with pytest.raises(FactorUnreadable):
        office.second_factors.begun_factor(other)


def test_roles_that_need_one(lan: SignInSession, office: Office, clock: TestClock) -> None:
    changed = office.context.settings.but(second_factor_roles="*")
    with offices.opened(changed, clock) as strict:
        strict.passwords.set_password("lan", PASSWORD, SYSTEM)
        assert sit(strict, "lan").pending == "password", "first the own password"
        with strict.context.work() as work:
            from core.db.models import Person

            work.scalars(select(Person).where(Person.username == "lan")).one().must_change = False
        session = sit(strict, "lan")
        assert session.pending == "enrol"
        phone = authenticator(strict, session)
        clock.advance(seconds=60)
        with pytest.raises(FactorNeeded):
            strict.second_factors.remove_factor(session, code(phone, strict))


def test_setting_one_up_at_an_open_desk_needs_the_password(
    lan: SignInSession, office: Office, clock: TestClock
) -> None:
    clock.advance(minutes=11)
    with pytest.raises(BadValue):
        office.second_factors.begin_factor(lan)
    office.second_factors.begin_factor(lan, PASSWORD)


def test_it_ends_other_sessions_and_is_removed_by_its_own_code(
    lan: SignInSession, office: Office, clock: TestClock
) -> None:
    key = office.sessions.begin_session(office.passwords.authenticate("lan", PASSWORD, ""), "password", "")
    phone = authenticator(office, lan)
    assert office.sessions.resolve(key) is None
    with pytest.raises(FactorWrong):
        office.second_factors.remove_factor(lan, "000000")
    clock.advance(seconds=60)
    office.second_factors.remove_factor(lan, code(phone, office))
    assert office.second_factors.factor(lan).since is None
    assert sit(office, "lan").pending == ""
