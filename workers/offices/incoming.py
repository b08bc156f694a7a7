"""What another office sends: who signed it, and the dossier it opens or goes on with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from core.errors.documents import UploadPostponed, UploadRefused
from core.ports import MessageIncomplete
from core.services.context.contracts import Bilingual
from core.services.dossiers import paper_intake
from core.services.views.actors import SYSTEM
from workers.arrivals import Arrived, Inbound, InboundMessage, contents
from workers.callbacks import deliver
from workers.context import WorkerContext
from workers.errors import Declined, Unreadable
from workers.offices.settings import OfficesSettings, partner
from workers.offices.wire import MOST_BYTES, SENDER, Letter, Paper
from workers.signatures import SignatureWrong, standard_webhooks

#: what the first message of a matter must say
NEEDED: Final = Bilingual(
    en="matter, unit and applicant: needed to open a dossier", vi="matter, unit và applicant: cần có để mở hồ sơ"
)
#: begins the names of messages that open dossiers; the matter follows
ASKED: Final = "office.asked."


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """Signed by the very office that the message says it is from: each has a secret of its own with this one.

    Without the sender's name nobody could say whose secret to look at, so it is asked for. A name that is unknown here is
    answered like a wrong signature: who our partners are is nobody's business.
    """
    code = headers.get(SENDER, "")
    if not code:
        raise MessageIncomplete(f"the header {SENDER}")
    known = [one.secret for one in map(partner, secrets) if one.code == code]
    if not known:
        raise SignatureWrong("unknown office")
    standard_webhooks(headers, body, known, now)
    try:
        says = json.loads(body)
    except ValueError:
        return  # signed all the same: it is kept, and a person sees that it cannot be read
    if isinstance(says, dict) and "from" not in says:
        raise MessageIncomplete("the member “from”")
    if isinstance(says, dict) and says["from"] != code:
        raise SignatureWrong("from another office than the one that signed")


def read(body: bytes) -> InboundMessage:
    """What a message says. Raises :class:`Unreadable`."""
    letter = contents(body, Letter)
    if letter.kind == "asked" and not (letter.matter and letter.unit and letter.applicant):
        raise Unreadable(NEEDED)
    name = f"{ASKED}{letter.matter}" if letter.kind == "asked" else f"office.{letter.kind}"
    return InboundMessage(f"{letter.sender}:{letter.id}", name, letter.request, {"letter": letter})


def take(ctx: WorkerContext, arrived: Arrived) -> Iterable[str]:
    """Opens a dossier, or tells the one that asked. Raises what keeps it from that."""
    letter: Letter = arrived.message.variables["letter"]
    if letter.receiver != ctx.settings.of(OfficesSettings).offices_code:
        raise Declined("not-for-us", letter.receiver)
    identity = f"office:{arrived.message.external_id}"
    for paper in letter.papers:
        _examine(ctx, paper)
    if letter.kind == "asked":
        codes = ctx.office.messages.correlate(arrived.message.message, None, _asked(letter), by=SYSTEM, key=identity)
    else:
        codes = deliver(ctx, arrived.message.message, letter.request, _told(letter), identity, arrived.dossier)
    for code in codes:
        for number, paper in enumerate(letter.papers):
            ctx.office.documents.add(code, paper.name, paper.content, None, SYSTEM, f"{identity}:{code}:{number}")
    return codes


SOURCE: Final = Inbound("offices", read, verify, "offices_partners", take=take, most=MOST_BYTES)


def _examine(ctx: WorkerContext, paper: Paper) -> None:
    """Looks into a paper before anything is done: what may not come in opens nothing. Raises :class:`Declined`."""
    try:
        paper_intake.examine(ctx.office.context, paper.name, paper.content)
    except UploadPostponed as error:
        raise Declined("scanner", again=True) from error
    except UploadRefused as error:
        raise Declined("paper-refused", str(error)) from error


def _asked(letter: Letter) -> dict[str, Any]:
    """What the message that opens a dossier says; the diagram takes of it what it names.

    Nobody is told of the dossier but the office that asks: its applicant knows one office, the one they handed in at.
    """
    assert letter.applicant is not None
    last = {} if letter.due is None else {"dueBy": letter.due.isoformat()}
    return last | {
        "unit": letter.unit,
        "applicant": {**letter.applicant.model_dump(), "tellBy": "none"},
        "data": letter.data,
        "requestCode": letter.request,
        "askedBy": letter.sender,
        "askedByName": letter.sent_by,
        "question": letter.text,
    }


def _told(letter: Letter) -> Mapping[str, Any]:
    at, by = letter.at.isoformat(), letter.sent_by or letter.sender
    if letter.kind == "paper-received":
        return {"receivedAt": at, "receivedBy": by, "note": letter.text}
    return {"answer": letter.text, "answeredBy": by, "answeredAt": at, "result": letter.data or None}
