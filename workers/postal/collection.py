"""The topic ``postal.collect``: the post fetches papers from the applicant and brings them to the desk.

The same order as for a result, with sender and receiver exchanged and a number of its own kind
(:mod:`workers.postal.numbers`). What becomes of it comes later, as messages (see :mod:`workers.postal.news`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workers.context import WorkerContext
from workers.inputs import part, text
from workers.postal import carriers, delivery, numbers
from workers.postal.wire import Order, Receiver, Sender

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: What the post says about the sender → the BPMN error a diagram may catch (to have the papers brought instead).
FAULTS = {
    "ADDRESS_UNKNOWN": "address-unknown",
    "AREA_NOT_SERVED": "area-not-served",
    "SENDER_INVALID": "sender-invalid",
}
PAPERS = 500


def fetch(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Places the order and records the shipment. Returns ``{"trackingCode": …}``."""
    with carriers.conversation(ctx.settings) as carrier:
        wanted = order(job, carrier.customer, delivery.sender(job, ctx), ctx.office.context.settings.secret_key)
        placed = carrier.create(wanted, ctx.office.context.now())
    delivery.keep(ctx, job.dossier, placed, delivery.ordered(wanted, placed, wanted.sender))
    return {"trackingCode": placed.trackingCode}


def order(job: Job, customer: str, desk: Sender, secret_key: str) -> Order:
    """The order for a job: the same job gives the same order, whenever and wherever it is tried."""
    sender = Sender(
        Name=delivery.given(job, "sender", "name"),
        Tel=delivery.given(job, "phone", "phone"),
        Address=delivery.given(job, "address", "address"),
        Email=text(part(job.context, "applicant"), "email"),
        Desc=text(job.payload, "papers")[:PAPERS],
    )
    return Order(
        customerCode=customer,
        orderNumber=numbers.of_collection(job.dossier, job.idempotency_key, secret_key),
        service=delivery.service(job),
        sender=sender,
        receiver=Receiver(Name=desk.Name, Address=desk.Address, Tel=desk.Tel, Email=desk.Email),
        description=f"Thu nhận giấy tờ hồ sơ {job.dossier}",
    )
