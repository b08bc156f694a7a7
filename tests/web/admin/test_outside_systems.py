"""The page of the outside systems: leaders read it, administrators of the whole office pause there, clerks read what follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.jobs import Job
from tests.support.staff import staff
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import send_by_post
from tests.workers import procedures

TOPIC = "postal.return"
ERROR = {"vi": "Không kết nối được với Bưu điện.", "en": "The post cannot be reached."}


@pytest.fixture
def code(demo: Office) -> str:
    """A dossier whose result waits for the post."""
    procedures.deploy(demo, procedures.diagram(TOPIC, **procedures.POST))
    return procedures.receive(demo).code


def lease(demo: Office) -> Job:
    (row,) = [row for row in demo.outbox.due() if row.topic == TOPIC]
    job = demo.outbox.lease(row.id)
    assert job is not None
    return job


def test_an_administrator_pauses_and_resumes(desk: Callable[[str], Desk], demo: Office, code: str) -> None:
    admin = desk("quantri")
    page = admin.get("/outside-systems")
    assert "Trả qua bưu chính" in page.text and "Đang chờ" in page.text
    address = f"/outside-systems/{TOPIC}/pause"
    refused = admin.send(address, {"reason": "  "}, page="/outside-systems")
    assert refused.status == 422 and "1 đến 200" in refused.text
    paused = admin.send(address, {"reason": "Bưu cục chuyển trụ sở"}, page="/outside-systems")
    for words in ("Bưu cục chuyển trụ sở", staff(demo, "admin").name, "tạm dừng"):
        assert words in paused.text
    told = desk("tiepnhan").get(f"/dossiers/{code}").text
    assert "tạm dừng gửi tới" in told and "Không phải làm gì" in told and "Bưu cục chuyển trụ sở" not in told
    assert "postal.return" in desk("quantri").get("/system").text
    resumed = admin.send(f"/outside-systems/{TOPIC}/resume", page="/outside-systems")
    assert "Đã mở lại" in resumed.text
    assert "tạm dừng gửi tới" not in desk("tiepnhan").get(f"/dossiers/{code}").text
    journal = desk("thanhtra").get("/audit/journal").text
    assert "Đã tạm dừng các cuộc gọi “postal.return”: Bưu cục chuyển trụ sở" in journal


def test_a_leader_reads_and_finds_the_way(desk: Callable[[str], Desk], demo: Office, code: str) -> None:
    leader = desk("lanhdao")
    links = {link.get("href") for link in leader.get("/").tree.iterfind(".//nav//a")}
    assert {"/incidents", "/outside-systems"} <= links
    page = leader.get("/outside-systems")
    assert not [address for address in page.actions() if "outside-systems" in address]
    assert "do quản trị viên của toàn cơ quan" in page.text
    desk("tiepnhan").get("/outside-systems", status=403)


def test_who_sees_a_cause_without_its_values_is_told_who_reads_them(
    desk: Callable[[str], Desk], demo: Office, code: str
) -> None:
    demo.outbox.failed(lease(demo), "Bưu điện từ chối: số nhà 17", retry=False, redacted="Bưu điện từ chối: …")
    (incident,) = demo.incidents.page(SYSTEM).items
    masked = desk("quantri").get(f"/incidents/{incident.id}").text
    assert "số nhà 17" not in masked and f"Lãnh đạo và trưởng bộ phận của {incident.unit}" in masked
    whole = desk("lanhdao").get(f"/incidents/{incident.id}").text
    assert "số nhà 17" in whole and "đọc được đầy đủ tại đây" not in whole


def test_a_refusal_the_diagram_provides_for_is_told_until_it_is_asked_again(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = send_by_post(desk, receive)
    demo.outbox.bpmn_error(lease(demo), "address-unknown", "Bưu điện từ chối: không có địa chỉ này")
    told = desk("tiepnhan").get(f"/dossiers/{code}").text
    assert "không có địa chỉ này" in told and "việc cần làm nằm ở bước đang mở" in told
    (trouble,) = [one for one in demo.dossiers.get(code, SYSTEM).troubles if one.topic == TOPIC]
    assert (trouble.held, trouble.blocks, trouble.incident) == ("refused", False, None)


def test_a_system_that_does_not_serve_is_told_everywhere(desk: Callable[[str], Desk], demo: Office, code: str) -> None:
    assert demo.health.checks()["outside systems"] == "ok"
    job = lease(demo)
    demo.outbox.failed(job, ERROR["vi"])
    for _ in range(demo.context.settings.breaker_failures):
        demo.breakers.out_of_service(job, ERROR)
    page = desk("quantri").get("/outside-systems").text
    assert "Không phục vụ từ" in page and ERROR["vi"] in page
    assert "postal không phục vụ" in desk("quantri").get("/system").text
    assert "không phục vụ từ" in desk("tiepnhan").get(f"/dossiers/{code}").text
    (trouble,) = [one for one in demo.dossiers.get(code, SYSTEM).troubles if one.topic == TOPIC]
    assert (trouble.held, trouble.next_try) == ("silent", None)
    demo.breakers.refused(job, ERROR)
    assert demo.health.checks()["outside systems"] == "the last calls to postal failed"
    assert "6 lần gọi gần nhất không thành" in desk("quantri").get("/outside-systems").text
