"""Notices to the applicant: one for each change of status worth telling, decided in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.domain.statuses import worth_telling
from core.services.cases.cases import Case
from core.services.context.context import Context
from core.services.running.outbox_rows import NewCall

TOPIC = "notify.send"


def outbox_rows_for(context: Context, case: Case, statuses: list[int], at: datetime) -> list[dict[str, Any]]:
    """Outbox rows for the statuses of one step; none where the applicant left no address, or knows already."""
    if not case.row.applicant.get("email"):
        return []
    revision = case.row.revision + 1
    before = (
        case.row.status if case.row.head_seq else None
    )  # of a dossier that is just being opened no status was told yet
    return [
        NewCall(
            dossier_id=case.id,
            topic=TOPIC,
            payload={"to": "applicant", "status": status, "after": old},
            headers={"template": "status"},
            key=f"{case.id}:{revision}:{number}:status-{status}",
            at=at,
            max_attempts=len(context.settings.retry_seconds) + 1,
        ).row()
        for number, (old, status) in enumerate(worth_telling(before, statuses))
    ]
