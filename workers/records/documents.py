"""The topic ``records.document``: an official letter to another office, as edXML over the axis.

The input ``inquiryCode`` is how the letter's code begins (else the dossier's code); the output of the same name is the whole
code, whose end nobody can guess: the answer comes as the message ``records.answer`` with that correlation key (see
:mod:`workers.records.exchange`). Header ``kind``: a new letter, or one that revokes, updates or replaces the letter with
the code in the input ``earlier``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.domain import codes
from core.domain.letters import LetterKind
from core.domain.office_time import local
from core.services.views.letters import OutgoingLetter
from workers.context import WorkerContext
from workers.errors import InputInvalid, InputMissing
from workers.inputs import part, text
from workers.papers import chosen
from workers.records import keys
from workers.records.client import RecordsClient
from workers.records.edxml import writer
from workers.records.edxml.model import (
    Attachment,
    Business,
    Changes,
    DocumentCode,
    EdocMessage,
    Organ,
    Replacement,
    Trace,
    document_id,
)
from workers.records.edxml.reader import MOST_BYTES
from workers.records.wire import LETTER_REFUSED, UNIT_UNKNOWN

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: What the axis says about the letter → the BPMN error a diagram may catch.
FAULTS = {UNIT_UNKNOWN: "unit-unknown", LETTER_REFUSED: "letter-refused"}
#: The header ``kind`` of the topic → what the axis calls it.
KINDS = {"": LetterKind.NEW, **{kind.name.lower(): kind for kind in LetterKind}}
TYPE_NAME = "Công văn"
#: Official letters that are no legal documents.
ADMINISTRATIVE = "2"
#: Bytes of all papers together: packed and in base64 they must fit into a message.
MOST_PAPERS = MOST_BYTES * 7 // 10


def dispatch(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Enters the letter in the register and sends it. Returns ``{"inquiryCode": …}``."""
    message, inquiry = letter(job, ctx)
    key = keys.signing(ctx.settings)
    with RecordsClient(ctx.settings) as axis:
        ctx.office.dispatches.record(_entry(job, message, inquiry))
        axis.send(writer.write(message, key), "edoc", message.sender.id, job.idempotency_key)
    return {"inquiryCode": inquiry}


def letter(job: Job, ctx: WorkerContext) -> tuple[EdocMessage, str]:
    """The letter of a job, and the key of its answer: the same job gives the same letter, whenever it is tried.

    The number of its code is something nobody can guess: who knows it moves the dossier on.
    """
    begins = text(job.payload, "inquiryCode") or job.dossier
    number = codes.unguessable(job.idempotency_key, ctx.office.context.settings.secret_key)
    sender, decided = part(job.context, "processingUnit"), local(job.decided)
    code, organ = DocumentCode(number, begins), text(sender, "code")
    receiver = text(job.payload, "to")
    message = EdocMessage(
        sender=Organ(organ, text(sender, "name"), in_charge=text(sender, "name")),
        receivers=(Organ(receiver, ctx.office.dispatches.unit_name(receiver) or receiver),),
        document_id=document_id(organ, decided.date(), code),
        code=code,
        promulgated=decided.date(),
        type=ADMINISTRATIVE,
        type_name=TYPE_NAME,
        subject=text(job.payload, "subject") or f"Hồ sơ {job.dossier}",
        content=text(job.payload, "content"),
        traces=(Trace(organ, decided.replace(tzinfo=None, microsecond=0)),),
        business=_business(job, ctx, receiver),
        attachments=_attachments(job, ctx),
    )
    return message, f"{begins}-{number}"


def _business(job: Job, ctx: WorkerContext, receiver: str) -> Business | None:
    """What the letter does to an earlier one of the same dossier; None for a new one."""
    named = job.headers.get("kind", "")
    kind = KINDS.get(named)
    if kind is None:
        raise InputInvalid("input-invalid", field="kind", topic=job.topic, value=named[:40])
    if kind is LetterKind.NEW:
        return None
    given = text(job.payload, "earlier")
    if not given:
        raise InputMissing("input-missing", field="earlier", topic=job.topic)
    earlier = ctx.office.dispatches.document_id(job.dossier, given)
    if earlier is None:
        raise InputInvalid("input-invalid", field="earlier", topic=job.topic, value=given[:60])
    return Business(
        kind=kind,
        reason=text(job.payload, "reason"),
        document_id=earlier,
        changes=Changes(document=True, receivers_changed=False) if kind is LetterKind.UPDATE else None,
        replacements=(Replacement(earlier, (receiver,)),) if kind is LetterKind.REPLACE else (),
    )


def _attachments(job: Job, ctx: WorkerContext) -> tuple[Attachment, ...]:
    """The papers the diagram names, in the order they came into the dossier."""
    return tuple(
        Attachment(
            content_id=f"cid:{number}",
            name=paper.name,
            content=paper.content,
            media_type=paper.media_type,
            description=paper.component,
        )
        for number, paper in enumerate(chosen(job, ctx, MOST_PAPERS), start=1)
    )


def _entry(job: Job, message: EdocMessage, inquiry: str) -> OutgoingLetter:
    earlier = message.business.document_id if message.business else ""
    return OutgoingLetter(
        document_id=message.document_id,
        kind=message.kind,
        unit=message.sender.id,
        organ=message.receivers[0].id,
        organ_name=message.receivers[0].name,
        code=str(message.code),
        promulgated=message.promulgated,
        subject=message.subject,
        content=message.content,
        dossier=job.dossier,
        inquiry=inquiry,
        type_name=message.type_name,
        refers_to=(earlier,) if earlier else (),
    )
