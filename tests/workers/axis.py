"""What tests of the document axis share: a dossier that asked, and what the axis and the register have."""

from __future__ import annotations

import base64
from typing import Any

import httpx

from core.domain.letters import Direction
from core.domain.states import ANY_STATE
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.services.views.inbound import InboxItem
from core.services.views.letters import LetterFilter, LetterRow
from tests.support import edxml
from tests.support.staff import staff
from tests.workers import procedures
from tests.workers.conftest import Outside
from workers import inbound, jobs
from workers.context import WorkerContext
from workers.records import exchange
from workers.records.edxml import reader
from workers.records.edxml.model import EdocMessage, Organ, StatusMessage

REDIS: Any = None  # the exchange keeps nothing there
OURS = Organ("H99.05", "UBND xã Mẫu Một", in_charge="UBND xã Mẫu Một")
LETTER: dict[str, Any] = {
    "inputs": {
        "to": '"H99.06"',
        "subject": '"V/v xác minh"',
        "content": '"Đề nghị xác minh"',
        "inquiryCode": 'dossier.code + "-XM1"',
    },
    "outputs": {"inquiryCode": "inquiryCode"},
    "message": ("records.answer", "inquiryCode"),
    "takes": ("answer", "note"),
}


def call(ctx: WorkerContext) -> str:
    (row,) = [str(row.id) for row in ctx.office.outbox.due() if row.topic == "records.document"]
    return row


def asked(ctx: WorkerContext, **how: Any) -> DossierView:
    """A dossier whose letter was sent and that waits for the answer."""
    procedures.deploy(ctx.office, procedures.diagram("records.document", **{**LETTER, **how}))
    dossier = procedures.receive(ctx.office)
    jobs.call(call(ctx))
    return dossier


def at_axis(axis: Outside) -> Any:
    return axis.served.app.extensions["axis"]


def sent(axis: Outside) -> EdocMessage:
    (letter,) = at_axis(axis).letters()
    assert isinstance(letter, EdocMessage)
    return letter


def said(axis: Outside) -> list[tuple[str, str]]:
    """The statuses we sent: code, and document."""
    found = [reader.read(one).message for one in map(xml_of, at_axis(axis).sent.values())]
    return [(one.status.value, one.about.document_id) for one in found if isinstance(one, StatusMessage)]


def xml_of(kept: dict[str, Any]) -> bytes:
    return base64.b64decode(kept["xml"])


def bring(axis: Outside, message: bytes, **how: Any) -> None:
    httpx.post(f"{axis.url}/_deliver", params=how, content=message).raise_for_status()


def incoming(**changed: Any) -> EdocMessage:
    return edxml.document(receivers=(OURS,), **changed)


def rows(ctx: WorkerContext, direction: Direction = Direction.IN) -> list[LetterRow]:
    return list(ctx.office.correspondence.page(LetterFilter(direction=direction), staff(ctx.office, "registrar")).items)


def follow(ctx: WorkerContext) -> None:
    """What the schedule does: fetches, reads what came, and tells the axis what became of it."""
    exchange.follow(ctx, REDIS)
    inbound.process(ctx, REDIS)
    exchange.follow(ctx, REDIS)


def items(ctx: WorkerContext) -> list[InboxItem]:
    """Messages that were not taken and that nobody has decided about."""
    return [one for one in ctx.office.inbox.page(SYSTEM, ANY_STATE).items if one.reason]


def parked(ctx: WorkerContext) -> list[str]:
    """Why they were not taken."""
    return [one.detail.partition(":")[0] if one.reason == "unreadable" else one.reason for one in items(ctx)]


def kinds(ctx: WorkerContext, dossier: DossierView) -> list[str]:
    return [event.kind for event in ctx.office.dossiers.history(dossier.code, SYSTEM)]
