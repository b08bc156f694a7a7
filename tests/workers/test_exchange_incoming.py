"""Letters of other offices: in the register, put aside, asked back; and an axis that fails on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.domain.letters import LetterKind, LetterStatus
from core.services.office import Office
from core.settings import Settings
from tests.support import edxml
from tests.support.clock import TestClock
from tests.support.staff import staff
from tests.workers.axis import (
    OURS,
    REDIS,
    at_axis,
    bring,
    incoming,
    parked,
    rows,
    said,
)
from tests.workers.conftest import Outside
from workers import context as contexts
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
    exchange.follow(ctx, REDIS)
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
    exchange.follow(ctx, REDIS)
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
    exchange.follow(ctx, REDIS)
    (row,) = rows(ctx)
    (report,) = ctx.office.correspondence.get(row.id, staff(ctx.office, "registrar")).reports
    assert report.status is LetterStatus.REFUSED and "tra-loi.pdf" in report.description


def test_another_letter_under_the_same_name_is_not_taken_for_it(ctx: WorkerContext, axis: Outside) -> None:
    bring(axis, writer.write(incoming()))
    bring(axis, writer.write(incoming(content="Đã đăng ký kết hôn")))
    exchange.follow(ctx, REDIS)
    assert len(rows(ctx)) == 1 and parked(ctx) == ["document-reused"]


def test_the_sender_asks_for_its_letter_back(ctx: WorkerContext, axis: Outside) -> None:
    letter = incoming()
    bring(axis, writer.write(letter))
    asks = edxml.status(LetterStatus.WITHDRAWAL_ASKED, letter.document_id, organ=edxml.THEIRS)
    bring(axis, writer.write(asks), first=1)  # before the letter itself
    exchange.follow(ctx, REDIS)
    assert parked(ctx) == ["letter-unknown"]
    registrar = staff(ctx.office, "registrar")
    (message,) = ctx.office.axis_inbox.parked(registrar).items
    ctx.office.axis_inbox.read_again(message.id, registrar)
    exchange.follow(ctx, REDIS)
    (row,) = rows(ctx)
    assert row.status == "13" and parked(ctx) == []
    ctx.office.correspondence.say(row.id, LetterStatus.WITHDRAWAL_AGREED, "", registrar)
    exchange.follow(ctx, REDIS)
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
    exchange.follow(ctx, REDIS)
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
    exchange.follow(ctx, REDIS)
    assert len(rows(ctx)) == 1


def test_a_message_the_axis_does_not_give_holds_up_none_and_is_taken_once_it_does(
    ctx: WorkerContext, axis: Outside
) -> None:
    bring(axis, writer.write(incoming()))
    bring(axis, writer.write(incoming(document_id="second", code=edxml.DocumentCode("16", "X"))))
    axis.misbehave("nonsense", path="/edoc/R00000001")
    exchange.follow(ctx, REDIS)
    assert [row.code for row in rows(ctx)] == ["16/X"] and parked(ctx) == ["not-given"]
    axis.misbehave("ok")
    exchange.follow(ctx, REDIS)
    assert len(rows(ctx)) == 2 and parked(ctx) == []


def test_a_report_the_axis_does_not_take_is_sent_later(ctx: WorkerContext, axis: Outside, clock: TestClock) -> None:
    bring(axis, writer.write(incoming()))
    with exchange.RecordsClient(ctx.settings) as client:
        exchange.fetch(ctx, client)
    exchange.read_stored(ctx)
    axis.misbehave("error", times=1, path="/edoc")
    with exchange.RecordsClient(ctx.settings) as client, pytest.raises(Unavailable):
        exchange.send_reports(ctx, client)
    (row,) = rows(ctx)
    (report,) = ctx.office.correspondence.get(row.id, staff(ctx.office, "registrar")).reports
    assert report.sent is None and report.error
    exchange.follow(ctx, REDIS)
    assert said(axis) == [], "not before its time"
    clock.advance(seconds=ctx.settings.retry_seconds[0] + 1)
    exchange.follow(ctx, REDIS)
    assert len(said(axis)) == 1
