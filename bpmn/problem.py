"""One finding about a diagram or a form, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it."""

    #: stable name of the rule, e.g. "flow-without-default"; docs/designer/lint.md lists them all
    code: str
    #: id of the diagram element (or key of the form field) concerned; None: the file as a whole
    element: str | None
    #: English sentence
    message: str = field(kw_only=True)
    #: Vietnamese sentence
    vi: str = field(kw_only=True)
    severity: Severity = "error"
    #: line in the file, from 1
    line: int | None = None
    #: name of the file in the procedure's folder; None: the diagram, or the only file that was looked at
    file: str | None = None
    #: the English sentence without the values of a dossier; None where `message` contains none
    redacted: str | None = None

    def text(self, language: str = "vi") -> str:
        """The sentence in `language` ("vi" or anything else for English), headed by the element."""
        sentence = self.vi if language == "vi" else self.message
        return f"{self.element}: {sentence}" if self.element else sentence

    @property
    def order(self) -> tuple[int, int, str, str, str]:
        """Sort key: errors first, then by line, element and code."""
        return (self.severity != "error", self.line or 0, self.element or "", self.code, self.message)
