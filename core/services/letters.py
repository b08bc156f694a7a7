"""The letters an applicant gets: one for each status the dossier takes, decided in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.services import outbox_rows
from core.services.cases import Case
from core.services.world import World

TOPIC = "notify.send"


def status_letters(world: World, case: Case, statuses: list[int], at: datetime) -> list[dict[str, Any]]:
    """Outbox rows for the statuses of one step; none where the applicant left no address."""
    if not case.row.applicant.get("email"):
        return []
    most = len(world.settings.retry_seconds) + 1
    revision = case.row.revision + 1
    return [
        outbox_rows.ready(
            case.id,
            None,
            "",
            TOPIC,
            {"to": "applicant", "status": status},
            {"template": "status"},
            f"{case.id}:{revision}:{number}:status-{status}",
            most,
            at,
        )
        for number, status in enumerate(dict.fromkeys(statuses))
    ]
