"""Notices as one object: letters by e-mail, text messages, messages of an official account."""

from __future__ import annotations

from core.domain.channels import PUSH, TellBy
from workers.connector import Connector, Simulator, TopicHandler
from workers.notification import receipts
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
    inbound=(receipts.SOURCE,),
    ways={TellBy.SMS: "sms_url", TellBy.OA: "oa_url", PUSH: "push_key"},
    simulator=_simulator,
)
