"""The tree of units, kept for a few seconds: it is read by every step and changes a few times a year."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple, TypeVar
from uuid import UUID

from cachetools import LRUCache
from sqlalchemy import select

from core.db.models import Unit
from core.db.unit_of_work import UnitOfWork
from core.domain import roles
from core.domain.roles import UnitNode, ancestors, office_of
from core.domain.text import ascii_digits, normalize_line
from core.errors.requests import NotFound
from core.services.views.actors import Actor
from core.services.views.units import UnitView

T = TypeVar("T")

FRESH_SECONDS = 5.0
#: audiences that a process remembers to be there
MOST_KNOWN = 10_000


class AudienceLine(NamedTuple):
    """One role in one unit, whose holders may take a task. ``unit`` is ``None`` where the unit is gone."""

    role: str
    unit: UUID | None


@dataclass(frozen=True, slots=True)
class Route:
    """Where a task goes: the key and the lines of its audience, the ``unit`` of the first line, and who sees the dossier."""

    key: str
    lines: tuple[AudienceLine, ...]
    unit: UUID
    #: codes of the task's units and of those above them, with their ids
    seen_by: Mapping[str, UUID]


class _ById(dict[UUID, T]):
    """What is known of units by their id. For one that is missing, ``learn`` is asked to read the units once more."""

    def __init__(self, learn: Callable[[], bool]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, unit: UUID) -> T:
        if unit in self:
            return self[unit]
        raise KeyError(unit)

    def __contains__(self, unit: object) -> bool:
        return super().__contains__(unit) or (self._learn() and super().__contains__(unit))


class Tree:
    """One reading of the units: by id, by code, and upwards.

    A unit that another process made since then is learnt on the way: ``again`` is asked once, when one is missing.
    """

    def __init__(self, rows: Sequence[Unit], again: Callable[[], Sequence[Unit]] | None = None) -> None:
        self._again = again
        self.nodes: dict[UUID, UnitNode] = _ById(self._learn)
        self.views: dict[UUID, UnitView] = _ById(self._learn)
        self._lines: dict[UUID, frozenset[UUID]] = _ById(self._learn)
        self.by_code: dict[str, UUID] = {}
        # What was asked of this one reading; it is gone with it, within seconds.
        self._audiences: dict[str, tuple[AudienceLine, ...]] = {}
        self._routes: dict[tuple[tuple[str, ...], UUID, UUID, str], Route] = {}
        self._fill(rows)

    def _fill(self, rows: Sequence[Unit]) -> None:
        self.nodes |= {
            row.id: UnitNode(row.id, row.code, row.slug, row.kind, row.parent_id, tuple(row.fields)) for row in rows
        }
        self.by_code |= {row.code: row.id for row in rows}
        self.views |= {row.id: self._view(row) for row in rows}
        self._lines |= {row.id: frozenset(node.id for node in ancestors(row.id, self.nodes)) | {row.id} for row in rows}
        self._audiences.clear()

    def _learn(self) -> bool:
        """Reads the units once more; whether it did."""
        again, self._again = self._again, None
        if again is not None:
            self._fill(again())
        return again is not None

    def names(self) -> list[str]:
        """The names of all units."""
        return [view.name for view in self.views.values()]

    def _view(self, row: Unit) -> UnitView:
        parent = self.nodes.get(row.parent_id) if row.parent_id else None
        return UnitView(
            id=row.id,
            code=row.code,
            slug=row.slug,
            name=row.name,
            kind=row.kind,
            parent_code=parent.code if parent else None,
            fields=tuple(row.fields),
            email=row.email,
            phone=row.phone,
            address=row.address,
        )

    @property
    def seat(self) -> UUID | None:
        """The office itself: the first topmost unit that was made. One that is made later beside it has its own tree only,
        and whoever holds a role there holds it for that tree."""
        return min((node.id for node in self.nodes.values() if node.parent_id is None), default=None)

    def line(self, unit: UUID) -> frozenset[UUID]:
        """The unit and every unit above it."""
        return self._lines[unit]

    def below(self, unit: UUID) -> frozenset[UUID]:
        """The unit and every unit below it."""
        return frozenset(other for other, line in self._lines.items() if unit in line)

    def offices(self, by: Actor) -> frozenset[UUID]:
        """The offices the actor serves in; the topmost ones for the system. What lies below is found under them, too."""
        if by.kind == "system":
            return frozenset(node.id for node in self.nodes.values() if node.parent_id is None)
        return frozenset(office_of(held.unit_id, self.nodes) for held in by.memberships if held.unit_id in self.nodes)

    def seen_by(self, units: Iterable[UUID]) -> dict[str, UUID]:
        """The units and those above them, by code."""
        return {self.nodes[above].code: above for unit in units for above in sorted(self.line(unit))}

    def route(self, wanted: Sequence[str], reception: UUID, processing: UUID, field_code: str) -> Route:
        """Where a task goes whose diagram says ``wanted`` (see :func:`core.domain.roles.route`); reviewers by default."""
        asked = (tuple(wanted), reception, processing, field_code)
        route = self._routes.get(asked)
        if route is None:
            pairs = [roles.route(text, reception, processing, self.nodes, field_code) for text in wanted]
            pairs = list(dict.fromkeys(pairs or [roles.RoleInUnit("reviewer", processing)]))
            key = ",".join(sorted(f"{role}@{self.nodes[unit].code}" for role, unit in pairs))
            lines = tuple(AudienceLine(role, unit) for role, unit in pairs)
            _, first_unit = pairs[0]
            route = Route(key, lines, first_unit, self.seen_by(unit for _, unit in pairs))
            self._routes[asked] = route
        return route

    def audience(self, key: str) -> tuple[AudienceLine, ...]:
        """The roles and units that an audience's key names (see ``core.services.running.candidates``)."""
        known = self._audiences.get(key)
        if known is None:
            pairs = (line.partition("@") for line in key.split(","))
            known = self._audiences[key] = tuple(AudienceLine(role, self.by_code.get(code)) for role, _, code in pairs)
        return known

    def find(self, code: str) -> UnitView:
        """The unit with this code, or :class:`NotFound`."""
        found = self.known(code)
        if found is None:
            raise NotFound(what="Unit", name=code)
        return self.views[found]

    def known(self, code: str) -> UUID | None:
        """The id of the unit with this code, as people may write it."""
        normal = ascii_digits(normalize_line(code)).replace(" ", "").upper()
        found = self.by_code.get(code) or self.by_code.get(normal)
        if found is None and self._learn():
            found = self.by_code.get(code) or self.by_code.get(normal)
        return found


class Directory:
    """Gives the tree, read again when it is older than a few seconds."""

    def __init__(self, work: UnitOfWork, timer: Callable[[], float] = monotonic) -> None:
        self._work = work
        self._timer = timer
        self._tree: Tree | None = None
        self._read_at = 0.0
        self._lock = threading.Lock()
        self._stored: LRUCache[str, bool] = LRUCache(MOST_KNOWN)
        self._stored_lock = threading.Lock()

    def tree(self) -> Tree:
        """The units as they are now, or were a moment ago."""
        tree = self._tree
        if tree is not None and self._timer() - self._read_at < FRESH_SECONDS:
            return tree
        with self._lock:
            self._tree = Tree(self._units(), self._units)
            self._read_at = self._timer()
            return self._tree

    def _units(self) -> list[Unit]:
        with self._work.read() as work:
            return list(work.scalars(select(Unit)))

    def forget(self) -> None:
        """Reads the tree anew the next time: this process has changed it."""
        self._tree = None

    def is_stored(self, audience: str) -> bool:
        """Whether an audience is known to be in the database, by its key (see ``core.services.running.candidates``)."""
        with self._stored_lock:
            return self._stored.get(audience, False)

    def note_stored(self, audience: str) -> None:
        """Remembers an audience that another transaction has committed."""
        with self._stored_lock:
            self._stored[audience] = True
