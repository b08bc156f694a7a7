"""Which tasks are offered to somebody: the audiences they belong to by their roles in units.

An audience is written when a task is offered to it for the first time: ``core.services.running.candidates``.
"""

from __future__ import annotations

from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from core.db.models import Audience
from core.db.reading import Reading
from core.services.context.directory import Tree
from core.services.views.actors import Actor

#: Up to so many audiences are read one by one for a page, each as an index range that is already in order.
MOST_KEYS = 64
#: A few keys to be read one by one, or a subquery for many of them.
Keys: TypeAlias = "list[str] | Select[Any]"


def keys_of(
    work: Reading, tree: Tree, by: Actor, role: str | None = None, unit: UUID | None = None, *, own: bool = False
) -> Keys:
    """The keys of the audiences the actor belongs to, narrowed to a role and to a unit's subtree if given.

    An auditor sees every queue of the units served in, unless only the actor's ``own`` work is asked for. More than
    :data:`MOST_KEYS` keys (a diagram may compute its groups): returns a subquery instead of a list, so that the size of a
    statement does not grow with the number of audiences.
    """
    wanted = _wanted(tree, by, role, unit, own)
    if wanted is None:
        return []
    query = select(Audience.key).where(wanted).distinct()
    found = list(work.scalars(query.order_by(Audience.key).limit(MOST_KEYS + 1)))
    return found if len(found) <= MOST_KEYS else query


def _wanted(tree: Tree, by: Actor, role: str | None, unit: UUID | None, own: bool) -> ColumnElement[bool] | None:
    """A condition for the audience rows that the actor's memberships cover; ``None`` where they cover none."""
    within = tree.below(unit) if unit is not None else None
    places: dict[str | None, set[UUID]] = {}
    for held in by.memberships:
        name = None if held.role == "auditor" and not own else held.role
        if role is not None and name not in (None, role):
            continue
        below = tree.below(held.unit_id)
        places.setdefault(name if role is None else role, set()).update(below if within is None else below & within)
    lines = []
    for name, units in places.items():
        if units:
            anywhere = len(units) == len(tree.nodes)
            where = true() if anywhere else Audience.unit_id.in_(units)
            lines.append(where if name is None else and_(Audience.role == name, where))
    return or_(*lines) if lines else None


def belongs(tree: Tree, by: Actor, key: str) -> bool:
    """Whether the actor holds one of the audience's roles in a unit that covers it."""
    return any(
        held.role == line.role and line.unit is not None and held.unit_id in tree.line(line.unit)
        for line in tree.audience(key)
        for held in by.memberships
    )


def leads(tree: Tree, by: Actor, unit: UUID) -> bool:
    """Whether the actor is head or leader in the unit or above it."""
    return any(held.role in ("head", "leader") and held.unit_id in tree.line(unit) for held in by.memberships)
