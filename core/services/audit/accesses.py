"""The days of the access log, held against what the journal noted of each when it was over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from core.db.reading import Reading
from core.domain.history import Record
from core.errors.base import Reason
from core.services.audit.findings import of_office
from core.services.audit.views import FindingView
from core.services.evidence import access_days


def check(work: Reading, entries: Iterable[Record]) -> Iterator[FindingView]:
    """Days that differ, but those whose lines may have been let go since."""
    noted = {date.fromisoformat(entry.payload["day"]): entry for entry in entries if entry.kind == access_days.KIND}
    if not noted:
        return
    # Lines go by the hour, entries come by the day: the day after the last one told may be going just now.
    gone = max(date.fromisoformat(entry.payload["since"]) for entry in noted.values()) + timedelta(days=1)
    for day, entry in sorted(noted.items()):
        if day <= gone:
            continue
        found, told = access_days.of_day(work, day), entry.payload
        facts = {"day": f"{day:%d/%m/%Y}", "told": told["lines"], "found": found["lines"]}
        if found["lines"] != told["lines"]:
            yield of_office(
                Reason(
                    "The access log of %(day)s had %(told)s lines when the day was over, and has %(found)s: lines were taken"
                    " out or put in.",
                    **facts,
                ),
                entry.seq,
            )
        elif found["sha256"] != told["sha256"]:
            yield of_office(
                Reason("Lines of the access log of %(day)s were rewritten, or exchanged for others.", **facts),
                entry.seq,
            )
