"""The scope of administration: whom an administrator may see and change, in which units, and who may change the whole office.

A person's units: those of current and future roles; else of all past roles; else ``home``, the unit the account was created
in. An administrator administers the people all of whose units lie in or below the administrator's own; whether anybody else
exists is not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from core.db.base import AnyRow
from core.db.models import Person, RoleAssignment
from core.db.reading import Reading
from core.domain import codes, text
from core.errors.requests import NotFound
from core.errors.rights import Forbidden, LastAdmin
from core.services.context.context import Context
from core.services.context.directory import Tree
from core.services.views.actors import Actor

ADMIN = "admin"


def units_covered_by(tree: Tree, by: Actor, *roles: str) -> frozenset[UUID]:
    """The units in which one of the roles counts for the actor: those it is held in, and all below them."""
    if by.kind == "system":
        return frozenset(tree.nodes)
    held = {membership.unit_id for membership in by.memberships if membership.role in roles}
    return frozenset(below for unit in held for below in tree.below(unit))


def require_unit(tree: Tree, by: Actor, unit: UUID | None) -> None:
    """Raises :class:`Forbidden` unless the actor administers the unit; ``None``: the whole office."""
    if unit is None:
        require_whole_office(tree, by, ADMIN)
    elif by.kind != "system" and unit not in units_covered_by(tree, by, ADMIN):
        raise Forbidden(role=ADMIN)


def require_whole_office(tree: Tree, by: Actor, *roles: str) -> None:
    """Raises :class:`Forbidden` unless the actor holds one of the roles in the office itself: it then counts everywhere."""
    if not holds_whole_office(tree, by, *roles):
        raise Forbidden(role=roles[0])


def holds_whole_office(tree: Tree, by: Actor, *roles: str) -> bool:
    """Whether the actor holds one of the roles in the office itself (:attr:`Tree.seat`); the system does."""
    return by.kind == "system" or any(held.role in roles and held.unit_id == tree.seat for held in by.memberships)


def default_unit(tree: Tree, by: Actor, code: str | None) -> UUID | None:
    """The unit a new account is created in: the one with this code, else the topmost one that the actor administers.

    Raises :class:`Forbidden` if the actor does not administer it, :class:`NotFound` if it does not exist.
    """
    if code:
        unit = tree.find(code).id
        require_unit(tree, by, unit)
        return unit
    held = [one.unit_id for one in by.memberships if one.role == ADMIN and one.unit_id in tree.nodes]
    return min(held, key=lambda unit: (len(tree.line(unit)), tree.nodes[unit].code), default=None)


def units_of(work: Reading, people: Iterable[Person], today: date) -> dict[UUID, frozenset[UUID]]:
    """The units of each of these people (see above)."""
    homes = {person.id: person.home_id for person in people}
    rows = work.execute(
        select(RoleAssignment.person_id, RoleAssignment.unit_id, RoleAssignment.ends).where(
            RoleAssignment.person_id.in_(homes)
        )
    ).all()
    ever: dict[UUID, set[UUID]] = {person: set() for person in homes}
    now: dict[UUID, set[UUID]] = {person: set() for person in homes}
    for row in rows:
        ever[row.person_id].add(row.unit_id)
        if row.ends is None or row.ends >= today:
            now[row.person_id].add(row.unit_id)
    return {
        person: frozenset(now[person] or ever[person] or ({home} if home is not None else ()))
        for person, home in homes.items()
    }


def filter_administered(context: Context, work: Reading, by: Actor, people: Iterable[Person]) -> list[Person]:
    """Those of the people that the actor may administer."""
    found = list(people)
    if by.kind == "system":
        return found
    tree, today = context.directory.tree(), codes.local_day(context.now())
    covered = units_covered_by(tree, by, ADMIN)
    whole = tree.seat in covered
    units = units_of(work, found, today)
    return [person for person in found if (units[person.id] <= covered if units[person.id] else whole)]


def require_person(context: Context, work: Reading, by: Actor, username: str) -> Person:
    """The person with this user name. Raises :class:`NotFound` if there is none, and if the actor does not administer them."""
    person = work.scalar(select(Person).where(Person.username == text.username(username)))
    if person is None or not filter_administered(context, work, by, [person]):
        raise NotFound(what="Person", name=username)
    return person


def ensure_admin_remains(context: Context, work: Reading, person: Person, unit: UUID | None = None) -> None:
    """Raises :class:`LastAdmin` if without this person nobody administers ``unit``, or any unit they are an administrator of.

    Everybody who asks locks the same rows in the same order, so of two administrators who remove each other one is refused.
    """
    tree = context.directory.tree()
    rows = _admins(work, codes.local_day(context.now()))
    lost = {row.unit_id for row in rows if row.person_id == person.id and unit in (None, row.unit_id)}
    for unit_id in sorted(lost & tree.nodes.keys()):
        left = [row for row in rows if row.unit_id in tree.line(unit_id) and not _is_lost(row, person.id, lost)]
        if not left:
            raise LastAdmin(unit=tree.views[unit_id].name)


def _is_lost(row: AnyRow, person: UUID, lost: set[UUID]) -> bool:
    return row.person_id == person and row.unit_id in lost


def _admins(work: Reading, today: date) -> list[AnyRow]:
    """The administrator roles in force today, locked."""
    in_force = (RoleAssignment.starts <= today, or_(RoleAssignment.ends.is_(None), RoleAssignment.ends >= today))
    query = (
        select(RoleAssignment.id, RoleAssignment.person_id, RoleAssignment.unit_id)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(RoleAssignment.role == ADMIN, Person.active.is_(True), *in_force)
        .order_by(RoleAssignment.id)
        .with_for_update()
    )
    return list(work.execute(query))
