"""Until when a dossier waits for its applicant, as the applicant was told: for the tasks that end when he has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from core.db import lenient
from core.db.base import table_of
from core.db.models import Dossier, Notice
from core.db.reading import Reading
from core.domain.states import TaskState
from core.domain.statuses import Status
from core.services.cases.rows import TaskRow

#: the statuses at which the office waits for the applicant
_WAITING: Final = (Status.SUPPLEMENT, Status.PAYMENT)
_LENIENT = lenient.columns(table_of(Notice))


def of(work: Reading, rows: Iterable[TaskRow]) -> Mapping[UUID, datetime]:
    """Dossier → the last moment, for those of the tasks that wait for an applicant who was told one.

    Reads once, and nothing where no task waits. A notice that somebody spoiled past the office is left out.
    """
    dossiers = {row.id for row in rows if row.task_clock == "pause" and row.task_state == TaskState.OPEN}
    if not dossiers:
        return {}
    found = (
        select(*_LENIENT)
        .join(Dossier, Dossier.id == Notice.dossier_id)
        .where(Notice.dossier_id.in_(dossiers), Notice.status == Dossier.status, Notice.status.in_(_WAITING))
        .order_by(Notice.event)
    )
    newest = {row.dossier_id: row.content.get("until") for row in work.execute(found) if not lenient.of(row)}
    return {dossier: datetime.fromisoformat(until) for dossier, until in newest.items() if until}
