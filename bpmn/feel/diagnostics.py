"""Notes of an evaluation: why something was null, where, in words for people."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpmn.feel import messages


class Source(str):
    """A text that knows where it stands in something bigger: ``place`` names the cell or the element."""

    place: object = ""

    @classmethod
    def at(cls, text: str, place: object) -> Source:
        """The text at a place."""
        made = cls(text)
        made.place = place
        return made


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """``code`` names the sentence, ``facts`` fill it; ``line`` and ``column`` (from 1) are where in ``text``.

    ``place`` names the cell or element the text belongs to, where it belongs to one.
    """

    code: str
    line: int
    column: int
    facts: dict[str, object] = field(default_factory=dict, hash=False)
    text: str = ""

    def message(self, language: str = "en") -> str:
        """The sentence in ``"vi"`` or ``"en"``."""
        return messages.sentence(self.code, self.facts, language)

    @property
    def redacted(self) -> str:
        """The English sentence without any value that was computed."""
        return messages.redacted(self.code, self.facts, "en")

    @property
    def place(self) -> object:
        """The cell or element the text belongs to (`bpmn.dmn.ModelPlace`); empty for a text of its own."""
        return self.text.place if isinstance(self.text, Source) else ""

    @property
    def where(self) -> str:
        """The place with line and column, before the sentence."""
        place = f"{self.place}: " if str(self.place) else ""
        return f"{place}{self.line}:{self.column}: "

    def __str__(self) -> str:
        return f"{self.where}{self.message('en')}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value and the notes on the way to it."""

    value: object
    diagnostics: tuple[Diagnostic, ...] = ()
