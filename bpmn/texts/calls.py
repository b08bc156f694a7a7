"""Sentences about call activities."""

from __future__ import annotations

from bpmn.texts.text import Text

CALLS: dict[str, Text] = {
    "call-missing": Text(
        "The call activity names no process; write the id of a deployed process (zeebe:calledElement processId).",
        "Hoạt động gọi chưa nêu quy trình nào; hãy ghi mã quy trình đã triển khai (zeebe:calledElement processId).",
    ),
    "call-binding": Text(
        "bindingType {value} is not supported: each procedure is deployed separately, so there is no common deployment to bind"
        " to. Use latest or versionTag.",
        "Kiểu gắn {value} không được hỗ trợ: mỗi thủ tục được triển khai riêng nên không có bản triển khai chung để gắn vào."
        " Hãy dùng latest hoặc versionTag.",
    ),
    "call-tag": Text(
        "Binding versionTag and a version tag belong together; set both or neither.",
        "Kiểu gắn versionTag và nhãn phiên bản đi cùng nhau; hãy đặt cả hai hoặc bỏ cả hai.",
    ),
    "call-switch": Text(
        "{name} must be true or false, not {value}.",
        "{name} phải là true hoặc false, không phải {value}.",
    ),
    "call-unknown": Text(
        "There is no process {value}; deploy the procedure that holds it first, or correct the id.",
        "Không có quy trình {value}; hãy triển khai thủ tục chứa quy trình đó trước, hoặc sửa lại mã.",
    ),
    "call-no-start": Text(
        "The process {value} begins with a message only; a process that is called needs a plain start event.",
        "Quy trình {value} chỉ bắt đầu bằng thông điệp; quy trình được gọi cần một sự kiện bắt đầu thường.",
    ),
    "call-cycle": Text(
        "The call chain is cyclic ({way}) and would never end; remove one of the calls.",
        "Chuỗi lời gọi quay lại chính quy trình này ({way}) và sẽ không bao giờ kết thúc; hãy bỏ một lời gọi.",
    ),
}
