"""Sentences about sequence flows and gateways."""

from __future__ import annotations

from bpmn.texts.text import LintText

FLOWS: dict[str, LintText] = {
    "flow-without-source": LintText(
        en="The flow starts at {found}, which does not exist.", vi="Luồng bắt đầu từ {found} không tồn tại."
    ),
    "flow-without-target": LintText(
        en="The flow leads to {found}, which does not exist.", vi="Luồng dẫn tới {found} không tồn tại."
    ),
    "flow-crosses-scope": LintText(
        en="The flow crosses the border of a sub-process; end the sub-process and go on after it.",
        vi="Luồng cắt ngang biên của quy trình con; hãy kết thúc quy trình con rồi đi tiếp sau nó.",
    ),
    "flow-into-start": LintText(
        en="No flow may lead into a start event.", vi="Không luồng nào được đi vào sự kiện bắt đầu."
    ),
    "flow-into-boundary": LintText(
        en="No flow may lead into an event on an activity's border.",
        vi="Không luồng nào được đi vào sự kiện gắn trên biên hoạt động.",
    ),
    "flow-out-of-end": LintText(
        en="No flow may leave an end event.", vi="Không luồng nào được đi ra từ sự kiện kết thúc."
    ),
    "flow-reference": LintText(
        en="The element lists the flow {found}, which does not join it; redraw the flow.",
        vi="Phần tử liệt kê luồng {found} vốn không nối với nó; hãy vẽ lại luồng.",
    ),
    "condition-misplaced": LintText(
        en="Only flows out of activities and of exclusive or inclusive gateways may have a condition; put a gateway before.",
        vi="Chỉ luồng ra từ hoạt động, cổng loại trừ hoặc cổng bao gồm mới có điều kiện; hãy đặt cổng phía trước.",
    ),
    "condition-not-feel": LintText(
        en="The condition must be FEEL and begin with =, for example =approved = true.",
        vi="Điều kiện phải là FEEL và bắt đầu bằng dấu =, ví dụ =approved = true.",
    ),
    "condition-language": LintText(
        en="The condition is written in {found}; only FEEL is accepted.",
        vi="Điều kiện viết bằng {found}; chỉ chấp nhận FEEL.",
    ),
    "flow-without-condition": LintText(
        en="The flow leaves an exclusive gateway without a condition; give it one or make it the default flow.",
        vi="Luồng ra từ cổng loại trừ không có điều kiện; hãy đặt điều kiện hoặc cho làm luồng mặc định.",
    ),
    "gateway-without-default": LintText(
        en="There is no default flow: when no condition holds the dossier would be stuck. Mark one flow as default.",
        vi="Không có luồng mặc định: khi không điều kiện nào đúng, hồ sơ sẽ kẹt. Hãy chọn một luồng mặc định.",
    ),
    "default-unknown": LintText(
        en="The default flow {found} does not leave this element.",
        vi="Luồng mặc định {found} không đi ra từ phần tử này.",
    ),
    "default-with-condition": LintText(
        en="The default flow has a condition, which would never be looked at; remove it.",
        vi="Luồng mặc định có điều kiện sẽ không bao giờ được xét; hãy bỏ điều kiện.",
    ),
    "complex-alone": LintText(
        en="A complex gateway joins at least two flows; to split one, use an inclusive gateway.",
        vi="Cổng phức hợp gộp ít nhất hai luồng; để tách một luồng hãy dùng cổng bao gồm.",
    ),
    "complex-without-condition": LintText(
        en="The gateway needs an activation condition in FEEL, for example =activationCount >= 2.",
        vi="Cổng cần điều kiện kích hoạt bằng FEEL, ví dụ =activationCount >= 2.",
    ),
    "complex-flow": LintText(
        en="Each flow out of a complex gateway needs a condition, for example =waitingForStart, or is its default flow.",
        vi="Mỗi luồng ra từ cổng phức hợp cần điều kiện, ví dụ =waitingForStart, hoặc là luồng mặc định.",
    ),
    "complex-twice": LintText(
        en="The conditions are looked at twice, when the gateway starts and when it resets; to lead on once, use"
        " waitingForStart in one of them.",
        vi="Điều kiện được xét hai lần, khi cổng kích hoạt và khi đặt lại; để chỉ đi tiếp một lần, hãy dùng waitingForStart.",
        severity="warning",
    ),
    "race-parallel": LintText(
        en="A parallel event-based gateway may only start a process (10.6.6); inside one use a parallel gateway with an"
        " event on each branch.",
        vi="Cổng theo sự kiện song song chỉ được dùng để bắt đầu quy trình (10.6.6); bên trong hãy dùng cổng song song với"
        " một sự kiện trên mỗi nhánh.",
    ),
    "race-alone": LintText(
        en="An event-based gateway needs at least two events behind it; without a choice remove it.",
        vi="Cổng theo sự kiện cần ít nhất hai sự kiện phía sau; nếu không có lựa chọn hãy bỏ cổng.",
    ),
    "race-target": LintText(
        en="Behind an event-based gateway only catch events and receive tasks may stand, without other incoming flows, loop"
        " markers or events on their border.",
        vi="Sau cổng theo sự kiện chỉ được là sự kiện chờ hoặc tác vụ nhận, không có luồng vào khác, dấu lặp hay sự kiện"
        " trên biên.",
    ),
    "race-mixed": LintText(
        en="Message events and receive tasks may not stand behind the same event-based gateway; use one kind.",
        vi="Không dùng lẫn sự kiện thông điệp và tác vụ nhận sau cùng một cổng theo sự kiện; hãy dùng một loại.",
    ),
    "unreachable": LintText(
        en="No path leads here from the start; connect or remove the element.",
        vi="Không có đường nào dẫn tới đây từ điểm bắt đầu; hãy nối hoặc xoá phần tử.",
    ),
    "dead-end": LintText(
        en="The path ends here without an end event; draw one.",
        vi="Đường đi dừng ở đây mà không có sự kiện kết thúc; hãy vẽ thêm.",
        severity="warning",
    ),
    "no-way-out": LintText(
        en="No path leads from here to an end; the dossier would go round for ever.",
        vi="Không có đường nào từ đây tới điểm kết thúc; hồ sơ sẽ chạy vòng mãi.",
        severity="warning",
    ),
    "boundary-without-flow": LintText(
        en="No flow leaves the event; say what happens then.",
        vi="Không có luồng đi ra từ sự kiện; hãy vẽ việc xảy ra tiếp theo.",
    ),
}
