"""What happens to dossiers, noted for those who want to be told: in the transaction of the event itself.

Where nobody has ever asked to be told, the database writes nothing; the question costs no round trip.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Integer, String, Uuid, bindparam, insert, literal, select

from core.db.base import UtcDateTime, table_of
from core.db.models import OutgoingEvent, Webhook
from core.db.writes import Writes
from core.domain.history import ChainEntry
from core.domain.identifiers import uuid7
from core.services.cases.cases import Case

_WEBHOOK = table_of(Webhook)
#: column → its type; the values come under the same name with ``new_`` before it
_COLUMNS: dict[str, Any] = {
    "id": Uuid(),
    "dossier_id": Uuid(),
    "seq": Integer(),
    "kind": String(),
    "at": UtcDateTime(),
    "status": Integer(),
    "status_changed": Boolean(),
}
_INSERT = insert(table_of(OutgoingEvent)).from_select(
    [*_COLUMNS, "spread"],
    select(*(bindparam(f"new_{name}", type_=kind) for name, kind in _COLUMNS.items()), literal(False, Boolean())).where(
        select(_WEBHOOK.c.id).where(_WEBHOOK.c.removed.is_(None)).exists()
    ),
    include_defaults=False,
)


def note(writes: Writes, case: Case, event: ChainEntry) -> None:
    """Notes an event that is about to be written. The first of a step that changes the status is the one that says so."""
    status = case.value("status")
    first = event.seq == case.stored + 1
    changed = event.seq == 1 or (first and "status" in case.changes and status != case.row.status)
    row = {
        "id": uuid7(),
        "dossier_id": case.id,
        "seq": event.seq,
        "kind": str(event.kind),
        "at": event.at,
        "status": status,
        "status_changed": changed,
    }
    writes.add(_INSERT, {f"new_{name}": value for name, value in row.items()})
