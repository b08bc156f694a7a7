"""Sentences about what is too much: of elements, of text, of expressions, of groups."""

from __future__ import annotations

from bpmn.texts.text import Text

SIZES: dict[str, Text] = {
    "diagram-too-large": Text(
        "The diagram has {found} elements and flows; at most {most} are read. Split it into processes that call each other.",
        "Sơ đồ có {found} phần tử và luồng; hệ thống chỉ đọc tối đa {most}. Hãy tách thành các quy trình gọi nhau.",
    ),
    "expressions-too-long": Text(
        "The expressions have {found} characters together; at most {most} are read. Split the procedure, or move lists of "
        "values out of its expressions.",
        "Các biểu thức có tổng cộng {found} ký tự; hệ thống chỉ đọc tối đa {most}. Hãy tách thủ tục, hoặc đưa các danh "
        "sách giá trị ra khỏi biểu thức.",
    ),
    "tables-too-large": Text(
        "The decision tables have {found} cells together; at most {most} are read. Split the procedure, or look values up "
        "outside of its tables.",
        "Các bảng quyết định có tổng cộng {found} ô; hệ thống chỉ đọc tối đa {most}. Hãy tách thủ tục, hoặc tra giá trị ở "
        "nơi khác.",
    ),
    "id-too-long": Text(
        "The id has {found} characters; at most {most} are allowed.",
        "Mã (id) có {found} ký tự; chỉ cho phép tối đa {most}.",
    ),
    "name-too-long": Text(
        "The name has {found} characters; at most {most} are shown. Put what has to be read into the documentation.",
        "Tên có {found} ký tự; chỉ hiển thị tối đa {most}. Hãy đưa phần cần đọc vào mục tài liệu (documentation).",
    ),
    "text-too-long": Text(
        "{where} has {found} characters; at most {most} are allowed.",
        "{where} có {found} ký tự; chỉ cho phép tối đa {most}.",
    ),
    "form-too-much": Text(
        "{where} has {found} entries or characters; at most {most} are allowed. Shorten it.",
        "{where} có {found} mục hoặc ký tự; chỉ cho phép tối đa {most}. Hãy rút gọn.",
    ),
    "groups-too-many": Text(
        "The task has {found} candidate groups; at most {most} are allowed. Give it to a role that all of them hold.",
        "Công việc có {found} nhóm xử lý; chỉ cho phép tối đa {most}. Hãy giao cho một vai trò chung.",
    ),
    "group-too-long": Text(
        "A candidate group has {found} characters; at most {most} are allowed.",
        "Tên nhóm xử lý có {found} ký tự; chỉ cho phép tối đa {most}.",
    ),
}
