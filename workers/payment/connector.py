"""The payment platform as one object: fees asked for, and what came in."""

from __future__ import annotations

from workers.connector import Connector, Periodic, ScheduleThread, Simulator, TopicHandler
from workers.payment import books, receipts, requests
from workers.payment.settings import PaymentSettings


def _simulator() -> Simulator:
    from workers.payment.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="payment",
    handlers={"payment.request": TopicHandler(requests.ask, requests.FAULTS)},
    callbacks=("payment.received",),
    periodics=(
        Periodic("payment.received", ScheduleThread.OUTSIDE, 15, receipts.follow, singleton=True),
        Periodic("payment.withdraw", ScheduleThread.OUTSIDE, 15, books.withdraw, singleton=True),
        Periodic("payment.compare", ScheduleThread.OUTSIDE, 3600, books.compare, singleton=True),
    ),
    inbound=(receipts.SOURCE,),
    settings=PaymentSettings,
    address="payment_url",
    simulator=_simulator,
)
