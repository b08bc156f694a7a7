"""Sentences about the file as such."""

from __future__ import annotations

from bpmn.texts.text import LintText

FILE: dict[str, LintText] = {
    "xml-invalid": LintText(en="{detail}", vi="{detail_vi}"),
    "not-bpmn": LintText(
        en="The root element is <{found}> (namespace {space}), not BPMN 2.0 definitions; save the diagram as BPMN 2.0 XML.",
        vi="Phần tử gốc là <{found}> (không gian tên {space}), không phải định nghĩa BPMN 2.0; hãy lưu dạng BPMN 2.0 XML.",
    ),
    "xml-schema": LintText(
        en="Not valid BPMN 2.0: {detail} Export the diagram again from the modeler.",
        vi="Không đúng lược đồ BPMN 2.0: {detail} Hãy xuất lại sơ đồ từ trình vẽ.",
    ),
    "lint-failed": LintText(
        en="The diagram could not be examined ({detail}); simplify it and report it to the system's maintainers.",
        vi="Không kiểm tra được sơ đồ ({detail}); hãy đơn giản hoá và báo cho bên bảo trì hệ thống.",
    ),
}
