"""Arithmetic of the proleptic Gregorian calendar for the years FEEL has (-999,999,999 to 999,999,999).

Python's own dates end at 9999, FEEL's do not (DMN 10.3.2.3.4, XSD 1.1 with year zero). Days count from 1970-01-01.
"""

from __future__ import annotations

MIN_YEAR = -999_999_999
MAX_YEAR = 999_999_999
DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether the year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Days of the month."""
    return 29 if month == 2 and is_leap(year) else MONTH_LENGTHS[month - 1]


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01; the algorithm counts from March so that leap days come last."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Year, month, day of a day number; the reverse of :func:`days_from_civil`."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def weekday(days: int) -> int:
    """Monday is 1, Sunday is 7 (ISO 8601)."""
    return (days + 3) % 7 + 1


def day_of_year(year: int, month: int, day: int) -> int:
    """1 January is 1."""
    return DAYS_BEFORE[month - 1] + day + (month > 2 and is_leap(year))


def week_of_year(year: int, month: int, day: int) -> int:
    """ISO 8601 week number: the week with the year's first Thursday is 1."""
    thursday = days_from_civil(year, month, day)
    thursday += 4 - weekday(thursday)
    iso_year, thursday_month, thursday_day = civil_from_days(thursday)
    return (day_of_year(iso_year, thursday_month, thursday_day) - 1) // 7 + 1


def add_months(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """The same day some months later, or the month's last day when it is shorter."""
    year_shift, month_index = divmod(month - 1 + months, 12)
    new_year, new_month = year + year_shift, month_index + 1
    return new_year, new_month, min(day, month_length(new_year, new_month))
