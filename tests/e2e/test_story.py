"""The main job in a browser, in Vietnamese, from the reception desk to the applicant's hand, with all processes running."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.desk import Desk
from tests.support.forms import APPLICANT, day_of
from tests.support.processes import wait_until
from tests.support.running import Running
from tests.support.sources import ROOT

pytestmark = pytest.mark.e2e

PROCEDURE = "Cấp giấy xác nhận tình trạng hôn nhân"
FOLDER = ROOT / "bpmn" / "procedures" / "marital-status"
DECLARATION = {
    "subject": "self",
    "birthDate": "1995-04-12",
    "gender": "female",
    "residence": "Thôn 1, xã Mẫu Một, tỉnh Minh Họa",
    "currentStatus": "never",
    "purpose": "marriage",
    "spouseName": "Người Thử Hai, 001099054321",
}
CERTIFIED = "Hiện tại chưa đăng ký kết hôn với ai."
PROPOSED = {"decision": "propose", "certifiedStatus": CERTIFIED}


class Office:
    """Everybody at their desks; a desk opens when it is first asked for."""

    def __init__(self, browser: Browser, running: Running, stack: ExitStack) -> None:
        self.running = running
        self._browser = browser
        self._stack = stack
        self._desks: dict[str, Desk] = {}

    def __getitem__(self, username: str) -> Desk:
        if username not in self._desks:
            desk = Desk(self._browser, self.running, username)
            self._desks[username] = self._stack.enter_context(closing(desk))
        return self._desks[username]


@pytest.fixture
def office(browser: Browser, office_running: Running) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(browser, office_running, stack)


def test_from_the_reception_desk_to_the_applicants_hand(office: Office, tmp_path: Path) -> None:
    code, secret = _received(office, "counter", tmp_path)
    _supplemented(office, code)
    _sent_back_and_signed(office, code)
    office["vanthu"].do(code, _issued(code))
    office["tiepnhan"].do(code, {"collectedBy": "applicant"})
    _on_the_diagram(office["tiepnhan"], code)
    _audited(office, code)
    _looked_up(office, code, secret)
    _told(office, code)


def test_the_post_brings_the_result(office: Office, tmp_path: Path) -> None:
    code, secret = _received(office, "post", tmp_path)
    office["tuphap"].do(code, PROPOSED)
    office["lanhdao"].do(code, {"approval": "approve"})
    office["vanthu"].do(code, _issued(code))
    page = office["tiepnhan"].page

    def returned() -> bool:
        page.goto(f"/dossiers/{code}")
        return page.get_by_text("Đã trả kết quả").first.is_visible()

    wait_until(returned, "the delivery by post", patience=90)
    citizen = _looked_up(office, code, secret)
    expect(citizen.page.get_by_text("Phát thành công")).to_be_visible()


def test_a_changed_diagram_is_a_new_version(office: Office, tmp_path: Path) -> None:
    running, _ = _received(office, "counter", tmp_path)
    designer = office["thietke"]
    diagram = (FOLDER / "process.bpmn").read_text("utf-8")
    assert 'name="Thẩm định hồ sơ"' in diagram
    _upload(designer, tmp_path, diagram.replace("<bpmn:startEvent", "<bpmn:complexGateway", 1))
    expect(designer.page.get_by_role("alert").first).to_contain_text("chưa triển khai")
    _upload(designer, tmp_path, diagram.replace('name="Thẩm định hồ sơ"', 'name="Thẩm định theo mẫu mới"'))
    designer.page.get_by_role("button", name="Triển khai các tệp này").click()
    designer.page.get_by_role("dialog").get_by_role("button", name="Triển khai các tệp này").click()
    expect(designer.page.get_by_role("row").filter(has_text="đang hiệu lực")).to_contain_text("Phiên bản 2")
    fresh, _ = _received(office, "counter", tmp_path)
    reviewer = office["tuphap"]
    reviewer.go("Việc cần làm")
    expect(reviewer.row(running)).to_contain_text("Thẩm định hồ sơ")
    expect(reviewer.row(fresh)).to_contain_text("Thẩm định theo mẫu mới")


def _issued(code: str) -> dict[str, str]:
    """Issued on the day of reception, whatever day the running office has: neither before it nor in the future."""
    return {"resultNumber": "15/UBND-XNTTHN", "resultDate": day_of(code)}


def _received(office: Office, return_by: str, folder: Path) -> tuple[str, str]:
    """A dossier with a paper, opened at the desk; only the right room finds its task."""
    paper = folder / "to-khai.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    code, secret = office["tiepnhan"].receive(PROCEDURE, APPLICANT, DECLARATION, return_by, {"paper-to_khai": paper})
    for username, finds in (("tuphap", 1), ("xaydung", 0)):
        office[username].go("Việc cần làm")
        expect(office[username].row(code)).to_have_count(finds)
    return code, secret


def _supplemented(office: Office, code: str) -> None:
    """The reviewer asks for a paper; the clock stands until the applicant brings it."""
    office["tuphap"].do(code, {"decision": "supplement", "supplementList": "Bản sao quyết định ly hôn."})
    expect(office["tuphap"].page.get_by_text("Yêu cầu bổ sung giấy tờ").first).to_be_visible()
    office["tiepnhan"].do(code, {"supplementResult": "complete"})
    office["tuphap"].do(code, {"conclusion": "propose", "certifiedStatus": CERTIFIED})


def _sent_back_and_signed(office: Office, code: str) -> None:
    office["lanhdao"].do(code, {"approval": "return", "approvalNote": "Nội dung dự thảo chưa khớp hồ sơ."})
    office["tuphap"].do(code, {"conclusion": "propose", "certifiedStatus": CERTIFIED})
    office["lanhdao"].do(code, {"approval": "approve"})


def _on_the_diagram(desk: Desk, code: str) -> None:
    """The dossier's page says where it is, in words and on the diagram."""
    desk.page.goto(f"/dossiers/{code}")
    expect(desk.page.get_by_text("Đã trả kết quả").first).to_be_visible()
    desk.page.get_by_role("link", name="Sơ đồ", exact=True).click()
    expect(desk.page.locator(".djs-container svg").first).to_be_visible()
    expect(desk.page.locator('.djs-element[data-element-id="Task_Sign"]')).to_be_visible()
    expect(desk.page.get_by_role("table").get_by_text("Ký duyệt").first).to_be_visible()


def _audited(office: Office, code: str) -> None:
    auditor = office["thanhtra"]
    auditor.page.goto(f"/dossiers/{code}")
    auditor.page.get_by_role("link", name="Kiểm tra nhật ký").click()
    expect(auditor.page.get_by_role("status").filter(has_text="Nhật ký nguyên vẹn")).to_be_visible()


def _looked_up(office: Office, code: str, secret: str) -> Desk:
    """The applicant looks the dossier up with what stands on the receipt, and with a wrong secret in vain."""
    citizen = office[""]
    for key, answer in (("SAI-SAI-SAI", "Không có hồ sơ nào khớp"), (secret, "Đã trả kết quả")):
        citizen.page.goto("/portal/")
        citizen.page.get_by_role("main").get_by_role("link", name="Tra cứu hồ sơ").first.click()
        citizen.page.get_by_label("Mã hồ sơ").fill(code)
        citizen.page.get_by_label("Mã tra cứu").fill(key)
        citizen.page.get_by_role("main").get_by_role("button", name="Tra cứu").click()
        expect(citizen.page.get_by_role("main")).to_contain_text(answer)
    return citizen


def _told(office: Office, code: str) -> None:
    """Letters about the receipt, the supplement and the result reached the applicant."""

    def letters() -> list[str]:
        return [str(letter) for letter in office.running.letters() if code in str(letter)]

    wait_until(lambda: len(letters()) >= 4, f"letters about {code}", patience=60)
    assert all(APPLICANT["email"] in letter for letter in letters())


def _upload(designer: Desk, folder: Path, diagram: str) -> None:
    """Lets the changed diagram be checked; the other files are those of the newest version."""
    file = folder / "process.bpmn"
    file.write_text(diagram, encoding="utf-8")
    designer.go("Thủ tục")
    designer.page.get_by_role("link", name=PROCEDURE).first.click()
    designer.page.get_by_role("link", name="Tải lên tệp đã sửa").click()
    designer.page.get_by_label("Các tệp trong thư mục thủ tục").set_input_files(file)
    designer.page.get_by_role("button", name="Kiểm tra", exact=True).click()
