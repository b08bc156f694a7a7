"""Why a token cannot move to another version, and what happens to it if it does, in English and Vietnamese."""

from __future__ import annotations

from bpmn.problem import Problem
from bpmn.texts import Text

TEXTS: dict[str, Text] = {
    "mapping-source-unknown": Text(
        "The mapping names this element, but the old version has none of that id.",
        "Bảng ánh xạ nêu phần tử này, nhưng phiên bản cũ không có phần tử mang mã đó.",
    ),
    "mapping-target-unknown": Text(
        "It is mapped to {target}, which the new version does not have.",
        "Nó được ánh xạ tới {target}, nhưng phiên bản mới không có phần tử đó.",
    ),
    "element-gone": Text(
        "The dossier waits here, and the new version has nothing in its place; map it to an element, or let it pass first.",
        "Hồ sơ đang chờ ở đây mà phiên bản mới không có phần tử thay thế; hãy ánh xạ tới một phần tử, hoặc chờ qua bước này.",
    ),
    "type-differs": Text(
        "It is of another kind than {target} ({old}, {new}); map it to an element of the same kind.",
        "Nó khác loại với {target} ({old}, {new}); hãy ánh xạ tới phần tử cùng loại.",
    ),
    "scope-differs": Text(
        "{target} stands in another sub-process; a dossier that waits here cannot follow. Let it pass first.",
        "{target} nằm trong quy trình con khác; hồ sơ đang chờ ở đây không thể chuyển theo. Hãy chờ qua bước này.",
    ),
    "loop-differs": Text(
        "The loop at {target} is configured differently (sequential or parallel, collected results), or other activities are"
        " still to be started; wait until it has finished.",
        "Cách lặp hoặc những việc còn phải mở tại {target} đã khác (tuần tự hay song song, có hay không gom kết quả); hãy chờ"
        " xong.",
    ),
    "kind-unsupported": Text(
        "A dossier that waits at an element of this kind cannot be moved to another version; let it pass first.",
        "Hồ sơ đang chờ tại loại phần tử này không thể chuyển phiên bản; hãy chờ qua bước này.",
    ),
    "compensation-gone": Text(
        "It was completed and may yet be compensated, and the new version has no compensation for it.",
        "Nó đã hoàn thành và có thể còn phải bù trừ, nhưng phiên bản mới không có bù trừ cho nó.",
    ),
    "join-flow-gone": Text(
        "A token arrived by the flow {flow}, which has no counterpart into {target}; wait until the join has fired.",
        "Một nhánh đã tới theo luồng {flow} mà {target} không còn luồng vào tương ứng; hãy chờ các nhánh gặp nhau.",
    ),
    "join-starves": Text(
        "In the new version the join {target} also waits for {flow}, which no token can reach any more: it would deadlock.",
        "Ở phiên bản mới, điểm gộp {target} còn chờ luồng {flow}, mà không nhánh nào có thể tới theo luồng đó nữa: quy trình sẽ bị kẹt.",
    ),
    "process-over": Text(
        "The process is over; there is nothing to move.", "Quy trình đã kết thúc; không còn gì để chuyển."
    ),
    "timer-renewed": Text(
        "The time to wait at {target} is another one; it is counted anew from the moment of the move.",
        "Thời hạn chờ tại {target} đã khác; thời hạn được tính lại từ lúc chuyển.",
        "warning",
    ),
    "message-renewed": Text(
        "{target} waits for another message, signal or key; the new one is awaited from the moment of the move.",
        "{target} chờ thông điệp, tín hiệu hoặc khoá khác; từ lúc chuyển sẽ chờ theo cái mới.",
        "warning",
    ),
    "call-kept": Text(
        "The call was made already and stays as it was made; what the new version says of it counts for later calls.",
        "Lời gọi đã thực hiện và giữ nguyên; nội dung mới chỉ áp dụng cho các lần gọi sau.",
        "warning",
    ),
    "event-dropped": Text(
        "The event is awaited, and nothing takes its place in the new version; it is no longer awaited after the move.",
        "Sự kiện đang được chờ mà phiên bản mới không có sự kiện thay thế; sau khi chuyển sẽ không chờ nữa.",
        "warning",
    ),
    "event-added": Text(
        "The event {target} is new; it is awaited from the moment of the move.",
        "Sự kiện {target} là mới; sẽ được chờ kể từ lúc chuyển.",
        "warning",
    ),
}


def finding(code: str, element: str | None, **places: object) -> Problem:
    """What stands in the way of a move (an error), or what comes with it (a warning); the element is one of the old
    version."""
    text = TEXTS[code]
    return Problem(code, element, text.en.format(**places), text.vi.format(**places), text.severity)
