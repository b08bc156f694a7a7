"""Letters of ours on a real office: sent as edXML, answered, told of, asked back, changed; and how they are signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from core.domain.letters import Direction, LetterKind, LetterStatus
from core.services.correspondence import register
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.services.views.jobs import Job
from core.settings import Settings
from tests.support import edxml
from tests.support.clock import TestClock
from tests.support.staff import staff
from tests.workers import procedures
from tests.workers.axis import (
    LETTER,
    asked,
    at_axis,
    bring,
    call,
    follow,
    incoming,
    kinds,
    parked,
    rows,
    said,
    sent,
    xml_of,
)
from tests.workers.conftest import Outside
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext
from workers.errors import NotConfigured
from workers.records import documents, exchange
from workers.records.edxml import reader, writer
from workers.records.edxml.model import ResponseFor
from workers.records.edxml.signatures import SignatureState, SigningKey


@pytest.fixture
def ctx(demo: Office, settings: Settings, axis: Outside) -> Iterator[WorkerContext]:
    pointed = settings.but(records_url=axis.url, records_key="client:secret")
    yield contexts.set_current(WorkerContext(demo, pointed))
    contexts._current.clear()


def test_a_letter_goes_out_as_edxml_and_stands_in_the_register(ctx: WorkerContext, axis: Outside) -> None:
    dossier = asked(ctx)
    letter = sent(axis)
    assert (letter.sender.id, letter.receivers[0].id) == ("H99.05", "H99.06")
    assert (letter.subject, letter.content, letter.type_name) == ("V/v xác minh", "Đề nghị xác minh", "Công văn")
    assert letter.document_id == f"H99.05,{letter.promulgated:%Y/%m/%d},{letter.code}"
    assert ctx.office.dossiers.get(dossier.code, SYSTEM).data["inquiryCode"] == (
        f"{dossier.code}-XM1-{letter.code.number}"
    )
    (row,) = rows(ctx, Direction.OUT)
    assert (row.number, row.dossier, row.organ, row.code) == (1, dossier.code, "H99.06", str(letter.code))


def test_a_lost_answer_of_the_axis_makes_no_second_letter(ctx: WorkerContext, axis: Outside, clock: TestClock) -> None:
    axis.misbehave("error", times=1, path="/edoc")
    asked(ctx)
    clock.advance(seconds=ctx.settings.retry_seconds[0] + 1)
    jobs.call(call(ctx))
    assert len(at_axis(axis).letters()) == 1 and len(rows(ctx, Direction.OUT)) == 1


def test_papers_go_along_packed(ctx: WorkerContext, axis: Outside) -> None:
    inputs = {**LETTER["inputs"], "papers": '"all"'}
    procedures.deploy(ctx.office, procedures.diagram("records.document", **{**LETTER, "inputs": inputs}))
    dossier = procedures.receive(ctx.office)
    ctx.office.documents.add(dossier.code, "to-khai.pdf", edxml.PDF, None, SYSTEM)
    jobs.call(call(ctx))
    (file,) = sent(axis).attachments
    assert (file.name, file.content, file.media_type) == ("to-khai.pdf", edxml.PDF, "application/pdf")


def test_a_paper_that_is_missing_is_named(ctx: WorkerContext, axis: Outside) -> None:
    asked(ctx, inputs={**LETTER["inputs"], "papers": '"giay-chung-sinh"'})
    (incident,) = ctx.office.incidents.page(SYSTEM).items
    assert "“giay-chung-sinh”" in incident.message and at_axis(axis).letters() == []


def test_an_answer_reaches_the_dossier_that_asked_and_its_file_becomes_a_paper(
    ctx: WorkerContext, axis: Outside
) -> None:
    dossier = asked(ctx)
    letter = sent(axis)
    answer = incoming(
        sender=letter.receivers[0],
        content="Chưa đăng ký kết hôn",
        responses=(ResponseFor("H99.05", str(letter.code), letter.promulgated, letter.document_id),),
    )
    bring(axis, writer.write(answer), times=2)
    for _ in range(2):
        follow(ctx)
    after = ctx.office.dossiers.get(dossier.code, SYSTEM)
    assert (after.data["answer"], after.data["note"]) == ("Chưa đăng ký kết hôn", "15/STP-HTQT")
    assert after.finished
    (paper,) = ctx.office.documents.of(dossier.code, SYSTEM)
    assert (paper.name, paper.sha256) == ("tra-loi.pdf", sha256(edxml.PDF).hexdigest())
    (row,) = rows(ctx)
    assert row.dossier == dossier.code
    told = kinds(ctx, dossier)
    assert told.index("clerk.letter.joined") < told.index("engine.message.delivered")
    assert said(axis) == [("01", answer.document_id), ("03", answer.document_id)]
    assert ctx.office.audit.verify(dossier.code, staff(ctx.office, "auditor")).intact


def test_an_answer_quicker_than_our_own_books_waits(ctx: WorkerContext, axis: Outside, clock: TestClock) -> None:
    """The axis has the letter, and its answer is there before the worker could tell the office."""
    axis.misbehave("slow", times=1, path="/edoc", delay=0)
    procedures.deploy(ctx.office, procedures.diagram("records.document", **LETTER))
    dossier = procedures.receive(ctx.office)
    row = call(ctx)
    job = ctx.office.outbox.lease(UUID(row))
    assert job
    result = documents.dispatch(job, ctx)
    axis.tell("/_answer", DocumentId=sent(axis).document_id, text="Chưa đăng ký kết hôn")
    follow(ctx)
    assert not ctx.office.dossiers.get(dossier.code, SYSTEM).finished
    ctx.office.outbox.succeeded(job, result)
    follow(ctx)
    assert ctx.office.dossiers.get(dossier.code, SYSTEM).finished


def test_a_letter_to_nobody_takes_the_way_the_diagram_has(ctx: WorkerContext) -> None:
    dossier = asked(ctx, inputs={**LETTER["inputs"], "to": '"unknown"'}, catch_errors=True)
    assert "End_Refused" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed


def test_what_the_receiver_says_is_told_and_the_newest_counts_in_whatever_order(
    ctx: WorkerContext, axis: Outside
) -> None:
    dossier = asked(ctx)
    letter = sent(axis)
    for code, hour in (("06", 11), ("03", 10), ("01", 9)):
        report = edxml.status(LetterStatus(code), letter.document_id, sender=letter.receivers[0])
        bring(axis, writer.write(replace(report, at=report.at.replace(hour=hour, day=20))), times=2)
    follow(ctx)
    (row,) = rows(ctx, Direction.OUT)
    assert row.status == "06"
    assert kinds(ctx, dossier).count("worker.letter.reported") == 3
    view = ctx.office.correspondence.get(row.id, staff(ctx.office, "registrar"))
    assert [one.status.value for one in view.reports] == ["01", "03", "06"]


def test_only_the_receiver_says_what_became_of_a_letter(ctx: WorkerContext, axis: Outside) -> None:
    asked(ctx)
    bring(axis, writer.write(edxml.status(LetterStatus.FINISHED, sent(axis).document_id)))
    follow(ctx)
    assert parked(ctx) == ["letter-unknown"] and rows(ctx, Direction.OUT)[0].status == ""


def test_a_letter_is_asked_back_and_the_receiver_agrees(ctx: WorkerContext, axis: Outside) -> None:
    dossier = asked(ctx)
    (row,) = rows(ctx, Direction.OUT)
    ctx.office.correspondence.say(
        row.id, LetterStatus.WITHDRAWAL_ASKED, "Gửi nhầm nơi nhận", staff(ctx.office, "registrar")
    )
    follow(ctx)
    assert said(axis) == [("13", sent(axis).document_id)]
    follow(ctx)
    assert rows(ctx, Direction.OUT)[0].status == "15"
    assert {"clerk.letter.answered", "worker.letter.reported"} <= set(kinds(ctx, dossier))


@pytest.mark.parametrize("kind", [LetterKind.REVOKE, LetterKind.UPDATE, LetterKind.REPLACE])
def test_a_letter_may_change_an_earlier_one(ctx: WorkerContext, axis: Outside, kind: LetterKind) -> None:
    dossier = asked(ctx)
    earlier = ctx.office.dossiers.get(dossier.code, SYSTEM).data["inquiryCode"]
    first = sent(axis)
    job = _again(ctx, dossier, kind=kind.name.lower(), earlier=earlier, reason="Sai số tờ khai")
    assert "inquiryCode" in job
    second = at_axis(axis).letters()[-1]
    assert (second.kind, second.business.document_id, second.business.reason) == (
        kind,
        first.document_id,
        "Sai số tờ khai",
    )
    newest = rows(ctx, Direction.OUT)[0]
    view = ctx.office.correspondence.get(newest.id, staff(ctx.office, "registrar"))
    assert [one.code for one in view.refers_to] == [str(first.code)]


def _again(ctx: WorkerContext, dossier: DossierView, kind: str, **inputs: str) -> dict[str, Any]:
    """A second call of the same dossier, as a diagram would make it."""
    first = ctx.office.dossiers.get(dossier.code, SYSTEM)
    job = Job(
        id=uuid4(),
        topic="records.document",
        dossier=dossier.code,
        payload={"to": "H99.06", "content": "Nội dung mới", "inquiryCode": f"{dossier.code}-XM2", **inputs},
        headers={"kind": kind},
        idempotency_key="second",
        attempts=1,
        lease="x",
        decided=ctx.office.context.now(),
        context={"processingUnit": {"code": first.processing_unit, "name": first.processing_unit_name}},
    )
    return dict(documents.dispatch(job, ctx))


KEY, CERTIFICATE = edxml.certificate("Sở Tư pháp")


def certified(ctx: WorkerContext, tmp_path: Path, **also: str) -> WorkerContext:
    """The same worker with a certificate of the other office, and perhaps a key of ours."""
    file = tmp_path / "trusted.pem"
    file.write_bytes(edxml.pem(KEY, CERTIFICATE).partition(b"-----END PRIVATE KEY-----\n")[2])
    return contexts.set_current(WorkerContext(ctx.office, ctx.settings.but(records_certificates=str(file), **also)))


def test_where_certificates_are_known_only_what_they_signed_is_taken(
    ctx: WorkerContext, axis: Outside, tmp_path: Path
) -> None:
    strict = certified(ctx, tmp_path)
    signed = writer.write(incoming(), SigningKey(KEY, (CERTIFICATE,)))
    bring(axis, writer.write(incoming(document_id="unsigned")))
    bring(axis, writer.write(incoming(document_id="other"), SigningKey(*_pair("another"))))
    bring(axis, signed.replace("Chưa đăng ký".encode(), "Đã đăng ký".encode()))
    bring(axis, signed)
    follow(strict)
    assert parked(strict) == ["signature"] * 3
    (row,) = rows(strict)
    view = strict.office.correspondence.get(row.id, staff(strict.office, "registrar"))
    assert (view.signature, view.signature_algorithm) == (SignatureState.VALID, "rsa-sha256")


def test_a_changed_letter_is_never_taken(ctx: WorkerContext, axis: Outside) -> None:
    signed = writer.write(incoming(), SigningKey(KEY, (CERTIFICATE,)))
    bring(axis, signed.replace("Chưa đăng ký".encode(), "Đã đăng ký".encode()))
    follow(ctx)
    assert parked(ctx) == ["signature"] and rows(ctx) == []


def test_our_letters_are_signed_where_a_key_is_configured(ctx: WorkerContext, axis: Outside, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(edxml.pem(KEY, CERTIFICATE))
    signing = certified(ctx, tmp_path, records_signing_key=str(tmp_path / "key.pem"))
    asked(signing)
    (kept,) = at_axis(axis).sent.values()
    assert reader.read(xml_of(kept), [CERTIFICATE]).signature.state is SignatureState.VALID


def test_a_file_that_is_no_key_is_named(ctx: WorkerContext, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n")
    wrong = contexts.set_current(
        WorkerContext(ctx.office, ctx.settings.but(records_signing_key=str(tmp_path / "key.pem")))
    )
    asked(wrong)
    (incident,) = ctx.office.incidents.page(SYSTEM).items
    assert "MOTCUA_RECORDS_SIGNING_KEY" in incident.message
    with pytest.raises(NotConfigured):
        exchange.keys.trusted(ctx.settings.but(records_certificates=str(tmp_path / "key.pem")))


def _pair(name: str) -> tuple[Any, tuple[Any]]:
    key, signed = edxml.certificate(name)
    return key, (signed,)


def test_who_decides_about_letters_reads_them() -> None:
    assert set(register.WRITERS) <= set(register.READERS)
