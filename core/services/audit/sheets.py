"""What an auditor's page shows of a dossier, whatever of it can be read."""

from __future__ import annotations

import logging

from core import jsontext
from core.db import lenient
from core.db.base import AnyRow
from core.db.lenient import Unreadable
from core.db.reading import Reading
from core.services.audit.loading import Stored
from core.services.audit.views import SheetView, VerdictView
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.views.events import EventView

log = logging.getLogger("motcua.audit")


def build_sheet(context: Context, work: Reading, stored: Stored, verdict: VerdictView) -> SheetView:
    """The dossier with its events; a value that cannot be read is left out, for the verdict names it."""
    row = lenient.mapping(stored.row)
    version = _version(context, work, stored.row)
    desk = context.directory.tree().views.get(row["reception_unit_id"])
    return SheetView(
        code=str(stored.row.code),
        procedure=row["procedure_code"] or "",
        procedure_name=version.view.name if version else "",
        version=version.view.version if version else None,
        diagram=version.diagram if version else b"",
        unit_name=desk.name if desk else "",
        applicant=str((row["applicant"] or {}).get("name") or row["applicant_name"] or "") or None,
        status=row["status"],
        received=row["received"],
        due=row["due"],
        processed=row["processed"],
        finished=row["finished"],
        paused=row["paused_since"] is not None,
        events=tuple(_event(event) for event in stored.events if not isinstance(event.seq, Unreadable)),
        verdict=verdict,
    )


def _version(context: Context, work: Reading, row: AnyRow) -> Version | None:
    if isinstance(row.version_id, Unreadable):
        return None
    try:
        return context.versions.get(row.version_id, work)
    except Exception as error:  # noqa: BLE001 -- a version somebody spoiled is told by the check of procedures
        log.warning("the version of a dossier could not be read: %s", type(error).__name__)
        return None


def _event(row: AnyRow) -> EventView:
    told = lenient.mapping(row)
    try:
        payload = jsontext.loads(told["payload"] or "")
    except jsontext.JsonInvalid:
        payload = None
    whole = isinstance(payload, dict) and not lenient.of(row)
    return EventView(
        seq=row.seq,
        kind=told["kind"] or "",
        at=told["at"],
        actor=told["actor_username"] or "",
        actor_name=told["actor_name"] or "",
        unit=told["unit"],
        payload=payload if isinstance(payload, dict) else {},
        hash=told["hash"] or "",
        previous_hash=told["previous_hash"] or "",
        unreadable=not whole,
    )
