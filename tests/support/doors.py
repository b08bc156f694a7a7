"""A system of another package that sends things to the office by itself, for tests of its door."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel
from standardwebhooks import Webhook

from core import jsontext
from core.services.office import Office
from core.setting_fields import Secrets, signing_secrets
from core.settings import Settings
from workers import inbound, registry
from workers.arrivals import contents
from workers.connector import (
    Bilingual,
    Connector,
    Contract,
    ContractMessage,
    ContractValue,
    Inbound,
    InboundMessage,
    Kind,
    TopicHandler,
)
from workers.context import WorkerContext
from workers.signatures import standard_webhooks

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
W = Bilingual(en="thing", vi="việc")


class Paid(BaseModel):
    """A payment as the system of the tests tells of it."""

    id: str
    code: str
    amount: int | None = None


def read(body: bytes) -> InboundMessage:
    """What the body says."""
    paid = contents(body, Paid)
    return InboundMessage(paid.id, "till.paid", paid.code, {"amount": paid.amount})


class TillSettings(Settings):
    """The settings of the system of the tests."""

    till_secret: Secrets = signing_secrets("signs what the till sends")


CONTRACT = Contract(
    topic="till.ask",
    name=W,
    text=W,
    by=W,
    outputs=(ContractValue("code", W, required=True),),
    messages=(
        ContractMessage("till.paid", W, key="code", variables=(ContractValue("amount", W, Kind.COUNT, required=True),)),
    ),
)
TILL = Connector(
    "till",
    handlers={"till.ask": TopicHandler(lambda job, _ctx: {"code": f"T-{job.dossier}"})},
    contracts=(CONTRACT,),
    callbacks=("till.paid",),
    inbound=(Inbound("till", read, standard_webhooks, "till_secret"),),
    settings=TillSettings,
)


def install(monkeypatch: pytest.MonkeyPatch, *connectors: Connector) -> None:
    """Makes connectors those that other packages bring; ``registry.forget()`` afterwards."""
    found = [SimpleNamespace(name=one.name, value=one.name, load=lambda one=one: one) for one in connectors]
    monkeypatch.setattr(registry, "entry_points", lambda group: found)
    registry.forget()


def with_doors(office: Office, settings: Settings, **secrets: str) -> tuple[Office, WorkerContext]:
    """The same office with the doors of all connectors open that have a secret, and a worker of it."""
    kept = dict(settings)
    pointed = registry.settings_kind()(**{**kept, **secrets})
    opened = Office(dataclasses.replace(office.context, callbacks=inbound.doors(pointed), served=registry.contracts()))
    return opened, WorkerContext(opened, pointed)


def signed(
    body: bytes | Mapping[str, Any], at: datetime, *, secret: str = SECRET, name: str = "msg_1"
) -> tuple[bytes, dict[str, str]]:
    """Body and headers as a sender signs them with the reference library of Standard Webhooks."""
    data = body if isinstance(body, bytes) else jsontext.dumps(dict(body)).encode()
    signature = Webhook(secret).sign(name, at, data.decode())
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }
    return data, headers
