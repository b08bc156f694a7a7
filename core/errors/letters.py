"""A letter about which something else was decided, or whose text somebody else changed or nobody could be sent."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors.base import CoreError
from core.errors.problems import ProblemView


class LetterDecided(CoreError):
    kind = "conflict"
    code = "letter-decided"
    template = "This can no longer be said of the letter %(code)s. Load the page again to see where it stands."


class LetterJoined(CoreError):
    kind = "conflict"
    code = "letter-joined"
    template = (
        "The letter %(code)s cannot be joined with this dossier: it belongs to another one, or was never taken in."
    )


class LetterMovedOn(CoreError):
    """Somebody changed the text after it was opened; nothing was stored."""

    kind = "conflict"
    code = "letter-moved-on"
    template = (
        "Nothing was saved: %(by)s has changed the letter %(letter)s since you opened it. Compare the two texts, then save"
        " again."
    )


class LetterRefused(CoreError):
    """``problems``: everything wrong with the text."""

    code = "letter-refused"
    template = "The letter was not saved: %(count)s problems."

    def __init__(self, problems: Sequence[ProblemView]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)
