"""The register of official letters in the staff's web: found, read, answered, joined and opened into a dossier."""

from __future__ import annotations

from collections.abc import Callable

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierFilter
from tests.db.test_correspondence import take
from tests.support.edxml import PDF
from tests.web.admin.desks import Desk
from tests.workers import procedures


def first(desk: Desk) -> str:
    found = desk.get("/register").tree.find(".//tbody/tr/th/a")
    assert found is not None
    return str(found.get("href"))


def test_a_letter_is_found_answered_and_joined(desk: Callable[[str], Desk], demo: Office) -> None:
    registrar = desk("vanthu")
    assert "Chưa có công văn" in registrar.get("/register").text
    take(demo)
    assert "15/STP" in registrar.get("/register?search=tu+phap&state=open&dossier=none").text
    assert "15/STP" not in registrar.get("/register?state=closed").text
    here = first(registrar)
    page = registrar.get(here)
    assert "Trả lời xác minh" in page.text and "không ký số" in page.text
    refused = registrar.send(f"{here}/say", {"status": "02", "reason": ""}, page=here)
    assert refused.status == 422 and "nêu lý do" in refused.text
    assert "đã tiếp nhận" in registrar.send(f"{here}/say", {"status": "03", "reason": ""}, page=here).text.lower()
    wrong = registrar.send(f"{here}/join", {"dossier": "H99.05-261123-9999"}, page=here)
    assert wrong.status == 422 and "H99.05-261123-9999" in wrong.text, "what was typed stays"
    file = registrar.get(f"{here}/files/0").answer
    assert file.get_data() == PDF and file.headers["Content-Disposition"].startswith("attachment")


def test_a_letter_opens_a_dossier(desk: Callable[[str], Desk], demo: Office) -> None:
    take(demo, receivers=("H99.05.01",))
    procedures.deploy(demo, procedures.diagram("records.status", inputs={"status": "2"}))
    receiver = desk("tiepnhan")
    here = first(receiver)
    opened = receiver.send(f"{here}/open", {"procedure": procedures.CODE, "applicant": "Trần Văn Thử"}, page=here)
    assert "Trần Văn Thử" in opened.text
    wanted = DossierFilter(procedure=procedures.CODE)
    (row,) = demo.dossiers.page(wanted, SYSTEM).items
    assert [paper.name for paper in demo.documents.of(row.code, SYSTEM)] == ["tra-loi.pdf"]


def test_others_do_not_come_in(desk: Callable[[str], Desk]) -> None:
    desk("thietke").get("/register", status=403)
