"""The post as one object: results brought to the citizen, papers fetched there, and what becomes of both on their way."""

from __future__ import annotations

from workers.connector import Connector, Periodic, ScheduleThread, Simulator, TopicHandler
from workers.postal import books, carriers, collection, delivery, quotes, tracking
from workers.postal.settings import PostalSettings
from workers.postal.viettel import webhook


def _simulator() -> Simulator:
    from workers.postal.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="postal",
    handlers={
        "postal.return": TopicHandler(delivery.hand_over, delivery.FAULTS),
        "postal.collect": TopicHandler(collection.fetch, collection.FAULTS),
    },
    callbacks=(
        *("postal.delivered", "postal.failed", "postal.returned", "postal.lost"),
        *("postal.collected", "postal.collect-failed", "postal.not-collected", "postal.collect-lost"),
    ),
    periodics=(
        Periodic("postal.tracking", ScheduleThread.OUTSIDE, 15, tracking.follow, singleton=True),
        Periodic(
            "postal.reconcile",
            ScheduleThread.OUTSIDE,
            3600,
            lambda ctx, _redis: tracking.reconcile(ctx),
            singleton=True,
        ),
        Periodic("postal.orders", ScheduleThread.OUTSIDE, 3600, books.compare, singleton=True),
    ),
    inbound=(tracking.SOURCE, books.SOURCE, webhook.SOURCE),
    settings=PostalSettings,
    address=("postal_url", "viettel_url"),
    simulator=_simulator,
    quote=quotes.quote,
    system=carriers.serving,
    needed=carriers.needed,
)
