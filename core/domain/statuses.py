"""The national statuses of a dossier, 1 to 10 (three connectors of the national portal agree on them).

There is none for "overdue": lateness is derived. Internal states are mapped N:1 by each connector, not here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final


class Status(IntEnum):
    """What the national portal knows of a dossier."""

    REGISTERED = 1
    ACCEPTED = 2
    REFUSED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWAL = 7  # the citizen's request; the office's decision on it is STOPPED
    STOPPED = 8
    DONE = 9  # punctuality is judged here
    RETURNED = 10


NAMES: Final[Mapping[str, Mapping[Status, str]]] = {
    "vi": {
        Status.REGISTERED: "Mới đăng ký",
        Status.ACCEPTED: "Được tiếp nhận",
        Status.REFUSED: "Không được tiếp nhận",
        Status.PROCESSING: "Đang xử lý",
        Status.SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
        Status.PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
        Status.WITHDRAWAL: "Công dân yêu cầu rút hồ sơ",
        Status.STOPPED: "Dừng xử lý",
        Status.DONE: "Đã xử lý xong",
        Status.RETURNED: "Đã trả kết quả",
    },
    "en": {
        Status.REGISTERED: "Registered",
        Status.ACCEPTED: "Accepted",
        Status.REFUSED: "Not accepted",
        Status.PROCESSING: "In process",
        Status.SUPPLEMENT: "Supplement requested",
        Status.PAYMENT: "Financial obligation requested",
        Status.WITHDRAWAL: "Withdrawal requested by the citizen",
        Status.STOPPED: "Stopped",
        Status.DONE: "Processed",
        Status.RETURNED: "Result returned",
    },
}

PAUSING: Final = frozenset({Status.SUPPLEMENT, Status.PAYMENT})
#: the office's turn comes again after these
_WAITING: Final = PAUSING | {Status.WITHDRAWAL}
#: told only where a step ends with them
_FLEETING: Final = frozenset({Status.REGISTERED, Status.PROCESSING, Status.DONE})
FINAL: Final = frozenset({Status.REFUSED, Status.STOPPED, Status.RETURNED})
_OPEN: Final = frozenset(Status) - FINAL - {Status.DONE}
_AFTER: Final[Mapping[Status, frozenset[Status]]] = {
    **{status: frozenset(Status) - {Status.REGISTERED, Status.RETURNED} for status in _OPEN},
    # Withdrawal and stopping end where a result is decided; a result found wrong before it is handed over is redone.
    Status.DONE: frozenset({Status.PROCESSING, Status.DONE, Status.RETURNED}),
    **{status: frozenset({status}) for status in FINAL},
}


def name(status: int, language: str = "vi") -> str:
    """The status in words; English for any language but Vietnamese. ``ValueError`` for a number outside 1–10."""
    return NAMES["vi" if language == "vi" else "en"][Status(status)]


def allowed(old: int | None, new: int) -> bool:
    """Whether a dossier may go from ``old`` (``None``: just born) to ``new``; staying is always allowed."""
    if old is None:
        return new in (Status.REGISTERED, Status.ACCEPTED, Status.REFUSED, Status.PROCESSING)
    return old == new or new in _AFTER[Status(old)]


def worth_telling(before: int | None, passed: Sequence[int]) -> list[tuple[int | None, int]]:
    """The changes of one step that the applicant should know of, each with the status before it.

    ``passed`` are the statuses of the step in their order, ``before`` the one it began with. To be told again what is known
    is no change; that work has begun is none either (the letter of reception says so), only that it goes on; and what was
    true for an instant alone, inside the step, is not told.
    """
    found: list[tuple[int | None, int]] = []
    for place, new in enumerate(passed):
        fleeting = new in _FLEETING and place + 1 < len(passed)
        known = new == before or (new == Status.PROCESSING and (place > 0 or before not in _WAITING))
        if not fleeting and not known:
            found.append((before, new))
        before = new
    return found


def may_withdraw(status: int) -> bool:
    """Whether the citizen may still ask for the dossier back: not once it is decided (9, 10) or over."""
    return Status(status) in _OPEN
