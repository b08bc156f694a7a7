"""Why a token cannot move to another version, and what happens to it if it does, in English and Vietnamese."""

from __future__ import annotations

from bpmn.problem import Problem
from bpmn.texts import LintText

TEXTS: dict[str, LintText] = {
    "mapping-source-unknown": LintText(
        en="The mapping names this element, but the old version has none of that id.",
        vi="Bảng ánh xạ nêu phần tử này, nhưng phiên bản cũ không có phần tử mang mã đó.",
    ),
    "mapping-target-unknown": LintText(
        en="It is mapped to {target}, which the new version does not have.",
        vi="Nó được ánh xạ tới {target}, nhưng phiên bản mới không có phần tử đó.",
    ),
    "element-gone": LintText(
        en="The dossier waits here, and the new version has nothing in its place; map it to an element, or let it pass first.",
        vi="Hồ sơ đang chờ ở đây mà phiên bản mới không có phần tử thay thế; hãy ánh xạ tới một phần tử, hoặc chờ qua bước này.",
    ),
    "type-differs": LintText(
        en="It is of another kind than {target} ({old}, {new}); map it to an element of the same kind.",
        vi="Nó khác loại với {target} ({old}, {new}); hãy ánh xạ tới phần tử cùng loại.",
    ),
    "scope-differs": LintText(
        en="{target} stands in another sub-process; a dossier that waits here cannot follow. Let it pass first.",
        vi="{target} nằm trong quy trình con khác; hồ sơ đang chờ ở đây không thể chuyển theo. Hãy chờ qua bước này.",
    ),
    "loop-differs": LintText(
        en="The loop at {target} is configured differently (sequential or parallel, collected results), or other activities are"
        " still to be started; wait until it has finished.",
        vi="Cách lặp hoặc những việc còn phải mở tại {target} đã khác (tuần tự hay song song, có hay không gom kết quả); hãy chờ"
        " xong.",
    ),
    "kind-unsupported": LintText(
        en="A dossier that waits at an element of this kind cannot be moved to another version; let it pass first.",
        vi="Hồ sơ đang chờ tại loại phần tử này không thể chuyển phiên bản; hãy chờ qua bước này.",
    ),
    "compensation-gone": LintText(
        en="It was completed and may yet be compensated, and the new version has no compensation for it.",
        vi="Nó đã hoàn thành và có thể còn phải bù trừ, nhưng phiên bản mới không có bù trừ cho nó.",
    ),
    "join-flow-gone": LintText(
        en="A token arrived by the flow {flow}, which has no counterpart into {target}; wait until the join has fired.",
        vi="Một nhánh đã tới theo luồng {flow} mà {target} không còn luồng vào tương ứng; hãy chờ các nhánh gặp nhau.",
    ),
    "join-starves": LintText(
        en="In the new version the join {target} also waits for {flow}, which no token can reach any more: it would deadlock.",
        vi="Ở phiên bản mới, điểm gộp {target} còn chờ luồng {flow}, mà không nhánh nào có thể tới theo luồng đó nữa: quy trình sẽ bị kẹt.",
    ),
    "process-over": LintText(
        en="The process is over; there is nothing to move.", vi="Quy trình đã kết thúc; không còn gì để chuyển."
    ),
    "timer-renewed": LintText(
        en="The time to wait at {target} is another one; it is counted anew from the moment of the move.",
        vi="Thời hạn chờ tại {target} đã khác; thời hạn được tính lại từ lúc chuyển.",
        severity="warning",
    ),
    "message-renewed": LintText(
        en="{target} waits for another message, signal or key; the new one is awaited from the moment of the move.",
        vi="{target} chờ thông điệp, tín hiệu hoặc khoá khác; từ lúc chuyển sẽ chờ theo cái mới.",
        severity="warning",
    ),
    "call-kept": LintText(
        en="The call was made already and stays as it was made; what the new version says of it counts for later calls.",
        vi="Lời gọi đã thực hiện và giữ nguyên; nội dung mới chỉ áp dụng cho các lần gọi sau.",
        severity="warning",
    ),
    "event-dropped": LintText(
        en="The event is awaited, and nothing takes its place in the new version; it is no longer awaited after the move.",
        vi="Sự kiện đang được chờ mà phiên bản mới không có sự kiện thay thế; sau khi chuyển sẽ không chờ nữa.",
        severity="warning",
    ),
    "event-added": LintText(
        en="The event {target} is new; it is awaited from the moment of the move.",
        vi="Sự kiện {target} là mới; sẽ được chờ kể từ lúc chuyển.",
        severity="warning",
    ),
}


def finding(code: str, element: str | None, **facts: object) -> Problem:
    """What stands in the way of a move (an error), or what comes with it (a warning); the element is one of the old
    version."""
    text = TEXTS[code]
    return Problem(code, element, message=text.en.format(**facts), vi=text.vi.format(**facts), severity=text.severity)
