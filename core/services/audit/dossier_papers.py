"""A dossier's papers compared with what its events record, and their contents with their SHA-256."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.db.base import AnyRow
from core.db.lenient import Unreadable
from core.domain.replay import Expected
from core.ports import Blobs, ContentChanged
from core.services.audit import findings
from core.services.audit.loading import Stored
from core.services.audit.views import FindingView


def compare(stored: Stored, expected: Expected) -> Iterator[FindingView]:
    """Rows that differ, are gone, or that no event records."""
    told = dict(expected.papers)
    for row in stored.papers:
        key = _key(row, told)
        must = told.pop(key, None)
        if must is None:
            yield findings.paper_added(row.name)
        elif not _fits(row, must.value):
            yield findings.paper(str(must.value["name"]), must.event)
    for must in told.values():
        yield findings.paper_gone(str(must.value["name"]), must.event)


def contents(stored: Stored, expected: Expected, blobs: Blobs) -> Iterator[FindingView]:
    """Contents on disk that are not what was filed; what the events record counts, not what the rows say."""
    for key, must in expected.papers.items():
        name, sha256 = str(must.value["name"]), str(must.value["sha256"])
        try:
            blobs.get(sha256)
        except ContentChanged:
            yield findings.content_changed(name, must.event)
        except FileNotFoundError:
            if any(_key(row, expected.papers) == key for row in stored.papers):
                yield findings.content_gone(name, must.event)


def _key(row: AnyRow, told: Any) -> Any:
    """The key of the fact that records a row: its id, or for facts of earlier releases name, hash and component."""
    return str(row.id) if str(row.id) in told else (row.name, row.sha256, row.component or "")


def _fits(row: AnyRow, must: Any) -> bool:
    now = {name: getattr(row, name) for name in ("name", "sha256", "media_type", "size", "kind")}
    now["component"] = row.component or ""
    return all(isinstance(now[name], Unreadable) or now[name] == value for name, value in must.items() if name in now)
