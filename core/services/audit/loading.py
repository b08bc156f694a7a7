"""Reads what a check of dossiers needs, many dossiers at a time, from one snapshot of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import String, literal, select

from core.db import lenient
from core.db.base import AnyRow, table_of
from core.db.lenient import Unreadable
from core.db.models import (
    Document,
    Dossier,
    DossierState,
    DossierUnit,
    DossierWord,
    Event,
    Notice,
    Payment,
    PaymentDifference,
    Task,
)
from core.db.reading import Reading

_DOSSIER, _STATE = table_of(Dossier), table_of(DossierState)
_EVENTS, _TASKS, _PAPERS, _UNITS = (lenient.columns(table_of(model)) for model in (Event, Task, Document, DossierUnit))
_NOTICES = lenient.columns(table_of(Notice))
_PAYMENTS, _DIFFERENCES = (lenient.columns(table_of(model)) for model in (Payment, PaymentDifference))
_WORDS = lenient.columns(table_of(DossierWord))
ROWS = (
    select(
        *lenient.columns(_DOSSIER),
        lenient.column(_STATE.c.state, "engine_state"),
        lenient.column(_STATE.c.variables),
    )
    .select_from(_DOSSIER)
    .outerjoin(_STATE, _STATE.c.dossier_id == _DOSSIER.c.id)
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A dossier as the tables have it."""

    row: AnyRow
    events: Sequence[AnyRow]
    tasks: Sequence[AnyRow]
    papers: Sequence[AnyRow]
    notices: Sequence[AnyRow]
    #: lines of the ledger, and money that does not add up
    payments: Sequence[AnyRow]
    differences: Sequence[AnyRow]
    units: frozenset[UUID]
    #: what the search finds it by: unit and entry
    words: frozenset[tuple[UUID, str]]

    def unreadable(self) -> Iterator[Unreadable]:
        """Every value of the dossier that cannot be read, each column once."""
        rows = (self.row, *self.events, *self.tasks, *self.papers, *self.notices, *self.payments, *self.differences)
        yield from unreadable(rows)


def stored(work: Reading, rows: Sequence[AnyRow]) -> list[Stored]:
    """The dossiers of these rows (of :data:`ROWS`), with everything that belongs to them."""
    ids = [row.id for row in rows if not isinstance(row.id, Unreadable)]
    events = _by_dossier(work.execute(select(*_EVENTS).where(Event.dossier_id.in_(ids)).order_by(Event.seq)))
    tasks = _by_dossier(work.execute(select(*_TASKS).where(Task.dossier_id.in_(ids)).order_by(Task.id)))
    papers = _by_dossier(work.execute(select(*_PAPERS).where(Document.dossier_id.in_(ids)).order_by(Document.id)))
    told = _by_dossier(work.execute(select(*_NOTICES).where(Notice.dossier_id.in_(ids)).order_by(Notice.id)))
    lines = _by_dossier(work.execute(select(*_PAYMENTS).where(Payment.dossier_id.in_(ids)).order_by(Payment.id)))
    differing = select(*_DIFFERENCES).where(PaymentDifference.dossier_id.in_(ids)).order_by(PaymentDifference.id)
    differences = _by_dossier(work.execute(differing))
    units = _by_dossier(work.execute(select(*_UNITS).where(DossierUnit.dossier_id.in_(ids))))
    words = _by_dossier(work.execute(select(*_WORDS).where(DossierWord.dossier_id.in_(ids))))
    return [
        Stored(
            row,
            events[row.id],
            tasks[row.id],
            papers[row.id],
            told[row.id],
            lines[row.id],
            differences[row.id],
            frozenset(one.unit_id for one in units[row.id]),
            frozenset((one.unit_id, one.word) for one in words[row.id]),
        )
        for row in rows
    ]


def unreadable(rows: Iterable[AnyRow]) -> Iterator[Unreadable]:
    """Every value of the rows that cannot be read, each column once."""
    yield from {(one.table, one.column): one for row in rows for one in lenient.of(row)}.values()


def mark(work: Reading, found: Any) -> Any:
    """The id after which the next dossiers come, as the database compares it: readable or not."""
    if isinstance(found, Unreadable):
        return literal(found.raw, String())
    return literal(found.hex, String()) if work.on_sqlite else found


def _by_dossier(rows: Any) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(row)
    return found
