"""The topic ``postal.return``: hands a result over to the post and gives the diagram the tracking code.

What a diagram leaves out is taken from the applicant. That the letter arrived comes later, as the message ``postal.delivered`` (see :mod:`workers.postal.tracking`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.domain import codes
from core.services.views.shipments import ParcelOrder, ParcelReport
from workers import error_texts
from workers.context import WorkerContext
from workers.errors import InputInvalid, InputMissing
from workers.inputs import amount, part, text
from workers.postal import changes
from workers.postal.client import PostalClient
from workers.postal.states import neutral
from workers.postal.wire import Order, OrderStatus, Receiver, Sender

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: The carrier's name for clerks and citizens.
CARRIER = "Bưu điện Việt Nam (VNPost)"
SERVICES = ("standard", "express")
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
    with PostalClient(ctx.settings) as post:
        wanted = order(job, post.customer, sender(job, ctx), ctx.office.context.settings.secret_key)
        placed = post.create(wanted)
    ctx.office.shipments.record(job.dossier, replace(_report(placed, "feed"), order=_ordered(wanted, placed)))
    return {"trackingCode": placed.trackingCode}


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
    return ParcelReport(status.trackingCode, neutral(status.statusCode).value, status.at, status.statusMessage, key)


def _ordered(order: Order, placed: OrderStatus) -> ParcelOrder:
    """The order as the dossier keeps it."""
    return ParcelOrder(
        number=order.orderNumber,
        carrier=CARRIER,
        service=order.service,
        receiver=order.receiver.Name,
        address=order.receiver.Address,
        phone=order.receiver.Tel,
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
        Name=_given(job, "receiver", "name"),
        Tel=_given(job, "phone", "phone"),
        Address=_given(job, "address", "address"),
        Email=text(part(job.context, "applicant"), "email"),
    )
    return Order(
        customerCode=customer,
        orderNumber=order_number(job.dossier, job.idempotency_key, secret_key),
        service=_service(job),
        codAmount=amount(job, "amount"),
        sender=sender,
        receiver=receiver,
        description=f"Kết quả hồ sơ {job.dossier}",
    )


def _service(job: Job) -> str:
    """The class of service: the applicant's choice, else the diagram's."""
    found = text(job.payload, "service") or job.headers.get("service", SERVICES[0])
    if found not in SERVICES:
        raise InputInvalid("service-invalid", topic=job.topic, value=found[:40], known=", ".join(SERVICES))
    return found


def order_number(dossier: str, key: str, secret_key: str) -> str:
    """Our number for an order: the dossier's code, which people at the post can read, and what nobody can guess."""
    return f"{dossier}-{codes.unguessable(key, secret_key)}"


def dossier_of(number: str) -> str:
    """The dossier's code inside one of our order numbers; another system's number gives what no dossier has."""
    return number.rpartition("-")[0]


def _given(job: Job, name: str, of_applicant: str) -> str:
    value = text(job.payload, name) or text(part(job.context, "applicant"), of_applicant)
    if not value:
        raise InputMissing("input-missing", field=name, topic=job.topic)
    return value
