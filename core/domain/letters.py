"""Official letters between offices: what they do to earlier ones, and what offices say of those they were sent.

The codes are those of the national document axis; what each means to a person is said by the doors.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final


class LetterKind(IntEnum):
    """What a letter does to an earlier one."""

    NEW = 0
    REVOKE = 1
    UPDATE = 2
    REPLACE = 3


class Direction(StrEnum):
    """Whether a letter came or went."""

    IN = "in"
    OUT = "out"


class LetterStatus(StrEnum):
    """What an office says of a letter it was sent; 13 is what the sender asks of one it sent."""

    ARRIVED = "01"
    REFUSED = "02"
    REGISTERED = "03"
    ASSIGNED = "04"
    IN_PROGRESS = "05"
    FINISHED = "06"
    WITHDRAWAL_ASKED = "13"
    WITHDRAWAL_AGREED = "15"
    WITHDRAWAL_REFUSED = "16"


S = LetterStatus
#: Status of an incoming letter → what may be said of it next; 15 and 16 answer a 13, an update or a replacement.
NEXT: Final = {
    "": (S.REGISTERED, S.REFUSED),
    S.ARRIVED: (S.REGISTERED, S.REFUSED),
    S.REGISTERED: (S.ASSIGNED, S.IN_PROGRESS, S.FINISHED),
    S.ASSIGNED: (S.IN_PROGRESS, S.FINISHED),
    S.IN_PROGRESS: (S.FINISHED,),
    S.WITHDRAWAL_ASKED: (S.WITHDRAWAL_AGREED, S.WITHDRAWAL_REFUSED),
    S.WITHDRAWAL_REFUSED: (S.IN_PROGRESS, S.FINISHED),
}
#: What needs a reason: somebody is told no.
REASONED: Final = frozenset({S.REFUSED, S.WITHDRAWAL_ASKED, S.WITHDRAWAL_REFUSED})
#: After these an office does nothing more with a letter.
CLOSED: Final = frozenset({S.REFUSED, S.FINISHED, S.WITHDRAWAL_AGREED})


def next_of(status: str, kind: LetterKind) -> tuple[LetterStatus, ...]:
    """What may be said next of an incoming letter. One that changes or replaces an earlier one is agreed to or not."""
    if kind in (LetterKind.UPDATE, LetterKind.REPLACE) and status in ("", S.ARRIVED):
        return (S.WITHDRAWAL_AGREED, S.WITHDRAWAL_REFUSED)
    return NEXT.get(status, ())
