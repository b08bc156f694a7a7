"""Letters of other offices: in the register, put aside, asked back; and an axis that fails on purpose."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core.db.models import InboundItem
from core.domain.letters import LetterKind, LetterStatus
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.letters import LetterFilter
from core.services.views.units import NewUnit
from core.settings import Settings
from tests.support import edxml
from tests.support.clock import TestClock
from tests.support.staff import hire, staff
from tests.workers.axis import (
    OURS,
    REDIS,
    at_axis,
    bring,
    follow,
    incoming,
    items,
    parked,
    rows,
    said,
)
from tests.workers.conftest import Outside
from workers import context as contexts
from workers import inbound
from workers.context import WorkerContext
from workers.errors import Unavailable
from workers.records import exchange
from workers.records.edxml import writer
from workers.records.edxml.model import Attachment, Business, Organ


@pytest.fixture
def ctx(demo: Office, settings: Settings, axis: Outside) -> Iterator[WorkerContext]:
    pointed = settings.but(records_url=axis.url, records_key="client:secret")
    yield contexts.set_current(WorkerContext(demo, pointed))
    contexts._current.clear()


def test_a_letter_that_comes_stands_in_the_register_and_its_sender_is_told(ctx: WorkerContext, axis: Outside) -> None:
    letter = incoming()
    bring(axis, writer.write(letter), times=3)
    follow(ctx)
    (row,) = rows(ctx)
    assert (row.number, row.organ_name, row.code, row.subject) == (1, "Sở Tư pháp", "15/STP-HTQT", letter.subject)
    assert (row.status, row.dossier) == ("01", None)
    assert said(axis) == [("01", letter.document_id)]
    assert {one["status"] for one in at_axis(axis).inbox} == {"done"}
    view, content = ctx.office.correspondence.file(row.id, 0, staff(ctx.office, "registrar"))
    assert (view.name, content) == ("tra-loi.pdf", edxml.PDF)


BAD = {
    "xml": b"<edXML",
    "namespace": writer.write(incoming()).replace(b"QCVN_102_2016", b"QCVN_102_2015"),
    "schema": writer.write(incoming()).replace(b"edXML:Subject>", b"edXML:Trich>"),
    "receivers": writer.write(edxml.document(receivers=(OURS, OURS))),
    "not-for-us": writer.write(edxml.document(receivers=(Organ("H01", "Nơi khác"),))),
    "attachment": writer.write(incoming(attachments=(Attachment("cid:1", "virus.exe", b"MZ"),))),
    "letter-unknown": writer.write(edxml.status(LetterStatus.REGISTERED, "H99.05,2026/11/20,1/A")),
    "value": writer.write(edxml.status(LetterStatus.REGISTERED, "x")).replace(b">03<", b">07<"),
}


def test_what_cannot_be_taken_is_put_aside_and_holds_up_nothing(ctx: WorkerContext, axis: Outside) -> None:
    for message in BAD.values():
        bring(axis, message)
    bring(axis, writer.write(incoming(code=edxml.DocumentCode("99", "SAU"), document_id="good")))
    follow(ctx)
    assert sorted(parked(ctx)) == sorted(BAD)
    good, refused = rows(ctx)
    assert (good.code, good.number) == ("99/SAU", 1)
    assert (refused.number, refused.status) == (None, "02")
    assert ("02", edxml.document().document_id) in said(axis), "the sender is told why its letter was refused"
    assert at_axis(axis).waiting() == []


def test_a_file_that_cannot_be_unpacked_refuses_the_letter_with_a_reason(ctx: WorkerContext, axis: Outside) -> None:
    data = writer.write(incoming())
    begin = data.index(b"ContentTransferEncoded>") + len(b"ContentTransferEncoded>")
    bring(axis, data[:begin] + b"###" + data[begin:])
    follow(ctx)
    (row,) = rows(ctx)
    (report,) = ctx.office.correspondence.get(row.id, staff(ctx.office, "registrar")).reports
    assert report.status is LetterStatus.REFUSED and "tra-loi.pdf" in report.description


def test_another_letter_under_the_same_name_is_not_taken_for_it(ctx: WorkerContext, axis: Outside) -> None:
    bring(axis, writer.write(incoming()))
    bring(axis, writer.write(incoming(content="Đã đăng ký kết hôn")))
    follow(ctx)
    assert len(rows(ctx)) == 1 and parked(ctx) == ["document-reused"]


def test_the_sender_asks_for_its_letter_back(ctx: WorkerContext, axis: Outside, clock: TestClock) -> None:
    letter = incoming()
    bring(axis, writer.write(letter))
    asks = edxml.status(LetterStatus.WITHDRAWAL_ASKED, letter.document_id, organ=edxml.THEIRS)
    bring(axis, writer.write(asks), first=1)  # before the letter itself
    follow(ctx)
    assert parked(ctx) == ["letter-unknown"]
    registrar = staff(ctx.office, "registrar")
    assert inbound.process(ctx, REDIS) == 0, "not before its time"
    clock.advance(seconds=6)
    follow(ctx)  # it had overtaken the letter, and nobody had to do anything
    (row,) = rows(ctx)
    assert row.status == "13" and parked(ctx) == []
    ctx.office.correspondence.say(row.id, LetterStatus.WITHDRAWAL_AGREED, "", registrar)
    follow(ctx)
    assert said(axis) == [("01", letter.document_id), ("15", letter.document_id)]


def test_an_update_is_agreed_to_by_a_person(ctx: WorkerContext, axis: Outside) -> None:
    first = incoming()
    second = incoming(
        code=edxml.DocumentCode("16", "STP-HTQT"),
        document_id="second",
        business=Business(LetterKind.UPDATE, "Sai ngày", document_id=first.document_id),
    )
    for letter in (second, first):  # out of order
        bring(axis, writer.write(letter))
    follow(ctx)
    registrar = staff(ctx.office, "registrar")
    row = next(one for one in rows(ctx) if one.code.startswith("16"))
    view = ctx.office.correspondence.get(row.id, registrar)
    assert [one.code for one in view.refers_to] == ["15/STP-HTQT"]
    assert view.next == (LetterStatus.WITHDRAWAL_AGREED, LetterStatus.WITHDRAWAL_REFUSED)


@pytest.mark.parametrize("mode", ["down", "error", "nonsense"])
def test_an_axis_that_fails_costs_nothing_but_time(
    ctx: WorkerContext, axis: Outside, clock: TestClock, mode: str
) -> None:
    bring(axis, writer.write(incoming()))
    axis.misbehave(mode, times=1, path="/edoc")
    with pytest.raises(Unavailable):
        exchange.follow(ctx, REDIS)
    follow(ctx)
    assert len(rows(ctx)) == 1


def test_a_message_the_axis_does_not_give_holds_up_none_and_is_taken_once_it_does(
    database_url: str, ctx: WorkerContext, axis: Outside
) -> None:
    bring(axis, writer.write(incoming()))
    bring(axis, writer.write(incoming(document_id="second", code=edxml.DocumentCode("16", "X"))))
    axis.misbehave("nonsense", path="/edoc/R00000001")
    follow(ctx)
    assert [row.code for row in rows(ctx)] == ["16/X"] and parked(ctx) == ["not-given"]
    axis.misbehave("ok")
    follow(ctx)
    assert len(rows(ctx)) == 2 and parked(ctx) == []


def test_a_report_the_axis_does_not_take_is_sent_later(ctx: WorkerContext, axis: Outside, clock: TestClock) -> None:
    bring(axis, writer.write(incoming()))
    with exchange.RecordsClient(ctx.settings) as client:
        exchange.fetch(ctx, client)
    inbound.process(ctx, REDIS)
    axis.misbehave("error", times=1, path="/edoc")
    with exchange.RecordsClient(ctx.settings) as client, pytest.raises(Unavailable):
        exchange.send_reports(ctx, client)
    (row,) = rows(ctx)
    (report,) = ctx.office.correspondence.get(row.id, staff(ctx.office, "registrar")).reports
    assert report.sent is None and report.error
    follow(ctx)
    assert said(axis) == [], "not before its time"
    clock.advance(seconds=ctx.settings.retry_seconds[0] + 1)
    follow(ctx)
    assert len(said(axis)) == 1


def test_what_was_put_aside_stands_in_the_inbox_and_is_read_again_by_a_person(
    ctx: WorkerContext, axis: Outside, clock: TestClock
) -> None:
    letter = edxml.document(receivers=(Organ("H99.07", "UBND xã Mẫu Ba"),))
    bring(axis, writer.write(letter))
    follow(ctx)
    clock.advance(days=31)
    assert rows(ctx) == []
    ctx.office.units.create(NewUnit(code="H99.07", name="UBND xã Mẫu Ba", kind="commune", parent="H99"), SYSTEM)
    (item,) = items(ctx)
    shown = ctx.office.inbox.get(item.id, SYSTEM)
    assert (item.reason, item.detail, item.key) == ("not-for-us", "H99.07", letter.document_id)
    assert shown.raw is not None and b"edXML" in shown.raw
    assert ctx.office.inbox.retry([item.id], SYSTEM) == 1
    follow(ctx)
    theirs = ctx.office.correspondence.page(LetterFilter(), hire(ctx.office, "vanthu-ba", registrar="H99.07"))
    assert [row.code for row in theirs.items] == ["15/STP-HTQT"] and parked(ctx) == []


def test_a_large_message_lies_in_the_blob_store(ctx: WorkerContext, axis: Outside, database_url: str) -> None:
    large = b"%PDF-1.4\n" + random.Random(7).randbytes(900_000)
    letter = incoming(attachments=(Attachment("cid:1", "ban-do.pdf", large),))
    bring(axis, writer.write(letter))
    exchange.follow(ctx, REDIS)
    with ctx.office.context.work.read() as work:
        kept = work.execute(select(InboundItem.raw, InboundItem.raw_sha256, InboundItem.size)).one()
    assert kept.raw is None and kept.size > 900_000
    assert ctx.office.context.blobs.get(kept.raw_sha256) == writer.write(letter)
    follow(ctx)
    (row,) = rows(ctx)
    _, content = ctx.office.correspondence.file(row.id, 0, staff(ctx.office, "registrar"))
    assert content == large and parked(ctx) == []


def test_a_message_read_twice_changes_nothing(ctx: WorkerContext, axis: Outside, clock: TestClock) -> None:
    """A worker died after the letter was taken, before it could say so."""
    bring(axis, writer.write(incoming()))
    exchange.follow(ctx, REDIS)
    job = ctx.office.inbound.take_next()
    assert job is not None
    inbound._take(ctx, job)
    clock.advance(minutes=3)
    follow(ctx)
    assert [row.number for row in rows(ctx)] == [1] and parked(ctx) == []
    assert [status for status, _ in said(axis)] == ["01"]
