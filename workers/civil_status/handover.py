"""The topic ``records.civil-status``: hands a record over, in the name of the officer whose deed led to it.

What becomes of it is told later, as ``civil-status.registered`` or ``civil-status.returned`` (:mod:`workers.civil_status.results`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from core.domain import codes
from workers import faults
from workers.civil_status.client import CivilStatusClient
from workers.civil_status.wire import ALREADY_REGISTERED, RECORD_INVALID, RECORDS, Record, Registration
from workers.context import WorkerContext
from workers.errors import InputInvalid, InputMissing, Refused
from workers.inputs import part

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: What the database says about the record → the BPMN error a diagram may catch.
FAULTS: Final = {RECORD_INVALID: "record-refused", ALREADY_REGISTERED: "already-registered"}


def hand_over(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Hands over. Returns ``{"submission": …}``, the key of the messages that follow."""
    with CivilStatusClient(ctx.settings) as database:
        return {"submission": database.hand_over(registration_of(job, ctx))}


def registration_of(job: Job, ctx: WorkerContext) -> Registration:
    """The registration of a job: the same job hands over the same, whenever and wherever it is tried."""
    event = job.headers.get("event", "").strip()
    if event not in RECORDS:
        raise InputMissing("input-missing", field="event", topic=job.topic)
    record = _record(job, RECORDS[event])
    officer = ctx.office.lookups.officer(job)
    if officer is None:
        raise Refused("call-without-officer", topic=job.topic)
    number = codes.unguessable(job.idempotency_key, ctx.office.context.settings.secret_key)
    return Registration.model_validate(
        {
            "request": f"{job.dossier}-{number}",
            "dossier": job.dossier,
            "event": event,
            "unit": officer.unit,
            "officer": officer.username,
            "officerName": officer.name,
            "record": record,
        }
    )


def _record(job: Job, kind: type[Record]) -> Record:
    """The record; what the diagram leaves empty is left out. Raises :class:`InputInvalid`, which names the first field."""
    given = {name: value for name, value in part(job.payload, "record").items() if value not in (None, "")}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = f"record.{'.'.join(map(str, first['loc']))}"
        raise InputInvalid("record-incomplete", field=field, detail=faults.what(first["type"])) from error
