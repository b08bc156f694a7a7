"""Tells the post of an order that the office put right or takes back; decided by a clerk, and no step of a diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.services.outside.parcel_changes import CANCEL, HEADER
from workers.context import WorkerContext
from workers.errors import Refused
from workers.inputs import text
from workers.postal.client import PostalClient
from workers.postal.states import ShipmentState, neutral
from workers.postal.wire import Cancellation, Correction, Receiver

if TYPE_CHECKING:
    from core.services.views.jobs import Job


def is_one(job: Job) -> bool:
    """Whether the call is about a change of an order."""
    return HEADER in job.headers


def tell(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Tells it, and gives nothing back: what becomes of the order comes with the tracking feed."""
    number = text(job.payload, "order")
    with PostalClient(ctx.settings) as post:
        try:
            if job.headers[HEADER] == CANCEL:
                _cancel(post, Cancellation(orderNumber=number, reason=text(job.payload, "reason")))
            elif ctx.office.parcel_changes.is_newest(text(job.payload, "parcel"), job.payload):
                post.correct(_correction(job, number), job.idempotency_key)
        except Refused as error:
            # No diagram waits for this call, so none of its refusals is an error that a diagram catches: a person looks.
            error.reason_code = ""
            raise
    return {}


def _correction(job: Job, number: str) -> Correction:
    given = job.payload
    receiver = Receiver(Name=text(given, "receiver"), Tel=text(given, "phone"), Address=text(given, "address"))
    return Correction(orderNumber=number, receiver=receiver)


def _cancel(post: PostalClient, wanted: Cancellation) -> None:
    """A repeat after a lost answer finds the order cancelled, which is what was wanted."""
    try:
        post.cancel(wanted)
    except Refused:
        if neutral(post.find(wanted.orderNumber).statusCode) is not ShipmentState.CANCELLED:
            raise
