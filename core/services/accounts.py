"""People, the roles they hold in units, their passwords, and the tokens of machines."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy import insert, or_, select, update

from core.db.models import ApiToken, Held, Person
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.identifiers import uuid7
from core.errors import BadValue, LoginFailed, NotFound, Reason
from core.services import actors, attempts, rights
from core.services.views import Actor, Membership, PersonView
from core.services.world import World

SCOPES = (
    "dossiers:read",
    "dossiers:write",
    "tasks:read",
    "tasks:write",
    "procedures:read",
    "deployments:write",
    "messages:write",
    "incidents:read",
    "incidents:write",
    "migrations:read",
    "migrations:write",
    "operations:write",
    "history:read",
)
SHORTEST = 10


class Accounts:
    """Who somebody is, and what they may do."""

    def __init__(self, world: World) -> None:
        self._world = world

    @cached_property
    def _decoy(self) -> str:
        """Checked when the user name is unknown, so that the answer takes as long as for a known one."""
        return self._world.passwords.hash(secrets.token_hex(8))

    def authenticate(self, username: str, password: str, address: str) -> Actor:
        """The person with this password. Raises :class:`LoginFailed`, :class:`TooManyTries`."""
        world = self._world
        subjects = (f"login:{username.strip().lower()}", f"login-from:{address}")
        attempts.refuse_too_many(world, subjects[0])
        attempts.refuse_too_many(world, subjects[1], attempts.MOST_FROM_ADDRESS)
        with world.work.read() as work:
            person = work.scalar(select(Person).where(Person.username == username.strip().lower()))
        hashed = person.password_hash if person else self._decoy
        if not world.passwords.matches(hashed, password) or person is None or not person.active:
            for subject in subjects:
                attempts.note(world, subject)
            raise LoginFailed()
        attempts.forget(world, subjects[0])
        return self.actor(person.id, address)

    def actor(self, person_id: UUID, address: str = "") -> Actor:
        """A person who acts, with the roles held today. Raises :class:`NotFound` for one who may no longer."""
        with self._world.work.read() as work:
            return actors.of_person(self._world, work, person_id, address)

    def actor_of_token(self, secret: str, address: str = "") -> Actor:
        """The person behind a machine's token, limited to its scopes. Raises :class:`TokenUnknown`."""
        with self._world.work.read() as work:
            return actors.of_token(self._world, work, secret, address)

    def people(self, by: Actor) -> list[PersonView]:
        """Everybody, by name."""
        rights.require_role(by, "admin")
        with self._world.work.read() as work:
            people = work.scalars(select(Person).order_by(Person.name))
            return [self._person(work, person) for person in people]

    def create_person(self, username: str, name: str, email: str, password: str, by: Actor) -> PersonView:
        """A new member of staff, without roles yet. Raises :class:`BadValue`."""
        rights.require_role(by, "admin")
        username = username.strip().lower()
        if not username.replace(".", "").replace("-", "").replace("_", "").isalnum() or not username.isascii():
            raise BadValue(field="username", reason="use letters, digits, dots and hyphens")
        if not name.strip():
            raise BadValue(field="name", reason="it is missing")
        self._check_password(password)
        with self._world.work() as work:
            if work.scalar(select(Person.id).where(Person.username == username)):
                raise BadValue(field="username", reason="somebody has this name already")
            person = Person(
                id=uuid7(),
                username=username,
                name=name.strip(),
                email=email.strip(),
                password_hash=self._world.passwords.hash(password),
                active=True,
                epoch=0,
                created=self._world.now(),
            )
            work.add(person)
            work.flush()
            return self._person(work, person)

    def set_password(self, username: str, password: str, by: Actor) -> None:
        """A new password; every session of the person ends."""
        rights.require_role(by, "admin")
        self._check_password(password)
        self._change(username, {"password_hash": self._world.passwords.hash(password), "epoch": Person.epoch + 1})

    def set_active(self, username: str, active: bool, by: Actor) -> None:
        """Lets a person work here, or no longer; what they did stays."""
        rights.require_role(by, "admin")
        self._change(username, {"active": active, "epoch": Person.epoch + 1})

    def grant(self, username: str, role: str, unit: str, by: Actor, starts: date | None = None) -> None:
        """Gives a role in a unit, from a day on (today)."""
        rights.require_role(by, "admin")
        if not role.isidentifier():
            raise BadValue(field="role", reason="use letters, digits and underscores")
        where = self._world.directory.tree().find(unit)
        today = codes.local_day(self._world.now())
        with self._world.work() as work:
            person = self._named(work, username)
            if any(held.role == role and held.unit_id == where.id for held in self._held(work, person.id)):
                return
            values = {"id": uuid7(), "person_id": person.id, "role": role, "unit_id": where.id}
            work.execute(insert(Held), {**values, "starts": starts or today, "ends": None})

    def revoke(self, username: str, role: str, unit: str, by: Actor) -> None:
        """Takes a role away as of today."""
        rights.require_role(by, "admin")
        where = self._world.directory.tree().find(unit)
        yesterday = codes.local_day(self._world.now()) - timedelta(days=1)
        with self._world.work() as work:
            person = self._named(work, username)
            work.execute(
                update(Held)
                .where(Held.person_id == person.id, Held.role == role, Held.unit_id == where.id)
                .values(ends=yesterday)
            )

    def create_token(self, username: str, name: str, scopes: Iterable[str], by: Actor) -> str:
        """A token for a machine that acts as this person; shown once, kept as a hash."""
        rights.require_role(by, "admin")
        wanted = sorted(set(scopes))
        if not wanted or not set(wanted) <= set(SCOPES):
            raise BadValue(field="scopes", reason=Reason("use some of %(list)s", list=", ".join(SCOPES)))
        secret = codes.token()
        with self._world.work() as work:
            person = self._named(work, username)
            values = {"id": uuid7(), "person_id": person.id, "name": name, "hash": codes.token_hash(secret)}
            work.execute(insert(ApiToken), {**values, "scopes": wanted, "created": self._world.now()})
        return secret

    def _held(self, work: Work, person_id: UUID) -> tuple[Membership, ...]:
        today = codes.local_day(self._world.now())
        tree = self._world.directory.tree()
        rows = work.execute(
            select(Held.role, Held.unit_id)
            .where(Held.person_id == person_id, Held.starts <= today, or_(Held.ends.is_(None), Held.ends >= today))
            .order_by(Held.role, Held.unit_id)
        )
        return tuple(
            Membership(role, unit, tree.nodes[unit].code, tree.views[unit].name)
            for role, unit in rows
            if unit in tree.nodes
        )

    def _person(self, work: Work, person: Person) -> PersonView:
        return PersonView(
            person.id, person.username, person.name, person.email, person.active, self._held(work, person.id)
        )

    def _named(self, work: Work, username: str) -> Person:
        person = work.scalar(select(Person).where(Person.username == username.strip().lower()))
        if person is None:
            raise NotFound(what="Person", name=username)
        return person

    def _change(self, username: str, values: dict[str, object]) -> None:
        with self._world.work() as work:
            person = self._named(work, username)
            work.execute(update(Person).where(Person.id == person.id).values(**values))

    def _check_password(self, password: str) -> None:
        if len(password) < SHORTEST:
            raise BadValue(field="password", reason=Reason("use at least %(limit)s characters", limit=SHORTEST))
        if len(password) > 256:
            raise BadValue(field="password", reason=Reason("use at most %(limit)s characters", limit=256))
