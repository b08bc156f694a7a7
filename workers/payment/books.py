"""What is done beside the feed: payments nobody owes any more are cancelled, and the platform's file of each day compared."""

from __future__ import annotations

from datetime import timedelta

import structlog
from redis import Redis

from core.domain.office_time import local
from workers.context import WorkerContext
from workers.errors import Refused
from workers.payment.client import PaymentClient
from workers.payment.settings import PaymentSettings

#: So many days are looked at again: a file may come late, and an office may have been off for a weekend.
DAYS = 5
_log = structlog.get_logger(__name__)


def withdraw(ctx: WorkerContext, _redis: Redis | None = None) -> int:
    """Cancels at the platform what was paid at the desk; returns how many. What fails is tried again next time."""
    waiting = ctx.office.online_payments.to_withdraw() if ctx.settings.of(PaymentSettings).payment_url else ()
    if not waiting:
        return 0
    done = 0
    with PaymentClient(ctx.settings) as platform:
        for one in waiting:
            try:
                platform.withdraw(one.code)
            except Refused as refused:
                _log.warning("payment_not_cancelled", dossier=one.dossier, code=refused.reason_code)
                continue
            ctx.office.online_payments.withdrawn(one.code)
            done += 1
    return done


def compare(ctx: WorkerContext, _redis: Redis | None = None) -> int:
    """Holds the files of the last days against the ledger; returns how many differences are new."""
    if not ctx.settings.of(PaymentSettings).payment_url:
        return 0
    account = ctx.settings.of(PaymentSettings).payment_unit
    today, found = local(ctx.office.context.now()).date(), 0
    with PaymentClient(ctx.settings) as platform:
        for back in range(DAYS, 0, -1):
            day = today - timedelta(days=back)
            told = platform.statement(day)
            if told is not None:
                found += ctx.office.online_payments.compare(day, told, account)
    if found:
        _log.warning("payments_differ", differences=found)
    return found
