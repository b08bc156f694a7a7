"""The topic ``payment.request``: asks the platform to take a fee, and keeps how the citizen can pay it.

That the money came in is told later, as the message ``payment.received`` (see :mod:`workers.payment.receipts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.domain import codes, vietqr
from core.domain.vietqr import QrInvalid, Transfer
from core.settings import Settings
from workers.context import WorkerContext
from workers.errors import InputInvalid
from workers.inputs import amount, part, text
from workers.payment.client import PaymentClient
from workers.payment.settings import PaymentSettings
from workers.payment.wire import Order

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: What the platform says about the payment → the BPMN error a diagram may catch (to take the money at the desk).
FAULTS = {"21": "payment-refused", "22": "payment-refused"}
LONGEST_CONTENT = 200


def ask(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Asks for the payment. Returns ``{"paymentCode": …, "paymentAddress": …}``; no address where it is not a web page."""
    order = order_of(job, ctx.settings.address, ctx.office.context.settings.secret_key)
    with PaymentClient(ctx.settings) as platform:
        placed = platform.place(order)
    address = placed.payAddress if urlsplit(placed.payAddress).scheme in ("http", "https") else ""
    qr = square(ctx.settings, order.amount, placed.paymentCode, job.dossier)
    ctx.office.online_payments.asked(job.dossier, placed.paymentCode, order.amount, order.content, address, qr)
    return {"paymentCode": placed.paymentCode, "paymentAddress": address}


def order_of(job: Job, address: str, secret_key: str) -> Order:
    """The order of a job: the same job gives the same order, whenever and wherever it is tried."""
    owed = amount(job, "amount")
    if owed == 0:
        raise InputInvalid("amount-invalid", field="amount", topic=job.topic, value="0")
    return Order(
        number=f"{job.dossier}-{codes.unguessable(job.idempotency_key, secret_key)}",
        amount=owed,
        content=(text(job.payload, "content") or f"Phí, lệ phí hồ sơ {job.dossier}")[:LONGEST_CONTENT],
        payer=text(job.payload, "payer") or text(part(job.context, "applicant"), "name"),
        returnAddress=codes.tracking_address(address, job.dossier),
    )


def square(settings: Settings, owed: int, code: str, dossier: str) -> str:
    """The VietQR text of a transfer to the office's account; empty where none is set, or the amount or code does not fit.

    The purpose is the platform's code, by which money that comes in is known; the bill's number is the dossier's code.
    """
    own = settings.of(PaymentSettings)
    bank, _, account = own.payment_account.partition(":")
    if not account or len(vietqr.purpose(code)) != len(code):
        return ""
    try:
        bill = vietqr.purpose(dossier)
        return vietqr.write(Transfer(bank, account, owed, code, bill, own.payment_payee))
    except QrInvalid:
        return ""
