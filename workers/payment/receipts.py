"""Money the platform reports: booked once, then told to the process that waits for it.

A report the office cannot explain (unknown code, another amount, paid twice, nothing owed any more) becomes a difference
for a person, see :mod:`core.services.payments.online`; it blocks nothing that is behind it.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from redis import Redis

from core.errors.dossiers import NothingWaiting
from core.services.views.payments import PaymentReport
from workers import inbound
from workers.arrivals import contents, same_facts
from workers.callbacks import deliver
from workers.connector import Arrived, Inbound, InboundMessage
from workers.context import WorkerContext
from workers.errors import Declined
from workers.feed import Feed
from workers.payment.client import PaymentClient
from workers.payment.settings import PaymentSettings
from workers.payment.wire import Transaction
from workers.signatures import HmacSha256

#: How long money that is booked waits for a process that wants to know, before a person is told.
PATIENCE = timedelta(hours=6)
_log = structlog.get_logger(__name__)


def follow(ctx: WorkerContext, redis: Redis) -> int:
    """Reads what came in once; does nothing while no platform is configured. Returns how many messages were taken."""
    if not ctx.settings.of(PaymentSettings).payment_url:
        return 0
    with PaymentClient(ctx.settings) as platform:
        Feed("payment", redis, platform.transactions, lambda one: inbound.keep(ctx, SOURCE, one)).follow()
    return inbound.process(ctx, redis)


def read(body: bytes) -> InboundMessage:
    """One line of the feed. Told again under the same id, it must be the same money; else a person looks at it."""
    one = contents(body, Transaction)
    money = (one.transaction, one.paymentCode, one.amount, one.paidAt)
    return InboundMessage(one.id, "payment.received", one.paymentCode, one.model_dump(mode="json"), same_facts(*money))


def arrive(ctx: WorkerContext, arrived: Arrived) -> tuple[str, ...]:
    """Books a transaction and tells the process. Raises :class:`Declined` while no process waits for it."""
    transaction = Transaction.model_validate(arrived.message.variables)
    if not take(ctx, report_of(transaction), arrived.dossier):
        raise Declined("money-booked", again=True)
    return (arrived.dossier,) if arrived.dossier else ()


#: told twice, as an item of the feed and as a signed callback: whichever comes first is kept, under the line's id
SOURCE = Inbound(
    "payment-received",
    read,
    HmacSha256("x-payment-signature", "x-payment-timestamp"),
    "payment_callback_secret",
    take=arrive,
)


def report_of(transaction: Transaction) -> PaymentReport:
    """A transaction in the office's words."""
    return PaymentReport(
        code=transaction.paymentCode,
        reference=transaction.transaction,
        amount=transaction.amount,
        paid_at=transaction.paidAt,
        receipt_number=transaction.receiptNumber,
    )


def take(ctx: WorkerContext, report: PaymentReport, dossier: str | None = None) -> bool:
    """Books a report and tells the process; the same report again changes nothing. False: nobody wants it yet.

    ``dossier``: the one a person says it belongs to.
    """
    account = ctx.settings.of(PaymentSettings).payment_unit
    outcome = ctx.office.online_payments.reported(report, account)
    if outcome.wrong is not None:
        if outcome.news:
            _log.warning("payment_differs", reason=outcome.wrong.value, dossier=outcome.dossier)
        return True
    variables = {
        "amount": report.amount,
        "paidAt": report.paid_at.isoformat(),
        "receiptNumber": outcome.receipt_number,
    }
    try:
        deliver(ctx, "payment.received", report.code, variables, f"payment.received:{report.reference}", dossier)
    except NothingWaiting:
        if ctx.office.context.now() - report.paid_at <= PATIENCE:
            return False
        ctx.office.online_payments.unclaimed(report, account)
    return True
