"""The topic ``records.document``: a letter to another office, which answers in its own time.

The input ``inquiryCode`` is how the letter's code begins (else the dossier's code); the output of the same name is the whole
code, whose end nobody can guess: the answer comes as the message ``records.answer`` with that correlation key (see :mod:`workers.records.answers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.domain import codes
from workers.context import WorkerContext
from workers.inputs import part, text
from workers.records.client import RecordsClient
from workers.records.wire import LetterMessage

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: What the axis says about the letter → the BPMN error a diagram may catch.
FAULTS = {"11": "unit-unknown", "12": "letter-refused"}


def dispatch(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Sends the letter. Returns ``{"inquiryCode": …}``."""
    letter = letter_message(job, ctx.office.context.settings.secret_key)
    with RecordsClient(ctx.settings) as axis:
        axis.letter(letter, job.idempotency_key)
    return {"inquiryCode": letter.MaVanBan}


def letter_message(job: Job, secret_key: str) -> LetterMessage:
    """The letter of a job: the same job gives the same letter, whenever it is tried.

    Its code ends with something that nobody can guess: who knows it moves the dossier on.
    """
    code = text(job.payload, "inquiryCode") or job.dossier
    return LetterMessage(
        MaVanBan=f"{code}-{codes.unguessable(job.idempotency_key, secret_key)}",
        NoiGui=text(part(job.context, "processingUnit"), "code"),
        NoiNhan=text(job.payload, "to"),
        TrichYeu=text(job.payload, "subject") or f"Hồ sơ {job.dossier}",
        NoiDung=text(job.payload, "content"),
        MaHoSo=job.dossier,
    )
