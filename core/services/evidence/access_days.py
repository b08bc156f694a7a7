"""Days of the access log, sealed in the journal once they are over: how many lines each had, and a hash of them all.

The log itself is no chain (ADR 23), so a line can be taken out or given to somebody else; the day then no longer is what the
journal says. Lines whose time is over go by the setting; each entry tells the day up to which they have gone (``since``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from core.db.models import Access, JournalEntry
from core.db.reading import Reading
from core.domain import codes, json
from core.domain.journal import JournalKind
from core.domain.office_time import ZONE
from core.domain.plain import plain
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.views.actors import SYSTEM

KIND: Final = JournalKind.SYSTEM_ACCESSES_COUNTED
#: days sealed in one run: after a long standstill the rest follows in the next ones
MOST_DAYS: Final = 7
#: what is hashed of a line, in this order for ever: a column that is added later needs another kind of entry
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


def seal(context: Context, over: date) -> None:
    """Notes the days before ``over`` that are not noted yet, oldest first, a few a run; before old lines are let go."""
    gone = codes.local_day(context.now() - timedelta(days=context.settings.access_log_days))
    with context.work.snapshot() as work:
        last = _last(work)
        sealed = [
            {"day": day.isoformat(), "since": gone.isoformat(), **of_day(work, day)} for day in _due(work, last, over)
        ]
    if not sealed and last is not None and date.fromisoformat(last["since"]) + timedelta(days=1) < gone:
        sealed = [{**last, "since": gone.isoformat()}]  # lines go sooner than they did: nobody took them out
    if sealed:
        with context.work() as work:
            for facts in sealed:
                journal.note(context, work, KIND, facts, SYSTEM)


def of_day(work: Reading, day: date) -> dict[str, Any]:
    """How many lines a day of the office has, and their hash."""
    begins = datetime.combine(day, time(), ZONE)
    query = select(*_COLUMNS).where(Access.at >= begins, Access.at < begins + timedelta(days=1)).order_by(Access.id)
    digest, lines = hashlib.sha256(), 0
    for row in work.execute(query.execution_options(yield_per=_BATCH)):
        digest.update(json.canonical([plain(value) for value in row]) + b"\n")
        lines += 1
    return {"lines": lines, "sha256": digest.hexdigest()}


def _last(work: Reading) -> Mapping[str, Any] | None:
    query = select(JournalEntry.payload).where(JournalEntry.kind == KIND).order_by(JournalEntry.seq.desc()).limit(1)
    payload = work.scalar(query)
    return None if payload is None else json.loads(payload)


def _due(work: Reading, last: Mapping[str, Any] | None, over: date) -> Iterator[date]:
    if last is not None:
        day = date.fromisoformat(last["day"]) + timedelta(days=1)
    else:
        first = work.scalar(select(func.min(Access.at)))
        day = over if first is None else codes.local_day(first)
    for _ in range(MOST_DAYS):
        if day >= over:
            return
        yield day
        day += timedelta(days=1)
