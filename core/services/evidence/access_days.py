"""Seals of the access log: once a day is over, the journal gets the number of its lines and a hash of them all.

The log itself is not chained (ADR 23): a line that is removed or rewritten shows in that the day no longer has its seal's
hash. Lines older than a setting are deleted; each seal says before which day they were deleted when it was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from core import jsontext
from core.db.models import Access, JournalEntry
from core.db.reading import Reading
from core.domain import codes
from core.domain.journal import JournalKind
from core.domain.lossy_json import to_lossy_json
from core.domain.office_time import ZONE
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.views.actors import SYSTEM

KIND: Final = JournalKind.SYSTEM_ACCESSES_COUNTED
#: days sealed in one run: after a long standstill the others are sealed in the next runs
MOST_DAYS: Final = 7
#: What is hashed of a line. Never changed, or old seals would not fit: another column needs another kind of entry.
FIELDS: Final = (
    "id",
    "at",
    "kind",
    "person_id",
    "username",
    "name",
    "roles",
    "unit",
    "parts",
    "dossier_id",
    "dossier",
    "subject",
    "purpose",
    "basis",
    "basis_of",
    "searched",
    "door",
    "page",
    "address",
)
_COLUMNS: Final = [Access.__table__.c[name] for name in FIELDS]
_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many lines a day of the office has, and the SHA-256 (hex) of them all, in the order of their ids."""

    lines: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DaySeal:
    """What the journal says of a day. ``purged_before``: lines of earlier days had been deleted when it was sealed."""

    day: date
    count: DayCount
    purged_before: date

    @classmethod
    def of_payload(cls, payload: Mapping[str, Any]) -> DaySeal:
        """The seal in a journal entry of :data:`KIND`."""
        day, purged_before = date.fromisoformat(payload["day"]), date.fromisoformat(payload["since"])
        return cls(day, DayCount(payload["lines"], payload["sha256"]), purged_before)

    def payload(self) -> dict[str, Any]:
        """The facts of its journal entry; their names are evidence and never change."""
        return {
            "day": self.day.isoformat(),
            "since": self.purged_before.isoformat(),
            "lines": self.count.lines,
            "sha256": self.count.sha256,
        }


def seal_days(context: Context, before: date) -> None:
    """Seals the days before ``before`` that have no seal yet, oldest first, a few a run. Runs before old lines are deleted."""
    purged_before = codes.local_day(context.now() - timedelta(days=context.settings.access_log_days))
    with context.work.snapshot() as work:
        last = _last_seal(work)
        seals = [DaySeal(day, count_day(work, day), purged_before) for day in _unsealed_days(work, last, before)]
    if not seals and last is not None and last.purged_before + timedelta(days=1) < purged_before:
        # The setting was lowered: the journal must say that the lines were deleted by it, not removed by somebody.
        seals = [replace(last, purged_before=purged_before)]
    if seals:
        with context.work() as work:
            for one in seals:
                journal.note(context, work, KIND, one.payload(), SYSTEM)


def count_day(work: Reading, day: date) -> DayCount:
    """Counts and hashes the lines of a day of the office."""
    begins = datetime.combine(day, time(), ZONE)
    query = select(*_COLUMNS).where(Access.at >= begins, Access.at < begins + timedelta(days=1)).order_by(Access.id)
    digest, lines = hashlib.sha256(), 0
    for row in work.execute(query.execution_options(yield_per=_BATCH)):
        digest.update(jsontext.canonical([to_lossy_json(value) for value in row]) + b"\n")
        lines += 1
    return DayCount(lines, digest.hexdigest())


def _last_seal(work: Reading) -> DaySeal | None:
    query = select(JournalEntry.payload).where(JournalEntry.kind == KIND).order_by(JournalEntry.seq.desc()).limit(1)
    payload = work.scalar(query)
    return None if payload is None else DaySeal.of_payload(jsontext.loads(payload))


def _unsealed_days(work: Reading, last: DaySeal | None, before: date) -> Iterator[date]:
    if last is not None:
        day = last.day + timedelta(days=1)
    else:
        first = work.scalar(select(func.min(Access.at)))
        day = before if first is None else codes.local_day(first)
    for _ in range(MOST_DAYS):
        if day >= before:
            return
        yield day
        day += timedelta(days=1)
