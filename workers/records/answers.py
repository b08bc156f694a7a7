"""Fetches other offices' answers to our letters and wakes the dossiers that wait for them.

An answer nobody waits for yet stays in the feed and is offered again (see :mod:`workers.feed`): a reply of another
authority is never dropped because it was quick.
"""

from __future__ import annotations

from datetime import timedelta

from redis import Redis

from core.errors.dossiers import NothingWaiting
from workers.callbacks import deliver
from workers.context import WorkerContext
from workers.feed import Feed
from workers.records.client import RecordsClient
from workers.records.settings import RecordsSettings
from workers.records.wire import LetterAnswer

PATIENCE = timedelta(days=30)


def follow(ctx: WorkerContext, redis: Redis) -> int:
    """Reads the answers once; does nothing while no axis is configured. Returns how many were taken."""
    if not ctx.settings.of(RecordsSettings).records_url:
        return 0
    with RecordsClient(ctx.settings) as axis:
        return Feed(
            "records", redis, axis.answers, lambda answer: take(ctx, answer), PATIENCE, ctx.office.context.now
        ).follow()


def take(ctx: WorkerContext, answer: LetterAnswer) -> bool:
    """Delivers one answer. False while no dossier waits for it."""
    variables = {"answer": answer.TraLoi, "answeredBy": answer.NguoiTraLoi, "note": answer.GhiChu}
    key = f"records.answer:{answer.id}"
    try:
        deliver(ctx, "records.answer", answer.MaVanBan, variables, key)
    except NothingWaiting:
        return False
    return True
