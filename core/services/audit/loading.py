"""Reads what a check of dossiers needs, many dossiers at a time, from one snapshot of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.db.base import AnyRow
from core.db.models import Document, Dossier, DossierState, DossierUnit, Event, Task
from core.db.unit_of_work import Work

ROWS = select(*Dossier.__table__.c, DossierState.state.label("engine_state"), DossierState.variables).outerjoin(
    DossierState, DossierState.dossier_id == Dossier.id
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A dossier as the tables have it."""

    row: AnyRow
    events: Sequence[Event]
    tasks: Sequence[AnyRow]
    papers: Sequence[AnyRow]
    units: frozenset[UUID]


def stored(work: Work, rows: Sequence[AnyRow]) -> list[Stored]:
    """The dossiers of these rows (of :data:`ROWS`), with everything that belongs to them."""
    ids = [row.id for row in rows]
    events = _by_dossier(work.scalars(select(Event).where(Event.dossier_id.in_(ids)).order_by(Event.seq)))
    tasks = _by_dossier(work.execute(select(*Task.__table__.c).where(Task.dossier_id.in_(ids)).order_by(Task.id)))
    papers = _by_dossier(
        work.execute(select(*Document.__table__.c).where(Document.dossier_id.in_(ids)).order_by(Document.id))
    )
    units = _by_dossier(work.execute(select(*DossierUnit.__table__.c).where(DossierUnit.dossier_id.in_(ids))))
    return [
        Stored(row, events[row.id], tasks[row.id], papers[row.id], frozenset(one.unit_id for one in units[row.id]))
        for row in rows
    ]


def _by_dossier(rows: Any) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(row)
    return found
