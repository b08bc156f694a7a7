"""The post as one object: results brought to the citizen, and what becomes of them on their way."""

from __future__ import annotations

from workers.connector import Connector, Periodic, ScheduleThread, Simulator, TopicHandler
from workers.postal import books, delivery, quotes, tracking
from workers.postal.settings import PostalSettings


def _simulator() -> Simulator:
    from workers.postal.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="postal",
    handlers={"postal.return": TopicHandler(delivery.hand_over, delivery.FAULTS)},
    callbacks=("postal.delivered", "postal.failed", "postal.returned", "postal.lost"),
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
    inbound=(tracking.SOURCE, books.SOURCE),
    settings=PostalSettings,
    address="postal_url",
    simulator=_simulator,
    quote=quotes.quote,
)
