"""Sentences about forms."""

from __future__ import annotations

from bpmn.texts.text import LintText

FORMS: dict[str, LintText] = {
    "form-json": LintText(
        en="The form is not JSON{place}; save it again from the form editor.",
        vi="Biểu mẫu không phải JSON{place_vi}; hãy lưu lại từ trình soạn biểu mẫu.",
    ),
    "form-too-big": LintText(
        en="The form is too big: at most {most} bytes and {fields} components.",
        vi="Biểu mẫu quá lớn: tối đa {most} byte và {fields} thành phần.",
    ),
    "form-shape": LintText(
        en="{where} is not built as form-js builds it; save the form again from the form editor.",
        vi="{where} không đúng cấu trúc form-js; hãy lưu lại từ trình soạn biểu mẫu.",
    ),
    "form-id": LintText(
        en="The form's id {value} must be letters, digits, - or _.",
        vi="Mã biểu mẫu {value} chỉ được gồm chữ, chữ số, - hoặc _.",
    ),
    "form-file-name": LintText(
        en="The form's id is {value}, but its file is {name}.form; make them equal.",
        vi="Mã biểu mẫu là {value} nhưng tên tệp là {name}.form; hãy đặt trùng nhau.",
    ),
    "form-type": LintText(
        en="A component of type {value} cannot be checked by the office; use one of {known}.",
        vi="Thành phần loại {value} hệ thống không kiểm tra được; hãy dùng một trong {known}.",
    ),
    "form-setting": LintText(en="{name}: {value} is not supported here.", vi="{name}: {value} chưa được hỗ trợ ở đây."),
    "form-rule-misplaced": LintText(
        en="{name} is a rule of {place} alone; take it away here, or make the field one. It may hold {known}.",
        vi="{name} chỉ dùng cho {place_vi}; hãy bỏ ở đây, hoặc đổi loại trường. Được viết: {known}.",
    ),
    "form-rule": LintText(
        en="{name}: {value} is not understood; write {known}.", vi="{name}: không hiểu {value}; hãy viết {known}."
    ),
    "form-key-missing": LintText(
        en="The field {label} has no key (field {position} of the form); give it a name of letters without accents, digits and _.",
        vi="Trường {label} chưa có khoá (trường thứ {position} của biểu mẫu); hãy đặt tên bằng chữ không dấu, chữ số và dấu _.",
    ),
    "form-key": LintText(
        en="The key {value} is no name for a variable; use letters without accents, digits and _.",
        vi="Khoá {value} không dùng làm tên biến được; chỉ dùng chữ không dấu, chữ số và dấu _.",
    ),
    "form-key-reserved": LintText(
        en="The key {value} is reserved; choose another.", vi="Khoá {value} là tên dành riêng; hãy chọn tên khác."
    ),
    "form-key-twice": LintText(
        en="The key is used by several fields; every field needs its own.",
        vi="Khoá bị dùng cho nhiều trường; mỗi trường cần một khoá riêng.",
    ),
    "form-key-generated": LintText(
        en="The key was made by the editor; give it a name that says what the field holds.",
        vi="Khoá do trình soạn tự đặt; hãy đặt tên nói rõ trường chứa gì.",
        severity="warning",
    ),
    "form-feel": LintText(
        en="{name}: {value} cannot be read: {detail}", vi="{name}: không đọc được {value}: {detail_vi}"
    ),
    "form-template": LintText(
        en="{name}: only plain names such as {{{{name}}}} may stand between braces.",
        vi="{name}: trong dấu ngoặc nhọn chỉ được viết tên biến, ví dụ {{{{ten}}}}.",
    ),
    "form-options": LintText(
        en="The choice needs exactly one source of options (values, valuesKey or valuesExpression), and at least one option.",
        vi="Trường chọn cần đúng một nguồn lựa chọn (values, valuesKey hoặc valuesExpression) và ít nhất một lựa chọn.",
    ),
    "form-options-twice": LintText(
        en="Two options have the value {value}; every option needs its own.",
        vi="Hai lựa chọn cùng giá trị {value}; mỗi lựa chọn cần giá trị riêng.",
    ),
    "form-pattern": LintText(
        en="The pattern {value} cannot be checked here; use the syntax of RE2 in at most {most} characters: no look-ahead, no back references, brackets closed.",
        vi="Mẫu {value} không kiểm tra được ở đây; hãy viết theo cú pháp RE2, tối đa {most} ký tự: không look-ahead, không tham chiếu ngược, đóng đủ ngoặc.",
    ),
    "form-limit": LintText(
        en="{name}: {value} is no limit; write a number or FEEL after =.",
        vi="{name}: {value} không phải giới hạn; hãy viết số hoặc FEEL sau dấu =.",
    ),
    "form-list-nested": LintText(
        en="A list inside a list is not supported; flatten it.",
        vi="Chưa hỗ trợ danh sách lồng danh sách; hãy làm phẳng.",
    ),
}
