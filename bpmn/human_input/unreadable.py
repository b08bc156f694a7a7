"""The error of all parsers here."""

from __future__ import annotations


class UnreadableInput(ValueError):
    """A text is malformed or ambiguous; ``code`` is that of a field error (`bpmn.forms.answers.FieldError`), which has words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
