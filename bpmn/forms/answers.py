"""What checking a form gives: values and errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; `code` is stable, the doors have a sentence for each.

    Codes: required, must-tick, too-short, too-long, pattern, email, phone, identity, tax-code, not-a-number,
    ambiguous-number, too-small, too-large, decimals, step, not-an-option, not-a-date, year-two-digits, time-missing,
    not-a-time, past, future, not-before, not-after, too-many, wrong-type. `params` may hold `limit`, `below` and `above`,
    `precision` (how little of a date would do), or `message` (the form author's own text).
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormResult:
    """The outcome of checking data against a form."""

    #: typed values of the visible, enabled, known fields that are right; an empty field is None (False, [] where that is its kind)
    values: dict[str, object]
    #: path ("name", "residences.0.commune") -> what is wrong
    errors: dict[str, tuple[FieldError, ...]]
    #: paths in the data that no field of the form has
    unknown: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.errors and not self.unknown
