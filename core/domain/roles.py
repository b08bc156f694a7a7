"""Roles held in units, and how a role in a diagram is resolved to the unit whose people do the task.

A role holds in its unit and in every unit below. Who holds which role, and when, is in the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from core.errors.base import CoreError

LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "receiver": {"vi": "Cán bộ tiếp nhận", "en": "Receiver"},
    "reviewer": {"vi": "Chuyên viên thẩm định", "en": "Reviewer"},
    "head": {"vi": "Trưởng phòng", "en": "Head of room"},
    "leader": {"vi": "Lãnh đạo", "en": "Leader"},
    "registrar": {"vi": "Văn thư", "en": "Registrar"},
    "returner": {"vi": "Cán bộ trả kết quả", "en": "Returner"},
    "auditor": {"vi": "Thanh tra, kiểm tra", "en": "Auditor"},
    "designer": {"vi": "Người thiết kế quy trình", "en": "Designer"},
    "admin": {"vi": "Quản trị hệ thống", "en": "Administrator"},
}
OFFICE_KINDS: Final = frozenset({"province", "commune", "department"})
DESK_ROLES: Final = frozenset({"receiver", "returner"})
ROOM_ROLES: Final = frozenset({"reviewer", "head"})


class UnitUnknown(CoreError):
    """A ``role@unit`` of a diagram names a unit that does not exist near the office."""

    kind = "conflict"
    code = "unit-unknown"
    template = "The diagram gives a task to “%(role)s”, but there is no such unit near “%(office)s”."


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit in the tree of units."""

    id: UUID
    code: str
    #: short name, for ``role@unit`` in diagrams
    slug: str
    #: province, commune, department, room or desk
    kind: str
    parent_id: UUID | None
    #: codes of the administrative fields it serves
    fields: tuple[str, ...] = ()


Units = Mapping[UUID, UnitNode]


def label(role: str, language: str = "vi") -> str:
    """The name of the role for people; a role that is not in `LABELS` is its own name."""
    return LABELS.get(role, {}).get("vi" if language == "vi" else "en", role)


def line(unit: UUID, units: Units) -> Iterator[UnitNode]:
    """The unit, then the units above it, nearest first. It ends at a cycle in the data, too."""
    seen: set[UUID] = set()
    step: UUID | None = unit
    while step is not None and step not in seen and step in units:
        seen.add(step)
        yield units[step]
        step = units[step].parent_id


def ancestors(unit: UUID, units: Units) -> Iterator[UnitNode]:
    """The units above ``unit``, nearest first."""
    return (node for node in line(unit, units) if node.id != unit)


def office_of(unit: UUID, units: Units) -> UUID:
    """The nearest province, commune or department at or above ``unit``; the topmost unit where there is none."""
    above = list(line(unit, units))
    return next((node.id for node in above if node.kind in OFFICE_KINDS), above[-1].id if above else unit)


class RoleInUnit(NamedTuple):
    """Those who may do a task: the holders of a role in a unit."""

    role: str
    unit: UUID


def route(text: str, reception: UUID, processing: UUID, units: Units, field_code: str) -> RoleInUnit:
    """The role and unit for a candidate group of a task (``role`` or ``role@unit``).

    Without a unit, ``receiver`` and ``returner`` are those at the desk of the receiving office, ``reviewer`` and ``head``
    those in the room that serves the procedure's field, and every other role is one of the processing office itself.
    ``unit`` is a code, or a slug, which is looked for inside the processing office, then in the units above it. Raises
    :class:`UnitUnknown`.
    """
    role, _, wanted = (part.strip() for part in text.partition("@"))
    if wanted:
        return RoleInUnit(role, _named(text, wanted, office_of(processing, units), units))
    if role in DESK_ROLES:
        return RoleInUnit(role, _desk(office_of(reception, units), units))
    if role in ROOM_ROLES:
        return RoleInUnit(role, _room(processing, units, field_code))
    return RoleInUnit(role, office_of(processing, units))


def _named(text: str, wanted: str, office: UUID, units: Units) -> UUID:
    by_code = next((node.id for node in units.values() if node.code == wanted), None)
    if by_code is not None:
        return by_code
    for centre in line(office, units):
        near = _nearest([node for node in units.values() if node.slug == wanted], centre.id, units)
        if near is not None:
            return near
    raise UnitUnknown(role=text, office=units[office].code if office in units else str(office))


def _nearest(nodes: Iterable[UnitNode], centre: UUID, units: Units) -> UUID | None:
    """The node at the smallest distance below ``centre``; of several the one with the smallest code."""
    distances = []
    for node in nodes:
        above = [step.id for step in line(node.id, units)]
        if centre in above:
            distances.append((above.index(centre), node.code, node.id))
    return min(distances)[2] if distances else None


def _inside(office: UUID, units: Units, kind: str) -> list[UnitNode]:
    """Units of a kind that belong to this office and to no office below it, in the order of their codes."""
    found = [node for node in units.values() if node.kind == kind and office_of(node.id, units) == office]
    return sorted(found, key=lambda node: node.code)


def _desk(office: UUID, units: Units) -> UUID:
    desks = _inside(office, units, "desk")
    return desks[0].id if desks else office


def _room(processing: UUID, units: Units, field_code: str) -> UUID:
    """The room serving the field; else the one room that serves any field; else the office itself."""
    if processing in units and units[processing].kind == "room":
        return processing
    office = office_of(processing, units)
    rooms = _inside(office, units, "room")
    serving = [room for room in rooms if field_code in room.fields]
    general = [room for room in rooms if not room.fields]
    if serving:
        return serving[0].id
    return general[0].id if len(general) == 1 else office
