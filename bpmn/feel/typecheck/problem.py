"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpmn.feel import messages


@dataclass(frozen=True, slots=True)
class FeelProblem:
    """One finding, at a line and column (from 1) of the text. ``code`` names the sentence, ``facts`` fill it."""

    line: int
    column: int
    code: str
    facts: dict[str, object] = field(default_factory=dict, hash=False)

    def message(self, language: str = "en") -> str:
        """The sentence in ``"vi"`` or ``"en"``."""
        return messages.sentence(self.code, self.facts, language)

    @property
    def message_vi(self) -> str:
        """The sentence in Vietnamese."""
        return self.message("vi")

    @property
    def message_en(self) -> str:
        """The sentence in English."""
        return self.message("en")
