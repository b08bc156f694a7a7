"""The topics ``notify.send`` and ``records.status`` on a real office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.settings import Settings
from tests.support.clock import TestClock
from tests.workers import procedures
from tests.workers.conftest import Mail, Outside
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext
from workers.notification import hours


@pytest.fixture
def ctx(demo: Office, settings: Settings, mailbox: Mail, axis: Outside) -> Iterator[WorkerContext]:
    pointed = settings.but(smtp_url=mailbox.server.url, records_url=axis.url, records_key="client:secret")
    yield contexts.set_current(WorkerContext(demo, pointed))
    contexts._current.clear()


def calls(ctx: WorkerContext, topic: str) -> list[str]:
    return [str(row.id) for row in ctx.office.outbox.due() if row.topic == topic]


def opened(
    ctx: WorkerContext, topic: str, applicant: Any = procedures.APPLICANT, **how: Any
) -> tuple[DossierView, str]:
    procedures.deploy(ctx.office, procedures.diagram(topic, **how))
    dossier = procedures.receive(ctx.office, applicant)
    return dossier, calls(ctx, topic)[-1]


def notice(to: str) -> Mapping[str, str]:
    return {"to": f'"{to}"', "subject": '"Nhắc nộp lệ phí"', "text": '"Vui lòng nộp lệ phí."'}


def result(ctx: WorkerContext, dossier: DossierView) -> Mapping[str, Any]:
    (event,) = [e for e in ctx.office.dossiers.history(dossier.code, SYSTEM) if e.kind == "worker.call.succeeded"]
    found: Mapping[str, Any] = event.payload["result"]
    return found


@pytest.mark.parametrize(
    ("to", "recipients"),
    [
        ("applicant", "thu@vi-du.example"),
        ("ban-sao@vi-du.example", "ban-sao@vi-du.example"),
        ("leader", "lanhdao@vi-du.example"),
        ("reviewer", "thamdinh@vi-du.example, tuphap@vi-du.example, xahoi@vi-du.example, xaydung@vi-du.example"),
    ],
)
def test_a_letter_reaches_whom_the_diagram_names(ctx: WorkerContext, mailbox: Mail, to: str, recipients: str) -> None:
    dossier, row = opened(ctx, "notify.send", inputs=notice(to), headers={"template": "reminder"})
    jobs.call(row)
    (letter,) = mailbox.mailbox.letters()
    assert (letter["to"].replace("\n", ""), letter["subject"]) == (recipients, "Nhắc nộp lệ phí")
    assert "Vui lòng nộp lệ phí." in letter["text"] and dossier.code in letter["text"]
    assert letter["text"].startswith("Kính gửi Ông/Bà Nguyễn Thị Thử" if to == "applicant" else "Kính gửi Anh/Chị")
    assert result(ctx, dossier)["sent"] is True


@pytest.mark.parametrize("to", ["applicant", "a-role-nobody-has"])
def test_nobody_to_write_to_is_no_failure(ctx: WorkerContext, mailbox: Mail, to: str) -> None:
    applicant = replace(procedures.APPLICANT, email="")
    dossier, row = opened(ctx, "notify.send", applicant, inputs=notice(to))
    jobs.call(row)
    assert result(ctx, dossier) == {"sent": False, "reason": "no-address"}
    assert mailbox.mailbox.letters() == [] and ctx.office.incidents.page(SYSTEM).items == []


def test_a_letter_goes_out_once_however_often_the_job_runs(ctx: WorkerContext, mailbox: Mail) -> None:
    _, row = opened(ctx, "notify.send", inputs=notice("applicant"))
    jobs.call(row)
    jobs.call(row)
    assert len(mailbox.mailbox.letters()) == 1
    assert len([entry for entry in mailbox.served.behaviour.log if "rcpt" in entry]) == 1


def test_an_address_the_server_refuses_is_an_incident_at_once(ctx: WorkerContext, mailbox: Mail) -> None:
    _, row = opened(ctx, "notify.send", inputs=notice("applicant"))
    mailbox.misbehave("reject")
    jobs.call(row)
    (incident,) = ctx.office.incidents.page(SYSTEM).items
    assert incident.message == "Máy chủ thư từ chối: 550 5.1.1 no such mailbox"


def test_a_server_that_is_away_is_asked_again(ctx: WorkerContext, mailbox: Mail, clock: TestClock) -> None:
    _, row = opened(ctx, "notify.send", inputs=notice("applicant"))
    mailbox.misbehave("error", times=1)
    jobs.call(row)
    clock.advance(seconds=ctx.settings.retry_seconds[0] + 1)
    assert row in calls(ctx, "notify.send")
    jobs.call(row)
    assert len(mailbox.mailbox.letters()) == 1


def test_the_offices_own_letter_at_every_status(ctx: WorkerContext, mailbox: Mail) -> None:
    """A start event with a status: the letter is decided with the reception, by nobody's diagram."""
    bpmn = procedures.diagram("records.status", inputs={"status": "2"}).replace(
        b'<bpmn:startEvent id="Start" name="B\xe1\xba\xaft \xc4\x91\xe1\xba\xa7u"/>',
        '<bpmn:startEvent id="Start" name="Bắt đầu"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="status" value="2"/></zeebe:properties></bpmn:extensionElements></bpmn:startEvent>'.encode(),
    )
    procedures.deploy(ctx.office, bpmn)
    dossier = procedures.receive(ctx.office)
    for row in calls(ctx, "notify.send"):
        jobs.call(row)
    (letter,) = mailbox.mailbox.letters()
    assert letter["subject"] == f"Đã tiếp nhận hồ sơ: {dossier.code}"
    assert letter["reply-to"] == ctx.office.units.find(procedures.DESK).email
    assert "Hẹn trả kết quả:" in letter["text"]


def axis_state(axis: Outside) -> Any:
    return axis.served.app.extensions["axis"]


def test_a_status_reaches_the_axis_in_its_own_words(ctx: WorkerContext, axis: Outside) -> None:
    dossier, row = opened(ctx, "records.status", inputs={"status": "4"})
    jobs.call(row)
    sent = axis_state(axis).dossiers[dossier.code]
    assert (sent["MaTTHC"], sent["MaLinhVuc"], sent["TrangThaiHoSo"]) == (procedures.CODE, "ho-tich", "4")
    assert (sent["KenhThucHien"], sent["HinhThuc"], sent["LoaiDoiTuong"]) == ("1", "1", "1")
    assert (sent["ChuHoSo"], sent["MaDoiTuong"]) == ("Nguyễn Thị Thử", "001099000001")
    assert len(sent["NgayTiepNhan"]) == 14 and sent["NgayTiepNhan"] < sent["NgayHenTra"]
    (step,) = axis_state(axis).steps
    assert (step["MaHoSo"], step["TrangThai"], step["NoiDungXuLy"]) == (dossier.code, "4", "Đang xử lý")
    assert result(ctx, dossier) == {"synchronised": True}


def test_a_repeat_after_a_lost_answer_makes_no_second_dossier(
    ctx: WorkerContext, axis: Outside, clock: TestClock
) -> None:
    dossier, row = opened(ctx, "records.status", inputs={"status": "4"})
    axis.misbehave("error", times=1, path="/CapNhatTienDoHoSoMC")
    jobs.call(row)
    clock.advance(seconds=ctx.settings.retry_seconds[0] + 1)
    assert row in calls(ctx, "records.status")
    jobs.call(row)
    assert list(axis_state(axis).dossiers) == [dossier.code] and len(axis_state(axis).steps) == 1
    assert [request["body"]["isUpdating"] for request in axis.asked("/DongBoHoSoMC")] == ["False", "True"]


def test_an_overtaken_status_does_not_put_the_dossier_back(ctx: WorkerContext, axis: Outside) -> None:
    dossier, row = opened(ctx, "records.status", inputs={"status": "4"})
    axis_state(axis).dossiers[dossier.code] = {"MaHoSo": dossier.code, "TrangThaiHoSo": "9"}
    axis_state(axis).add_step({"MaHoSo": dossier.code, "ThoiDiemXuLy": "29991231235959", "TrangThai": "9"})
    jobs.call(row)
    assert axis_state(axis).dossiers[dossier.code]["TrangThaiHoSo"] == "9"
    assert [step["TrangThai"] for step in axis_state(axis).steps] == ["9", "4"]


def test_a_status_that_is_none_is_named(ctx: WorkerContext) -> None:
    _, row = opened(ctx, "records.status", inputs={"status": "11"})
    jobs.call(row)
    (incident,) = ctx.office.incidents.page(SYSTEM).items
    assert "“status”" in incident.message


def test_a_procedures_own_letter_with_what_its_step_gives(ctx: WorkerContext, mailbox: Mail) -> None:
    text = (
        '{% extends "base.vi.txt" %}{% block subject %}Hẹn {{ appointment }}{% endblock %}'
        "{% block body %}Mời đến lúc {{ appointment }}, hồ sơ {{ code }}.{% endblock %}"
    )
    given = {"to": '"applicant"', "appointment": '"9 giờ " + dossier.code'}
    files = procedures.files(procedures.diagram("notify.send", inputs=given, headers={"template": "hen"}))
    ctx.office.procedures.deploy({**files, "letters/hen.vi.txt": text.encode()}, SYSTEM)
    dossier = procedures.receive(ctx.office)
    jobs.call(calls(ctx, "notify.send")[-1])
    (letter,) = mailbox.mailbox.letters()
    assert letter["subject"] == f"Hẹn 9 giờ {dossier.code}"
    assert f"Mời đến lúc 9 giờ {dossier.code}, hồ sơ {dossier.code}." in letter["text"]


def test_citizens_are_left_in_peace_at_night_and_staff_are_not(
    ctx: WorkerContext, mailbox: Mail, clock: TestClock
) -> None:
    night = contexts.set_current(WorkerContext(ctx.office, ctx.settings.but(quiet_hours="21:00-07:00")))
    clock.advance(hours=13)  # 22:00
    _, to_citizen = opened(night, "notify.send", inputs=notice("applicant"))
    jobs.call(to_citizen)
    procedures.deploy(ctx.office, procedures.diagram("notify.send", inputs=notice("leader")))
    procedures.receive(ctx.office)
    jobs.call(calls(ctx, "notify.send")[-1])
    (letter,) = mailbox.mailbox.letters()
    assert letter["to"] == "lanhdao@vi-du.example"
    clock.advance(hours=8, minutes=59)
    assert to_citizen not in calls(ctx, "notify.send")
    clock.advance(minutes=1)
    assert to_citizen in calls(ctx, "notify.send")
    jobs.call(to_citizen)
    assert {one["to"] for one in mailbox.mailbox.letters()} == {"lanhdao@vi-du.example", "thu@vi-du.example"}
    assert ctx.office.incidents.page(SYSTEM).items == []


@pytest.mark.parametrize(
    ("quiet", "clock_time", "hours_left"),
    [
        ("21:00-07:00", "20:59", 0), ("21:00-07:00", "21:00", 10), ("21:00-07:00", "06:00", 1), ("21:00-07:00", "07:00", 0),
        ("12:00-13:00", "12:30", 0.5), ("12:00-13:00", "13:00", 0), ("", "03:00", 0),
    ],
)  # fmt: skip
def test_how_long_it_is_still_quiet(quiet: str, clock_time: str, hours_left: float) -> None:
    moment = datetime.fromisoformat(f"2026-11-23T{clock_time}:00+07:00")
    assert hours.seconds_left(quiet, moment) == hours_left * 3600


@pytest.mark.parametrize("wrong", ["21-7", "21:00-21:00", "25:00-07:00", "đêm"])
def test_quiet_hours_that_cannot_be_meant_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        hours.checked(wrong)
