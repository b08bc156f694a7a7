"""Sentences about tasks."""

from __future__ import annotations

from bpmn.texts.text import LintText

TASKS: dict[str, LintText] = {
    "task-passed": LintText(
        en="Nobody is asked here: the task is passed at once. Make it a user task if somebody has to say that it is done.",
        vi="Không ai được giao việc này: tác vụ được đi qua ngay. Hãy đổi thành tác vụ người dùng nếu cần ai xác nhận.",
        severity="warning",
    ),
    "user-task-marker": LintText(
        en='The task lacks zeebe:userTask: choose the implementation "Camunda user task", or apply a template.',
        vi="Tác vụ thiếu zeebe:userTask: hãy chọn kiểu “Camunda user task” hoặc áp dụng mẫu phần tử.",
    ),
    "role-missing": LintText(
        en="Nobody would see the task: give it a candidate group or an assignee.",
        vi="Không ai nhìn thấy tác vụ này: hãy đặt nhóm vai trò hoặc người được giao.",
    ),
    "role-invalid": LintText(
        en="{value} is no role; write for example reviewer or reviewer@unit, several with commas.",
        vi="{value} không phải vai trò; hãy viết ví dụ reviewer hoặc reviewer@donvi, nhiều vai trò cách nhau dấu phẩy.",
    ),
    "role-unknown": LintText(
        en="{value} is no role that anybody can hold, so nobody could do the task.{hint} There are {known}.",
        vi="{value} không phải vai trò mà ai giữ được, nên không ai làm được việc này.{hint_vi} Các vai trò: {known}.",
    ),
    "role-unit-unknown": LintText(
        en="{value}: the office has no unit {unit}, neither as code nor as short name (near to it: {near}).",
        vi="{value}: cơ quan không có đơn vị {unit}, cả theo mã lẫn theo tên ngắn (gần giống: {near}).",
    ),
    "form-missing": LintText(
        en="The task has no form; whoever does it can only confirm.",
        vi="Tác vụ không có biểu mẫu; người làm chỉ có thể xác nhận.",
        severity="warning",
    ),
    "form-unknown": LintText(
        en="The form {value} is not part of the procedure; add {value}.form or choose another ({known}).",
        vi="Biểu mẫu {value} không có trong thủ tục; hãy thêm {value}.form hoặc chọn biểu mẫu khác ({known}).",
    ),
    "form-kind": LintText(
        en="Only forms of the procedure by formId are accepted; {value} is not.",
        vi="Chỉ chấp nhận biểu mẫu của thủ tục theo formId; không dùng {value}.",
    ),
    "form-binding": LintText(
        en="The binding {value} means nothing here: a dossier keeps the forms of its version. Use latest.",
        vi="Kiểu gắn {value} không có tác dụng: hồ sơ luôn giữ biểu mẫu theo phiên bản. Hãy dùng latest.",
        severity="warning",
    ),
    "assignment-unsupported": LintText(
        en="Candidate users are not used here; use candidate groups or an assignee.",
        vi="Không dùng danh sách người ứng viên; hãy dùng nhóm vai trò hoặc người được giao.",
    ),
    "priority-invalid": LintText(
        en="{value} is no priority; write a whole number from 0 to 100 or FEEL after =.",
        vi="{value} không phải độ ưu tiên; hãy viết số nguyên từ 0 đến 100 hoặc FEEL sau dấu =.",
    ),
    "schedule-invalid": LintText(
        en="{value} is no ISO 8601 date and time; FEEL begins with =.",
        vi="{value} không phải ngày giờ ISO 8601; biểu thức FEEL bắt đầu bằng dấu =.",
    ),
    "return-limit": LintText(
        severity="warning",
        en="A task that hands the result over has no time limit: processing has ended, and the applicant comes when they like. Take it away.",
        vi="Nhiệm vụ trả kết quả không có thời hạn: việc giải quyết đã xong, công dân đến nhận lúc nào là tuỳ họ. Hãy bỏ thời hạn này.",
    ),
    "topic-or-message-missing": LintText(
        en="Nothing is sent: refer to a message for another dossier, or set the type of a task definition, such as notify.send.",
        vi="Chưa gửi gì cả: hãy trỏ tới thông điệp cho hồ sơ khác, hoặc đặt loại (type) dịch vụ, ví dụ notify.send.",
    ),
    "topic-missing": LintText(
        en="The task names no worker: set the type of its task definition, for example notify.send.",
        vi="Tác vụ chưa chỉ định dịch vụ: hãy đặt loại (type), ví dụ notify.send.",
    ),
    "topic-unknown": LintText(
        en="No worker serves {value}; use one of {known}.",
        vi="Không dịch vụ nào phục vụ {value}; hãy dùng một trong {known}.",
    ),
    "topic-unserved": LintText(
        en="{value} ({name}) is one of the office's topics, but this installation has no connector for it yet: install one, or use one of {known}.",
        vi="{value} ({name_vi}) là dịch vụ của cơ quan nhưng bản cài đặt này chưa có kết nối: hãy cài kết nối, hoặc dùng một trong {known}.",
    ),
    "topic-input-missing": LintText(
        en="The topic {topic} needs the input {name} ({label}): add an input mapping for it.",
        vi="Dịch vụ {topic} cần đầu vào {name} ({label_vi}): hãy thêm ánh xạ đầu vào.",
    ),
    "topic-input-unknown": LintText(
        en="The topic {topic} knows no input {name}, so nobody reads it; it takes {known}.",
        vi="Dịch vụ {topic} không có đầu vào {name} nên không ai đọc; các đầu vào: {known}.",
        severity="warning",
    ),
    "topic-header-unknown": LintText(
        en="The topic {topic} knows no header {name}, so nobody reads it; it takes {known}.",
        vi="Dịch vụ {topic} không có tiêu đề {name} nên không ai đọc; các tiêu đề: {known}.",
        severity="warning",
    ),
    "topic-message-unawaited": LintText(
        en="{topic} may bring the message {name}, and nothing here waits for it: only an incident would tell. ({told})",
        vi="{topic} có thể báo thông điệp {name} nhưng không phần tử nào chờ: chỉ còn sự cố báo cho biết. ({told_vi})",
        severity="warning",
    ),
    "topic-header-invalid": LintText(
        en="{value} is no {name} of the topic {topic}; use one of {known}.",
        vi="{value} không phải giá trị {name} của dịch vụ {topic}; hãy dùng một trong {known}.",
    ),
    "retries-invalid": LintText(
        en="{value} is no number of retries; write a whole number from 0 to 100 or FEEL after =.",
        vi="{value} không phải số lần thử lại; hãy viết số nguyên từ 0 đến 100 hoặc FEEL sau dấu =.",
    ),
    "script-missing": LintText(
        en="The script task has no FEEL expression; fill in script and result variable.",
        vi="Tác vụ kịch bản chưa có biểu thức FEEL; hãy điền biểu thức và biến kết quả.",
    ),
    "script-language": LintText(
        en="Scripts in other languages are not run; write the expression in FEEL (zeebe:script).",
        vi="Không chạy kịch bản ngôn ngữ khác; hãy viết biểu thức FEEL (zeebe:script).",
    ),
    "result-missing": LintText(
        en="The result goes nowhere; name a result variable.",
        vi="Kết quả không được giữ lại; hãy đặt tên biến kết quả.",
    ),
    "decision-missing": LintText(
        en="The task calls no decision: choose the implementation DMN decision and give the decision's id as plain text.",
        vi="Tác vụ chưa gọi quyết định nào: hãy chọn kiểu DMN decision và ghi mã quyết định bằng văn bản thường.",
    ),
    "decision-unknown": LintText(
        en="No decision table of the procedure holds the decision {value}; known are {known}.",
        vi="Không bảng quyết định nào của thủ tục có quyết định {value}; hiện có {known}.",
    ),
    "decision-twice": LintText(
        en="The decision {found} stands in another file, too; give it an id of its own.",
        vi="Quyết định {found} cũng có trong tệp khác; hãy đặt mã riêng.",
    ),
    "decision-binding": LintText(
        en="The binding {value} means nothing here: a dossier keeps the tables of its version. Use latest.",
        vi="Kiểu gắn {value} không có tác dụng: hồ sơ luôn giữ bảng quyết định theo phiên bản. Hãy dùng latest.",
        severity="warning",
    ),
    "table-invalid": LintText(en="{detail}", vi="{detail_vi}"),
    "table-doubtful": LintText(en="{detail}", vi="{detail_vi}", severity="warning"),
}
