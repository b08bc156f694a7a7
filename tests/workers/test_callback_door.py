"""Signed messages of outside systems: kept before they are answered, known again, and taken by whom they concern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from core.db.models import InboundItem, InboundRefusal, Incident
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.settings import Settings
from tests.support import doors
from tests.support.doors import SECRET, TILL, signed
from tests.support.processes import wait_until
from tests.workers import procedures
from workers import context as contexts
from workers import inbound, jobs, registry
from workers.context import WorkerContext

NEW_SECRET = "whsec_bmV3LXNlY3JldC1vZi10aGUtdGlsbA"


@pytest.fixture
def ctx(demo: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerContext]:
    doors.install(monkeypatch, TILL)
    _office, worker = doors.with_doors(demo, settings, till_secret=f"{SECRET},{NEW_SECRET}")
    yield contexts.set_current(worker)
    contexts._current.clear()
    registry.forget()


class Sender:
    """The other side."""

    def __init__(self, ctx: WorkerContext) -> None:
        from api.app import create_app

        self._client = Client(create_app(ctx.office, ctx.settings))
        self.now = ctx.office.context.now

    def post(self, data: bytes, headers: Mapping[str, str], source: str = "till") -> TestResponse:
        return self._client.post(f"/callbacks/{source}", data=data, headers=dict(headers))

    def send(self, body: bytes | Mapping[str, Any], **how: Any) -> TestResponse:
        return self.post(*signed(body, self.now(), **how))


@pytest.fixture
def sender(ctx: WorkerContext) -> Sender:
    return Sender(ctx)


@pytest.fixture
def asked(ctx: WorkerContext) -> DossierView:
    """A dossier that waits to be paid; its key is ``T-`` and its code."""
    bpmn = procedures.diagram("till.ask", outputs={"code": "code"}, message=("till.paid", "code"), takes=("amount",))
    procedures.deploy(ctx.office, bpmn)
    return ask(ctx)


def ask(ctx: WorkerContext) -> DossierView:
    dossier = procedures.receive(ctx.office)
    (row,) = [str(row.id) for row in ctx.office.outbox.due() if row.topic == "till.ask"]
    jobs.call(row)
    return dossier


def paid(dossier: DossierView, **more: Any) -> dict[str, Any]:
    return {"id": "P-1", "code": f"T-{dossier.code}", "amount": 50_000, **more}


def turn(ctx: WorkerContext) -> int:
    return inbound.process(ctx, None)  # type: ignore[arg-type]


def items(ctx: WorkerContext) -> list[Any]:
    with ctx.office.context.work.read() as work:
        return list(work.execute(select(*InboundItem.__table__.c).order_by(InboundItem.id)))


def ended(ctx: WorkerContext, dossier: DossierView) -> bool:
    return "End" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed


def test_a_signed_message_reaches_the_dossier_that_waits(
    database_url: str, ctx: WorkerContext, sender: Sender, asked: DossierView
) -> None:
    answer = sender.send(paid(asked))
    assert (answer.status_code, answer.json) == (200, {"received": True})
    (kept,) = items(ctx)
    assert (kept.state, kept.external_id, kept.key) == ("waiting", "P-1", f"T-{asked.code}")
    assert b"50000" in kept.raw, "as it came, before anybody has done anything with it"
    assert turn(ctx) == 1
    assert ended(ctx, asked) and ctx.office.dossiers.get(asked.code, SYSTEM).data["amount"] == 50_000
    (kept,) = items(ctx)
    assert (kept.state, kept.took, kept.next_attempt) == ("taken", [asked.code], None)
    assert turn(ctx) == 0


def test_the_same_twice_is_answered_the_same_and_done_once(
    database_url: str, ctx: WorkerContext, sender: Sender, asked: DossierView
) -> None:
    first, repeat = sender.send(paid(asked)), sender.send(paid(asked), name="msg_2")
    turn(ctx)
    late = sender.send(paid(asked), name="msg_3")
    assert first.data == repeat.data == late.data and first.status_code == late.status_code == 200
    assert turn(ctx) == 0 and len(items(ctx)) == 1
    events = [one.kind for one in ctx.office.dossiers.history(asked.code, SYSTEM)]
    assert events.count("engine.message.delivered") == 1


def test_either_secret_signs_while_one_takes_the_others_place(sender: Sender, asked: DossierView) -> None:
    assert sender.send(paid(asked), secret=NEW_SECRET).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v2,AAAA"},
        {"webhook-signature": "v1,\u00e9"},
        {"webhook-signature": ""},
        {"webhook-id": "msg_9"},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "9" * 400},
    ],
)
def test_what_is_not_signed_is_refused_and_nothing_of_it_kept(
    ctx: WorkerContext, sender: Sender, asked: DossierView, changed: dict[str, str]
) -> None:
    data, headers = signed(paid(asked), sender.now())
    answer = sender.post(data, {**headers, **changed})
    assert (answer.status_code, answer.json["code"]) == (401, "signature-wrong")  # type: ignore[index]
    assert items(ctx) == []


def test_another_body_under_the_same_signature_is_refused(
    ctx: WorkerContext, sender: Sender, asked: DossierView
) -> None:
    _data, headers = signed(paid(asked), sender.now())
    assert sender.post(signed(paid(asked, amount=1), sender.now())[0], headers).status_code == 401
    assert items(ctx) == []


@pytest.mark.parametrize("minutes", [6, -6])
def test_a_message_recorded_and_sent_again_later_is_refused(
    ctx: WorkerContext, sender: Sender, asked: DossierView, minutes: int
) -> None:
    data, headers = signed(paid(asked), sender.now() - timedelta(minutes=minutes))
    assert sender.post(data, headers).status_code == 401
    assert items(ctx) == []


def test_refusals_are_counted_and_a_flood_of_them_writes_little(
    database_url: str, ctx: WorkerContext, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1000.0
    monkeypatch.setattr("core.services.outside.refusals.time.monotonic", lambda: moment)
    for _ in range(50):
        assert sender.send({"id": "x"}, secret="whsec_d3Jvbmc").status_code == 401
    with ctx.office.context.work.read() as work:
        assert work.scalars(select(InboundRefusal.count)).all() == [1]
    moment += 61
    sender.send({"id": "x"}, secret="whsec_d3Jvbmc")
    with ctx.office.context.work.read() as work:
        assert work.scalars(select(InboundRefusal.count)).all() == [51]
    assert items(ctx) == []


def test_a_door_without_a_secret_and_one_nobody_has_are_the_same(
    demo: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors.install(monkeypatch, TILL)
    _office, worker = doors.with_doors(demo, settings)
    sender = Sender(worker)
    answers = [sender.post(*signed({}, sender.now()), source=source) for source in ("till", "nobody")]
    assert [answer.status_code for answer in answers] == [404, 404]
    registry.forget()


def test_ten_megabytes_are_refused_unread(ctx: WorkerContext, sender: Sender) -> None:
    data, headers = signed({"id": "x" * 10_000_000}, sender.now())
    assert sender.post(data, headers).status_code == 413
    assert items(ctx) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b'{"id": "P-1"',
        b'{"id": "P\\u0000", "code": "x"}',
        b'{"id": "P-1", "code": "\\ud800"}',
        b'{"id": ["P-1"], "code": "x"}',
        b"[" * 100_000,
        b'{"id": "P-1", "code": "x", "code": "y"}',
        b"\x00",
    ],
)
def test_what_cannot_be_read_is_kept_and_stands_in_nobodys_way(
    database_url: str, ctx: WorkerContext, sender: Sender, asked: DossierView, body: bytes
) -> None:
    assert sender.send(body).status_code == 200, "its sender has done its part"
    assert sender.send(body, name="msg_2").status_code == 200
    assert sender.send(paid(asked)).status_code == 200
    assert turn(ctx) == 1 and ended(ctx, asked)
    (broken, _good) = items(ctx)
    assert (broken.state, broken.reason, broken.raw) == ("parked", "unreadable", body)
    assert broken.external_id.startswith("sha256:") and broken.next_attempt is None


@pytest.mark.parametrize(
    ("more", "reason"),
    [({"amount": None}, "contract"), ({"amount": -1}, "contract"), ({"code": "T-nobody"}, "unmatched")],
)
def test_wrong_values_and_unknown_keys_are_parked_with_a_reason(
    ctx: WorkerContext, sender: Sender, asked: DossierView, more: dict[str, Any], reason: str
) -> None:
    sender.send(paid(asked, **more))
    for _ in range(5):
        turn(ctx)
        ctx.office.context.clock.advance(minutes=3)
    (kept,) = items(ctx)
    assert (kept.state, kept.reason) == ("parked", reason)
    assert not ended(ctx, asked)
    with ctx.office.context.work.read() as work:
        assert not work.scalars(select(Incident.id)).all()


def test_a_message_quicker_than_our_own_books_is_taken_when_they_are_written(
    ctx: WorkerContext, sender: Sender, asked: DossierView
) -> None:
    """Parked as well: it is offered again by itself, and then no longer waits for a person."""
    dossier = procedures.receive(ctx.office)
    (row,) = [row for row in ctx.office.outbox.due() if row.topic == "till.ask"]
    sender.send(paid(asked, id="P-2", code=f"T-{dossier.code}"))
    for minutes in (0, 1, 3, 3):
        ctx.office.context.clock.advance(minutes=minutes)
        assert turn(ctx) == 0
    assert items(ctx)[0].state == "parked"
    jobs.call(str(row.id))
    assert turn(ctx) == 0, "it rests for a while"
    ctx.office.context.clock.advance(hours=1)
    assert turn(ctx) == 1
    assert items(ctx)[0].state == "taken"


def test_a_message_for_a_finished_dossier_is_parked(ctx: WorkerContext, sender: Sender, asked: DossierView) -> None:
    sender.send(paid(asked))
    turn(ctx)
    sender.send(paid(asked, id="P-2"))
    for _ in range(5):
        turn(ctx)
        ctx.office.context.clock.advance(minutes=3)
    assert [(one.state, one.reason) for one in items(ctx)] == [("taken", ""), ("parked", "unmatched")]


def test_a_worker_that_dies_with_an_item_leaves_it_to_the_next(
    ctx: WorkerContext, sender: Sender, asked: DossierView
) -> None:
    sender.send(paid(asked))
    assert ctx.office.inbound.take_next() is not None
    assert turn(ctx) == 0, "somebody has it"
    ctx.office.context.clock.advance(minutes=2)
    assert turn(ctx) == 1 and ended(ctx, asked)


def test_what_was_counted_is_written_by_itself_a_while_later(
    ctx: WorkerContext, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only when the next message is refused, which may be never."""

    def counted() -> int:
        with ctx.office.context.work.read() as work:
            return work.scalar(select(InboundRefusal.count)) or 0

    monkeypatch.setattr("core.services.outside.refusals.INTERVAL", 0.3)
    for _ in range(5):
        assert sender.post(b"{}", {}).status_code == 401
    wait_until(lambda: counted() == 5, "the rest of the five")
    monkeypatch.setattr("core.services.outside.refusals.INTERVAL", 60.0)
    for _ in range(3):
        sender.post(b"{}", {})
    ctx.office.inbound.close()
    assert counted() == 8, "a process that ends writes what it has"
