"""The two durations of FEEL: months, whose length in days varies, and days and time, which are exact."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.feel.values.times import NANOS


def _split(value: int, size: int) -> tuple[int, int]:
    """Quotient and remainder of the absolute value, for components that all carry one sign."""
    return divmod(abs(value), size)


@dataclass(frozen=True, slots=True)
class YearsMonthsDuration:
    """A whole number of months."""

    months: int

    @property
    def years(self) -> int:
        """Whole years, with the duration's sign."""
        years = _split(self.months, 12)[0]
        return -years if self.months < 0 else years

    @property
    def months_of_year(self) -> int:
        """Months beyond the whole years, with the duration's sign."""
        months = _split(self.months, 12)[1]
        return -months if self.months < 0 else months

    def __str__(self) -> str:
        years, months = _split(self.months, 12)
        if not years and not months:
            return "P0M"
        body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-P" if self.months < 0 else "P") + body


@dataclass(frozen=True, slots=True)
class DaysTimeDuration:
    """A whole number of nanoseconds."""

    nanos: int

    @classmethod
    def of(cls, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0, nanos: int = 0) -> DaysTimeDuration:
        """The sum of its parts."""
        return cls((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * NANOS + nanos)

    def parts(self) -> tuple[int, int, int, int, int]:
        """Absolute days, hours, minutes, seconds and nanoseconds."""
        seconds, nanos = _split(self.nanos, NANOS)
        return seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60, nanos

    def __str__(self) -> str:
        days, hours, minutes, seconds, nanos = self.parts()
        fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        clock += f"{seconds}{fraction}S" if seconds or nanos else ""
        body = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return ("-P" if self.nanos < 0 else "P") + (body or "T0S")
