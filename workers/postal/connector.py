"""The post as one object: results brought to the citizen, and what becomes of them on their way."""

from __future__ import annotations

from workers.connector import Call, Connector, Lane, Periodic, Simulator
from workers.postal import delivery, tracking
from workers.postal.settings import PostalSettings


def _simulator() -> Simulator:
    from workers.postal.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="postal",
    calls={"postal.return": Call(delivery.hand_over, delivery.FAULTS)},
    callbacks=("postal.delivered",),
    periodics=(
        Periodic("postal.tracking", Lane.OUTSIDE, 15, tracking.follow, alone=True),
        Periodic("postal.reconcile", Lane.OUTSIDE, 3600, lambda desk, _redis: tracking.reconcile(desk), alone=True),
    ),
    settings=PostalSettings,
    address="postal_url",
    simulator=_simulator,
)
