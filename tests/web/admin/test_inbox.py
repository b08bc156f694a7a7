"""The inbox of outside systems: seen by administrators alone, and settled by them, one or many, each with its trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from core import jsontext
from core.db.models import Access, InboundItem, JournalEntry
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.ports import Arrival
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.settings import Settings
from tests.support import doors
from tests.support.doors import SECRET, TILL
from tests.support.staff import staff
from tests.web.admin.desks import Desk
from tests.workers import procedures
from workers import context as contexts
from workers import inbound, jobs, registry
from workers.context import WorkerContext

NAME = "Người Nộp Bí Mật"


@pytest.fixture
def ctx(demo: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerContext]:
    doors.install(monkeypatch, TILL)
    _office, worker = doors.with_doors(demo, settings, till_secret=SECRET)
    yield contexts.set_current(worker)
    contexts._current.clear()
    registry.forget()


@pytest.fixture
def asked(ctx: WorkerContext) -> DossierView:
    """A dossier that waits to be paid."""
    bpmn = procedures.diagram("till.ask", outputs={"code": "code"}, message=("till.paid", "code"), takes=("amount",))
    procedures.deploy(ctx.office, bpmn)
    dossier = procedures.receive(ctx.office)
    (row,) = [str(row.id) for row in ctx.office.outbox.due() if row.topic == "till.ask"]
    jobs.call(row)
    return dossier


def send(ctx: WorkerContext, *bodies: str) -> list[UUID]:
    """Items that nobody takes, parked; the oldest first."""
    source = registry.inbound()["till"]
    for body in bodies:
        raw = body.encode()
        ctx.office.inbound.keep("till", "callback", inbound.arrival(source, raw), raw)
    for _ in range(5):
        inbound.process(ctx, None)  # type: ignore[arg-type]
        ctx.office.context.clock.advance(minutes=3)
    with ctx.office.context.work.read() as work:
        return list(work.scalars(select(InboundItem.id).order_by(InboundItem.id)))


def lost(number: int) -> str:
    return f'{{"id": "P-{number}", "code": "T-lost-{number}", "amount": {number}, "payer": "{NAME}"}}'


def one(ctx: WorkerContext, item: UUID) -> Any:
    with ctx.office.context.work.read() as work:
        return work.execute(select(*InboundItem.__table__.c).where(InboundItem.id == item)).one()


def entries(ctx: WorkerContext, kind: str) -> list[Any]:
    with ctx.office.context.work.read() as work:
        rows = work.scalars(select(JournalEntry.payload).where(JournalEntry.kind == kind)).all()
    return [jsontext.loads(row) for row in rows]


def test_the_list_tells_why_and_shows_nothing_of_people(
    desk: Callable[[str], Desk], ctx: WorkerContext, asked: DossierView
) -> None:
    send(ctx, lost(1), "not json", f'{{"id": "P-3", "code": "T-{asked.code}"}}')
    page = desk("quantri").get("/inbox")
    for words in (
        "Không có hồ sơ nào đang chờ tin này",
        "Không đọc được tin",
        "Nội dung khác với thoả thuận",
        "T-lost-1",
    ):
        assert words in page.text
    assert NAME not in page.text
    link = next(a.get("href") for a in page.tree.iterfind(".//tbody//a") if a.text_content() == "till.paid")
    assert link
    shown = [desk("quantri").get(a.get("href")).text for a in page.tree.iterfind(".//tbody//a")]
    assert any(NAME in text for text in shown)
    with ctx.office.context.work.read() as work:
        read = work.scalars(select(Access.parts).where(Access.parts.contains(",message,"))).all()
    assert len(read) == 3, "who reads what such a message holds stands in the access log"


@pytest.mark.parametrize("username", ["tiepnhan", "lanhdao", "thietke"])
def test_it_is_for_administrators_of_the_whole_office_alone(
    desk: Callable[[str], Desk], ctx: WorkerContext, asked: DossierView, username: str
) -> None:
    (item,) = send(ctx, lost(1))
    desk(username).get("/inbox", status=403)
    desk(username).get(f"/inbox/{item}", status=403)
    for act in (
        lambda by: ctx.office.inbox.page(by),
        lambda by: ctx.office.inbox.get(item, by),
        lambda by: ctx.office.inbox.retry([item], by),
        lambda by: ctx.office.inbox.assign([item], asked.code, by),
        lambda by: ctx.office.inbox.set_aside([item], "x", by),
    ):
        with pytest.raises(Forbidden):
            act(staff(ctx.office, "", username))
    assert ctx.office.inbox.waiting(staff(ctx.office, "", username)) is None


def test_many_are_set_aside_with_a_reason_and_what_was_typed_is_not_lost(
    desk: Callable[[str], Desk], ctx: WorkerContext, asked: DossierView
) -> None:
    items = send(ctx, lost(1), lost(2), lost(3))
    chosen = {"item": [str(item) for item in items[:2]], "do": "set-aside"}
    refused = desk("quantri").send("/inbox", {**chosen, "reason": "  "}, page="/inbox")
    assert refused.status == 422
    ticked = [box.get("value") for box in refused.tree.iterfind(".//tbody//input[@checked]")]
    assert set(ticked) == set(chosen["item"])
    done = desk("quantri").send("/inbox", {**chosen, "reason": "Gửi nhầm"}, page="/inbox")
    assert done.status == 200 and "2 tin" in done.text
    assert [one(ctx, item).state for item in items] == ["set-aside", "set-aside", "parked"]
    (entry,) = entries(ctx, "admin.inbound.set-aside")
    assert entry["reason"] == "Gửi nhầm" and len(entry["items"]) == 2
    again = desk("quantri").send("/inbox", {**chosen, "reason": "Nữa"}, page="/inbox")
    assert "Người khác đã giải quyết" in again.text and len(entries(ctx, "admin.inbound.set-aside")) == 1


def test_an_item_given_to_a_dossier_moves_it_and_stands_in_its_history(
    database_url: str, desk: Callable[[str], Desk], ctx: WorkerContext, asked: DossierView
) -> None:
    (item,) = send(ctx, lost(1))
    page = f"/inbox/{item}"
    wrong = desk("quantri").send("/inbox", {"dossier": "H99-không-có", "do": "assign"}, page=page)
    assert wrong.status == 404 and wrong.form("/inbox")["dossier"] == "H99-không-có"
    desk("quantri").send("/inbox", {"dossier": f" {asked.code} ", "do": "assign"}, page=page)
    assert inbound.process(ctx, None) == 1  # type: ignore[arg-type]
    found = one(ctx, item)
    assert (found.state, found.took, found.assigned) == ("taken", [asked.code], asked.code)
    assert ctx.office.dossiers.get(asked.code, SYSTEM).data["amount"] == 1
    kinds = [event.kind for event in ctx.office.dossiers.history(asked.code, SYSTEM)]
    assert kinds[-2:] == ["admin.inbound.assigned", "engine.message.delivered"]
    assert entries(ctx, "admin.inbound.assigned")[0]["dossier"] == asked.code
    # A worker that died between the dossier and the item does both again.
    with ctx.office.context.work() as work:
        work.session.execute(
            update(InboundItem)
            .where(InboundItem.id == item)
            .values(state="waiting", next_attempt=ctx.office.context.now())
        )
    inbound.process(ctx, None)  # type: ignore[arg-type]
    assert one(ctx, item).state == "taken"
    assert [event.kind for event in ctx.office.dossiers.history(asked.code, SYSTEM)] == kinds


def test_an_item_given_to_a_dossier_that_does_not_wait_comes_back_and_says_so(
    desk: Callable[[str], Desk], ctx: WorkerContext, asked: DossierView
) -> None:
    first, second = send(ctx, lost(1), lost(2))
    admin = staff(ctx.office, "admin")
    ctx.office.inbox.assign([first], asked.code, admin)
    inbound.process(ctx, None)  # type: ignore[arg-type]
    ctx.office.inbox.assign([second], asked.code, admin)
    inbound.process(ctx, None)  # type: ignore[arg-type]
    assert one(ctx, second).state == "parked"
    assert f"Hồ sơ {asked.code} không chờ tin này" in desk("quantri").get("/inbox").text


def test_trying_again_reads_it_anew(ctx: WorkerContext, asked: DossierView, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the connector was put right, what it could not read is taken."""
    source = registry.inbound()["till"]

    def broken(_body: bytes) -> Any:
        raise RuntimeError("a bug of the connector")

    raw = f'{{"id": "P-1", "code": "T-{asked.code}", "amount": 5}}'.encode()
    with monkeypatch.context() as patched:
        patched.setattr(registry, "inbound", lambda: {"till": replace(source, read=broken)})
        ctx.office.inbound.keep("till", "callback", Arrival("sha256:1"), raw)
        for _ in range(5):
            inbound.process(ctx, None)  # type: ignore[arg-type]
            ctx.office.context.clock.advance(minutes=3)
    (item,) = ctx.office.inbox.page(staff(ctx.office, "admin")).items
    assert item.reason == "fault" and len(item.detail) == 8
    assert ctx.office.inbox.retry([item.id], staff(ctx.office, "admin")) == 1
    assert inbound.process(ctx, None) == 1  # type: ignore[arg-type]
    assert len(entries(ctx, "admin.inbound.retried")) == 1


def test_what_it_held_is_let_go_after_the_days_of_the_setting(ctx: WorkerContext, asked: DossierView) -> None:
    first, second = send(ctx, lost(1), lost(2))
    admin = staff(ctx.office, "admin")
    ctx.office.inbox.set_aside([first], "Gửi nhầm", admin)
    ctx.office.context.clock.advance(days=89)
    ctx.office.upkeep.sweep()
    assert one(ctx, first).raw is not None
    ctx.office.context.clock.advance(days=2)
    ctx.office.upkeep.sweep()
    assert (one(ctx, first).raw, one(ctx, first).key) == (None, "")
    assert one(ctx, second).raw is not None, "a person has still to look at it"
    assert send(ctx, lost(1)) == [first, second], "it is known again"


def test_nothing_is_decided_about_nothing(ctx: WorkerContext, asked: DossierView) -> None:
    admin = staff(ctx.office, "admin")
    with pytest.raises(BadValue):
        ctx.office.inbox.retry([], admin)
    with pytest.raises(NotFound):
        ctx.office.inbox.get(UUID(int=7), admin)


def test_half_a_character_is_shown_as_it_was_escaped() -> None:
    from admin.administration.inbox import _contents

    assert "\\ud800" in _contents(b'{"id": "\\ud800", "name": "\xc4\x90\xe1\xba\xb7ng"}')
    assert "Đặng" in _contents('{"name": "Đặng"}'.encode())
