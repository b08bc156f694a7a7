"""The office's side of the document axis, every few seconds: fetch what came, deliver answers, send our reports.

Each message is kept as it came before anything else and then acknowledged, so a lost answer of the axis costs nothing; what it
says is found out afterwards (:mod:`workers.records.incoming`). Each step goes on where another one fails.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from redis import Redis

from core.domain.office_time import local
from core.errors.dossiers import CannotAdvance, NothingWaiting
from core.errors.requests import KeyReused
from core.services.views.letters import ReportToSend
from workers.callbacks import deliver
from workers.context import WorkerContext
from workers.errors import OutsideError, Refused, Unavailable
from workers.records import incoming, keys
from workers.records.client import RecordsClient
from workers.records.edxml import writer
from workers.records.edxml.model import Organ, ResponseFor, Staff, StatusMessage
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
                incoming.note_withheld(ctx, waiting.id, error.text(ctx.settings.language))
                continue
            failures += 1
            if failures >= PATIENCE:
                raise
    return new


def _fetch_one(ctx: WorkerContext, axis: RecordsClient, waiting: Waiting) -> bool:
    """Stores one message and acknowledges it; one that the axis refuses to give is noted and given back."""
    try:
        content = axis.fetch(waiting.id)
    except Refused as error:
        incoming.note_withheld(ctx, waiting.id, error.text(ctx.settings.language))
        axis.acknowledge(waiting.id, taken=False)
        return False
    new = incoming.keep(ctx, waiting.id, content)
    axis.acknowledge(waiting.id, taken=True)
    return new


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
