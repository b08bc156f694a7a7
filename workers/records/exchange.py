"""The office's side of the document axis, every few seconds: fetch what came, read it, deliver answers, send our reports.

Each message is stored as it came before anything else and then acknowledged, so a lost answer of the axis costs nothing
and a message nobody can read blocks none behind it. Each step goes on where another one fails.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from redis import Redis

from core.domain.office_time import ZONE, local
from core.errors.dossiers import CannotAdvance, NothingWaiting
from core.errors.requests import KeyReused
from core.services.views.letters import IncomingFile, IncomingLetter, IncomingReport, ReportToSend
from workers.callbacks import deliver
from workers.context import WorkerContext
from workers.errors import OutsideError, Refused, Unavailable
from workers.records import keys
from workers.records.client import RecordsClient
from workers.records.edxml import reader, writer
from workers.records.edxml.model import EdocMessage, Organ, ResponseFor, Staff, StatusMessage
from workers.records.edxml.reader import DocumentInvalid, ReadMessage
from workers.records.edxml.signatures import SignatureState
from workers.records.settings import RecordsSettings
from workers.records.wire import Waiting

#: After so many messages that could not be fetched, the axis is left alone until the next round.
PATIENCE = 3
_log = structlog.get_logger(__name__)


def follow(ctx: WorkerContext, _redis: Redis) -> None:
    """One round; does nothing while no axis is configured. The first error of the axis is raised at the end."""
    if not ctx.settings.of(RecordsSettings).records_url:
        return
    failed: list[OutsideError] = []
    with RecordsClient(ctx.settings) as axis:
        _tried(lambda: fetch(ctx, axis), failed)
        _tried(lambda: read_stored(ctx), failed)
        _tried(lambda: deliver_answers(ctx), failed)
        _tried(lambda: send_reports(ctx, axis), failed)
    if failed:
        raise failed[0]


def _tried(step: Callable[[], object], failed: list[OutsideError]) -> None:
    try:
        step()
    except OutsideError as error:
        failed.append(error)


def fetch(ctx: WorkerContext, axis: RecordsClient) -> int:
    """Stores what the axis has for us; returns how many messages are new. Raises :class:`OutsideError`."""
    new, failures = 0, 0
    for waiting in axis.waiting():
        try:
            new += _fetch_one(ctx, axis, waiting)
        except Unavailable as error:
            _log.warning("axis_message_not_fetched", message=waiting.id, code=error.code)
            if error.code == "nonsense":  # of this message, perhaps: those behind it are fetched
                ctx.office.axis_inbox.note_unread(waiting.id, "not-given", error.text(ctx.settings.language))
                continue
            failures += 1
            if failures >= PATIENCE:
                raise
    return new


def _fetch_one(ctx: WorkerContext, axis: RecordsClient, waiting: Waiting) -> bool:
    """Stores one message and acknowledges it; one that the axis refuses to give is noted and given back."""
    inbox = ctx.office.axis_inbox
    try:
        content = axis.fetch(waiting.id)
    except Refused as error:
        inbox.note_unread(waiting.id, "not-given", error.text(ctx.settings.language))
        axis.acknowledge(waiting.id, taken=False)
        return False
    new = inbox.keep(waiting.id, content)
    axis.acknowledge(waiting.id, taken=True)
    return new


def read_stored(ctx: WorkerContext) -> int:
    """Reads what is stored and not yet dealt with; returns how many messages that were."""
    fresh = ctx.office.axis_inbox.fresh()
    for message in fresh:
        try:
            _read_one(ctx, message)
        except DocumentInvalid as error:
            ctx.office.axis_inbox.park(message, error.code, error.reason)
        except OutsideError:
            raise  # a setting is wrong: the messages wait until it is mended
        except Exception:  # noqa: BLE001 - one message must not hold up those behind it
            reference = uuid4().hex[:8]
            _log.exception("axis_message_fault", message=str(message), reference=reference)
            ctx.office.axis_inbox.park(message, "fault", reference)
    return len(fresh)


def _read_one(ctx: WorkerContext, message: UUID) -> None:
    trusted = keys.trusted(ctx.settings)
    stored = ctx.office.axis_inbox.open(message)
    found = reader.read(stored.content, trusted or (), ctx.settings.upload_limit)
    if isinstance(found.message, StatusMessage):
        ctx.office.arrivals.report(message, incoming_report(found.message))
        return
    _require_signature(found, demanded=trusted is not None)
    ctx.office.arrivals.letter(message, incoming_letter(found.message, found))


def _require_signature(found: ReadMessage, *, demanded: bool) -> None:
    """A letter that was changed after it was signed is never taken; an unsigned one only where no certificates are known."""
    state = found.signature.state
    if state is SignatureState.BROKEN or (demanded and state is not SignatureState.VALID):
        raise DocumentInvalid("signature", f"{state.value} {found.signature.algorithm}".strip())


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


def deliver_answers(ctx: WorkerContext) -> int:
    """Offers answers to the dossiers that wait for them; returns how many were taken."""
    taken = 0
    for answer in ctx.office.dispatches.answers():
        variables = {"answer": answer.text, "answeredBy": answer.organ_name, "note": answer.code}
        try:
            deliver(ctx, "records.answer", answer.key, variables, f"records.answer:{answer.document_id}")
        except NothingWaiting:
            continue
        except CannotAdvance as error:  # an incident waits for a person; it is offered again meanwhile
            _log.warning("answer_stopped", code=error.code)
            continue
        except KeyReused:
            pass  # it was taken before, in other words
        ctx.office.dispatches.delivered(answer.id)
        taken += 1
    return taken


def send_reports(ctx: WorkerContext, axis: RecordsClient) -> int:
    """Sends what we say of letters; returns how many the axis took. One that fails waits, and those behind it go on."""
    sent, first = 0, None
    for report in ctx.office.letter_reports.due():
        try:
            message = writer.write(outgoing_report(ctx, report), keys.signing(ctx.settings))
            axis.send(message, "status", report.unit, f"report:{report.id}")
        except OutsideError as error:
            ctx.office.letter_reports.failed(report.id, error.text(ctx.settings.language), error.retry)
            first = first or error
        else:
            ctx.office.letter_reports.sent(report.id)
            sent += 1
    if first is not None and not sent:
        raise first
    return sent


def outgoing_report(ctx: WorkerContext, report: ReportToSend) -> StatusMessage:
    """What we say of a letter, in the words of the axis."""
    name = ctx.office.dispatches.unit_name(report.unit) or report.unit
    return StatusMessage(
        sender=Organ(report.unit, name, in_charge=name),
        about=ResponseFor(report.letter_organ, report.code, report.promulgated, report.document_id),
        status=report.status,
        at=_wall_clock(report.at),
        description=report.description,
        staff=Staff(department=name, name=report.by_name),
    )


def _wall_clock(at: datetime) -> datetime:
    return local(at).replace(tzinfo=None, microsecond=0)
