"""Messages of the document axis, kept as they came: what each says, and the letter or the report it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from core.domain.office_time import ZONE
from core.ports import Arrival
from core.services.views.letters import IncomingFile, IncomingLetter, IncomingReport
from workers.arrivals import Arrived, Inbound, InboundMessage
from workers.context import WorkerContext
from workers.errors import Declined, Unreadable
from workers.inbound import arrival, identity
from workers.records import keys
from workers.records.edxml import reader
from workers.records.edxml.model import EdocMessage, StatusMessage
from workers.records.edxml.reader import DocumentInvalid, ReadMessage
from workers.records.edxml.signatures import SignatureState


def keep(ctx: WorkerContext, axis_id: str, content: bytes) -> bool:
    """Keeps a message under the axis's name for it. ``False`` when the axis brought it before."""
    found = replace(arrival(SOURCE, content), external_id=identity(axis_id))
    return ctx.office.inbound.keep(SOURCE.name, "feed", found, content)


def note_withheld(ctx: WorkerContext, axis_id: str, reason: str) -> None:
    """Notes a message that the axis holds and does not give."""
    ctx.office.inbound.note_withheld(SOURCE.name, Arrival(identity(axis_id), "records.letter"), "not-given", reason)


def read(body: bytes) -> InboundMessage:
    """What a message is; its files are not unpacked. Raises :class:`Unreadable`."""
    try:
        message = reader.read(body, most_unpacked=0).message
    except DocumentInvalid as error:
        raise Unreadable(f"{error.code}: {error.reason}") from error
    if isinstance(message, StatusMessage):
        return InboundMessage("", "records.report", message.about.document_id, {"content": body})
    return InboundMessage("", "records.letter", message.document_id, {"content": body})


def take(ctx: WorkerContext, arrived: Arrived) -> Iterable[str]:
    """Takes a message into the register. Raises :class:`Declined`, and :class:`OutsideError` where a setting is wrong."""
    content: bytes = arrived.message.variables["content"]
    trusted = keys.trusted(ctx.settings)
    try:
        found = reader.read(content, trusted or (), ctx.settings.upload_limit)
    except DocumentInvalid as error:
        raise Unreadable(f"{error.code}: {error.reason}") from error
    if isinstance(found.message, StatusMessage):
        outcome = ctx.office.arrivals.report(incoming_report(found.message))
    else:
        _require_signature(found, demanded=trusted is not None)
        outcome = ctx.office.arrivals.letter(incoming_letter(found.message, found), content)
    if outcome.code:
        raise Declined(outcome.code, outcome.detail, again=outcome.again)
    return outcome.dossiers


SOURCE: Final = Inbound("records-letters", read, take=take)


def _require_signature(found: ReadMessage, *, demanded: bool) -> None:
    """A letter that was changed after it was signed is never taken; an unsigned one only where no certificates are known."""
    state = found.signature.state
    if state is SignatureState.BROKEN or (demanded and state is not SignatureState.VALID):
        raise Declined("signature", f"{state.value} {found.signature.algorithm}".strip())


def incoming_letter(message: EdocMessage, found: ReadMessage) -> IncomingLetter:
    """A document as the register knows letters."""
    business = message.business
    refers = [business.document_id, *(one.document_id for one in business.replacements)] if business else []
    return IncomingLetter(
        document_id=message.document_id,
        kind=message.kind,
        organ=message.sender.id,
        organ_name=message.sender.name,
        receivers=tuple(one.id for one in message.receivers),
        code=str(message.code),
        promulgated=message.promulgated,
        subject=message.subject,
        content=message.content,
        type_name=message.type_name,
        refers_to=tuple(dict.fromkeys(filter(None, refers))),
        answers=tuple(one.document_id for one in message.responses if one.document_id),
        signature=found.signature.state.value,
        signature_algorithm=found.signature.algorithm,
        signer=found.signature.signer,
        files=tuple(IncomingFile(one.name, one.content, one.fault) for one in message.attachments),
    )


def incoming_report(message: StatusMessage) -> IncomingReport:
    """A status as the register knows it; its time is the country's."""
    return IncomingReport(
        organ=message.sender.id,
        document_id=message.about.document_id,
        status=message.status,
        at=message.at.replace(tzinfo=ZONE),
        description=message.description,
    )
