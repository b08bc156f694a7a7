"""Sentences about data objects, stores, inputs and outputs."""

from __future__ import annotations

from bpmn.texts.text import Text

DATA: dict[str, Text] = {
    "data-drawn-only": Text(
        "{found} is a drawing; the values are variables of the dossier, and input and output mappings say what goes where.",
        "{found} chỉ để minh hoạ; giá trị nằm trong biến của hồ sơ, ánh xạ vào/ra quy định dữ liệu đi đâu.",
        "warning",
    ),
    "data-unsupported": Text(
        "{type} is not executed here; values are variables of the dossier: use input and output mappings (zeebe:ioMapping).",
        "{type} chưa được thực thi; giá trị là biến của hồ sơ: hãy dùng ánh xạ vào/ra (zeebe:ioMapping).",
    ),
    "data-reference": Text(
        "The drawing refers to {found}, which does not exist; draw the arrow or the data object anew.",
        "Hình vẽ trỏ tới {found} không tồn tại; hãy vẽ lại mũi tên hoặc đối tượng dữ liệu.",
    ),
}
