"""Sentences about the file as such."""

from __future__ import annotations

from bpmn.texts.text import Text

FILE: dict[str, Text] = {
    "xml-invalid": Text("{detail}", "{detail_vi}"),
    "not-bpmn": Text(
        "The root element is <{found}> (namespace {space}), not BPMN 2.0 definitions; save the diagram as BPMN 2.0 XML.",
        "Phần tử gốc là <{found}> (không gian tên {space}), không phải định nghĩa BPMN 2.0; hãy lưu dạng BPMN 2.0 XML.",
    ),
    "xml-schema": Text(
        "Not valid BPMN 2.0: {detail} Export the diagram again from the modeler.",
        "Không đúng lược đồ BPMN 2.0: {detail} Hãy xuất lại sơ đồ từ trình vẽ.",
    ),
    "lint-failed": Text(
        "The diagram could not be examined ({detail}); simplify it and report it to the system's maintainers.",
        "Không kiểm tra được sơ đồ ({detail}); hãy đơn giản hoá và báo cho bên bảo trì hệ thống.",
    ),
}
