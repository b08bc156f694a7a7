"""The ledger compared with what the dossier's events record: no line may be changed, taken out or put in."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from core.db.base import AnyRow
from core.db.lenient import Unreadable
from core.domain.payments import DifferenceState
from core.domain.replay import Expected, Fact
from core.domain.replay_of_money import COLUMNS, SETTLED_COLUMNS
from core.services.audit import findings, money_findings
from core.services.audit.loading import Stored
from core.services.audit.views import FindingView


def compare(stored: Stored, expected: Expected) -> Iterator[FindingView]:
    """Lines and differences that differ, are gone, or that no event records."""
    told = dict(expected.payments)
    for row in stored.payments:
        must = told.pop(str(row.id), None)
        if must is None:
            yield money_findings.payment_added(_shown(row.receipt_number))
            continue
        yield from (money_findings.payment(name, must) for name in COLUMNS if not _fits(row, name, must))
    for must in told.values():
        yield money_findings.payment_gone(must)
    yield from _differences(stored, expected)


def _differences(stored: Stored, expected: Expected) -> Iterator[FindingView]:
    settled, opened = dict(expected.settled), dict(expected.differing)
    for row in stored.differences:
        opened.pop(str(_shown(row.key)), None)
        must = settled.pop(str(row.id), None)
        if must is not None:
            if not all(_fits(row, name, must) for name in SETTLED_COLUMNS):
                yield money_findings.difference(must)
        elif row.state == DifferenceState.SETTLED:
            yield money_findings.difference_settled(_shown(row.reference))
    for must in (*settled.values(), *opened.values()):
        yield money_findings.difference_gone(must)


def _fits(row: AnyRow, name: str, must: Fact) -> bool:
    """Whether a column is what was told; what was not told fits. What cannot be read is told elsewhere."""
    if name not in must.value:
        return True
    now = getattr(row, name)
    return findings.same(str(now) if isinstance(now, UUID) else now, must.value[name])


def _shown(value: object) -> object:
    return "?" if isinstance(value, Unreadable) else value
