"""The registry refuses connectors that contradict themselves, and a worker holds both sides to the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from core.services.context.contracts import OFFICE
from core.services.health import FINE, public, well
from core.setting_fields import setting
from core.settings import Settings
from workers import callbacks, connector_health, dispatch, registry
from workers.connector import (
    Bilingual,
    Connector,
    Contract,
    ContractFault,
    ContractMessage,
    ContractValue,
    Header,
    Inbound,
    Kind,
    Periodic,
    TopicHandler,
)
from workers.errors import ConnectorInvalid, ContractBroken, InputInvalid, InputMissing, NotConfigured, Refused
from workers.periodics import ScheduleThread

W = Bilingual(en="thing", vi="việc")
CONTRACT = Contract(
    topic="sms.send",
    name=W,
    text=W,
    by=W,
    inputs=(
        ContractValue("to", W, required=True),
        ContractValue("fee", W, Kind.AMOUNT),
        ContractValue("status", W, Kind.STATUS),
    ),
    headers=(Header("speed", W, {"fast": W, "slow": W}),),
    outputs=(ContractValue("reference", W, required=True), ContractValue("parts", W, Kind.COUNT)),
    faults=(ContractFault("number-unknown", W),),
    messages=(
        ContractMessage(
            "sms.read", W, key="reference", variables=(ContractValue("at", W, Kind.MOMENT, required=True),)
        ),
    ),
)
GIVEN: list[Any] = []


def send(job: Any, _ctx: Any) -> Mapping[str, Any]:
    answer = GIVEN.pop()
    if isinstance(answer, Exception):
        raise answer
    return dict(answer)


CONNECTOR = Connector(
    "sms",
    handlers={"sms.send": TopicHandler(send, {"E404": "number-unknown"})},
    contracts=(CONTRACT,),
    callbacks=("sms.read",),
)


class SmsSettings(Settings):
    sms_url: str = setting("", "address", "write an address")


@pytest.fixture(autouse=True)
def looked_at_again() -> Iterator[None]:
    yield
    GIVEN.clear()
    registry.forget()


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes connectors those that other packages bring."""

    def put(*objects: Any) -> None:
        found = [
            SimpleNamespace(name=f"c{n}", value=f"package:c{n}", load=lambda one=one: one)
            for n, one in enumerate(objects)
        ]
        monkeypatch.setattr(registry, "entry_points", lambda group: found)
        registry.forget()

    return put


def job(topic: str = "sms.send", headers: Mapping[str, str] | None = None, **payload: Any) -> Any:
    return SimpleNamespace(topic=topic, payload=payload, headers=headers or {})


def carry(wanted: Any) -> Mapping[str, Any]:
    return dispatch.dispatch(wanted, SimpleNamespace())  # type: ignore[arg-type]


def test_the_offices_own_keep_to_their_contracts() -> None:
    assert {one.name for one in registry.own()} >= {"postal", "notification", "records"}
    assert set(registry.contracts()) >= {"postal.return", "notify.send", "records.status", "records.document"}
    for topic, contract in registry.contracts().items():
        assert OFFICE.get(topic, contract) is contract


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "SMS"}, "needs a name"),
        ({"contracts": ()}, "serves sms.send without a contract"),
        ({"contracts": (CONTRACT, replace(CONTRACT, topic="sms.ask", messages=()))}, "has a contract of sms.ask"),
        ({"contracts": (CONTRACT, OFFICE["payment.request"])}, "changes the contract of payment.request"),
        ({"handlers": {"sms.send": TopicHandler(send, {"E1": "gone"})}}, "the error gone"),
        ({"callbacks": ()}, "does not bring the message sms.read"),
        ({"callbacks": ("sms.read", "sms.lost")}, "brings the message sms.lost"),
        ({"address": "sms_url"}, "has no setting sms_url"),
        ({"inbound": (Inbound("till", print),)}, "a source till, whose name"),
        ({"inbound": (Inbound("sms", print, print, "sms_secret"),)}, "no setting sms_secret"),
        ({"inbound": (Inbound("sms", print), Inbound("sms", print))}, "more than one source of messages sms"),
        ({"name": "postal"}, "more than one connector postal"),
        (
            {"handlers": {**CONNECTOR.handlers, "notify.send": TopicHandler(send)}},
            "more than one worker of the topic notify.send",
        ),
        (
            {"periodics": (Periodic("postal.tracking", ScheduleThread.OUTSIDE, 1, lambda *_: None),)},
            "more than one periodic postal.tracking",
        ),
    ],
)  # fmt: skip
def test_a_connector_that_contradicts_something_is_named(install: Any, changes: dict[str, Any], said: str) -> None:
    install(replace(CONNECTOR, **changes))
    with pytest.raises(ConnectorInvalid, match=said):
        registry.connectors()


def test_what_is_no_connector_is_named_with_its_place(install: Any) -> None:
    install("something")
    with pytest.raises(ConnectorInvalid, match="package:c0"):
        registry.connectors()


def test_a_connectors_parts_reach_who_wants_them(install: Any) -> None:
    turn = Periodic("sms.states", ScheduleThread.OUTSIDE, 60, lambda *_: None)
    install(replace(CONNECTOR, settings=SmsSettings, address="sms_url", periodics=(turn,)))
    assert registry.contracts()["sms.send"] is CONTRACT and registry.connectors_by_topic()["sms.send"].name == "sms"
    assert turn in registry.periodics()
    assert {"sms_url", "postal_url", "port"} <= set(registry.settings_kind().model_fields)


def test_a_connector_with_nobody_to_call_is_a_notice_and_no_fault(settings: Settings) -> None:
    told = connector_health.checks(settings)
    assert "postal" in told["connectors"] and "MOTCUA_SMTP_URL" in told["connectors"]
    assert well(told) and public(told) == {"connectors": "failed"}, (
        "which systems an office calls is nobody else's business"
    )
    everywhere = {address: "http://127.0.0.1:1" for one in registry.own() for address in one.addresses}
    keys = {key: "a:b" for one in registry.own() for key in getattr(one.settings, "needs", {})}
    assert connector_health.checks(
        settings.but(
            **{
                **everywhere,
                **keys,
                "sms_sender": "UBND",
                "oa_token": "x" * 16,
                "oa_template": "x",
                "smtp_url": "smtp://127.0.0.1:1",
            }
        )
    ) == {"connectors": FINE}


def test_an_office_topic_may_be_served_by_another_package(install: Any) -> None:
    install(Connector("paper", handlers={"document.render": TopicHandler(send)}))
    assert registry.contracts()["document.render"] is OFFICE["document.render"]
    GIVEN.append({"document": "D1"})
    assert carry(job("document.render", template="giay")) == {"document": "D1"}


@pytest.mark.parametrize(
    ("wanted", "error", "named"),
    [
        (job(), InputMissing, "to"),
        (job(to="  "), InputMissing, "to"),
        (job(to=["0900000000"]), InputInvalid, "to"),
        (job(to="0900000000", fee="1.5"), InputInvalid, "fee"),
        (job(to="0900000000", status="11"), InputInvalid, "status"),
        (job(to="0900000000", headers={"speed": "by hand"}), InputInvalid, "speed"),
        (job("nobody.knows"), NotConfigured, "nobody.knows"),
    ],
)
def test_a_call_that_breaks_its_contract_is_not_made(
    install: Any, wanted: Any, error: type[Exception], named: str
) -> None:
    install(CONNECTOR)
    with pytest.raises(error) as caught:
        carry(wanted)
    assert f"“{named}”" in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [{}, {"reference": None}, {"reference": []}, {"reference": "x", "parts": "2"}, {"reference": "x", "more": 1}],
)
def test_a_connector_that_breaks_its_contract_is_at_fault(install: Any, given: dict[str, Any]) -> None:
    install(CONNECTOR)
    GIVEN.append(given)
    with pytest.raises(ContractBroken, match=r"sms\.send"):
        carry(job(to="0900000000"))


@pytest.mark.parametrize(("reason", "fault"), [("E404", "number-unknown"), ("E500", "")])
def test_a_refusal_knows_the_error_that_a_diagram_may_catch(install: Any, reason: str, fault: str) -> None:
    install(CONNECTOR)
    GIVEN.append(Refused("refused", reason_code=reason, system="Tổng đài", reason="không"))
    with pytest.raises(Refused) as caught:
        carry(job(to="0900000000"))
    assert caught.value.fault == fault


@pytest.mark.parametrize(("name", "variables"), [("sms.lost", {}), ("sms.read", {}), ("sms.read", {"at": "now"})])
def test_a_message_no_contract_names_is_not_brought(install: Any, name: str, variables: dict[str, Any]) -> None:
    install(CONNECTOR)
    with pytest.raises(ContractBroken):
        callbacks.deliver(SimpleNamespace(), name, "key", variables, "id")  # type: ignore[arg-type]
