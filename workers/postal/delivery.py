"""The topic ``postal.return``: hands a result over to the post and gives the diagram the tracking code.

What a diagram leaves out is taken from the applicant. That the letter arrived comes later, as the message ``postal.delivered`` (see :mod:`workers.postal.tracking`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.services.views.shipments import ParcelOrder, ParcelReport
from workers import error_texts
from workers.context import WorkerContext
from workers.errors import InputInvalid, InputMissing
from workers.inputs import amount, part, text
from workers.postal import carriers, changes, numbers
from workers.postal.states import SERVICES
from workers.postal.wire import Order, OrderStatus, Receiver, Sender

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: What the post says about the receiver → the BPMN error a diagram may catch (to return at the counter instead).
FAULTS = {
    "ADDRESS_UNKNOWN": "address-unknown",
    "AREA_NOT_SERVED": "area-not-served",
    "RECEIVER_INVALID": "receiver-invalid",
}


def hand_over(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Places the order and records the shipment. Returns ``{"trackingCode": …}``."""
    if changes.is_one(job):
        return changes.tell(job, ctx)
    with carriers.conversation(ctx.settings) as carrier:
        wanted = order(job, carrier.customer, sender(job, ctx), ctx.office.context.settings.secret_key)
        placed = carrier.create(wanted, ctx.office.context.now())
    keep(ctx, job.dossier, placed, ordered(wanted, placed, wanted.receiver))
    return {"trackingCode": placed.trackingCode}


def keep(ctx: WorkerContext, dossier: str, placed: OrderStatus, order: ParcelOrder) -> None:
    """Writes down what was ordered, with the carrier's first report."""
    ctx.office.shipments.record(dossier, replace(_report(placed, "feed"), order=order))


def record(ctx: WorkerContext, dossier: str, status: OrderStatus, source: str = "feed", incident: str = "") -> None:
    """Writes what the post said about a shipment beside the dossier; the same ``source`` saying it again is one.

    ``incident``: the code of the sentence for a person, where no process waits for what was said.
    """
    report = _report(status, source)
    if incident:
        facts = {"code": status.trackingCode, "reason": status.statusMessage}
        language = ctx.settings.language
        sentences = (error_texts.text(incident, language, facts), error_texts.redacted(incident, language, facts))
        report = replace(report, unheard=sentences)
    ctx.office.shipments.record(dossier, report)


def _report(status: OrderStatus, source: str) -> ParcelReport:
    key = f"{status.orderNumber}:{status.statusCode}:{status.at.isoformat()}:{source}"
    report = ParcelReport(status.trackingCode, status.state.value, status.at, status.statusMessage, key)
    return replace(report, direction="collect") if numbers.collects(status.orderNumber) else report


def ordered(order: Order, placed: OrderStatus, at: Receiver | Sender) -> ParcelOrder:
    """The order as the dossier keeps it; ``at``: the applicant's end of the way."""
    return ParcelOrder(
        number=order.orderNumber,
        carrier=placed.carrier,
        system=placed.system,
        service=order.service,
        receiver=at.Name,
        address=at.Address,
        phone=at.Tel,
        postage=placed.postage,
        cod=order.codAmount,
    )


def sender(job: Job, ctx: WorkerContext) -> Sender:
    """The unit that received the dossier, where the post also brings back what it cannot deliver."""
    unit = ctx.office.units.find(text(part(job.context, "unit"), "code"))
    return Sender(Name=unit.name, Address=unit.address, Tel=unit.phone, Email=unit.email)


def order(job: Job, customer: str, sender: Sender, secret_key: str) -> Order:
    """The order for a job: the same job gives the same order, whenever and wherever it is tried."""
    receiver = Receiver(
        Name=given(job, "receiver", "name"),
        Tel=given(job, "phone", "phone"),
        Address=given(job, "address", "address"),
        Email=text(part(job.context, "applicant"), "email"),
    )
    return Order(
        customerCode=customer,
        orderNumber=numbers.of_return(job.dossier, job.idempotency_key, secret_key),
        service=service(job),
        codAmount=amount(job, "amount"),
        sender=sender,
        receiver=receiver,
        description=f"Kết quả hồ sơ {job.dossier}",
    )


def service(job: Job) -> str:
    """The class of service: the applicant's choice, else the diagram's."""
    found = text(job.payload, "service") or job.headers.get("service", SERVICES[0])
    if found not in SERVICES:
        raise InputInvalid("service-invalid", topic=job.topic, value=found[:40], known=", ".join(SERVICES))
    return found


def given(job: Job, name: str, of_applicant: str) -> str:
    """An input of the diagram's, else what the applicant gave. Raises :class:`InputMissing`."""
    value = text(job.payload, name) or text(part(job.context, "applicant"), of_applicant)
    if not value:
        raise InputMissing("input-missing", field=name, topic=job.topic)
    return value
