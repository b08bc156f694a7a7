"""The topic ``records.document``: a letter to another office, which answers in its own time.

Inputs ``to`` (identifier of the unit, needed), ``subject``, ``content`` (needed), ``inquiryCode`` (the letter's code;
without it one is made from the call's key). Output ``inquiryCode``: the answer comes as the message
``records.answer`` with that correlation key (see :mod:`workers.records.answers`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workers.desk import Desk
from workers.inputs import needed, part, text
from workers.records.client import RecordsClient
from workers.records.models import LetterMessage

if TYPE_CHECKING:
    from core.services.views import Job

#: What the axis says about the letter → the BPMN error a diagram may catch.
ERRORS = {"11": "unit-unknown", "12": "letter-refused"}


def dispatch(job: Job, desk: Desk) -> Mapping[str, Any]:
    """Sends the letter. Returns ``{"inquiryCode": …}``."""
    letter = letter_message(job)
    with RecordsClient(desk.settings) as axis:
        axis.letter(letter, job.idempotency_key)
    return {"inquiryCode": letter.MaVanBan}


def letter_message(job: Job) -> LetterMessage:
    """The letter of a job: the same job gives the same letter, whenever it is tried."""
    digest = hashlib.sha256(job.idempotency_key.encode()).hexdigest()[:10]
    return LetterMessage(
        MaVanBan=text(job.payload, "inquiryCode") or f"{job.dossier}-{digest}",
        NoiGui=text(part(job.context, "processingUnit"), "code"),
        NoiNhan=needed(job, "to"),
        TrichYeu=text(job.payload, "subject") or f"Hồ sơ {job.dossier}",
        NoiDung=needed(job, "content"),
        MaHoSo=job.dossier,
    )
