"""What is done beside the feed: payments nobody owes any more are cancelled, and the platform's file of each day compared."""

from __future__ import annotations

from datetime import timedelta

import structlog
from redis import Redis

from core.domain.office_time import local
from core.services.views.payments import PaymentToWithdraw
from workers import error_texts
from workers.context import WorkerContext
from workers.errors import CredentialsRefused, Refused
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
            except CredentialsRefused:
                raise  # concerns all of them
            except Refused as refused:
                _tell(ctx, one, refused)
                continue
            ctx.office.online_payments.withdrawn(one.code)
            done += 1
    return done


def _tell(ctx: WorkerContext, one: PaymentToWithdraw, refused: Refused) -> None:
    """A person has to call the platform: until it stops, the applicant may pay what nobody owes."""
    facts = {"code": one.code, "reason": refused.params.get("reason", "") or refused.reason_code}
    language = ctx.settings.language
    whole = error_texts.text("payment-not-cancelled", language, facts)
    redacted = error_texts.redacted("payment-not-cancelled", language, facts)
    if ctx.office.online_payments.not_withdrawn(one.code, (whole, redacted)):
        _log.warning("payment_not_cancelled", dossier=one.dossier, code=refused.reason_code)


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
