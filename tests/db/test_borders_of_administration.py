"""Administration ends at the unit the role is held in: attacks across that border, and the ways that must stay open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from core.db.models import Person, RoleAssignment
from core.domain import codes
from core.errors.base import CoreError
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden, LastAdmin
from core.services.office import Accounts, Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.people import NewPerson
from core.services.views.units import NewUnit
from tests.support.clock import TestClock
from tests.support.staff import hire, staff

HERE, THERE, TOP = "H99.06", "H99.05", "H99"
PASSWORD = "một mật khẩu khác"


@pytest.fixture
def admin(demo: Office) -> Actor:
    """The administrator of one commune."""
    return hire(demo, "quantri.mauhai", admin=HERE)


#: every verb that is about a person, tried at somebody of another commune; a new one must be added here (see below)
VERBS: dict[str, Callable[[Accounts, str, Actor], object]] = {
    "person": lambda office, name, by: office.accounts.person(name, by),
    "set_password": lambda office, name, by: office.passwords.set_password(name, PASSWORD, by),
    "set_active": lambda office, name, by: office.accounts.set_active(name, False, by),
    "grant": lambda office, name, by: office.accounts.grant(name, "reviewer", HERE, by),
    "revoke": lambda office, name, by: office.accounts.revoke(name, "reviewer", HERE, by),
    "create_token": lambda office, name, by: office.tokens.create_token(name, "x", ["tasks:read"], by),
    "new_token": lambda office, name, by: office.tokens.new_token(name, "x", ["tasks:read"], by),
    "access": lambda office, name, by: office.identities.access(name, by),
    "reset_factor": lambda office, name, by: office.second_factors.reset_factor(name, by),
    "link_identity": lambda office, name, by: office.identities.link_identity(name, "x", by),
    "unlink_identity": lambda office, name, by: office.identities.unlink_identity(name, by),
    "tokens": lambda office, name, by: office.tokens.tokens(by, name),
}


@pytest.mark.parametrize("verb", VERBS)
def test_somebody_beyond_the_border_is_like_nobody(demo: Office, admin: Actor, database_url: str, verb: str) -> None:
    hire(demo, "hai.noi", reviewer=HERE)
    demo.accounts.grant("hai.noi", "reviewer", THERE, SYSTEM)
    for name in ("tuphap", "quantri", "hai.noi"):
        with pytest.raises(NotFound) as foreign:
            VERBS[verb](demo, name, admin)
        with pytest.raises(NotFound) as nobody:
            VERBS[verb](demo, "khong.co.ai", admin)
        assert str(foreign.value).replace(name, "khong.co.ai") == str(nobody.value)
    assert _state(demo, "tuphap") == (True, True)


def _state(office: Office, username: str) -> tuple[bool, bool]:
    """Whether the person may act, and whether the first password was never reset (the demonstration's need no change)."""
    with office.context.work.read() as work:
        row = work.execute(select(Person.active, Person.must_change).where(Person.username == username)).one()
    return row.active, not row.must_change


def test_every_verb_about_a_person_is_tried() -> None:
    import inspect

    about = {
        name
        for name, verb in inspect.getmembers(Accounts, inspect.isfunction)
        if not name.startswith("_") and {"username", "by"} <= inspect.signature(verb).parameters.keys()
    }
    assert about - {"allow_password_temporarily"} <= VERBS.keys(), (
        "say in VERBS how it is tried at somebody beyond the border"
    )


def test_nobody_grants_beyond_the_own_units_not_even_to_themselves(
    demo: Office, admin: Actor, database_url: str
) -> None:
    for unit in (THERE, TOP, f"{THERE}.01"):
        with pytest.raises(Forbidden):
            demo.accounts.grant(admin.username, "leader", unit, admin)
        with pytest.raises(Forbidden):
            demo.accounts.revoke(admin.username, "admin", unit, admin)
        with pytest.raises(Forbidden):
            demo.accounts.create_person(NewPerson(username="x", name="X", password=PASSWORD, unit=unit), admin)
    demo.accounts.grant(admin.username, "reviewer", f"{HERE}.02", admin)
    held = staff(demo, "", admin.username).memberships
    assert {(one.role, one.unit_code) for one in held} == {("admin", HERE), ("reviewer", f"{HERE}.02")}


def test_a_list_holds_the_own_people_only(demo: Office, admin: Actor, database_url: str) -> None:
    made = demo.accounts.create_person(NewPerson(username="moi.lam", name="Mới Làm", password=PASSWORD), admin)
    assert [person.username for person in demo.accounts.people(admin)] == [made.username, admin.username]
    top = {person.username for person in demo.accounts.people(staff(demo, "admin"))}
    assert {made.username, admin.username, "tuphap", "quantri"} <= top
    demo.accounts.grant(made.username, "reviewer", HERE, admin)
    neighbour = hire(demo, "quantri.mauba", admin=THERE)
    with pytest.raises(NotFound):
        demo.accounts.person(made.username, neighbour)


def test_who_left_stays_with_those_they_worked_for(demo: Office, admin: Actor, clock: TestClock) -> None:
    demo.accounts.revoke("tuphap", "reviewer", f"{THERE}.02", SYSTEM)
    clock.advance(days=40)
    with pytest.raises(NotFound):
        demo.passwords.set_password("tuphap", PASSWORD, admin)
    demo.passwords.set_password("tuphap", PASSWORD, hire(demo, "quantri.mauba", admin=THERE))


def test_somebody_made_before_units_were_remembered_belongs_to_the_top(demo: Office, admin: Actor) -> None:
    demo.accounts.create_person(NewPerson(username="cu", name="Cũ", password=PASSWORD), SYSTEM)
    with pytest.raises(NotFound):
        demo.accounts.person("cu", admin)
    assert demo.accounts.person("cu", staff(demo, "admin")).username == "cu"


def test_a_role_is_taken_away_and_given_back_on_the_same_day_as_often_as_one_likes(
    demo: Office, database_url: str, clock: TestClock
) -> None:
    top = staff(demo, "admin")
    for _again in range(3):
        demo.accounts.revoke("tuphap", "reviewer", f"{THERE}.02", top)
        assert not staff(demo, "", "tuphap").memberships
        demo.accounts.grant("tuphap", "reviewer", f"{THERE}.02", top)
        demo.accounts.grant("tuphap", "reviewer", f"{THERE}.02", top)
        assert staff(demo, "", "tuphap").roles == ("reviewer",)
    assert len(demo.accounts.person("tuphap", top).memberships) == 1


def test_spans_that_are_over_stay_as_they_were(demo: Office, database_url: str, clock: TestClock) -> None:
    top, unit = staff(demo, "admin"), THERE
    hire(demo, "moi.lam", reviewer=THERE)
    clock.advance(days=10)
    demo.accounts.revoke("moi.lam", "reviewer", unit, top)
    clock.advance(days=10)
    demo.accounts.grant("moi.lam", "reviewer", unit, top)
    clock.advance(days=10)
    demo.accounts.revoke("moi.lam", "reviewer", unit, top)
    today = codes.local_day(clock())
    with demo.context.work.read() as work:
        person = work.scalars(select(Person.id).where(Person.username == "moi.lam")).one()
        spans = work.execute(
            select(RoleAssignment.starts, RoleAssignment.ends)
            .where(RoleAssignment.person_id == person)
            .order_by(RoleAssignment.starts)
        ).all()
    assert [(str(today - row.starts), str(today - row.ends)) for row in spans] == [
        ("30 days, 0:00:00", "21 days, 0:00:00"),
        ("10 days, 0:00:00", "1 day, 0:00:00"),
    ]


def test_a_promised_role_can_begin_earlier(demo: Office, database_url: str, clock: TestClock) -> None:
    top = staff(demo, "admin")
    demo.accounts.grant("xahoi", "head", THERE, top, starts=codes.local_day(clock()) + timedelta(days=30))
    assert "head" not in staff(demo, "", "xahoi").roles
    demo.accounts.grant("xahoi", "head", THERE, top)
    assert "head" in staff(demo, "", "xahoi").roles
    demo.accounts.revoke("xahoi", "head", THERE, top)
    clock.advance(days=31)
    assert "head" not in staff(demo, "", "xahoi").roles


def test_the_last_administrator_stays(demo: Office, database_url: str) -> None:
    top = staff(demo, "admin")
    for by in (top, SYSTEM):
        with pytest.raises(LastAdmin):
            demo.accounts.revoke("quantri", "admin", TOP, by)
        with pytest.raises(LastAdmin):
            demo.accounts.set_active("quantri", False, by)
    commune = hire(demo, "quantri.mauhai", admin=HERE)
    with pytest.raises(LastAdmin):
        demo.accounts.revoke("quantri", "admin", TOP, top)  # one of a commune does not administer the top
    demo.accounts.revoke(commune.username, "admin", HERE, commune)  # those above still do
    hire(demo, "quantri.hai", admin=TOP)
    demo.accounts.set_active("quantri", False, top)
    with pytest.raises(LastAdmin):
        demo.accounts.set_active("quantri.hai", False, SYSTEM)


def test_two_who_remove_each_other_at_once_leave_one(demo: Office, database_url: str) -> None:
    first, second = staff(demo, "admin"), hire(demo, "quantri.hai", admin=TOP)
    together, refused = Barrier(2), []

    def remove(other: str, by: Actor) -> None:
        together.wait()
        try:
            demo.accounts.revoke(other, "admin", TOP, by)
        except CoreError as error:
            refused.append(type(error))

    pairs = ((second.username, first), (first.username, second))
    threads = [Thread(target=remove, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [LastAdmin]


@pytest.mark.parametrize("role", ["sep", "admin ", "", "Leader", "reviewer@H99.05", "__class__"])
def test_a_role_nobody_knows_is_refused(demo: Office, role: str) -> None:
    with pytest.raises(BadValue):
        demo.accounts.grant("tuphap", role, THERE, staff(demo, "admin"))


def test_units_are_made_below_the_own_ones(demo: Office, admin: Actor) -> None:
    for parent in (THERE, TOP, None):
        with pytest.raises(Forbidden):
            demo.units.create(NewUnit(code="H99.66", name="Phòng lạ", kind="room", parent=parent), admin)
    demo.units.create(NewUnit(code=f"{HERE}.09", name="Phòng mới", kind="room", parent=HERE), admin)
    assert next(unit.code for unit in demo.units.administered(admin)) == HERE


def test_a_version_holds_everywhere_so_only_the_top_deploys_one(demo: Office, admin: Actor) -> None:
    files = demo.procedures.files("1.004873")
    for by in (admin, hire(demo, "thietke.mauhai", designer=HERE)):
        with pytest.raises(Forbidden):
            demo.procedures.deploy(files, by)
    demo.procedures.deploy(files, staff(demo, "designer"))
