"""Sentences about extension elements, expressions and the office's own properties."""

from __future__ import annotations

from bpmn.contracts import PROPERTIES
from bpmn.texts.text import LintText

EXTENSIONS: dict[str, LintText] = {
    "extension-unsupported": LintText(
        en="{name} is not executed on {type}; remove it.", vi="{name} chưa được thực thi ở {type}; hãy bỏ đi."
    ),
    "extension-attribute": LintText(
        en="The attribute {name}={value} of {element_name} is not executed here; remove it.",
        vi="Thuộc tính {name}={value} của {element_name} chưa được thực thi; hãy bỏ đi.",
    ),
    "extension-twice": LintText(
        en="{name} stands there more than once; keep one.", vi="{name} xuất hiện nhiều lần; chỉ giữ một."
    ),
    "extension-foreign": LintText(
        en="{name} belongs to another product ({namespace}) and is ignored.",
        vi="{name} thuộc sản phẩm khác ({namespace}) và bị bỏ qua.",
        severity="warning",
    ),
    "extension-other-engine": LintText(
        en="{name} is an instruction for another engine ({namespace}) and would not be followed; use the zeebe elements.",
        vi="{name} là chỉ dẫn cho hệ thống khác ({namespace}), sẽ không được thực hiện; hãy dùng phần tử zeebe.",
    ),
    "feel-syntax": LintText(
        en="{where}: {value} cannot be read: {detail}", vi="{where}: không đọc được {value}: {detail_vi}"
    ),
    "feel-missing": LintText(
        en="{where}: {value} must be FEEL and begin with =.", vi="{where}: {value} phải là FEEL và bắt đầu bằng dấu =."
    ),
    "feel-wrong": LintText(
        en="{where}: {value} cannot work: {detail}", vi="{where}: {value} không thể chạy: {detail_vi}"
    ),
    "feel-function": LintText(
        en="{where}: there is no function {name}; look at the list of functions, or is it a name misspelt?",
        vi="{where}: không có hàm {name}; hãy xem danh sách hàm, hoặc kiểm tra lỗi gõ tên.",
    ),
    "feel-type": LintText(
        en="{where}: {value} gives a {found}; needed is {wanted}.", vi="{where}: {value} cho ra {found}; cần {wanted}."
    ),
    "feel-constant": LintText(
        en="{where}: {value} reads no variable and gives no {wanted}{detail}; write for example {example}.",
        vi="{where}: {value} không đọc biến nào và không cho ra giá trị dùng được{detail_vi}; hãy viết ví dụ {example}.",
    ),
    "name-invalid": LintText(
        en="{where}: {value} is no name for a variable; use letters without accents, digits and _.",
        vi="{where}: {value} không dùng làm tên biến được; chỉ dùng chữ không dấu, chữ số và dấu _.",
    ),
    "name-reserved": LintText(
        en="{where}: {value} is the office's own name; choose another.",
        vi="{where}: {value} là tên dành riêng cho hệ thống; hãy chọn tên khác.",
    ),
    "property-twice": LintText(
        en="The property {name} stands there more than once; keep one.",
        vi="Thuộc tính {name} xuất hiện nhiều lần; chỉ giữ một.",
    ),
    "property-misplaced": LintText(
        en="The property {name} has no effect on {type}; remove it.",
        vi="Thuộc tính {name} không có tác dụng ở {type}; hãy bỏ đi.",
    ),
    # What a property may hold, and the sentence where it holds something else, is stated with it.
    **{one.code: LintText(en=one.refusal.en, vi=one.refusal.vi) for one in PROPERTIES},
}
