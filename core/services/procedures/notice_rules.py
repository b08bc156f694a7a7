"""What ``[[notices]]`` of a procedure's details may say: known statuses and keys, FEEL that can be read, variables that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bpmn import feel
from bpmn.bilingual import Bilingual
from bpmn.checking.variables import KnownVariables
from core.domain import notices
from core.services.procedures.detail_values import DetailFault, unknown_keys

#: names an expression may use beside the variables
BESIDE = frozenset({"dossier"})


def faults(details: Mapping[str, Any], known: KnownVariables | None) -> Iterator[DetailFault]:
    """Everything wrong with them; ``known``: the variables there are, ``None`` where the diagram cannot be read."""
    given = details.get("notices", [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        reason = Bilingual(en="is a list of tables [[notices]]", vi="phải là danh sách các bảng [[notices]]")
        yield DetailFault("notices", reason)
        return
    seen: set[object] = set()
    for number, one in enumerate(given, start=1):
        yield from _notice(f"notices[{number}]", one, seen, known)


def _notice(
    path: str, one: Mapping[str, Any], seen: set[object], known: KnownVariables | None
) -> Iterator[DetailFault]:
    status = one.get("status")
    said = {int(number): keys for number, keys in notices.SAID.items()}
    if not isinstance(status, int) or isinstance(status, bool) or status not in said:
        choices = ", ".join(map(str, said))
        reason = Bilingual(en=f"is one of the statuses {choices}", vi=f"phải là một trong các trạng thái {choices}")
        yield DetailFault(f"{path}.status", reason)
        return
    if status in seen:
        reason = Bilingual(en=f"repeats the status {status}", vi=f"lặp lại trạng thái {status}")
        yield DetailFault(f"{path}.status", reason)
    seen.add(status)
    for fault in unknown_keys(one, {"status", *said[status]}):
        yield DetailFault(f"{path}.{fault.key}", fault.reason)
    for key in sorted(said[status] & one.keys()):
        yield from _said(f"{path}.{key}", key, one[key], known)


def _said(path: str, key: str, value: object, known: KnownVariables | None) -> Iterator[DetailFault]:
    parts = value if isinstance(value, list) and key in notices.LISTS else [value]
    number = key == "amount" and isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if not number and not all(isinstance(part, str) for part in parts):
        reason = Bilingual(
            en="is a text, or one that begins with = and is computed",
            vi="phải là chữ, hoặc biểu thức bắt đầu bằng dấu =",
        )
        yield DetailFault(path, reason)
        return
    for part in parts:
        if isinstance(part, str) and part.startswith("="):
            yield from _expression(path, part[1:], known)


def _expression(path: str, text: str, known: KnownVariables | None) -> Iterator[DetailFault]:
    try:
        expression = feel.compile(text)
    except feel.FeelSyntaxError as error:
        reason = Bilingual(
            en=f"cannot be read as FEEL: {error.message('en')}", vi=f"không đúng cú pháp FEEL: {error.message('vi')}"
        )
        yield DetailFault(path, reason)
        return
    for name in [] if known is None else known.unknown(expression.free_names - BESIDE):
        reason = Bilingual(
            en=f"uses {name}, which no form, mapping or step of the procedure writes",
            vi=f"dùng biến {name}, nhưng không biểu mẫu, ánh xạ hay bước nào của thủ tục ghi biến này",
        )
        yield DetailFault(path, reason)
