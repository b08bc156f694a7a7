"""Rows of what the desk has to tell, written in the transaction that decided the letter or gave it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert

from core.db.base import table_of
from core.db.models import Untold
from core.domain import untold
from core.domain.identifiers import uuid7
from core.services.cases.cases import Case
from core.storable_text import storable

INSERT: Final = insert(table_of(Untold))


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is told: the applicant of a dossier (as it is kept), and the desk that received it."""

    dossier_id: UUID
    desk: UUID
    applicant: Mapping[str, Any]

    @classmethod
    def of(cls, case: Case) -> Addressee:
        """That of a dossier in hand."""
        return cls(case.id, case.row.reception_unit_id, case.row.applicant)


def row(
    to: Addressee,
    template: str,
    payload: Mapping[str, Any],
    reason: untold.Reason,
    at: datetime,
    *,
    answer: str = "",
    call: UUID | None = None,
    incident: UUID | None = None,
) -> dict[str, Any]:
    """A letter that the desk of the dossier has to tell; ``template`` and ``payload`` as the letter's call has them, ``call``
    that call, ``incident`` what it became."""
    return {
        "id": uuid7(),
        "dossier_id": to.dossier_id,
        "unit_id": to.desk,
        "template": template,
        "payload": dict(payload),
        "reason": reason,
        "answer": storable(answer),
        "call_id": call,
        "incident_id": incident,
        "opened": at,
    }


def template_of(payload: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """The name of a letter's template: the header's; ``status`` stands for the one of the status in the payload."""
    status = "" if payload.get("status") is None else str(payload["status"]).strip()
    name = headers.get("template", "").strip() or ("status" if status else "reminder")
    return f"status-{status}" if name == "status" else name
