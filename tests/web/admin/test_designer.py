"""The designer's desk: check, deploy, refuse with every problem, versions, diagrams, the ZIP for the desktop modeler."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from admin.designer import bundle
from core.services.office import Office
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import MARITAL, code_on, only_task

PAGE = "/designer/upload"


@pytest.fixture
def diagram(demo: Office) -> bytes:
    return demo.procedures.files(MARITAL)["process.bpmn"]


def test_check_then_deploy(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], diagram: bytes, demo: Office
) -> None:
    code = code_on(receive())
    designer = desk("thietke")
    changed = diagram.replace("Ký duyệt".encode(), "Ký duyệt của lãnh đạo".encode())
    checked = designer.send(
        PAGE, {"act": "check"}, page=f"{PAGE}?procedure={MARITAL}", files={"files": ("so-do-moi.bpmn", changed)}
    )
    assert checked.status == 200, checked.text
    assert "triển khai" in checked.text
    assert demo.procedures.get(MARITAL).version == 1, "a check stores nothing"
    done = designer.post(PAGE, checked.form(PAGE), {"act": "deploy"})
    assert "Phiên bản 2 có hiệu lực cho hồ sơ mới" in done.text
    assert demo.procedures.files(MARITAL, 2)["process.bpmn"] == changed
    assert demo.procedures.files(MARITAL, 2)["to-khai.form"] == demo.procedures.files(MARITAL, 1)["to-khai.form"]
    assert "phiên bản 1" in desk("tiepnhan").get(f"/dossiers/{code}").text, "running dossiers stay on theirs"
    assert only_task(desk("tuphap"), "Thẩm định hồ sơ")


@pytest.mark.parametrize("act", ["check", "deploy"])
def test_problems_are_told_with_code_element_and_message(
    desk: Callable[[str], Desk], diagram: bytes, demo: Office, act: str
) -> None:
    broken = diagram.replace(b'candidateGroups="leader"', b'candidateGroups=""')
    assert broken != diagram
    expected = [
        problem
        for problem in demo.procedures.lint({**demo.procedures.files(MARITAL), "process.bpmn": broken})
        if problem.severity == "error"
    ]
    assert expected
    page = desk("thietke").send(
        PAGE, {"act": act}, page=f"{PAGE}?procedure={MARITAL}", files={"files": ("process.bpmn", broken)}
    )
    assert page.status == 422
    for problem in expected:
        assert problem.code in page.text
        assert (problem.element or "") in page.text
        assert " ".join(problem.text("vi").split()) in page.text
    assert demo.procedures.get(MARITAL).version == 1


@pytest.mark.parametrize("content", [b"", b"<not xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"\x00\xff" * 50])
def test_a_malformed_or_hostile_file_is_refused_in_words(desk: Callable[[str], Desk], content: bytes) -> None:
    page = desk("thietke").send(
        PAGE, {"act": "deploy"}, page=f"{PAGE}?procedure={MARITAL}", files={"files": ("process.bpmn", content)}
    )
    assert page.status == 422
    assert page.tree.find_class("tone-late")


def test_files_that_are_missing_or_twice_are_told(desk: Callable[[str], Desk], diagram: bytes) -> None:
    designer = desk("thietke")
    assert "Hãy chọn các tệp" in designer.send(PAGE, {"act": "check"}, page=PAGE).text
    twice = designer.send(
        PAGE, {"act": "check"}, page=PAGE, files={"files": [("a.bpmn", diagram), ("b.bpmn", diagram)]}
    )
    assert twice.status == 422
    assert "b.bpmn" in twice.text


def test_carried_files_that_were_touched_are_refused(desk: Callable[[str], Desk]) -> None:
    page = desk("thietke").send(PAGE, {"act": "deploy", "file:process.bpmn": "not what was packed"}, page=PAGE)
    assert page.status == 422
    assert "chọn lại tệp" in page.text


def test_the_zip_is_what_a_desktop_modeler_opens(desk: Callable[[str], Desk], demo: Office) -> None:
    answer = desk("thietke").client.get(f"/designer/procedures/{MARITAL}/1/zip")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as pack:
        names = set(pack.namelist())
        assert pack.read("process.bpmn") == demo.procedures.files(MARITAL)["process.bpmn"]
    assert any(name.startswith(".camunda/element-templates/") and name.endswith(".json") for name in names)
    assert set(demo.procedures.files(MARITAL)) <= names


def test_versions_and_diagram_in_words(desk: Callable[[str], Desk]) -> None:
    page = desk("thietke").get(f"/designer/procedures/{MARITAL}/1")
    assert "Thẩm định hồ sơ" in page.text
    assert "tham-dinh.form" in page.text
    assert "Lãnh đạo" in page.text
    assert page.tree.find(".//script[@type='application/json']") is not None
    assert desk("thietke").client.get("/designer/procedures/9.999999").status_code == 404
    assert desk("thietke").client.get(f"/designer/procedures/{MARITAL}/77").status_code == 404


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("thu-muc/quy-trinh.bpmn", "process.bpmn"),
        ("C:\\tam\\to-khai.form", "to-khai.form"),
        ("procedure.toml", "procedure.toml"),
        ("thoi-han.dmn", "thoi-han.dmn"),
        ("scenarios/a.yaml", None),
        (".camunda/element-templates/motcua.json", None),
    ],
)
def test_files_are_known_by_their_names(name: str, known: str | None) -> None:
    assert bundle.known_name(name) == known


def test_carried_files_come_back_and_bombs_do_not() -> None:
    packed = bundle.pack({"a.form": b"{}" * 1000})
    assert packed is not None
    assert bundle.unpack("a.form", packed["a.form"]) == b"{}" * 1000
    bomb = bundle.pack({"a.form": b"\0" * (bundle.BUNDLE_BYTES + 1)})
    assert bomb is not None
    with pytest.raises(bundle.BundleError):
        bundle.unpack("a.form", bomb["a.form"])


@pytest.mark.parametrize("act", ["check", "deploy"])
def test_another_procedure_is_not_made_on_the_page_of_one(desk: Callable[[str], Desk], demo: Office, act: str) -> None:
    before = [one.code for one in demo.procedures.catalogue()]
    details = demo.procedures.files(MARITAL)["procedure.toml"].replace(MARITAL.encode(), b"9.999999")
    page = f"{PAGE}?procedure={MARITAL}"
    sent = {"act": act, "procedure": MARITAL}
    shown = desk("thietke").send(PAGE, sent, page=page, files={"files": ("procedure.toml", details)})
    assert shown.status == 422
    assert f"được gửi cho thủ tục {MARITAL}" in shown.text and "9.999999" in shown.text
    assert [one.code for one in demo.procedures.catalogue()] == before


def test_letters_are_seen_before_anybody_gets_one(desk: Callable[[str], Desk], demo: Office) -> None:
    page = desk("thietke").get(f"/designer/procedures/{MARITAL}/1/letters").text
    assert "Đề nghị bổ sung hồ sơ: H99.05-261123-0001" in page and "1. Bản chụp căn cước" in page
    assert "status-10" in page and "Không hiển thị được" not in page
    desk("tiepnhan").get(f"/designer/procedures/{MARITAL}/1/letters", status=403)


def test_a_letter_is_uploaded_with_the_others(desk: Callable[[str], Desk], demo: Office) -> None:
    text = (
        '{% extends "base.vi.txt" %}{% block subject %}Riêng: {{ code }}{% endblock %}{% block body %}…{% endblock %}'
    )
    done = desk("thietke").send(
        PAGE, {"act": "deploy"}, page=f"{PAGE}?procedure={MARITAL}", files={"files": ("status-2.vi.txt", text.encode())}
    )
    assert "Phiên bản 2 có hiệu lực" in done.text, done.text
    assert demo.procedures.files(MARITAL, 2)["letters/status-2.vi.txt"] == text.encode()
    assert "Riêng: H99.05-261123-0001" in desk("thietke").get(f"/designer/procedures/{MARITAL}/2/letters").text
