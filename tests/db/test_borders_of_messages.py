"""Messages and signals reach only dossiers of the sender's own units, and change only what their receiver declares."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors.dossiers import NothingWaiting
from core.errors.rights import Forbidden
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import DossierView
from core.services.views.events import EventView
from tests.support.staff import hire, staff
from tests.unit.bpmn import diagrams as d
from tests.workers import procedures

HERE, THERE, TOP = "H99.06", "H99.05", "H99"
BESIDE = d.message("M", "records.answer", "=note") + d.signal("S", "stop")
WAITING = d.diagram(
    d.start(), d.parallel("Fork"), d.catch("Letter", d.message_event("M"), d.takes("answer")),
    d.catch("Shout", d.signal_event("S"), d.takes("why")), d.parallel("Join"), d.end(),
    d.path("Start", "Fork", "Letter", "Join", "End"), d.path("Fork", "Shout", "Join"), beside=BESIDE,
)  # fmt: skip
PAYLOAD = {"answer": "không", "decision": "propose", "returnBy": "post", "note": "khác"}


@pytest.fixture
def dossier(demo: Office) -> DossierView:
    """A dossier of the commune THERE that waits for a message under the key K, and for a signal."""
    procedures.deploy(demo, WAITING)
    return procedures.receive(demo, note="K")


def last(office: Office, dossier: DossierView) -> EventView:
    return office.dossiers.history(dossier.code, SYSTEM)[-1]


def data(office: Office, dossier: DossierView) -> Any:
    return office.dossiers.get(dossier.code, SYSTEM).data


def token(office: Office, by: Actor, *scopes: str) -> Actor:
    secret = office.tokens.create_token(by.username, "máy", ["messages:write", *scopes], SYSTEM)
    return office.accounts.actor_of_token(secret, "10.0.0.7")


STRANGERS = {
    "a receiver of the neighbour": {"receiver": HERE},
    "an auditor above who receives next door": {"auditor": TOP, "receiver": HERE},
    "a designer above who reviews next door": {"designer": TOP, "reviewer": HERE},
    "an administrator above": {"admin": TOP},
    "an administrator of this very commune": {"admin": THERE},
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_moves_nothing_and_learns_nothing(
    demo: Office, dossier: DossierView, database_url: str, stranger: str
) -> None:
    by = hire(demo, "nguoi.la", **STRANGERS[stranger])
    before = last(demo, dossier).seq
    with pytest.raises(NothingWaiting) as refused:
        demo.messages.correlate("records.answer", "K", PAYLOAD, by, key="x")
    with pytest.raises(NothingWaiting) as nothing:
        demo.messages.correlate("records.answer", "no such key", PAYLOAD, by, key="y")
    assert str(refused.value) == str(nothing.value)
    assert demo.signals.broadcast("stop", {"why": "giả"}, by) == ()
    assert last(demo, dossier).seq == before
    assert [row.topic for row in demo.outbox.due(100) if row.topic.startswith("signal")] == []


def test_who_holds_no_role_for_it_sends_nothing(demo: Office, dossier: DossierView) -> None:
    for by in (staff(demo, "auditor"), staff(demo, "designer")):
        with pytest.raises(Forbidden):
            demo.messages.correlate("records.answer", "K", PAYLOAD, by)
        with pytest.raises(Forbidden):
            demo.signals.broadcast("stop", {}, by)


def test_what_is_not_declared_is_not_taken_and_the_history_names_it_and_the_sender(
    demo: Office, dossier: DossierView, database_url: str
) -> None:
    before, by = data(demo, dossier), staff(demo, "receiver")
    assert demo.messages.correlate("records.answer", "K", PAYLOAD, by) == (dossier.code,)
    assert data(demo, dossier) == {**before, "answer": "không"}
    event = last(demo, dossier)
    assert (event.kind, event.actor, event.unit) == ("engine.message.delivered", by.username, f"{THERE}.01")
    assert (event.payload["variables"], event.payload["ignored"]) == (
        {"answer": "không"},
        ["decision", "note", "returnBy"],
    )
    assert demo.signals.broadcast("stop", {"why": "lụt", "decision": "x"}, by) == (dossier.code,)
    (row,) = [row for row in demo.outbox.due(100) if row.topic == "signal.take"]
    job = demo.outbox.lease(row.id)
    assert job is not None
    demo.signals.deliver(job)
    assert data(demo, dossier) == {**before, "answer": "không", "why": "lụt"}
    event = last(demo, dossier)
    assert event.payload["ignored"] == ["decision"]
    sender = event.payload["origin"]["by"]
    assert (sender["username"], sender["unit"], sender["address"]) == (by.username, f"{THERE}.01", "127.0.0.1")


def test_an_event_that_declares_nothing_takes_nothing(demo: Office, database_url: str) -> None:
    procedures.deploy(
        demo, procedures.diagram("postal.return", **{**procedures.POST, "message": ("postal.delivered", "note")})
    )
    dossier = procedures.receive(demo, note="K")
    (row,) = demo.outbox.due(10)
    job = demo.outbox.lease(row.id)
    assert job is not None
    demo.outbox.succeeded(job, {"trackingCode": "VN1"})
    before = data(demo, dossier)
    assert demo.messages.correlate("postal.delivered", "K", {"decision": "x"}, SYSTEM) == (dossier.code,)
    assert data(demo, dossier) == before


def test_a_connector_reaches_the_dossiers_of_its_units_without_seeing_them(
    demo: Office, dossier: DossierView, database_url: str
) -> None:
    machine = hire(demo, "ket.noi", admin=TOP)
    for scopes in ((), ("dossiers:read",)):
        with pytest.raises(NothingWaiting):
            demo.messages.correlate("records.answer", "K", PAYLOAD, token(demo, machine, *scopes))
    elsewhere = token(demo, hire(demo, "ket.noi.hai", admin=HERE), "messages:connector")
    with pytest.raises(NothingWaiting):
        demo.messages.correlate("records.answer", "K", PAYLOAD, elsewhere)
    watcher = token(demo, hire(demo, "ket.noi.ba", admin=HERE, auditor=TOP, designer=TOP), "messages:connector")
    with pytest.raises(NothingWaiting):
        demo.messages.correlate("records.answer", "K", PAYLOAD, watcher)
    connector = token(demo, machine, "messages:connector")
    assert demo.messages.correlate("records.answer", "K", PAYLOAD, connector) == (dossier.code,)
    event = last(demo, dossier)
    assert (event.actor, event.unit) == (machine.username, TOP)


def test_the_demonstrations_tokens_are_no_connectors(demo: Office, credentials: dict[str, Any]) -> None:
    for secret in credentials["tokens"].values():
        scopes = demo.accounts.actor_of_token(secret).scopes
        assert scopes is not None and "messages:connector" not in scopes


def test_of_two_who_wait_under_one_key_only_the_own_one_has_it(demo: Office, dossier: DossierView) -> None:
    other = demo.reception.receive(
        procedures.Reception(procedures.CODE, f"{HERE}.01", "counter", procedures.APPLICANT, {"note": "K"}, "post"),
        SYSTEM,
    )
    by = hire(demo, "tiepnhan.hai", receiver=HERE)
    assert demo.messages.correlate("records.answer", "K", PAYLOAD, by) == (other.code,)
    assert "answer" not in data(demo, dossier)


def test_a_message_that_opens_a_dossier_brings_only_what_its_start_declares(demo: Office, database_url: str) -> None:
    opened = d.diagram(
        d.begin("Asked", "Ask", d.takes("origin")), d.user("Look"), d.end(), d.path("Asked", "Look", "End"),
        beside=d.message("Ask", "inquiry.asked", ""),
    )  # fmt: skip
    procedures.deploy(demo, opened)
    who = {"name": "Người nộp", "phone": "0900000001"}
    told = {"unit": procedures.DESK, "applicant": who, "returnBy": "counter", "data": {"note": "x", "decision": "y"}}
    (code,) = demo.messages.correlate("inquiry.asked", None, {**told, "origin": "O", "approval": "approve"}, SYSTEM)
    found = demo.dossiers.get(code, SYSTEM).data
    assert found == {"note": "x", "other": {"decision": "y"}, "origin": "O", "returnBy": "counter"}
    assert demo.dossiers.history(code, SYSTEM)[0].payload["ignored"] == ["approval"]
