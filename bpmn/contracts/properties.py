"""The office's own `zeebe:property` names and values. Lint, its documentation and the rows of tasks take them from here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bpmn.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Property:
    """One property: a plain text at an element, the same for every dossier."""

    name: str
    #: the whole value must match it
    pattern: re.Pattern[str]
    #: a valid value
    example: str
    #: code of the lint problem for an invalid value
    code: str
    #: sentence of that problem, with places for `value` and `known` (the choices)
    refusal: Bilingual
    #: all valid values, if there are only a few
    choices: frozenset[str] = frozenset()
    #: whether it is for user tasks only, otherwise for all activities and events
    tasks_only: bool = True
    #: whether the row of an open task stores it, in the column of the same name
    kept: bool = False
    #: value in the row if the diagram gives none
    default: str | None = None


def _one_of(*choices: str) -> re.Pattern[str]:
    return re.compile("|".join(choices))


#: purposes of user tasks
_KINDS: Final = ("receive", "review", "approve", "sign", "issue", "return", "parcel", "supplement", "pay", "inquire")
_CLOCKS: Final = ("run", "pause")

KIND: Final = Property(
    name="kind",
    pattern=_one_of(*_KINDS),
    example="review",
    code="kind-invalid",
    refusal=Bilingual(
        en="{value} is no kind of task; use one of {known}.",
        vi="{value} không phải loại tác vụ; hãy dùng một trong {known}.",
    ),
    choices=frozenset(_KINDS),
    kept=True,
    default="review",
)
#: the number of a national status
STATUS: Final = Property(
    name="status",
    pattern=re.compile(r"[1-9]|10"),
    example="4",
    code="status-invalid",
    refusal=Bilingual(
        en="{value} is no status; use a whole number from 1 to 10.",
        vi="{value} không phải trạng thái; hãy dùng số nguyên từ 1 đến 10.",
    ),
    tasks_only=False,
)
#: working time: hours or days
TIME_LIMIT: Final = Property(
    name="timeLimit",
    pattern=re.compile(r"[1-9][0-9]*(h|d)"),
    example="4h",
    code="time-limit-invalid",
    refusal=Bilingual(
        en="{value} is no time limit; write for example 4h (working hours) or 2d (working days).",
        vi="{value} không phải thời hạn; hãy viết ví dụ 4h (giờ làm việc) hoặc 2d (ngày làm việc).",
    ),
)
CLOCK: Final = Property(
    name="clock",
    pattern=_one_of(*_CLOCKS),
    example="pause",
    code="clock-invalid",
    refusal=Bilingual(en="{value} is no clock; use run or pause.", vi="{value} không hợp lệ; hãy dùng run hoặc pause."),
    choices=frozenset(_CLOCKS),
    kept=True,
    default="run",
)

PROPERTIES: Final = (KIND, STATUS, TIME_LIMIT, CLOCK)
