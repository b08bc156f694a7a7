"""Sentences about tasks."""

from __future__ import annotations

from bpmn.texts.text import Text

TASKS: dict[str, Text] = {
    "task-passed": Text(
        "Nobody is asked here: the task is passed at once. Make it a user task if somebody has to say that it is done.",
        "Không ai được giao việc này: tác vụ được đi qua ngay. Hãy đổi thành tác vụ người dùng nếu cần ai xác nhận.",
        "warning",
    ),
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
    "role-unknown": Text(
        "{value} is no role that anybody can hold, so nobody could do the task.{hint} There are {known}.",
        "{value} không phải vai trò mà ai giữ được, nên không ai làm được việc này.{hint_vi} Các vai trò: {known}.",
    ),
    "role-unit-unknown": Text(
        "{value}: the office has no unit {unit}, neither as code nor as short name (near to it: {near}).",
        "{value}: cơ quan không có đơn vị {unit}, cả theo mã lẫn theo tên ngắn (gần giống: {near}).",
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
    "topic-or-message-missing": Text(
        "Nothing is sent: refer to a message for another dossier, or set the type of a task definition, such as notify.send.",
        "Chưa gửi gì cả: hãy trỏ tới thông điệp cho hồ sơ khác, hoặc đặt loại (type) dịch vụ, ví dụ notify.send.",
    ),
    "topic-missing": Text(
        "The task names no worker: set the type of its task definition, for example notify.send.",
        "Tác vụ chưa chỉ định dịch vụ: hãy đặt loại (type), ví dụ notify.send.",
    ),
    "topic-unknown": Text(
        "No worker serves {value}; use one of {known}.",
        "Không dịch vụ nào phục vụ {value}; hãy dùng một trong {known}.",
    ),
    "topic-unserved": Text(
        "{value} ({name}) is one of the office's topics, but this installation has no connector for it yet: install one, or use one of {known}.",
        "{value} ({name_vi}) là dịch vụ của cơ quan nhưng bản cài đặt này chưa có kết nối: hãy cài kết nối, hoặc dùng một trong {known}.",
    ),
    "topic-input-missing": Text(
        "The topic {topic} needs the input {name} ({label}): add an input mapping for it.",
        "Dịch vụ {topic} cần đầu vào {name} ({label_vi}): hãy thêm ánh xạ đầu vào.",
    ),
    "topic-input-unknown": Text(
        "The topic {topic} knows no input {name}, so nobody reads it; it takes {known}.",
        "Dịch vụ {topic} không có đầu vào {name} nên không ai đọc; các đầu vào: {known}.",
        "warning",
    ),
    "topic-header-unknown": Text(
        "The topic {topic} knows no header {name}, so nobody reads it; it takes {known}.",
        "Dịch vụ {topic} không có tiêu đề {name} nên không ai đọc; các tiêu đề: {known}.",
        "warning",
    ),
    "topic-header-invalid": Text(
        "{value} is no {name} of the topic {topic}; use one of {known}.",
        "{value} không phải giá trị {name} của dịch vụ {topic}; hãy dùng một trong {known}.",
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
        "The result goes nowhere; name a result variable.",
        "Kết quả không được giữ lại; hãy đặt tên biến kết quả.",
    ),
    "decision-missing": Text(
        "The task calls no decision: choose the implementation DMN decision and give the decision's id as plain text.",
        "Tác vụ chưa gọi quyết định nào: hãy chọn kiểu DMN decision và ghi mã quyết định bằng văn bản thường.",
    ),
    "decision-unknown": Text(
        "No decision table of the procedure holds the decision {value}; known are {known}.",
        "Không bảng quyết định nào của thủ tục có quyết định {value}; hiện có {known}.",
    ),
    "decision-twice": Text(
        "The decision {found} stands in another file, too; give it an id of its own.",
        "Quyết định {found} cũng có trong tệp khác; hãy đặt mã riêng.",
    ),
    "decision-binding": Text(
        "The binding {value} means nothing here: a dossier keeps the tables of its version. Use latest.",
        "Kiểu gắn {value} không có tác dụng: hồ sơ luôn giữ bảng quyết định theo phiên bản. Hãy dùng latest.",
        "warning",
    ),
    "table-invalid": Text("{detail}", "{detail_vi}"),
    "table-doubtful": Text("{detail}", "{detail_vi}", "warning"),
}
