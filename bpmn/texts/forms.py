"""Sentences about forms."""

from __future__ import annotations

from bpmn.texts.text import Text

FORMS: dict[str, Text] = {
    "form-json": Text(
        "The form is not JSON{place}; save it again from the form editor.",
        "Biểu mẫu không phải JSON{place_vi}; hãy lưu lại từ trình soạn biểu mẫu.",
    ),
    "form-too-big": Text(
        "The form is too big: at most {most} bytes and {fields} components.",
        "Biểu mẫu quá lớn: tối đa {most} byte và {fields} thành phần.",
    ),
    "form-shape": Text(
        "{where} is not built as form-js builds it; save the form again from the form editor.",
        "{where} không đúng cấu trúc form-js; hãy lưu lại từ trình soạn biểu mẫu.",
    ),
    "form-id": Text(
        "The form's id {value} must be letters, digits, - or _.",
        "Mã biểu mẫu {value} chỉ được gồm chữ, chữ số, - hoặc _.",
    ),
    "form-file-name": Text(
        "The form's id is {value}, but its file is {name}.form; make them equal.",
        "Mã biểu mẫu là {value} nhưng tên tệp là {name}.form; hãy đặt trùng nhau.",
    ),
    "form-type": Text(
        "A component of type {value} cannot be checked by the office; use one of {known}.",
        "Thành phần loại {value} hệ thống không kiểm tra được; hãy dùng một trong {known}.",
    ),
    "form-setting": Text("{name}: {value} is not supported here.", "{name}: {value} chưa được hỗ trợ ở đây."),
    "form-rule-misplaced": Text(
        "{name} is a rule of {place} alone; take it away here, or make the field one. It may hold {known}.",
        "{name} chỉ dùng cho {place_vi}; hãy bỏ ở đây, hoặc đổi loại trường. Được viết: {known}.",
    ),
    "form-rule": Text(
        "{name}: {value} is not understood; write {known}.", "{name}: không hiểu {value}; hãy viết {known}."
    ),
    "form-key-missing": Text(
        "The field {label} has no key (field {position} of the form); give it a name of letters without accents, digits and _.",
        "Trường {label} chưa có khoá (trường thứ {position} của biểu mẫu); hãy đặt tên bằng chữ không dấu, chữ số và dấu _.",
    ),
    "form-key": Text(
        "The key {value} is no name for a variable; use letters without accents, digits and _.",
        "Khoá {value} không dùng làm tên biến được; chỉ dùng chữ không dấu, chữ số và dấu _.",
    ),
    "form-key-reserved": Text(
        "The key {value} is reserved; choose another.", "Khoá {value} là tên dành riêng; hãy chọn tên khác."
    ),
    "form-key-twice": Text(
        "The key is used by several fields; every field needs its own.",
        "Khoá bị dùng cho nhiều trường; mỗi trường cần một khoá riêng.",
    ),
    "form-key-generated": Text(
        "The key was made by the editor; give it a name that says what the field holds.",
        "Khoá do trình soạn tự đặt; hãy đặt tên nói rõ trường chứa gì.",
        "warning",
    ),
    "form-feel": Text("{name}: {value} cannot be read: {detail}", "{name}: không đọc được {value}: {detail_vi}"),
    "form-template": Text(
        "{name}: only plain names such as {{{{name}}}} may stand between braces.",
        "{name}: trong dấu ngoặc nhọn chỉ được viết tên biến, ví dụ {{{{ten}}}}.",
    ),
    "form-options": Text(
        "The choice needs exactly one source of options (values, valuesKey or valuesExpression), and at least one option.",
        "Trường chọn cần đúng một nguồn lựa chọn (values, valuesKey hoặc valuesExpression) và ít nhất một lựa chọn.",
    ),
    "form-options-twice": Text(
        "Two options have the value {value}; every option needs its own.",
        "Hai lựa chọn cùng giá trị {value}; mỗi lựa chọn cần giá trị riêng.",
    ),
    "form-pattern": Text(
        "The pattern {value} cannot be checked here; use the syntax of RE2 in at most {most} characters: no look-ahead, no back references, brackets closed.",
        "Mẫu {value} không kiểm tra được ở đây; hãy viết theo cú pháp RE2, tối đa {most} ký tự: không look-ahead, không tham chiếu ngược, đóng đủ ngoặc.",
    ),
    "form-limit": Text(
        "{name}: {value} is no limit; write a number or FEEL after =.",
        "{name}: {value} không phải giới hạn; hãy viết số hoặc FEEL sau dấu =.",
    ),
    "form-list-nested": Text(
        "A list inside a list is not supported; flatten it.", "Chưa hỗ trợ danh sách lồng danh sách; hãy làm phẳng."
    ),
}
