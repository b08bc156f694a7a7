"""People and the roles they hold in units."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import insert, or_, select, update

from core.db.base import AnyRow, AnySelect
from core.db.models import Person, RoleAssignment
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain import codes, contacts, text
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind, password_mark
from core.errors.requests import BadValue
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.evidence import access, journal
from core.services.people import actors, person_journal, role_catalogue, sessions, tokens
from core.services.people.password_rules import check_password
from core.services.views.actors import Actor, Membership
from core.services.views.people import NewPerson, PersonView


class Accounts:
    """Who somebody is, and what they may do."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def actor(self, person_id: UUID, address: str = "") -> Actor:
        """A person who acts, with the roles held today. Raises :class:`NotFound` for one who may no longer."""
        with self._context.work.read() as work:
            return actors.of_person(self._context, work, person_id, address)

    def actor_of_token(self, secret: str, address: str = "") -> Actor:
        """The person behind a machine's token, limited to its scopes. Raises :class:`TokenUnknown`."""
        with self._context.work.read() as work:
            return actors.of_token(self._context, work, secret, address)

    def people(self, by: Actor) -> list[PersonView]:
        """Everybody the actor administers, by name."""
        rights.require_role(by, "admin")
        with self._context.work.read() as work:
            people = admin_scope.filter_administered(
                self._context, work, by, work.scalars(select(Person).order_by(Person.name))
            )
            held = self._held(work, [person.id for person in people])
        access.record_access(self._context, by, "people")
        return [_view(person, held[person.id]) for person in people]

    def person(self, username: str, by: Actor) -> PersonView:
        """One of them. Raises :class:`NotFound` if there is none, and if the actor does not administer them."""
        rights.require_role(by, "admin")
        with self._context.work.read() as work:
            person = admin_scope.require_person(self._context, work, by, username)
            view = _view(person, self._held(work, [person.id])[person.id])
        access.record_access(self._context, by, "person", subject={"username": view.username})
        return view

    def create_person(self, new: NewPerson, by: Actor) -> PersonView:
        """Creates an account without roles, administered by the administrators of its unit.

        Raises :class:`BadValue`, :class:`Forbidden`.
        """
        rights.require_role(by, "admin")
        home = admin_scope.default_unit(self._context.directory.tree(), by, new.unit)
        username = text.username(new.username)
        if not username.replace(".", "").replace("-", "").replace("_", "").isalnum() or not username.isascii():
            raise BadValue(field="username", reason="use letters, digits, dots and hyphens")
        name = text.normalize_line(new.name)
        if not name:
            raise BadValue(field="name", reason="it is missing")
        check_password(new.password, person=(username, name, new.email), places=self._context.directory.tree().names())
        with self._context.work() as work:
            if work.scalar(select(Person.id).where(Person.username == username)):
                raise BadValue(field="username", reason="somebody has this name already")
            person = Person(
                id=uuid7(),
                username=username,
                name=name,
                email=_mailbox(new.email),
                password_hash=self._context.passwords.hash(new.password),
                active=True,
                must_change=new.must_change,
                created=self._context.now(),
                home_id=home,
            )
            work.session.add(person)
            work.session.flush()
            told = {"name": person.name, "mark": password_mark(person.password_hash)}
            person_journal.note(self._context, work, JournalKind.ADMIN_PERSON_CREATED, person, by, **told)
            return _view(person, ())

    def set_active(self, username: str, active: bool, by: Actor) -> None:
        """Lets a person work here, or no longer; what they did stays. Raises :class:`LastAdmin`."""
        rights.require_role(by, "admin")
        with self._context.work() as work:
            person = admin_scope.require_person(self._context, work, by, username)
            if not active:
                admin_scope.ensure_admin_remains(self._context, work, person)
            work.session.execute(update(Person).where(Person.id == person.id).values(active=active))
            sessions.end_all(self._context, work, person.id)
            if not active:
                tokens.end_all(self._context, work, person.id)
            kind = JournalKind.ADMIN_PERSON_REOPENED if active else JournalKind.ADMIN_PERSON_CLOSED
            person_journal.note(self._context, work, kind, person, by)

    def grant(self, username: str, role: str, unit: str, by: Actor, starts: date | None = None) -> None:
        """Gives a role in a unit, from a day on (today). Raises :class:`BadValue`, :class:`Forbidden`, :class:`NotFound`."""
        rights.require_role(by, "admin")
        tree = self._context.directory.tree()
        first = starts or codes.local_day(self._context.now())
        with self._context.work() as work:
            person = admin_scope.require_person(self._context, work, by, username)
            where = tree.find(unit)
            admin_scope.require_unit(tree, by, where.id)
            role_catalogue.check_role(self._context, work, role)
            spans = work.execute(_spans(person.id, role, where.id).with_for_update()).all()
            if any(span.starts <= first and (span.ends is None or span.ends >= first) for span in spans):
                return
            later = next((span.id for span in spans if span.ends is None), None)  # promised for a later day
            self._note_role(work, JournalKind.ADMIN_ROLE_GRANTED, person, (role, where.code), by, starts=first)
            if later is not None:
                work.session.execute(update(RoleAssignment).where(RoleAssignment.id == later).values(starts=first))
                return
            values = {"id": uuid7(), "person_id": person.id, "role": role, "unit_id": where.id}
            work.session.execute(insert(RoleAssignment), {**values, "starts": first, "ends": None})

    def revoke(self, username: str, role: str, unit: str, by: Actor) -> None:
        """Takes a role away as of today; it can be given again at once. Raises :class:`LastAdmin`."""
        rights.require_role(by, "admin")
        tree = self._context.directory.tree()
        today = codes.local_day(self._context.now())
        with self._context.work() as work:
            person = admin_scope.require_person(self._context, work, by, username)
            where = tree.find(unit)
            admin_scope.require_unit(tree, by, where.id)
            if role == admin_scope.ADMIN:
                admin_scope.ensure_admin_remains(self._context, work, person, where.id)
            # Spans that are over stay as they were.
            standing = [span.id for span in work.execute(_spans(person.id, role, where.id)) if _stands(span, today)]
            last = today - timedelta(days=1)
            work.session.execute(update(RoleAssignment).where(RoleAssignment.id.in_(standing)).values(ends=last))
            if standing:
                self._note_role(work, JournalKind.ADMIN_ROLE_REVOKED, person, (role, where.code), by, ends=last)

    def _held(self, work: Reading, people: Collection[UUID]) -> dict[UUID, tuple[Membership, ...]]:
        """The roles in force of each of these people."""
        today = codes.local_day(self._context.now())
        tree = self._context.directory.tree()
        rows = work.execute(
            select(RoleAssignment.person_id, RoleAssignment.role, RoleAssignment.unit_id)
            .where(
                RoleAssignment.person_id.in_(people),
                RoleAssignment.starts <= today,
                or_(RoleAssignment.ends.is_(None), RoleAssignment.ends >= today),
            )
            .order_by(RoleAssignment.role, RoleAssignment.unit_id)
        )
        found: dict[UUID, tuple[Membership, ...]] = dict.fromkeys(people, ())
        for person, role, unit in rows:
            if unit in tree.nodes:
                held = Membership(role, unit, tree.nodes[unit].code, tree.views[unit].name)
                found[person] = (*found[person], held)
        return found

    def _note_role(
        self, work: Work, kind: JournalKind, person: Person, role: tuple[str, str], by: Actor, **days: date
    ) -> None:
        facts = {"username": person.username, "role": role[0], "unit": role[1]}
        facts |= {name: day.isoformat() for name, day in days.items()}
        journal.note(self._context, work, kind, facts, by, role[1])


def _spans(person: UUID, role: str, unit: UUID) -> AnySelect:
    """The spans (``id, starts, ends``) of a role in a unit."""
    where = (RoleAssignment.person_id == person, RoleAssignment.role == role, RoleAssignment.unit_id == unit)
    return (
        select(RoleAssignment.id, RoleAssignment.starts, RoleAssignment.ends).where(*where).order_by(RoleAssignment.id)
    )


def _stands(span: AnyRow, today: date) -> bool:
    return span.ends is None or bool(span.ends >= today)


def _mailbox(email: str) -> str:
    try:
        return contacts.email(email) if text.normalize_line(email) else ""
    except contacts.UnreadableInput as error:
        raise BadValue(field="email", reason="it is no e-mail address") from error


def _view(person: Person, held: tuple[Membership, ...]) -> PersonView:
    return PersonView(
        id=person.id,
        username=person.username,
        name=person.name,
        email=person.email,
        active=person.active,
        memberships=held,
    )
