"""Letters to the applicant: one for each change of status worth telling, decided in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from core.domain.channels import reachable
from core.services.cases.cases import Case
from core.services.context.context import Context
from core.services.running import outbox_rows


def outbox_rows_for(
    context: Context,
    case: Case,
    told: Iterable[tuple[int | None, int]],
    notices: Iterable[Mapping[str, Any]],
    at: datetime,
) -> list[dict[str, Any]]:
    """Outbox rows for the statuses that a step tells of (each after the one before it), with the ``notices`` (rows) that
    say more; none where the applicant left no address or wants none."""
    if not reachable(case.row.applicant):
        return []
    revision = case.row.revision + 1
    known = {row["status"]: str(row["id"]) for row in notices}
    return [
        outbox_rows.of_letter(
            case.id,
            "status",
            {"status": status, "after": old, **({"notice": known[status]} if status in known else {})},
            key=f"{case.id}:{revision}:{number}:status-{status}",
            at=at,
            retries=len(context.settings.retry_seconds),
        )
        for number, (old, status) in enumerate(told)
    ]
