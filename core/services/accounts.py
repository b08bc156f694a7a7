"""People, the roles they hold in units, their passwords, and the tokens of machines."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, select, update

from core.db.base import AnyRow, AnySelect
from core.db.models import ApiToken, Held, Person
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.errors import BadValue, LoginFailed, Reason
from core.services import access, actors, attempts, borders, journal, rights
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
    rights.CONNECTOR,
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
            self._failed_login(person, address)
            raise LoginFailed()
        attempts.forget(world, subjects[0])
        actor = self.actor(person.id, address)
        journal.write(world, JournalKind.PERSON_LOGIN_SUCCEEDED, {"way": "password"}, actor)
        return actor

    def _failed_login(self, person: Person | None, address: str) -> None:
        """Notes whose account was tried; of a name that is nobody's only that it was: it may be a password."""
        world, somebody = self._world, Actor("person", None, "", "", address=address)
        facts = {"way": "password"} | ({"username": person.username} if person else {})
        with world.work() as work:
            unit = self._unit_of(work, person) if person else None
            journal.note(world, work, JournalKind.PERSON_LOGIN_FAILED, facts, somebody, unit)

    def actor(self, person_id: UUID, address: str = "") -> Actor:
        """A person who acts, with the roles held today. Raises :class:`NotFound` for one who may no longer."""
        with self._world.work.read() as work:
            return actors.of_person(self._world, work, person_id, address)

    def actor_of_token(self, secret: str, address: str = "") -> Actor:
        """The person behind a machine's token, limited to its scopes. Raises :class:`TokenUnknown`."""
        with self._world.work.read() as work:
            return actors.of_token(self._world, work, secret, address)

    def people(self, by: Actor) -> list[PersonView]:
        """Everybody inside the actor's border, by name."""
        rights.require_role(by, "admin")
        with self._world.work.read() as work:
            people = borders.administers(self._world, work, by, work.scalars(select(Person).order_by(Person.name)))
            held = self._held(work, [person.id for person in people])
        access.saw(self._world, by, "people")
        return [_view(person, held[person.id]) for person in people]

    def person(self, username: str, by: Actor) -> PersonView:
        """One of them. Raises :class:`NotFound` alike for nobody and for somebody beyond the border."""
        rights.require_role(by, "admin")
        with self._world.work.read() as work:
            person = borders.named(self._world, work, by, username)
            view = _view(person, self._held(work, [person.id])[person.id])
        access.saw(self._world, by, "person", subject={"username": view.username})
        return view

    def create_person(
        self, username: str, name: str, email: str, password: str, by: Actor, unit: str | None = None
    ) -> PersonView:
        """A new member of staff, without roles yet, looked after by the administrators of ``unit`` (a code).

        Without one it is the topmost unit that the actor administers. Raises :class:`BadValue`, :class:`Forbidden`.
        """
        rights.require_role(by, "admin")
        home = borders.home_of(self._world.directory.tree(), by, unit)
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
                home_id=home,
            )
            work.add(person)
            work.flush()
            self._note(work, JournalKind.ADMIN_PERSON_CREATED, person, by, name=person.name)
            return _view(person, ())

    def set_password(self, username: str, password: str, by: Actor) -> None:
        """A new password; every session of the person ends."""
        rights.require_role(by, "admin")
        self._check_password(password)
        values: dict[str, object] = {
            "password_hash": self._world.passwords.hash(password),
            "epoch": Person.epoch + 1,
        }
        with self._world.work() as work:
            person = borders.named(self._world, work, by, username)
            self._change(work, person, values)
            self._note(work, JournalKind.ADMIN_PASSWORD_RESET, person, by)

    def set_active(self, username: str, active: bool, by: Actor) -> None:
        """Lets a person work here, or no longer; what they did stays. Raises :class:`LastAdmin`."""
        rights.require_role(by, "admin")
        with self._world.work() as work:
            person = borders.named(self._world, work, by, username)
            if not active:
                borders.keep_an_admin(self._world, work, person)
            self._change(work, person, {"active": active, "epoch": Person.epoch + 1})
            kind = JournalKind.ADMIN_PERSON_REOPENED if active else JournalKind.ADMIN_PERSON_CLOSED
            self._note(work, kind, person, by)

    def grant(self, username: str, role: str, unit: str, by: Actor, starts: date | None = None) -> None:
        """Gives a role in a unit, from a day on (today). Raises :class:`BadValue`, :class:`Forbidden`, :class:`NotFound`."""
        rights.require_role(by, "admin")
        tree = self._world.directory.tree()
        first = starts or codes.local_day(self._world.now())
        with self._world.work() as work:
            person = borders.named(self._world, work, by, username)
            where = tree.find(unit)
            borders.require_unit(tree, by, where.id)
            borders.check_role(self._world, work, role)
            spans = work.execute(_spans(person.id, role, where.id).with_for_update()).all()
            if any(span.starts <= first and (span.ends is None or span.ends >= first) for span in spans):
                return
            later = next((span.id for span in spans if span.ends is None), None)  # promised for a later day
            self._note_role(work, JournalKind.ADMIN_ROLE_GRANTED, person, (role, where.code), by, starts=first)
            if later is not None:
                work.execute(update(Held).where(Held.id == later).values(starts=first))
                return
            values = {"id": uuid7(), "person_id": person.id, "role": role, "unit_id": where.id}
            work.execute(insert(Held), {**values, "starts": first, "ends": None})

    def revoke(self, username: str, role: str, unit: str, by: Actor) -> None:
        """Takes a role away as of today; it can be given again at once. Raises :class:`LastAdmin`."""
        rights.require_role(by, "admin")
        tree = self._world.directory.tree()
        today = codes.local_day(self._world.now())
        with self._world.work() as work:
            person = borders.named(self._world, work, by, username)
            where = tree.find(unit)
            borders.require_unit(tree, by, where.id)
            if role == borders.ADMIN:
                borders.keep_an_admin(self._world, work, person, where.id)
            # Spans that are over stay as they were.
            standing = [span.id for span in work.execute(_spans(person.id, role, where.id)) if _stands(span, today)]
            last = today - timedelta(days=1)
            work.execute(update(Held).where(Held.id.in_(standing)).values(ends=last))
            if standing:
                self._note_role(work, JournalKind.ADMIN_ROLE_REVOKED, person, (role, where.code), by, ends=last)

    def create_token(self, username: str, name: str, scopes: Iterable[str], by: Actor) -> str:
        """A token for a machine that acts as this person; shown once, kept as a hash."""
        rights.require_role(by, "admin")
        wanted = sorted(set(scopes))
        if not wanted or not set(wanted) <= set(SCOPES):
            raise BadValue(field="scopes", reason=Reason("use some of %(list)s", list=", ".join(SCOPES)))
        secret = codes.token()
        with self._world.work() as work:
            person = borders.named(self._world, work, by, username)
            values = {"id": uuid7(), "person_id": person.id, "name": name, "hash": codes.token_hash(secret)}
            work.execute(insert(ApiToken), {**values, "scopes": wanted, "created": self._world.now()})
            facts = {"token": str(values["id"]), "name": name, "scopes": wanted}
            self._note(work, JournalKind.ADMIN_TOKEN_CREATED, person, by, **facts)
        return secret

    def _held(self, work: Work, people: Collection[UUID]) -> dict[UUID, tuple[Membership, ...]]:
        """The roles in force of each of these people."""
        today = codes.local_day(self._world.now())
        tree = self._world.directory.tree()
        rows = work.execute(
            select(Held.person_id, Held.role, Held.unit_id)
            .where(Held.person_id.in_(people), Held.starts <= today, or_(Held.ends.is_(None), Held.ends >= today))
            .order_by(Held.role, Held.unit_id)
        )
        found: dict[UUID, tuple[Membership, ...]] = dict.fromkeys(people, ())
        for person, role, unit in rows:
            if unit in tree.nodes:
                held = Membership(role, unit, tree.nodes[unit].code, tree.views[unit].name)
                found[person] = (*found[person], held)
        return found

    def _change(self, work: Work, person: Person, values: dict[str, object]) -> None:
        work.execute(update(Person).where(Person.id == person.id).values(**values))

    def _note(self, work: Work, kind: JournalKind, person: Person, by: Actor, **more: Any) -> None:
        """Notes what happened to a person; whoever audits that person's unit reads it."""
        facts = {"username": person.username, **more}
        journal.note(self._world, work, kind, facts, by, self._unit_of(work, person))

    def _note_role(
        self, work: Work, kind: JournalKind, person: Person, role: tuple[str, str], by: Actor, **days: date
    ) -> None:
        facts = {"username": person.username, "role": role[0], "unit": role[1]}
        facts |= {name: day.isoformat() for name, day in days.items()}
        journal.note(self._world, work, kind, facts, by, role[1])

    def _unit_of(self, work: Work, person: Person) -> str | None:
        """The unit of the person's first role, or the one they were made in."""
        held = self._held(work, [person.id])[person.id]
        home = self._world.directory.tree().nodes.get(person.home_id) if person.home_id else None
        if held:
            return held[0].unit_code
        return home.code if home else None

    def _check_password(self, password: str) -> None:
        if len(password) < SHORTEST:
            raise BadValue(field="password", reason=Reason("use at least %(limit)s characters", limit=SHORTEST))
        if len(password) > 256:
            raise BadValue(field="password", reason=Reason("use at most %(limit)s characters", limit=256))


def _spans(person: UUID, role: str, unit: UUID) -> AnySelect:
    """The spans (``id, starts, ends``) of a role in a unit."""
    where = (Held.person_id == person, Held.role == role, Held.unit_id == unit)
    return select(Held.id, Held.starts, Held.ends).where(*where).order_by(Held.id)


def _stands(span: AnyRow, today: date) -> bool:
    return span.ends is None or bool(span.ends >= today)


def _view(person: Person, held: tuple[Membership, ...]) -> PersonView:
    return PersonView(person.id, person.username, person.name, person.email, person.active, held)
