"""Every sentence lint can say, in English and Vietnamese, by code. Decides nothing.

`docs/designer/lint.md` shows this catalogue to designers; a test keeps the two equal.
"""

from __future__ import annotations

from typing import NamedTuple

from bpmn.problem import Problem, Severity


class Text(NamedTuple):
    """A sentence with `{named}` places, in both languages."""

    en: str
    vi: str
    severity: Severity = "error"


_FILE = {
    "xml-invalid": Text("{detail}", "{detail_vi}"),
    "not-bpmn": Text(
        "The root element is <{found}>, not BPMN 2.0 definitions; save the diagram as BPMN 2.0 XML.",
        "Phần tử gốc là <{found}>, không phải định nghĩa BPMN 2.0; hãy lưu sơ đồ dạng BPMN 2.0 XML.",
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

_STRUCTURE = {
    "no-process": Text("The file holds no process; draw one.", "Tệp không có quy trình nào; hãy vẽ một quy trình."),
    "several-processes": Text(
        "There are several executable processes; keep one and make the other pools empty (black boxes).",
        "Có nhiều quy trình thực thi được; chỉ giữ một, các pool khác để rỗng (hộp đen).",
    ),
    "process-drawn-only": Text(
        "The process {found} is not executable and is not run; its pool is only a drawing.",
        "Quy trình {found} không thực thi và sẽ không chạy; pool này chỉ để minh hoạ.",
        "warning",
    ),
    "process-not-executable": Text(
        'The process is not executable; set "Executable" in its properties.',
        "Quy trình chưa đánh dấu thực thi; hãy bật “Executable” trong thuộc tính.",
    ),
    "participant-process": Text(
        "The pool refers to the process {found}, which does not exist.",
        "Pool trỏ tới quy trình {found} không tồn tại.",
    ),
    "id-missing": Text("A {type} has no id; give it one.", "Một phần tử {type} không có mã (id); hãy đặt mã."),
    "id-duplicate": Text(
        "The id is used by several elements; every element needs its own.",
        "Mã (id) bị dùng cho nhiều phần tử; mỗi phần tử cần một mã riêng.",
    ),
    "element-unsupported": Text(
        "{type} is not executed here; use one of the supported elements instead.",
        "Phần tử {type} chưa được thực thi; hãy dùng phần tử được hỗ trợ.",
    ),
    "attribute-unsupported": Text(
        "The attribute {name}={value} is not executed here; remove it.",
        "Thuộc tính {name}={value} chưa được thực thi; hãy bỏ đi.",
    ),
    "loop-unsupported": Text(
        "Loops and multiple instances of an activity are not executed here; draw the loop with a gateway.",
        "Chưa thực thi hoạt động lặp hay đa thể hiện; hãy vẽ vòng lặp bằng cổng.",
    ),
    "nesting-too-deep": Text(
        "Sub-processes nest deeper than {most} levels; flatten them.",
        "Quy trình con lồng quá {most} cấp; hãy làm phẳng bớt.",
    ),
    "lane-reference": Text(
        "The lane lists {found}, which is not an element of the process.",
        "Làn liệt kê {found}, vốn không phải phần tử của quy trình.",
        "warning",
    ),
}

_FLOWS = {
    "flow-without-source": Text(
        "The flow starts at {found}, which does not exist.", "Luồng bắt đầu từ {found} không tồn tại."
    ),
    "flow-without-target": Text(
        "The flow leads to {found}, which does not exist.", "Luồng dẫn tới {found} không tồn tại."
    ),
    "flow-crosses-scope": Text(
        "The flow crosses the border of a sub-process; end the sub-process and go on after it.",
        "Luồng cắt ngang biên của quy trình con; hãy kết thúc quy trình con rồi đi tiếp sau nó.",
    ),
    "flow-into-start": Text("No flow may lead into a start event.", "Không luồng nào được đi vào sự kiện bắt đầu."),
    "flow-into-boundary": Text(
        "No flow may lead into an event on an activity's border.",
        "Không luồng nào được đi vào sự kiện gắn trên biên hoạt động.",
    ),
    "flow-out-of-end": Text("No flow may leave an end event.", "Không luồng nào được đi ra từ sự kiện kết thúc."),
    "flow-reference": Text(
        "The element lists the flow {found}, which does not join it; redraw the flow.",
        "Phần tử liệt kê luồng {found} vốn không nối với nó; hãy vẽ lại luồng.",
    ),
    "several-outgoing": Text(
        "Several flows leave the element; put a gateway behind it.",
        "Có nhiều luồng đi ra từ phần tử; hãy đặt một cổng phía sau.",
    ),
    "condition-misplaced": Text(
        "Only flows out of an exclusive gateway may have a condition; remove it or put a gateway before.",
        "Chỉ luồng ra từ cổng loại trừ mới có điều kiện; hãy bỏ điều kiện hoặc đặt cổng phía trước.",
    ),
    "condition-not-feel": Text(
        "The condition must be FEEL and begin with =, for example =approved = true.",
        "Điều kiện phải là FEEL và bắt đầu bằng dấu =, ví dụ =approved = true.",
    ),
    "condition-language": Text(
        "The condition is written in {found}; only FEEL is accepted.",
        "Điều kiện viết bằng {found}; chỉ chấp nhận FEEL.",
    ),
    "flow-without-condition": Text(
        "The flow leaves an exclusive gateway without a condition; give it one or make it the default flow.",
        "Luồng ra từ cổng loại trừ không có điều kiện; hãy đặt điều kiện hoặc cho làm luồng mặc định.",
    ),
    "gateway-without-default": Text(
        "The gateway has no default flow: when no condition holds the dossier would be stuck. Mark one flow as default.",
        "Cổng không có luồng mặc định: khi không điều kiện nào đúng, hồ sơ sẽ kẹt. Hãy chọn một luồng mặc định.",
    ),
    "default-unknown": Text(
        "The default flow {found} does not leave this element.",
        "Luồng mặc định {found} không đi ra từ phần tử này.",
    ),
    "default-with-condition": Text(
        "The default flow has a condition, which would never be looked at; remove it.",
        "Luồng mặc định có điều kiện sẽ không bao giờ được xét; hãy bỏ điều kiện.",
    ),
    "unreachable": Text(
        "No path leads here from the start; connect or remove the element.",
        "Không có đường nào dẫn tới đây từ điểm bắt đầu; hãy nối hoặc xoá phần tử.",
    ),
    "dead-end": Text(
        "The path ends here without an end event; draw one.",
        "Đường đi dừng ở đây mà không có sự kiện kết thúc; hãy vẽ thêm.",
        "warning",
    ),
    "no-way-out": Text(
        "No path leads from here to an end; the dossier would go round for ever.",
        "Không có đường nào từ đây tới điểm kết thúc; hồ sơ sẽ chạy vòng mãi.",
        "warning",
    ),
    "boundary-without-flow": Text(
        "No flow leaves the event; say what happens then.",
        "Không có luồng đi ra từ sự kiện; hãy vẽ việc xảy ra tiếp theo.",
    ),
}

_EVENTS = {
    "start-missing": Text("There is no start event; draw one.", "Thiếu sự kiện bắt đầu; hãy vẽ một sự kiện."),
    "start-several": Text("There are several start events; keep one.", "Có nhiều sự kiện bắt đầu; chỉ giữ lại một."),
    "event-unsupported": Text(
        "{definition} is not executed on {type}; use a supported event.",
        "{definition} chưa được thực thi ở {type}; hãy dùng sự kiện được hỗ trợ.",
    ),
    "event-several": Text(
        "The event has several definitions; split it into several events.",
        "Sự kiện có nhiều định nghĩa; hãy tách thành nhiều sự kiện.",
    ),
    "event-missing": Text(
        "The event does not say what it waits for; make it a message, timer or (on a border) error event.",
        "Sự kiện chưa nói chờ điều gì; hãy chọn thông điệp, hẹn giờ hoặc (trên biên) lỗi.",
    ),
    "timer-missing": Text(
        "The timer needs exactly one date or duration.", "Hẹn giờ cần đúng một ngày giờ hoặc một khoảng thời gian."
    ),
    "timer-cycle": Text(
        "Repeating timers are not executed here; use a date or a duration.",
        "Chưa thực thi hẹn giờ lặp; hãy dùng ngày giờ hoặc khoảng thời gian.",
    ),
    "timer-invalid": Text(
        "{value} is no ISO 8601 {wanted} (such as {example}); FEEL begins with =.",
        "{value} không phải giá trị ISO 8601 hợp lệ (ví dụ {example}); biểu thức FEEL bắt đầu bằng dấu =.",
    ),
    "message-missing": Text(
        "The element refers to no message; choose or create one.",
        "Phần tử chưa trỏ tới thông điệp nào; hãy chọn hoặc tạo thông điệp.",
    ),
    "message-without-name": Text(
        "The message {found} has no name; name it as the sender does, for example postal.delivered.",
        "Thông điệp {found} chưa có tên; hãy đặt đúng tên bên gửi dùng, ví dụ postal.delivered.",
    ),
    "message-without-key": Text(
        "The message {found} has no correlation key; without one an answer could reach a stranger's dossier.",
        "Thông điệp {found} chưa có khoá tương quan; thiếu khoá, trả lời có thể rơi vào hồ sơ của người khác.",
    ),
    "message-key-not-feel": Text(
        "The correlation key of {found} must be FEEL and begin with =.",
        "Khoá tương quan của {found} phải là FEEL và bắt đầu bằng dấu =.",
    ),
    "error-missing": Text(
        "The event refers to the error {found}, which does not exist.",
        "Sự kiện trỏ tới lỗi {found} không tồn tại.",
    ),
    "error-without-code": Text(
        "An error end event needs an error with a code.", "Sự kiện kết thúc lỗi cần một lỗi có mã."
    ),
    "error-code-feel": Text("The code of an error must be a plain text.", "Mã lỗi phải là văn bản thường."),
    "error-not-interrupting": Text(
        "An error always interrupts; clear the dashed border.",
        "Sự kiện lỗi luôn ngắt hoạt động; hãy bỏ kiểu viền đứt.",
    ),
    "error-caught-twice": Text(
        "Two error events on the same activity catch the same code; keep one.",
        "Hai sự kiện lỗi trên cùng hoạt động bắt cùng một mã; chỉ giữ một.",
    ),
    "boundary-unattached": Text(
        "The event sits on {found}, which is not an activity of the same level.",
        "Sự kiện gắn vào {found}, vốn không phải hoạt động cùng cấp.",
    ),
    "boundary-never": Text(
        "The activity takes no time, so the event can never happen; remove it.",
        "Hoạt động diễn ra tức thì nên sự kiện không bao giờ xảy ra; hãy xoá.",
    ),
}

_TASKS = {
    "user-task-marker": Text(
        'The task lacks zeebe:userTask: choose the implementation "Camunda user task", or apply a template.',
        "Tác vụ thiếu zeebe:userTask: hãy chọn kiểu “Camunda user task” hoặc áp dụng mẫu phần tử.",
    ),
    "role-missing": Text(
        "Nobody would see the task: give it a candidate group or an assignee.",
        "Không ai nhìn thấy tác vụ này: hãy đặt nhóm vai trò hoặc người được giao.",
    ),
    "role-invalid": Text(
        "{value} is no role; write for example reviewer or reviewer@unit, several with commas.",
        "{value} không phải vai trò; hãy viết ví dụ reviewer hoặc reviewer@donvi, nhiều vai trò cách nhau dấu phẩy.",
    ),
    "role-custom": Text(
        "{value} is not one of the usual roles ({known}); make sure that the office has it.",
        "{value} không thuộc các vai trò thường dùng ({known}); hãy chắc rằng cơ quan có vai trò này.",
        "warning",
    ),
    "kind-invalid": Text(
        "{value} is no kind of task; use one of {known}.", "{value} không phải loại tác vụ; hãy dùng một trong {known}."
    ),
    "form-missing": Text(
        "The task has no form; whoever does it can only confirm.",
        "Tác vụ không có biểu mẫu; người làm chỉ có thể xác nhận.",
        "warning",
    ),
    "form-unknown": Text(
        "The form {value} is not part of the procedure; add {value}.form or choose another ({known}).",
        "Biểu mẫu {value} không có trong thủ tục; hãy thêm {value}.form hoặc chọn biểu mẫu khác ({known}).",
    ),
    "form-kind": Text(
        "Only forms of the procedure by formId are accepted; {value} is not.",
        "Chỉ chấp nhận biểu mẫu của thủ tục theo formId; không dùng {value}.",
    ),
    "form-binding": Text(
        "The binding {value} means nothing here: a dossier keeps the forms of its version. Use latest.",
        "Kiểu gắn {value} không có tác dụng: hồ sơ luôn giữ biểu mẫu theo phiên bản. Hãy dùng latest.",
        "warning",
    ),
    "assignment-unsupported": Text(
        "Candidate users are not used here; use candidate groups or an assignee.",
        "Không dùng danh sách người ứng viên; hãy dùng nhóm vai trò hoặc người được giao.",
    ),
    "priority-invalid": Text(
        "{value} is no priority; write a whole number from 0 to 100 or FEEL after =.",
        "{value} không phải độ ưu tiên; hãy viết số nguyên từ 0 đến 100 hoặc FEEL sau dấu =.",
    ),
    "schedule-invalid": Text(
        "{value} is no ISO 8601 date and time; FEEL begins with =.",
        "{value} không phải ngày giờ ISO 8601; biểu thức FEEL bắt đầu bằng dấu =.",
    ),
    "topic-missing": Text(
        "The task names no worker: set the type of its task definition, for example notify.send.",
        "Tác vụ chưa chỉ định dịch vụ: hãy đặt loại (type), ví dụ notify.send.",
    ),
    "topic-unknown": Text(
        "No worker serves {value}; use one of {known}.",
        "Không dịch vụ nào phục vụ {value}; hãy dùng một trong {known}.",
    ),
    "retries-invalid": Text(
        "{value} is no number of retries; write a whole number from 0 to 100 or FEEL after =.",
        "{value} không phải số lần thử lại; hãy viết số nguyên từ 0 đến 100 hoặc FEEL sau dấu =.",
    ),
    "script-missing": Text(
        "The script task has no FEEL expression; fill in script and result variable.",
        "Tác vụ kịch bản chưa có biểu thức FEEL; hãy điền biểu thức và biến kết quả.",
    ),
    "script-language": Text(
        "Scripts in other languages are not run; write the expression in FEEL (zeebe:script).",
        "Không chạy kịch bản ngôn ngữ khác; hãy viết biểu thức FEEL (zeebe:script).",
    ),
    "result-missing": Text(
        "The script's result goes nowhere; name a result variable.",
        "Kết quả kịch bản không được giữ lại; hãy đặt tên biến kết quả.",
    ),
}

_EXTENSIONS = {
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
    "status-invalid": Text(
        "{value} is no status; use a whole number from 1 to 10.",
        "{value} không phải trạng thái; hãy dùng số nguyên từ 1 đến 10.",
    ),
    "time-limit-invalid": Text(
        "{value} is no time limit; write for example 4h (working hours) or 2d (working days).",
        "{value} không phải thời hạn; hãy viết ví dụ 4h (giờ làm việc) hoặc 2d (ngày làm việc).",
    ),
    "clock-invalid": Text("{value} is no clock; use run or pause.", "{value} không hợp lệ; hãy dùng run hoặc pause."),
}

_FORMS = {
    "form-json": Text(
        "The form is not JSON ({detail}); save it again from the form editor.",
        "Biểu mẫu không phải JSON ({detail}); hãy lưu lại từ trình soạn biểu mẫu.",
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
        "The pattern {value} cannot be checked here (no look-ahead or back references): {detail}",
        "Mẫu {value} không kiểm tra được ở đây (không dùng look-ahead hay tham chiếu ngược): {detail}",
    ),
    "form-limit": Text(
        "{name}: {value} is no limit; write a number or FEEL after =.",
        "{name}: {value} không phải giới hạn; hãy viết số hoặc FEEL sau dấu =.",
    ),
    "form-list-nested": Text(
        "A list inside a list is not supported; flatten it.", "Chưa hỗ trợ danh sách lồng danh sách; hãy làm phẳng."
    ),
}

TEXTS: dict[str, Text] = {**_FILE, **_STRUCTURE, **_FLOWS, **_EVENTS, **_TASKS, **_EXTENSIONS, **_FORMS}


def problem(code: str, element: str | None, line: int | None = None, **places: object) -> Problem:
    """A finding in both languages; `places` fill the sentence."""
    text = TEXTS[code]
    return Problem(code, element or None, text.en.format(**places), text.vi.format(**places), text.severity, line)
