"""Notices as one object: letters by e-mail."""

from __future__ import annotations

from workers.connector import Connector, Simulator, TopicHandler
from workers.notification.sending import send
from workers.notification.settings import NotificationSettings


def _simulator() -> Simulator:
    from workers.notification.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="notification",
    handlers={"notify.send": TopicHandler(send)},
    settings=NotificationSettings,
    address="smtp_url",
    simulator=_simulator,
)
