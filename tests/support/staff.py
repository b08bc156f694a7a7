"""The demonstration's people, by role."""

from __future__ import annotations

from sqlalchemy import select

from core.db.models import Person
from core.services.office import Office
from core.services.seed import ACCOUNTS
from core.services.views.actors import SYSTEM, Actor
from core.services.views.people import NewPerson


def staff(office: Office, role: str, username: str | None = None) -> Actor:
    """The first person of the demonstration with this role, or the one named."""
    name = username or next(account.username for account in ACCOUNTS if account.role == role)
    with office.context.work.read() as work:
        person = work.scalars(select(Person.id).where(Person.username == name)).one()
    return office.accounts.actor(person, address="127.0.0.1")


def hire(office: Office, username: str, **held: str) -> Actor:
    """Somebody new with these roles, by role the code of the unit: ``hire(office, "x", admin="H99.06")``."""
    office.accounts.create_person(
        NewPerson(username=username, name=f"Người {username}", password="mật khẩu để thử", must_change=False), SYSTEM
    )
    for role, unit in held.items():
        office.accounts.grant(username, role, unit, SYSTEM)
    return staff(office, "", username)
