"""Spans as the law and the procedures write them: ``4h``, ``2d``, ``15cd``, ``1mo``, ``same-day``.

``h`` working hours · ``d`` working days · ``cd`` calendar days · ``mo`` months · ``same-day`` the 15:00 rule.
A span says how much; only a calendar can say until when. Minutes, weeks and sums are refused: no decree uses them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.domain.text import normalize_line
from core.errors.base import Reason
from core.errors.requests import BadValue

HOURS_A_DAY: Final = 8  # of a step limit: the step tables of offices count 2-3-2-1 h = one day (domain reference §7.1)
_SPAN = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)(h|d|cd|mo)", re.ASCII)
_LIMITS: Final = {"h": 8000, "d": 1000, "cd": 1500, "mo": 48}
_NO_LIMIT: Final = (
    "“%(text)s” is no time limit; "
    "write for example 4h (working hours), 3d (working days), 15cd (calendar days), 1mo or same-day"
)


class SpanUnit(StrEnum):
    """What a span is counted in."""

    HOUR = "h"
    WORKING_DAY = "d"
    CALENDAR_DAY = "cd"
    MONTH = "mo"
    SAME_DAY = "same-day"


@dataclass(frozen=True, slots=True)
class Span:
    """A count of units; hours and working days may be broken (``0.5h``), the others are whole."""

    unit: SpanUnit
    count: Decimal = Decimal(1)

    def __str__(self) -> str:
        return "same-day" if self.unit is SpanUnit.SAME_DAY else f"{self.count}{self.unit}"

    @property
    def working_time(self) -> timedelta:
        """The working time of a step limit in hours or days, eight hours a day.

        Only for step limits: a legal time limit in days is whole days (:mod:`core.domain.deadlines`).
        Raises ``ValueError`` for units that are no working time.
        """
        if self.unit is SpanUnit.HOUR:
            return timedelta(seconds=int(self.count * 3600))
        if self.unit is SpanUnit.WORKING_DAY:
            return timedelta(seconds=int(self.count * 3600 * HOURS_A_DAY))
        raise ValueError(f"{self} is no working time")


def parse(text: str, field: str = "timeLimit") -> Span:
    """The span of ``text``. Raises :class:`core.errors.requests.BadValue` for ``field``, saying what to write."""
    written = re.sub(r"(?<=\d) +(?=[a-z])", "", normalize_line(text).lower())  # “4 h” is 4h, “1 5h” is nothing
    if written == SpanUnit.SAME_DAY:
        return Span(SpanUnit.SAME_DAY)
    match = _SPAN.fullmatch(written)
    if match is None:
        raise BadValue(field=field, reason=Reason(_NO_LIMIT, text=text))
    return _checked(Decimal(match[1]), match[2], text, field)


def _checked(count: Decimal, unit: str, text: str, field: str) -> Span:
    if not 0 < count <= _LIMITS[unit]:
        raise BadValue(
            field=field,
            reason=Reason(
                "“%(text)s” must be more than 0 and at most %(most)s", text=text, most=f"{_LIMITS[unit]}{unit}"
            ),
        )
    if unit in ("cd", "mo") and count != count.to_integral_value():
        raise BadValue(field=field, reason=Reason("“%(text)s”: calendar days and months are whole numbers", text=text))
    return Span(SpanUnit(unit), count)
