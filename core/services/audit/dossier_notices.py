"""What the applicant was told compared with what the dossier's events record: a notice changed later would be a lie."""

from __future__ import annotations

from collections.abc import Iterator

from core import jsontext
from core.db.lenient import Unreadable
from core.domain.replay import Expected
from core.services.audit import findings
from core.services.audit.loading import Stored
from core.services.audit.views import FindingView


def compare(stored: Stored, expected: Expected) -> Iterator[FindingView]:
    """Rows that differ, are gone, or that no event records."""
    told = dict(expected.notices)
    for row in stored.notices:
        must = told.pop(str(row.id), None)
        if must is None:
            yield findings.notice_added(row.status)
        elif not _unreadable(row.content, row.status):
            now = {"notice": str(row.id), "status": row.status, **row.content}
            if jsontext.canonical(now) != jsontext.canonical(must.value) or row.event != must.event:
                yield findings.notice(must)
    for must in told.values():
        yield findings.notice_gone(must)


def _unreadable(*values: object) -> bool:
    return any(isinstance(value, Unreadable) for value in values)
