"""Sentences about extension elements, expressions and the office's own properties."""

from __future__ import annotations

from bpmn.contracts import PROPERTIES
from bpmn.texts.text import Text

EXTENSIONS: dict[str, Text] = {
    "extension-unsupported": Text(
        "{name} is not executed on {type}; remove it.", "{name} chưa được thực thi ở {type}; hãy bỏ đi."
    ),
    "extension-attribute": Text(
        "The attribute {name}={value} of {element_name} is not executed here; remove it.",
        "Thuộc tính {name}={value} của {element_name} chưa được thực thi; hãy bỏ đi.",
    ),
    "extension-twice": Text(
        "{name} stands there more than once; keep one.", "{name} xuất hiện nhiều lần; chỉ giữ một."
    ),
    "extension-foreign": Text(
        "{name} belongs to another product ({namespace}) and is ignored.",
        "{name} thuộc sản phẩm khác ({namespace}) và bị bỏ qua.",
        "warning",
    ),
    "extension-other-engine": Text(
        "{name} is an instruction for another engine ({namespace}) and would not be followed; use the zeebe elements.",
        "{name} là chỉ dẫn cho hệ thống khác ({namespace}), sẽ không được thực hiện; hãy dùng phần tử zeebe.",
    ),
    "feel-syntax": Text("{where}: {value} cannot be read: {detail}", "{where}: không đọc được {value}: {detail_vi}"),
    "feel-missing": Text(
        "{where}: {value} must be FEEL and begin with =.", "{where}: {value} phải là FEEL và bắt đầu bằng dấu =."
    ),
    "feel-wrong": Text("{where}: {value} cannot work: {detail}", "{where}: {value} không thể chạy: {detail_vi}"),
    "feel-function": Text(
        "{where}: there is no function {name}; look at the list of functions, or is it a name misspelt?",
        "{where}: không có hàm {name}; hãy xem danh sách hàm, hoặc kiểm tra lỗi gõ tên.",
    ),
    "feel-type": Text(
        "{where}: {value} gives a {found}; needed is {wanted}.", "{where}: {value} cho ra {found}; cần {wanted}."
    ),
    "feel-constant": Text(
        "{where}: {value} reads no variable and gives no {wanted}{detail}; write for example {example}.",
        "{where}: {value} không đọc biến nào và không cho ra giá trị dùng được{detail_vi}; hãy viết ví dụ {example}.",
    ),
    "name-invalid": Text(
        "{where}: {value} is no name for a variable; use letters without accents, digits and _.",
        "{where}: {value} không dùng làm tên biến được; chỉ dùng chữ không dấu, chữ số và dấu _.",
    ),
    "name-reserved": Text(
        "{where}: {value} is the office's own name; choose another.",
        "{where}: {value} là tên dành riêng cho hệ thống; hãy chọn tên khác.",
    ),
    "property-twice": Text(
        "The property {name} stands there more than once; keep one.",
        "Thuộc tính {name} xuất hiện nhiều lần; chỉ giữ một.",
    ),
    "property-misplaced": Text(
        "The property {name} has no effect on {type}; remove it.",
        "Thuộc tính {name} không có tác dụng ở {type}; hãy bỏ đi.",
    ),
    # What a property may hold, and the sentence where it holds something else, is stated with it.
    **{one.code: Text(one.refusal.en, one.refusal.vi) for one in PROPERTIES},
}
