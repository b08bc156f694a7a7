"""The range of FEEL: an interval with two ends, or one written with a single operator, as ``(< 10)``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """``operator`` is None for an interval, else ``< <= > >= = !=``; a missing end is None."""

    start: object
    end: object
    start_included: bool = True
    end_included: bool = True
    operator: str | None = None

    @classmethod
    def by_operator(cls, operator: str, value: object) -> Range:
        """The range that ``(operator value)`` writes (DMN 1.5, 10.3.2.7)."""
        if operator in ("<", "<="):
            return cls(None, value, False, operator == "<=", operator)
        if operator in (">", ">="):
            return cls(value, None, operator == ">=", False, operator)
        return cls(value, value, operator == "=", operator == "=", operator)
