"""A key that was used for something else: each kind of command says what it did the first time."""

from __future__ import annotations

import ast

import pytest

from core.domain.history import EventKind
from core.services.requests import key_reuse
from tests.support.sources import ROOT
from web import messages

CODE = "H99.05.01-261123-0001"
TASK = {"name": "Ký duyệt", "dossier": CODE}


@pytest.mark.parametrize(
    ("operation", "answer", "words"),
    [
        ("dossier.receive", {"code": CODE}, f"hồ sơ {CODE} đã được tiếp nhận"),
        ("document.add", {"name": "don.pdf"}, "giấy tờ “don.pdf” đã được thêm"),
        ("task.complete", TASK, f"công việc “Ký duyệt” của hồ sơ {CODE} đã được hoàn thành"),
        ("task.claim", TASK, "đã được nhận"),
        ("task.unclaim", TASK, "đã được trả lại"),
        ("message", {"dossiers": [CODE]}, f"thông điệp đã được chuyển tới {CODE}"),
        ("signal", {"dossiers": []}, "tín hiệu đã được phát"),
        ("payment.refund", {"amount": 75_000}, "một khoản đã được ghi là hoàn trả"),
        ("parcels.hand-over", {"number": "BK-1"}, "bảng kê BK-1 đã được lập"),
        ("parcel.correct", {"tracking_code": "VN1", "dossier": CODE}, "địa chỉ của bưu gửi VN1 đã được sửa"),
        ("parcel.cancel", {"tracking_code": "VN1", "dossier": CODE}, "đơn của bưu gửi VN1 đã được huỷ"),
        ("untold.done", {"dossier": CODE}, f"người nộp của hồ sơ {CODE} được báo"),
        ("letter.change", {"letter": "status-5.vi"}, "thư status-5.vi đã được sửa"),
        ("migration.order", {"procedure": "1.004873"}, "chuyển phiên bản cho thủ tục 1.004873"),
        ("dossier.move-back", {"dossier": CODE}, f"hồ sơ {CODE} đã được quản trị viên thay đổi"),
        (str(EventKind.ADMIN_TOKEN_MOVED), {"dossier": CODE}, f"hồ sơ {CODE} đã được quản trị viên thay đổi"),
    ],
)
def test_what_was_done_first_is_said(operation: str, answer: dict[str, object], words: str) -> None:
    said = messages.text(key_reuse.refusal(operation, answer), "vi")
    assert words in said
    assert "chưa được thực hiện" in said
    assert ("tiếp nhận" in said) == (operation == "dossier.receive"), "of a reception only where there was one"


def test_no_kind_of_command_is_missing_above() -> None:
    kept = 0
    for path in (ROOT / "core" / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            kept += isinstance(node, ast.Call) and ast.unparse(node.func) == "idempotency.store_answer"
    assert kept == 14, "say in core/services/requests/key_reuse.py what the new kind of command did, and test it above"
