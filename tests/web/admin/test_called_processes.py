"""A dossier whose task stands in a called process: its pages, its form and its history, at the desk."""

from __future__ import annotations

from collections.abc import Callable

from core.services.office import Office
from tests.db.test_called_processes import ASK, CALLED, CALLER, called, deploy
from tests.unit.bpmn import diagrams as d
from tests.web.admin.desks import Desk
from tests.web.admin.steps import do_task, person
from tests.workers import procedures


def test_a_task_in_a_called_process_is_shown_and_done(desk: Callable[[str], Desk], demo: Office) -> None:
    deploy(demo, CALLED, called(), "answer", "Kết quả xác minh")
    call = d.call("Verify", "verify", d.mappings({}, {"found": "=answer"}))
    call = call.replace('id="Verify"', 'id="Verify" name="Xác minh chéo"', 1)
    parts = (call, d.user("Last", ASK))
    deploy(demo, CALLER, d.diagram(d.start(), *parts, d.end(), d.path("Start", "Verify", "Last", "End")), "seen")
    auditor = person(demo, "thanhtra")
    code = procedures.receive(demo, code=CALLER).code
    (task,) = demo.dossiers.get(code, auditor).tasks
    assert "Kết quả xác minh" in desk("tuphap").get(f"/tasks/{task.id}").text
    do_task(desk("tuphap"), "Ask", {"answer": "đúng"})
    pages = [desk("thanhtra").get(f"/dossiers/{code}{tab}") for tab in ("", "/diagram", "/history")]
    assert [page.status for page in pages] == [200, 200, 200]
    assert "Bắt đầu quy trình “Test”" in pages[-1].text
    assert demo.dossiers.get(code, auditor).data["found"] == "đúng"
