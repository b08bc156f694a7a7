"""The date of FEEL: year, month, day, of no place and no time zone."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.feel.errors import Failure
from bpmn.feel.values import calendar


def year_text(year: int) -> str:
    """At least four digits, with a minus where it belongs (XSD)."""
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


@dataclass(frozen=True, slots=True)
class Date:
    """A day. Make it with :meth:`of`, which refuses 30 February."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, year: int, month: int, day: int) -> Date:
        """A checked date; raises Failure ``date-invalid``."""
        if not calendar.MIN_YEAR <= year <= calendar.MAX_YEAR or not 1 <= month <= 12:
            raise Failure("date-invalid", text=f"{year}-{month}-{day}")
        if not 1 <= day <= calendar.month_length(year, month):
            raise Failure("date-invalid", text=f"{year}-{month}-{day}")
        return cls(year, month, day)

    @classmethod
    def from_days(cls, days: int) -> Date:
        """The date of a day number (days since 1970-01-01)."""
        return cls.of(*calendar.civil_from_days(days))

    @property
    def days(self) -> int:
        """Days since 1970-01-01."""
        return calendar.days_from_civil(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """Monday is 1, Sunday 7."""
        return calendar.weekday(self.days)

    def plus_months(self, months: int) -> Date:
        """The same day some months later, or that month's last day."""
        return Date.of(*calendar.add_months(self.year, self.month, self.day, months))

    def __str__(self) -> str:
        return f"{year_text(self.year)}-{self.month:02d}-{self.day:02d}"
