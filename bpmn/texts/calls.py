"""Sentences about call activities."""

from __future__ import annotations

from bpmn.texts.text import LintText

CALLS: dict[str, LintText] = {
    "call-missing": LintText(
        en="The call activity names no process; write the id of a deployed process (zeebe:calledElement processId).",
        vi="Hoạt động gọi chưa nêu quy trình nào; hãy ghi mã quy trình đã triển khai (zeebe:calledElement processId).",
    ),
    "call-binding": LintText(
        en="bindingType {value} is not supported: each procedure is deployed separately, so there is no common deployment to bind"
        " to. Use latest or versionTag.",
        vi="Kiểu gắn {value} không được hỗ trợ: mỗi thủ tục được triển khai riêng nên không có bản triển khai chung để gắn vào."
        " Hãy dùng latest hoặc versionTag.",
    ),
    "call-tag": LintText(
        en="Binding versionTag and a version tag belong together; set both or neither.",
        vi="Kiểu gắn versionTag và nhãn phiên bản đi cùng nhau; hãy đặt cả hai hoặc bỏ cả hai.",
    ),
    "call-switch": LintText(
        en="{name} must be true or false, not {value}.",
        vi="{name} phải là true hoặc false, không phải {value}.",
    ),
    "call-unknown": LintText(
        en="There is no process {value}; deploy the procedure that holds it first, or correct the id.",
        vi="Không có quy trình {value}; hãy triển khai thủ tục chứa quy trình đó trước, hoặc sửa lại mã.",
    ),
    "call-no-start": LintText(
        en="The process {value} begins with a message only; a process that is called needs a plain start event.",
        vi="Quy trình {value} chỉ bắt đầu bằng thông điệp; quy trình được gọi cần một sự kiện bắt đầu thường.",
    ),
    "call-cycle": LintText(
        en="The call chain is cyclic ({way}) and would never end; remove one of the calls.",
        vi="Chuỗi lời gọi quay lại chính quy trình này ({way}) và sẽ không bao giờ kết thúc; hãy bỏ một lời gọi.",
    ),
}
