"""The days of the access log, compared with the seals that the journal has of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from core.db.reading import Reading
from core.domain.history import ChainEntry
from core.errors.base import Reason
from core.services.audit.findings import of_office
from core.services.audit.views import FindingView
from core.services.evidence import access_days
from core.services.evidence.access_days import DaySeal


def check(work: Reading, entries: Iterable[ChainEntry]) -> Iterator[FindingView]:
    """Days that differ from their seals, without those whose lines may have been deleted by the setting since."""
    seals = {seal.day: (seal, number) for seal, number in _seals(entries)}
    if not seals:
        return
    # Lines are deleted hourly but sealed daily, so the first day kept may be partly deleted: it is skipped as well.
    partly_purged = max(seal.purged_before for seal, _ in seals.values()) + timedelta(days=1)
    for day, (seal, number) in sorted(seals.items()):
        if day <= partly_purged:
            continue
        found = access_days.count_day(work, day)
        facts = {"day": f"{day:%d/%m/%Y}", "told": seal.count.lines, "found": found.lines}
        if found.lines != seal.count.lines:
            yield of_office(
                Reason(
                    "The access log of %(day)s had %(told)s lines when the day was over, and has %(found)s: lines were taken"
                    " out or put in.",
                    **facts,
                ),
                number,
            )
        elif found.sha256 != seal.count.sha256:
            yield of_office(
                Reason("Lines of the access log of %(day)s were rewritten, or exchanged for others.", **facts),
                number,
            )


def _seals(entries: Iterable[ChainEntry]) -> Iterator[tuple[DaySeal, int]]:
    """The seals in the order of the journal, with the numbers of their entries."""
    for entry in entries:
        if entry.kind == access_days.KIND:
            yield DaySeal.of_payload(entry.payload), entry.seq
