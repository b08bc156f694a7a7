"""Sentences about data objects, stores, inputs and outputs."""

from __future__ import annotations

from bpmn.texts.text import LintText

DATA: dict[str, LintText] = {
    "data-drawn-only": LintText(
        en="{found} is a drawing; the values are variables of the dossier, and input and output mappings say what goes where.",
        vi="{found} chỉ để minh hoạ; giá trị nằm trong biến của hồ sơ, ánh xạ vào/ra quy định dữ liệu đi đâu.",
        severity="warning",
    ),
    "data-unsupported": LintText(
        en="{type} is not executed here; values are variables of the dossier: use input and output mappings (zeebe:ioMapping).",
        vi="{type} chưa được thực thi; giá trị là biến của hồ sơ: hãy dùng ánh xạ vào/ra (zeebe:ioMapping).",
    ),
    "data-reference": LintText(
        en="The drawing refers to {found}, which does not exist; draw the arrow or the data object anew.",
        vi="Hình vẽ trỏ tới {found} không tồn tại; hãy vẽ lại mũi tên hoặc đối tượng dữ liệu.",
    ),
}
