"""Sentences about what is too much: of elements, of text, of expressions, of groups."""

from __future__ import annotations

from bpmn.texts.text import LintText

SIZES: dict[str, LintText] = {
    "diagram-too-large": LintText(
        en="The diagram has {found} elements and flows; at most {most} are read. Split it into processes that call each other.",
        vi="Sơ đồ có {found} phần tử và luồng; hệ thống chỉ đọc tối đa {most}. Hãy tách thành các quy trình gọi nhau.",
    ),
    "expressions-too-long": LintText(
        en="The expressions have {found} characters together; at most {most} are read. Split the procedure, or move lists of "
        "values out of its expressions.",
        vi="Các biểu thức có tổng cộng {found} ký tự; hệ thống chỉ đọc tối đa {most}. Hãy tách thủ tục, hoặc đưa các danh "
        "sách giá trị ra khỏi biểu thức.",
    ),
    "tables-too-large": LintText(
        en="The decision tables have {found} cells together; at most {most} are read. Split the procedure, or look values up "
        "outside of its tables.",
        vi="Các bảng quyết định có tổng cộng {found} ô; hệ thống chỉ đọc tối đa {most}. Hãy tách thủ tục, hoặc tra giá trị ở "
        "nơi khác.",
    ),
    "id-too-long": LintText(
        en="The id has {found} characters; at most {most} are allowed.",
        vi="Mã (id) có {found} ký tự; chỉ cho phép tối đa {most}.",
    ),
    "name-too-long": LintText(
        en="The name has {found} characters; at most {most} are shown. Put what has to be read into the documentation.",
        vi="Tên có {found} ký tự; chỉ hiển thị tối đa {most}. Hãy đưa phần cần đọc vào mục tài liệu (documentation).",
    ),
    "text-too-long": LintText(
        en="{where} has {found} characters; at most {most} are allowed.",
        vi="{where} có {found} ký tự; chỉ cho phép tối đa {most}.",
    ),
    "form-too-much": LintText(
        en="{where} has {found} entries or characters; at most {most} are allowed. Shorten it.",
        vi="{where} có {found} mục hoặc ký tự; chỉ cho phép tối đa {most}. Hãy rút gọn.",
    ),
    "groups-too-many": LintText(
        en="The task has {found} candidate groups; at most {most} are allowed. Give it to a role that all of them hold.",
        vi="Công việc có {found} nhóm xử lý; chỉ cho phép tối đa {most}. Hãy giao cho một vai trò chung.",
    ),
    "group-too-long": LintText(
        en="A candidate group has {found} characters; at most {most} are allowed.",
        vi="Tên nhóm xử lý có {found} ký tự; chỉ cho phép tối đa {most}.",
    ),
}
