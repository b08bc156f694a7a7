"""Notes of an evaluation: why something was null, where, in words for people."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpmn.feel import messages


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """``code`` names the sentence, ``facts`` fill it; ``line`` and ``column`` (from 1) are where in ``text``."""

    code: str
    line: int
    column: int
    facts: dict[str, object] = field(default_factory=dict, hash=False)
    text: str = ""

    def message(self, language: str = "en") -> str:
        """The sentence in ``"vi"`` or ``"en"``."""
        return messages.sentence(self.code, self.facts, language)

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message('en')}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value and the notes on the way to it."""

    value: object
    diagnostics: tuple[Diagnostic, ...] = ()
