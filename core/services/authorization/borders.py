"""Where administration ends: whom an administrator may see and change, in which units, and who may change the whole office.

A person belongs to the units of the roles in force and to come; without any, to those of every role ever held, and without
those to the unit they were made in (``home``). An administrator has to do with people who belong wholly inside the units
below the own ones; of everybody else there is not even an answer that they exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from core.db.base import AnyRow
from core.db.models import Audience, Held, Person, Procedure
from core.db.reading import Reading
from core.domain import codes, roles, text
from core.errors.base import Reason
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden, LastAdmin
from core.services.context.context import Context
from core.services.context.directory import Tree
from core.services.views.actors import Actor

ADMIN = "admin"


def within(tree: Tree, by: Actor, *wanted: str) -> frozenset[UUID]:
    """The units in which one of the roles counts for the actor: those it is held in, and all below them."""
    if by.kind == "system":
        return frozenset(tree.nodes)
    held = {membership.unit_id for membership in by.memberships if membership.role in wanted}
    return frozenset(below for unit in held for below in tree.below(unit))


def require_unit(tree: Tree, by: Actor, unit: UUID | None) -> None:
    """The actor administers the unit; ``None``: the whole office. Raises :class:`Forbidden`."""
    if unit is None:
        require_whole_office(tree, by, ADMIN)
    elif by.kind != "system" and unit not in within(tree, by, ADMIN):
        raise Forbidden(role=ADMIN)


def require_whole_office(tree: Tree, by: Actor, *wanted: str) -> None:
    """One of the roles, held at the top of the office: what is done there holds everywhere. Raises :class:`Forbidden`."""
    top = {node.id for node in tree.nodes.values() if node.parent_id is None}
    if by.kind != "system" and not any(held.role in wanted and held.unit_id in top for held in by.memberships):
        raise Forbidden(role=wanted[0])


def home_of(tree: Tree, by: Actor, code: str | None) -> UUID | None:
    """The unit somebody is made in: the one named, else the topmost one that the actor administers.

    Raises :class:`Forbidden` for a unit of others, :class:`NotFound` for none at all.
    """
    if code:
        unit = tree.find(code).id
        require_unit(tree, by, unit)
        return unit
    held = [one.unit_id for one in by.memberships if one.role == ADMIN and one.unit_id in tree.nodes]
    return min(held, key=lambda unit: (len(tree.line(unit)), tree.nodes[unit].code), default=None)


def belongs_to(work: Reading, people: Iterable[Person], today: date) -> dict[UUID, frozenset[UUID]]:
    """The units of each of these people."""
    homes = {person.id: person.home_id for person in people}
    rows = work.execute(select(Held.person_id, Held.unit_id, Held.ends).where(Held.person_id.in_(homes))).all()
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


def administers(context: Context, work: Reading, by: Actor, people: Iterable[Person]) -> list[Person]:
    """Those of the people that the actor may administer."""
    found = list(people)
    if by.kind == "system":
        return found
    tree, today = context.directory.tree(), codes.local_day(context.now())
    inside = within(tree, by, ADMIN)
    whole = any(tree.nodes[unit].parent_id is None for unit in inside)
    units = belongs_to(work, found, today)
    return [person for person in found if (units[person.id] <= inside if units[person.id] else whole)]


def named(context: Context, work: Reading, by: Actor, username: str) -> Person:
    """The person of this name. Raises :class:`NotFound` alike for nobody and for somebody beyond the actor's border."""
    person = work.scalar(select(Person).where(Person.username == text.username(username)))
    if person is None or not administers(context, work, by, [person]):
        raise NotFound(what="Person", name=username)
    return person


def check_role(context: Context, work: Reading, role: str) -> None:
    """The role is one of the office's: a usual one, or one that a deployed procedure gives tasks to. Raises :class:`BadValue`."""
    if role not in roles.LABELS and role not in own_roles(context, work):
        raise BadValue(
            field="role",
            reason=Reason("use one of %(list)s, or a role that a procedure names", list=", ".join(roles.LABELS)),
        )


def own_roles(context: Context, work: Reading) -> frozenset[str]:
    """Roles beyond the usual ones: those that newest versions name, and those that open or past tasks were given to."""
    current = work.scalars(select(Procedure.current_id).where(Procedure.current_id.is_not(None)))
    definitions = [context.versions.get(version, work).definition for version in current if version]
    named_ = {
        role.partition("@")[0].strip()
        for definition in definitions
        for element in definition.elements.values()
        for role in element.roles
    }
    given = set(work.scalars(select(Audience.role).distinct()))
    return frozenset((named_ | given) - roles.LABELS.keys() - {""})


def keep_an_admin(context: Context, work: Reading, person: Person, unit: UUID | None = None) -> None:
    """Somebody else must remain who administers what this person does: in ``unit``, or wherever the role is held.

    Everybody who asks locks the same rows in the same order, so of two who remove each other one is refused. Raises
    :class:`LastAdmin`.
    """
    tree = context.directory.tree()
    rows = _admins(work, codes.local_day(context.now()))
    lost = {row.unit_id for row in rows if row.person_id == person.id and unit in (None, row.unit_id)}
    for place in sorted(lost & tree.nodes.keys()):
        left = [row for row in rows if row.unit_id in tree.line(place) and not _gone(row, person.id, lost)]
        if not left:
            raise LastAdmin(unit=tree.views[place].name)


def _gone(row: AnyRow, person: UUID, lost: set[UUID]) -> bool:
    return row.person_id == person and row.unit_id in lost


def _admins(work: Reading, today: date) -> list[AnyRow]:
    """Who administers what today, under lock."""
    in_force = (Held.starts <= today, or_(Held.ends.is_(None), Held.ends >= today))
    query = (
        select(Held.id, Held.person_id, Held.unit_id)
        .join(Person, Person.id == Held.person_id)
        .where(Held.role == ADMIN, Person.active.is_(True), *in_force)
        .order_by(Held.id)
        .with_for_update()
    )
    return list(work.execute(query))
