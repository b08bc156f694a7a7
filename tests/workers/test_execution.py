"""Outside calls on a real office: one effect whatever is repeated, lost, refused or late."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.jobs import Job
from core.settings import Settings
from tests.support.clock import TestClock
from tests.workers import procedures
from tests.workers.conftest import Outside
from workers import context as contexts
from workers import jobs, registry
from workers.context import WorkerContext
from workers.execution import carry_out

POSTAL = procedures.diagram("postal.return", **procedures.POST)


@pytest.fixture
def ctx(demo: Office, settings: Settings, post: Outside) -> Iterator[WorkerContext]:
    """This process's context: the demonstration office, pointed at the simulated post."""
    ctx = contexts.set_current(WorkerContext(demo, settings.but(postal_url=post.url, postal_key="customer:secret")))
    yield ctx
    contexts._current.clear()


def due(office: Office, topic: str = "") -> list[UUID]:
    """Rows due now, of a topic if one is named."""
    return [row.id for row in office.outbox.due() if not topic or row.topic == topic]


def the_call(office: Office, topic: str = "postal.return") -> str:
    (row,) = due(office, topic)
    return str(row)


def parcels(post: Outside) -> dict[str, Any]:
    found: dict[str, Any] = post.served.app.extensions["post"].parcels
    return found


def incidents(office: Office) -> list[str]:
    return [incident.message for incident in office.incidents.page(SYSTEM).items]


def kinds(office: Office, code: str) -> list[str]:
    return [event.kind for event in office.dossiers.history(code, SYSTEM)]


def test_a_call_moves_the_dossier_on(ctx: WorkerContext, post: Outside) -> None:
    procedures.deploy(ctx.office, POSTAL)
    dossier = procedures.receive(ctx.office)
    jobs.call(the_call(ctx.office))
    (parcel,) = parcels(post).values()
    assert parcel.number.startswith(f"{dossier.code}-")
    after = ctx.office.dossiers.get(dossier.code, SYSTEM)
    assert after.data["trackingCode"] == parcel.code
    assert after.waiting == ("Chờ tin",)
    (shipment,) = ctx.office.shipments.open()
    assert (shipment.dossier, shipment.tracking_code, shipment.state) == (dossier.code, parcel.code, "created")
    (order,) = post.asked("/order/post")
    assert order["body"]["sender"]["Name"] == ctx.office.units.find(procedures.DESK).name
    assert order["body"]["receiver"]["Tel"] == "0900000000"


def test_a_job_done_twice_has_one_effect(ctx: WorkerContext, post: Outside) -> None:
    procedures.deploy(ctx.office, POSTAL)
    dossier = procedures.receive(ctx.office)
    row = the_call(ctx.office)
    jobs.call(row)
    told = kinds(ctx.office, dossier.code)
    jobs.call(row)
    assert kinds(ctx.office, dossier.code) == told
    assert len(post.asked("/order/post")) == 1


def test_eight_workers_at_one_job_have_one_effect(database_url: str, ctx: WorkerContext, post: Outside) -> None:
    procedures.deploy(ctx.office, POSTAL)
    dossier = procedures.receive(ctx.office)
    row = the_call(ctx.office)
    together = threading.Barrier(8)

    def work() -> None:
        together.wait()
        jobs.call(row)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(post.asked("/order/post")) == 1
    assert kinds(ctx.office, dossier.code).count("worker.call.succeeded") == 1


def test_a_worker_given_up_for_lost_changes_nothing(ctx: WorkerContext, post: Outside, clock: TestClock) -> None:
    """The first worker hangs until its lease ran out; another does the work; then the first one wakes up."""
    procedures.deploy(ctx.office, POSTAL)
    dossier = procedures.receive(ctx.office)
    row = the_call(ctx.office)

    def slow(job: Job, ctx: WorkerContext) -> dict[str, Any]:
        clock.advance(minutes=6)
        assert str(due(ctx.office, "postal.return")[0]) == row
        jobs.call(row)
        return {"trackingCode": "too-late"}

    carry_out(row, slow)
    (parcel,) = parcels(post).values()
    assert ctx.office.dossiers.get(dossier.code, SYSTEM).data["trackingCode"] == parcel.code
    assert kinds(ctx.office, dossier.code).count("worker.call.succeeded") == 1


@pytest.mark.parametrize("mode", ["down", "error", "nonsense"])
def test_a_post_that_fails_is_asked_again_later(ctx: WorkerContext, post: Outside, clock: TestClock, mode: str) -> None:
    procedures.deploy(ctx.office, POSTAL)
    dossier = procedures.receive(ctx.office)
    post.misbehave(mode, times=1, path="/order/post")
    jobs.call(the_call(ctx.office))
    assert incidents(ctx.office) == [] and due(ctx.office, "postal.return") == []
    clock.advance(seconds=ctx.settings.retry_seconds[0] + 1)
    jobs.call(the_call(ctx.office))
    assert "trackingCode" in ctx.office.dossiers.get(dossier.code, SYSTEM).data
    assert len(parcels(post)) == 1


def test_when_tries_are_used_up_an_incident_waits_and_a_person_can_retry(
    ctx: WorkerContext, post: Outside, clock: TestClock
) -> None:
    procedures.deploy(ctx.office, POSTAL)
    dossier = procedures.receive(ctx.office)
    post.misbehave("error")
    for _ in range(3):  # the task's retries
        jobs.call(the_call(ctx.office))
        clock.advance(hours=7)
    assert incidents(ctx.office) == ["Bưu điện đang gặp lỗi (mã 503)."]
    assert due(ctx.office, "postal.return") == []
    post.misbehave("ok")
    (incident,) = ctx.office.incidents.page(SYSTEM).items
    ctx.office.incidents.retry(incident.id, SYSTEM)
    jobs.call(the_call(ctx.office))
    assert "trackingCode" in ctx.office.dossiers.get(dossier.code, SYSTEM).data
    assert incidents(ctx.office) == []


def test_a_refusal_is_an_incident_at_once_and_shows_the_reason(ctx: WorkerContext, post: Outside) -> None:
    procedures.deploy(ctx.office, POSTAL)
    procedures.receive(ctx.office)
    post.misbehave("reject", code="CONTRACT_ENDED", message="Hợp đồng đã hết hạn.")
    jobs.call(the_call(ctx.office))
    assert incidents(ctx.office) == ["Bưu điện từ chối: Hợp đồng đã hết hạn."]


def test_a_refusal_the_diagram_catches_takes_its_way(ctx: WorkerContext, post: Outside) -> None:
    procedures.deploy(ctx.office, procedures.diagram("postal.return", **procedures.POST, catch_errors=True))
    dossier = procedures.receive(ctx.office)
    post.misbehave("reject", code="ADDRESS_UNKNOWN", message="Không có đường này.")
    jobs.call(the_call(ctx.office))
    assert incidents(ctx.office) == []
    assert "End_Refused" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed


def test_the_same_refusal_nobody_catches_is_an_incident_and_the_dossier_stays(
    ctx: WorkerContext, post: Outside
) -> None:
    procedures.deploy(ctx.office, POSTAL)
    dossier = procedures.receive(ctx.office)
    post.misbehave("reject", times=1, code="ADDRESS_UNKNOWN", message="Không có đường này.", path="/order/post")
    jobs.call(the_call(ctx.office))
    (incident,) = ctx.office.incidents.page(SYSTEM).items
    assert "Không có đường này." in incident.message
    ctx.office.incidents.retry(incident.id, SYSTEM)
    jobs.call(the_call(ctx.office))
    assert "trackingCode" in ctx.office.dossiers.get(dossier.code, SYSTEM).data


def test_without_a_setting_the_incident_names_it(ctx: WorkerContext) -> None:
    contexts.set_current(WorkerContext(ctx.office, ctx.settings.but(postal_url="")))
    procedures.deploy(ctx.office, POSTAL)
    procedures.receive(ctx.office)
    jobs.call(the_call(ctx.office))
    assert incidents(ctx.office) == ["Chưa cấu hình MOTCUA_POSTAL_URL nên không gửi được tới Bưu điện."]


def test_a_value_nobody_gave_is_named(ctx: WorkerContext, post: Outside) -> None:
    inputs = {**procedures.POST["inputs"], "address": "null"}
    procedures.deploy(ctx.office, procedures.diagram("postal.return", **{**procedures.POST, "inputs": inputs}))
    procedures.receive(ctx.office, replace(procedures.APPLICANT, address=""), "counter")
    jobs.call(the_call(ctx.office))
    (message,) = incidents(ctx.office)
    assert "“address”" in message and post.asked("/order/post") == []


def test_a_fault_of_our_own_is_tried_again_and_then_shown_with_a_reference(
    ctx: WorkerContext, clock: TestClock
) -> None:
    procedures.deploy(ctx.office, POSTAL)
    procedures.receive(ctx.office)

    def faulty(job: Job, ctx: WorkerContext) -> dict[str, Any]:
        raise ZeroDivisionError("số 001099000001")

    for _ in range(3):
        carry_out(the_call(ctx.office), faulty)
        clock.advance(hours=7)
    (message,) = incidents(ctx.office)
    assert message.startswith("Lỗi bên trong phần mềm") and "001099000001" not in message


def test_a_topic_whose_connector_is_gone_is_an_incident_at_once(
    ctx: WorkerContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedures.deploy(ctx.office, POSTAL)
    procedures.receive(ctx.office)
    monkeypatch.setattr(registry, "handler", lambda _topic: None)
    jobs.call(the_call(ctx.office))
    (message,) = incidents(ctx.office)
    assert "“postal.return”" in message


def test_the_log_names_the_dossier_and_nobody(ctx: WorkerContext, post: Outside, lines: io.StringIO) -> None:
    procedures.deploy(ctx.office, POSTAL)
    dossier = procedures.receive(ctx.office)
    message = "Người nhận Nguyễn Thị Thử, số 0900000000, thu@vi-du.example không có ở địa chỉ."
    post.misbehave("reject", code="OTHER", message=message)
    jobs.call(the_call(ctx.office))
    logged = lines.getvalue()
    assert dossier.code in logged and "call_failed" in logged
    assert not any(part in logged for part in ("Thử", "0900000000", "thu@vi-du.example", "Số 1 đường Mẫu"))
    (shown,) = incidents(ctx.office)
    assert "0900000000" not in shown and "thu@" not in shown
