"""Sentences about events."""

from __future__ import annotations

from bpmn.texts.text import LintText

EVENTS: dict[str, LintText] = {
    "start-missing": LintText(en="There is no start event; draw one.", vi="Thiếu sự kiện bắt đầu; hãy vẽ một sự kiện."),
    "start-several": LintText(
        en="There are several start events that wait for nothing; keep one, or let the others begin with a message.",
        vi="Có nhiều sự kiện bắt đầu không chờ gì; chỉ giữ một, các sự kiện khác hãy bắt đầu bằng thông điệp.",
    ),
    "start-by-itself": LintText(
        en="{definition} would begin a dossier with nobody handing it in; begin with a message that names the applicant.",
        vi="{definition} sẽ mở hồ sơ mà không có ai nộp; hãy bắt đầu bằng thông điệp có nêu người nộp.",
    ),
    "start-name-feel": LintText(
        en="A message that begins the process has a plain name; {found} would need variables there are none of yet.",
        vi="Thông điệp mở đầu quy trình phải có tên cố định; {found} cần biến mà lúc đó chưa có.",
    ),
    "start-message-twice": LintText(
        en="The message {found} begins the process in two places; keep one.",
        vi="Thông điệp {found} mở đầu quy trình ở hai nơi; chỉ giữ một.",
    ),
    "instantiate-not-first": LintText(
        en="What begins the process stands first: no flow to it, no loop, no event on it, and no start event beside it.",
        vi="Phần tử mở đầu quy trình phải đứng đầu: không luồng vào, không lặp, không sự kiện biên, không có sự kiện bắt đầu.",
    ),
    "instantiate-by-itself": LintText(
        en="Behind a gateway that begins the process only messages wait; this event needs one.",
        vi="Sau cổng mở đầu quy trình chỉ được chờ thông điệp; sự kiện này cần một thông điệp.",
    ),
    "ad-hoc-event": LintText(
        en="An ad-hoc sub-process has no start and end events: its activities have no order. Remove the event.",
        vi="Quy trình con tuỳ biến không có sự kiện bắt đầu và kết thúc: các hoạt động không có thứ tự. Hãy xoá sự kiện.",
    ),
    "ad-hoc-empty": LintText(
        en="Nothing in the ad-hoc sub-process can be started: it needs an activity without incoming flow.",
        vi="Không có gì trong quy trình con tuỳ biến có thể bắt đầu: cần ít nhất một hoạt động không có luồng vào.",
    ),
    "event-unsupported": LintText(
        en="{definition} is not executed on {type}; use a supported event.",
        vi="{definition} chưa được thực thi ở {type}; hãy dùng sự kiện được hỗ trợ.",
    ),
    "event-several": LintText(
        en="A start event with several definitions is not executed here; draw a start event for each.",
        vi="Sự kiện bắt đầu có nhiều định nghĩa không được thực thi ở đây; hãy vẽ mỗi định nghĩa một sự kiện bắt đầu.",
    ),
    "event-mixed": LintText(
        en="These definitions cannot stand in one event: compensation, cancellation, links and messages that a worker sends"
        " stand alone, and only one definition may end the scope. Use several events.",
        vi="Các định nghĩa này không thể ở cùng một sự kiện: bù trừ, huỷ, liên kết và thông điệp do tác vụ gửi phải đứng riêng,"
        " và chỉ một định nghĩa được kết thúc phạm vi. Hãy dùng nhiều sự kiện.",
    ),
    "event-all": LintText(
        en="All definitions of a parallel multiple event must be awaited (message, signal, timer, condition), and it must"
        " interrupt.",
        vi="Sự kiện cần đủ mọi định nghĩa chỉ gồm các định nghĩa chờ (thông điệp, tín hiệu, hẹn giờ, điều kiện) và phải là"
        " sự kiện ngắt.",
    ),
    "event-missing": LintText(
        en="The event does not say what it waits for; make it a message, timer or (on a border) error event.",
        vi="Sự kiện chưa nói chờ điều gì; hãy chọn thông điệp, hẹn giờ hoặc (trên biên) lỗi.",
    ),
    "timer-missing": LintText(
        en="The timer needs exactly one date, duration or cycle.",
        vi="Hẹn giờ cần đúng một ngày giờ, một khoảng thời gian hoặc một chu kỳ.",
    ),
    "timer-invalid": LintText(
        en="{value} is no ISO 8601 {wanted} (such as {example}); FEEL begins with =.",
        vi="{value} không phải giá trị ISO 8601 hợp lệ (ví dụ {example}); biểu thức FEEL bắt đầu bằng dấu =.",
    ),
    "link-unpaired": LintText(
        en="The link {found} has no other end on the same level; give both ends the same name.",
        vi="Liên kết {found} không có đầu kia ở cùng cấp; hãy đặt cùng tên cho cả hai đầu.",
    ),
    "link-caught-twice": LintText(
        en="Two catch events have the link {found}; a link leads to one place.",
        vi="Hai sự kiện cùng nhận liên kết {found}; mỗi liên kết chỉ dẫn tới một nơi.",
    ),
    "link-with-flow": LintText(
        en="A link takes the place of a flow: nothing leaves its throwing end, nothing enters its catching end.",
        vi="Liên kết thay cho luồng: không luồng nào ra khỏi đầu gửi hay đi vào đầu nhận.",
    ),
    "message-missing": LintText(
        en="The element refers to no message; choose or create one.",
        vi="Phần tử chưa trỏ tới thông điệp nào; hãy chọn hoặc tạo thông điệp.",
    ),
    "message-without-name": LintText(
        en="The message {found} has no name; name it as the sender does, for example postal.delivered.",
        vi="Thông điệp {found} chưa có tên; hãy đặt đúng tên bên gửi dùng, ví dụ postal.delivered.",
    ),
    "message-without-key": LintText(
        en="The message {found} has no correlation key; without one an answer could reach a stranger's dossier.",
        vi="Thông điệp {found} chưa có khoá tương quan; thiếu khoá, trả lời có thể rơi vào hồ sơ của người khác.",
    ),
    "message-key-not-feel": LintText(
        en="The correlation key of {found} must be FEEL and begin with =.",
        vi="Khoá tương quan của {found} phải là FEEL và bắt đầu bằng dấu =.",
    ),
    "message-takes-nothing": LintText(
        en="The message {found} brings {brings}, and the element takes nothing of it: say by output mappings what it takes.",
        vi="Thông điệp {found} mang theo {brings}, nhưng phần tử không nhận gì: hãy khai các biến cần nhận ở ánh xạ đầu ra.",
        severity="warning",
    ),
    "signal-missing": LintText(
        en="The event refers to no signal; choose or create one.",
        vi="Sự kiện chưa trỏ tới tín hiệu nào; hãy chọn hoặc tạo.",
    ),
    "signal-without-name": LintText(
        en="The signal {found} has no name; whoever throws it and whoever waits for it use the same one.",
        vi="Tín hiệu {found} chưa có tên; bên phát và bên chờ phải dùng cùng một tên.",
    ),
    "error-missing": LintText(
        en="The event refers to the error {found}, which does not exist.",
        vi="Sự kiện trỏ tới lỗi {found} không tồn tại.",
    ),
    "error-without-code": LintText(
        en="An error end event needs an error with a code.", vi="Sự kiện kết thúc lỗi cần một lỗi có mã."
    ),
    "error-code-feel": LintText(en="The code of an error must be a plain text.", vi="Mã lỗi phải là văn bản thường."),
    "error-not-interrupting": LintText(
        en="An error always interrupts; clear the dashed border.",
        vi="Sự kiện lỗi luôn ngắt hoạt động; hãy bỏ kiểu viền đứt.",
    ),
    "error-caught-twice": LintText(
        en="Two events at the same place catch the same code; keep one.",
        vi="Hai sự kiện ở cùng một nơi bắt cùng một mã; chỉ giữ một.",
    ),
    "escalation-missing": LintText(
        en="The event refers to the escalation {found}, which does not exist.",
        vi="Sự kiện trỏ tới leo thang {found} không tồn tại.",
    ),
    "escalation-without-code": LintText(
        en="An escalation needs a code, as plain text.", vi="Leo thang cần một mã bằng văn bản thường."
    ),
    "handler-alone": LintText(
        en="An event sub-process stands alone: no flows, no loop marker, no events on its border.",
        vi="Quy trình con theo sự kiện đứng riêng: không luồng, không dấu lặp, không sự kiện trên biên.",
    ),
    "boundary-unattached": LintText(
        en="The event sits on {found}, which is not an activity of the same level.",
        vi="Sự kiện gắn vào {found}, vốn không phải hoạt động cùng cấp.",
    ),
    "boundary-never": LintText(
        en="Nothing in the activity can bring the event about; remove it.",
        vi="Không gì trong hoạt động có thể gây ra sự kiện này; hãy xoá.",
    ),
}
