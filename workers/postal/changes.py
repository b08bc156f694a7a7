"""Tells the post of an order that the office put right or takes back; decided by a clerk, and no step of a diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.services.outside.parcel_changes import CANCEL, HEADER
from workers.context import WorkerContext
from workers.errors import Refused
from workers.inputs import text
from workers.postal import carriers
from workers.postal.carriers import Carrier
from workers.postal.wire import Cancellation, Correction, Receiver

if TYPE_CHECKING:
    from core.services.views.jobs import Job


def is_one(job: Job) -> bool:
    """Whether the call is about a change of an order."""
    return HEADER in job.headers


def tell(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Tells it, and gives nothing back: what becomes of the order comes with the tracking feed."""
    number = text(job.payload, "order")
    with carriers.conversation(ctx.settings, text(job.payload, "system")) as carrier:
        try:
            if job.headers[HEADER] == CANCEL:
                _cancel(carrier, Cancellation(orderNumber=number, reason=text(job.payload, "reason")), job)
            elif ctx.office.parcel_changes.is_newest(text(job.payload, "parcel"), job.payload):
                carrier.correct(_correction(job, number), job.idempotency_key)
        except Refused as error:
            # No diagram waits for this call, so none of its refusals is an error that a diagram catches: a person looks.
            error.reason_code = ""
            raise
    return {}


def _correction(job: Job, number: str) -> Correction:
    given = job.payload
    receiver = Receiver(Name=text(given, "receiver"), Tel=text(given, "phone"), Address=text(given, "address"))
    return Correction(orderNumber=number, receiver=receiver)


def _cancel(carrier: Carrier, wanted: Cancellation, job: Job) -> None:
    """A repeat after a lost answer finds the order cancelled, which is what was wanted."""
    try:
        carrier.cancel(wanted, text(job.payload, "parcel"))
    except Refused:
        if not carrier.is_cancelled(wanted):
            raise
