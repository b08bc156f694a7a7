"""Sentences about sequence flows and gateways."""

from __future__ import annotations

from bpmn.texts.text import Text

FLOWS: dict[str, Text] = {
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
