"""The national statuses of a dossier, 1 to 10 (three connectors of the national portal agree on them).

There is none for "overdue", which is derived from the due date. Each connector maps the statuses to those of its own system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple


class Status(IntEnum):
    """The status of a dossier at the national portal."""

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
#: while these stand, the due date is a promise; it is none while the clock stands, and after the decision
PROMISING: Final = frozenset({Status.REGISTERED, Status.ACCEPTED, Status.PROCESSING, Status.WITHDRAWAL})
#: the office waits for the citizen or decides on their request; processing goes on afterwards
_WAITING: Final = PAUSING | {Status.WITHDRAWAL}
#: announced only if a step ends with them
_INTERMEDIATE: Final = frozenset({Status.REGISTERED, Status.PROCESSING, Status.DONE})
FINAL: Final = frozenset({Status.REFUSED, Status.STOPPED, Status.RETURNED})
#: processing has ended: what comes after, handing over above all, takes none of the time limit
PROCESSED: Final = FINAL | {Status.DONE}
_OPEN: Final = frozenset(Status) - FINAL - {Status.DONE}
_AFTER: Final[Mapping[Status, frozenset[Status]]] = {
    **{status: frozenset(Status) - {Status.REGISTERED, Status.RETURNED} for status in _OPEN},
    # After the decision there is no withdrawal and no stopping; a result found wrong before it is handed over is redone.
    Status.DONE: frozenset({Status.PROCESSING, Status.DONE, Status.RETURNED}),
    **{status: frozenset({status}) for status in FINAL},
}


def name(status: int, language: str = "vi") -> str:
    """The status in words; English for any language but Vietnamese. ``ValueError`` for a number outside 1–10."""
    return NAMES["vi" if language == "vi" else "en"][Status(status)]


def allowed(old: int | None, new: int) -> bool:
    """Whether a dossier may go from ``old`` (``None``: it is new) to ``new``; staying is always allowed."""
    if old is None:
        return new in (Status.REGISTERED, Status.ACCEPTED, Status.REFUSED, Status.PROCESSING)
    return old == new or new in _AFTER[Status(old)]


class StatusChange(NamedTuple):
    """A change of the status; ``old`` is ``None`` for a new dossier."""

    old: int | None
    new: int


def changes_to_announce(before: int | None, passed: Sequence[int]) -> list[StatusChange]:
    """The changes of the status in one step that the applicant is notified of.

    ``passed`` are the statuses of the step in their order, ``before`` the one it began with. Not announced are a status that
    stays the same; that processing begins (the letter of reception says so), but that it goes on after a pause is; and
    intermediate statuses inside the step.
    """
    changes: list[StatusChange] = []
    for place, new in enumerate(passed):
        intermediate = new in _INTERMEDIATE and place + 1 < len(passed)
        known = new == before or (new == Status.PROCESSING and (place > 0 or before not in _WAITING))
        if not intermediate and not known:
            changes.append(StatusChange(before, new))
        before = new
    return changes


def may_withdraw(status: int) -> bool:
    """Whether the citizen may still withdraw the dossier: not after the decision (9, 10) or its end."""
    return Status(status) in _OPEN


def processing_ends(before: int, statuses: Iterable[int]) -> bool | None:
    """Whether processing has ended (True) or begun again (False) with the ``statuses`` that follow ``before``.

    None where they change nothing about it. A result that is found wrong before it is handed over is worked on again.
    """
    found = None
    for status in statuses:
        if (status in PROCESSED) != (before in PROCESSED):
            found = status in PROCESSED
        before = status
    return found
