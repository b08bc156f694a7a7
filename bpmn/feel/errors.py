"""The errors that this package raises.

An evaluation does not raise for a wrong type, a missing name or a division by zero: the result is null, with a diagnostic.
Raised are errors that leave no result: a text that is not FEEL, an exceeded budget, a value that has no JSON form.
"""

from __future__ import annotations

from bpmn.feel import messages


class FeelError(Exception):
    """Base of every error of this package; ``code`` is the key of its sentence, ``facts`` fill it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def message(self, language: str = "en") -> str:
        """The sentence for people, in ``"vi"`` or ``"en"``."""
        return messages.sentence(self.code, self.facts, language)

    @property
    def redacted(self) -> str:
        """The English sentence without computed values."""
        return messages.redacted(self.code, self.facts, "en")

    def __str__(self) -> str:
        return self.message("en")


class FeelSyntaxError(FeelError):
    """The text is not FEEL. ``line`` and ``column`` count from 1; ``found`` and ``expected`` are short texts."""

    def __init__(self, code: str, line: int, column: int, found: str = "", expected: str = "", **facts: object) -> None:
        super().__init__(code, line=line, column=column, found=found, expected=expected, **facts)
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected


class BudgetExceeded(FeelError):
    """The evaluation exceeds a budget; ``limit`` names it: a field of `EvaluationBudget`, or "shared"."""

    def __init__(self, limit: str, allowed: int) -> None:
        super().__init__(f"budget-{limit}", allowed=allowed)
        self.limit = limit
        self.allowed = allowed


class ConversionError(FeelError):
    """A value cannot be converted: a function or a range has no JSON form, a Python object is not a FEEL value."""


class Failure(Exception):
    """Inside the evaluator: the result of the operation is null, for the reason given. Never leaves the package."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
