"""What the doors see of letters that are being edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors.problems import ProblemView


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """A letter in a list. ``own``: it is not the text that would stand there otherwise (the shipped one; for a procedure the
    office's); then ``number`` is the version it came with, of the letter or of the procedure, and ``at`` and ``by`` say when and
    by whom."""

    event: str
    language: str
    own: bool = False
    number: int = 0
    at: datetime | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRevision:
    """A text of one of the office's letters. ``source``: its template; none: back to the shipped text."""

    number: int
    at: datetime
    by: str
    reason: str
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """A letter opened for editing. ``behind``: what it takes the place of; ``mark``: tells whether somebody changed it since;
    ``revisions``: the texts it had, the newest first (a procedure's are in its versions)."""

    line: LetterLine
    source: str
    behind: str
    mark: str
    may_change: bool
    revisions: Sequence[LetterRevision] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortMessage:
    """A text message as gateways get it: its characters, and how many messages it is paid as."""

    text: str
    characters: int
    segments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """A letter as it would go out with made-up values, and what is wrong with it. ``body``: the paragraphs of its HTML part,
    safe; ``plain``: the text message without diacritics, for gateways that take no others. Without ``subject`` it cannot be shown."""

    problems: Sequence[ProblemView]
    language: str
    subject: str = ""
    text: str = ""
    html: str = ""
    message: ShortMessage | None = None
    plain: ShortMessage | None = None

    @property
    def refused(self) -> bool:
        """Whether it cannot be saved like that."""
        return any(one.severity == "error" for one in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSaved:
    """``letter``: its name, ``status-5.vi``; ``number``: the version that is in force now; ``changed``: whether there was anything
    to change."""

    letter: str
    number: int
    changed: bool = True
