"""Every topic of the office has a contract; a call of one that nobody serves is refused, with the element's name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bpmn.contracts import OFFICE, Bilingual, Contract, ContractMessage, ContractValue, Header, Kind, fits
from bpmn.lint import lint
from bpmn.parse import load
from bpmn.problem import Problem
from tests.unit.bpmn import diagrams as d

#: fixed by the dialect: desktop modelers, published diagrams and handbooks rely on the names
TOPICS = {
    *("postal.return", "postal.collect", "notify.send", "payment.request", "document.render", "document.sign"),
    *("records.status", "records.document", "records.citizen", "records.lookup", "records.civil-status"),
    *("office.ask", "office.answer"),
}
W = Bilingual(en="thing", vi="việc")
OWN = Contract("sms.send", W, W, W, inputs=(ContractValue("to", W, required=True), ContractValue("text", W)))


def calling(topic: str, **inputs: str) -> bytes:
    call = d.service("T", d.mappings(inputs), topic=topic)
    return d.diagram(d.start(), call, d.end(), d.path("Start", "T", "End"))


def asked(topic: str) -> bytes:
    """A diagram that gives a topic all it needs."""
    return calling(topic, **{value.name: "=x" for value in OFFICE[topic].inputs if value.required})


def errors(found: list[Problem]) -> list[tuple[str, str | None]]:
    return [(one.code, one.element) for one in found if one.severity == "error"]


def test_each_of_the_offices_topics_has_one_contract() -> None:
    assert set(OFFICE) == TOPICS
    assert all(OFFICE[topic].topic == topic for topic in TOPICS)


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_contract_is_said_in_both_languages(topic: str) -> None:
    contract = OFFICE[topic]
    parts = (*contract.inputs, *contract.outputs, *contract.headers)
    words = [contract.name, contract.text, contract.by, *(part.label for part in parts)]
    words += [choice for header in contract.headers for choice in header.choices.values()]
    words += [one.text for one in (*contract.faults, *contract.messages)]
    words += [value.label for message in contract.messages for value in message.variables]
    assert all(one.vi and one.en and one.vi != one.en for one in words)
    assert contract.outputs, "a call that gives nothing back cannot be told from one that was never made"


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_topic_without_a_worker_is_refused_until_its_connector_lands(topic: str) -> None:
    others = {name: contract for name, contract in OFFICE.items() if name != topic}
    (found,) = lint(asked(topic), served=others)
    assert (found.code, found.element, found.severity) == ("topic-unserved", "T", "error")
    assert topic in found.message and OFFICE[topic].name.vi in found.vi
    found = lint(asked(topic), served=OFFICE)
    assert {one.code for one in found} <= {"topic-message-unawaited"}, (
        "a call may need nothing but somebody who listens"
    )
    assert len(found) == sum(message.decisive for message in OFFICE[topic].messages)


def test_what_leaves_a_person_to_decide_is_waited_for_somewhere() -> None:
    """Wherever it stands: the warning names what is missing, in both languages, and goes once it is caught."""
    call = d.service("T", topic="postal.return")
    lost = d.message("M", "postal.lost", "=trackingCode")
    found = lint(
        d.diagram(d.start(), call, d.receive("W", "M"), d.end(), d.path("Start", "T", "W", "End"), beside=lost)
    )
    (warned,) = [one for one in found if one.code == "topic-message-unawaited"]
    assert (warned.element, warned.severity) == ("T", "warning")
    assert "postal.returned" in warned.message and "chuyển hoàn" in warned.vi


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_what_was_deployed_goes_on_whoever_serves_it_now(topic: str) -> None:
    assert load(asked(topic)).elements["T"].type == "serviceTask"


@pytest.mark.parametrize(("topic", "name"), [(t, v.name) for t, c in OFFICE.items() for v in c.inputs if v.required])
def test_an_input_the_contract_needs_is_asked_for(topic: str, name: str) -> None:
    given = {value.name: "=x" for value in OFFICE[topic].inputs if value.required and value.name != name}
    (found,) = [one for one in lint(calling(topic, **given), served=OFFICE) if one.severity == "error"]
    assert (found.code, found.element) == ("topic-input-missing", "T") and name in found.message


def test_an_input_may_come_from_the_loop() -> None:
    loop = d.multiple("=units", item="to")
    call = d.service("T", d.mappings({"content": "=x"}), topic="records.document", inner=loop)
    assert errors(lint(d.diagram(d.start(), call, d.end(), d.path("Start", "T", "End")), served=OFFICE)) == []


def test_a_topic_of_another_package_is_known_while_it_is_installed() -> None:
    bytes_ = calling("sms.send", to='="0900000000"')
    assert errors(lint(bytes_)) == [("topic-unknown", "T")]
    assert lint(bytes_, served={**OFFICE, "sms.send": OWN}) == []
    (missing,) = lint(calling("sms.send", text="=x"), served={"sms.send": OWN})
    assert (missing.code, missing.element) == ("topic-input-missing", "T")


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (Kind.TEXT, ["", "x", 1, Decimal("1.5")], [["x"], {"a": 1}]),
        (Kind.AMOUNT, [0, "50000", " 50000 ", Decimal(10**12), 5e4], [-1, "1.5", "x", True, 10**12 + 1, "NaN", [1]]),
        (Kind.COUNT, [0, 3], [-1, "3", True, 1.0]),
        (Kind.STATUS, [1, "10", Decimal(5)], [0, "11", "", "x", True]),
        (Kind.BOOLEAN, [True, False], [0, "true"]),
        (Kind.DATE, ["2026-11-30", date(2026, 11, 30)], ["2026-13-01", "x", datetime(2026, 1, 1, tzinfo=UTC), 5]),
        (Kind.MOMENT, ["2026-11-30T08:00:00+07:00@Asia/Ho_Chi_Minh", datetime(2026, 1, 1, tzinfo=UTC)],
         ["2026-11-30T08:00:00", "x", 5]),
        (Kind.CONTEXT, [{}, {"a": 1}], ["x", []]),
    ],
)  # fmt: skip
def test_a_kind_takes_what_it_says(kind: Kind, right: list[Any], wrong: list[Any]) -> None:
    assert [value for value in right if not fits(kind, value)] == []
    assert [value for value in wrong if fits(kind, value)] == []


@pytest.mark.parametrize(
    "parts",
    [
        {"topic": "sms"},
        {"topic": "SMS.send"},
        {"inputs": (ContractValue("to", W), ContractValue("to", W))},
        {"messages": (ContractMessage("sms.read", W, key="number"),)},
        {"headers": (Header("how", W, {"fast": W}, default="slow"),)},
    ],
)
def test_a_contract_that_contradicts_itself_is_none(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Contract(**{"topic": "sms.send", "name": W, "text": W, "by": W, **parts})
