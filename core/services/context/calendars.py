"""The working calendar of each office, with the editable table laid over the standard week."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from time import monotonic
from uuid import UUID

from sqlalchemy import String, select, type_coerce

from core.db.models import WorkingDay as Row
from core.db.unit_of_work import UnitOfWork
from core.domain import holidays_vn
from core.domain.calendar import Calendar, CalendarDay, DayKind, standard
from core.services.context.directory import Directory

FRESH_SECONDS = 60.0
#: As the database keeps them: the table is edited by hand, and what a type would refuse must not stop a reception.
_AS_KEPT = [type_coerce(column, String).label(column.key) for column in (Row.day, Row.kind, Row.unit_id)]


class Calendars:
    """Calendars by unit, kept for a minute: the table changes a few times a year."""

    def __init__(self, work: UnitOfWork, directory: Directory, timer: Callable[[], float] = monotonic) -> None:
        self._work = work
        self._directory = directory
        self._timer = timer
        self._made: dict[UUID | None, Calendar] = {}
        #: by the units whose rows hold; kept while the table is the same, for the sums a calendar has made
        self._laid: dict[tuple[UUID, ...], Calendar] = {}
        self._rows: list[CalendarDay] = []
        self._wrong: list[str] = []
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def of(self, unit: UUID | None) -> Calendar:
        """The calendar of a unit; the standard one, with what holds for all, where no unit is given."""
        self._refresh()
        made = self._made
        if unit not in made:
            line = tuple(self._line(unit))
            made[unit] = self._laid.setdefault(line, standard().with_days(self._rows, line))
        return made[unit]

    def decided(self, year: int) -> bool:
        """Whether the days off and make-up days of the year are known: shipped, or entered in the table for all units."""
        self._refresh()
        return year in holidays_vn.DECIDED or any(row.date.year == year and row.unit is None for row in self._rows)

    def wrong(self) -> list[str]:
        """The days of rows that are passed over, as they are written: nobody can tell what is meant by them."""
        self._refresh()
        return self._wrong

    def _line(self, unit: UUID | None) -> list[UUID]:
        tree, line = self._directory.tree(), []
        while unit is not None:
            line.append(unit)
            unit = tree.nodes[unit].parent_id
        return line

    def _refresh(self) -> None:
        if self._timer() - self._read_at < FRESH_SECONDS:
            return
        with self._lock, self._work.read() as work:
            found = [(str(row.day), _read(row.day, row.kind, row.unit_id)) for row in work.execute(select(*_AS_KEPT))]
            rows = [read for _, read in found if read is not None]
            if rows != self._rows:
                self._rows, self._laid = rows, {}
            self._wrong = sorted(day for day, read in found if read is None)
            self._made = {}
            self._read_at = self._timer()


def _read(day: object, kind: object, unit: object) -> CalendarDay | None:
    """The row; ``None`` where somebody entered what is no day, kind or unit."""
    try:
        return CalendarDay(
            date.fromisoformat(str(day)), DayKind(str(kind)), UUID(str(unit)) if unit is not None else None
        )
    except ValueError:
        return None
