"""The national exceptional days of a year: public holidays, substitute days, swapped days of the public service.

Labour Code 2019 art. 111–112 (before 2021 the code of 2012): 1 January, five days of Tết, 10/3 of the lunar year, 30 April,
1 May, 2 September and a day beside it, from 2026 24 November; what falls on the weekly rest is made good after it. The
``holidays`` package knows the rules and the lunar year, and every year has days by them. What the Government decides
a year on top of them, swapping days of the public service, is known for :data:`DECIDED` only; the package gets it late or
not at all, so it is corrected from a table of our own. A seed and a fallback: the office's editable table is the authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

#: The years whose decisions are in the package or in the table below. A release adds the year once its decision is out.
DECIDED: Final = range(2020, 2027)
# Letter 12729/VPCP-KGVX of 25/12/2025; holidays 0.109 has neither of the two days (domain reference §8). Nor has it the two
# days that made good the Saturday and the Sunday in Tết of 2021 (Labour Code 2019 art. 111; off from 10 to 16/02/2021).
CORRECTIONS: Final[Mapping[date, str]] = {
    date(2021, 2, 15): "off",
    date(2021, 2, 16): "off",
    date(2026, 1, 2): "off",
    date(2026, 1, 10): "work",
}
#: Month and day of the holidays that need no lunar calendar, for years the package does not know.
FIXED: Final = ((1, 1), (4, 30), (5, 1), (9, 2))


@lru_cache(maxsize=128)
def days(year: int) -> Mapping[date, str]:
    """Exceptional days of ``year``: ``"off"``, or ``"work"`` on a weekend; of any year, by decision or by rule.

    Loading takes a third of a second the first time and is kept for the life of the process.
    """
    import holidays  # a slow import that few processes need

    near = [other for other in (year - 1, year, year + 1) if date.min.year < other < date.max.year]
    seed = holidays.country_holidays(
        "VN", years=near
    )  # a swap may reach over the new year, and stands in one of the two
    found = {day: "off" for day in seed if day.year == year}
    found |= {day: "work" for day in seed.weekend_workdays if day.year == year}
    found |= {day: kind for day, kind in CORRECTIONS.items() if day.year == year}
    if not found:
        found = {date(year, month, day): "off" for month, day in FIXED}
    return MappingProxyType(found)
