"""The topics ``office.ask`` and ``office.answer``: a signed message to another installation of this software.

The request's code ends in something nobody can guess: who knows it moves the dossier on. The same job gives the same message
whenever it is tried, so the other side keeps it once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from core import jsontext
from core.domain import codes
from workers.context import WorkerContext
from workers.errors import InputInvalid, NotConfigured, Refused
from workers.http import connection
from workers.inputs import moment, part, text
from workers.offices.settings import OfficesSettings, Partner, partners
from workers.offices.wire import DOOR, MATTER, MOST_PAPERS, SENDER, Applicant, Letter, Paper, Receipt
from workers.papers import chosen
from workers.signatures import sign_standard

if TYPE_CHECKING:
    from core.services.views.jobs import Job

UNKNOWN: Final = "office-unknown"
#: reason code → BPMN error of both topics
FAULTS: Final = {UNKNOWN: UNKNOWN}
#: The other side reads, checks and keeps all papers before it answers.
SECONDS: Final = 60.0
LARGEST_RECEIPT: Final = 10_000


def ask(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Hands a question or a dossier over. Returns ``{"requestCode": …}``."""
    matter, person = text(job.payload, "matter"), part(job.context, "applicant")
    if not re.fullmatch(MATTER, matter):
        raise InputInvalid("input-invalid", field="matter", topic=job.topic, value=matter[:40])
    other = _partner(job, ctx)
    secret = ctx.office.context.settings.secret_key
    request = f"{job.dossier}-{codes.unguessable(job.idempotency_key, secret)}"
    applicant = Applicant(**{name: text(person, name) for name in Applicant.model_fields})
    unit = text(job.payload, "unit") or other.code
    more = {"matter": matter, "unit": unit, "applicant": applicant, "text": text(job.payload, "question")}
    about = {"data": _context(job, "data"), "due": moment(job.payload, "due")}
    _send(job, ctx, other, kind="asked", request=request, at=job.decided, **more, **about)
    return {"requestCode": request}


def answer(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Answers, or tells that the paper file has arrived. Returns ``{"told": true}``."""
    at, kind = moment(job.payload, "at") or job.decided, job.headers.get("kind", "").strip() or "answered"
    told = {"text": text(job.payload, "answer"), "data": _context(job, "result")}
    _send(job, ctx, _partner(job, ctx), kind=kind, request=text(job.payload, "requestCode"), at=at, **told)
    return {"told": True}


def _partner(job: Job, ctx: WorkerContext) -> Partner:
    code = text(job.payload, "office")
    found = next((one for one in partners(ctx.settings.of(OfficesSettings).offices_partners) if one.code == code), None)
    if found is None:
        raise Refused("office-unknown", reason_code=UNKNOWN, office=code[:40], setting="MOTCUA_OFFICES_PARTNERS")
    return found


def _send(job: Job, ctx: WorkerContext, other: Partner, **said: Any) -> None:
    """Sends a message. Raises :class:`workers.errors.OutsideError`."""
    own, unit = ctx.settings.of(OfficesSettings).offices_code, part(job.context, "processingUnit")
    if not own:
        raise NotConfigured("not-configured", system=other.code, setting="MOTCUA_OFFICES_CODE")
    papers = [Paper.model_construct(name=one.name, content=one.content) for one in chosen(job, ctx, MOST_PAPERS)]
    letter = Letter.model_construct(
        id=job.idempotency_key, sender=own, receiver=other.code, sent_by=text(unit, "name"), papers=papers, **said
    )
    body = letter.model_dump_json(by_alias=True, exclude_none=True).encode()
    headers = {
        **sign_standard(job.idempotency_key, body, [other.secret], ctx.office.context.now()),
        SENDER: own,
        "Content-Type": "application/json",
    }
    line = connection(other.code, "MOTCUA_OFFICES", other.address, SECONDS)
    with line.client:
        line.read(line.exchange("POST", DOOR, content=body, headers=headers, most=LARGEST_RECEIPT), Receipt)


def _context(job: Job, name: str) -> dict[str, Any]:
    """Named values, as JSON gives them."""
    found: dict[str, Any] = jsontext.loads(jsontext.dumps(job.payload.get(name) or {}))
    return found
