"""The parts of ``make soak``: what each runs, on which date, and in which zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = time(9, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """``moment``: from now to the moment at which the run begins; without it, now. ``zone``: the machine's ``TZ``."""

    name: str
    says: str
    arguments: tuple[str, ...] = ()
    moment: Callable[[datetime], datetime] | None = None
    zone: str = ""

    def seconds(self, now: datetime) -> int:
        """By how much the date of every process is moved."""
        return 0 if self.moment is None else round((self.moment(now) - now).total_seconds())


def after(**span: float) -> Callable[[datetime], datetime]:
    """So much later than now."""
    return lambda now: now + timedelta(**span)


def next_day(month: int, day: int, at: time) -> Callable[[datetime], datetime]:
    """The next such day of the office, at ``at``."""

    def find(now: datetime) -> datetime:
        year = now.astimezone(OFFICE).year
        for candidate in range(year, year + 9):
            try:
                found = datetime.combine(datetime(candidate, month, day, tzinfo=OFFICE), at, OFFICE)
            except ValueError:  # 29 February
                continue
            if found > now:
                return found
        raise AssertionError("every day of the year comes again within nine years")

    return find


def tet(now: datetime) -> datetime:
    """The second morning of the next Tết, as the ``holidays`` package knows it."""
    import holidays

    year = now.astimezone(OFFICE).year
    known = holidays.country_holidays("VN", years=[year, year + 1], language="en_US")
    firsts = (day for day, name in sorted(known.items()) if "Lunar New Year" in name.split("; "))
    mornings = (datetime.combine(day + timedelta(days=1), MORNING, OFFICE) for day in firsts)
    return next(morning for morning in mornings if morning > now)


_ALL = (
    Part("next-day", "the whole suite tomorrow", moment=after(days=1)),
    Part("forty-days", "the whole suite in 40 days", moment=after(days=40)),
    Part("next-year", "the whole suite in a year", moment=after(days=365)),
    Part("leap-day", "the whole suite on the next 29 February", moment=next_day(2, 29, MORNING)),
    Part("year-end", "the whole suite from 31 December, 23:50", moment=next_day(12, 31, time(23, 50)), zone=OFFICE.key),
    Part("new-year", "the whole suite from 1 January, 00:20", moment=next_day(1, 1, time(0, 20)), zone=OFFICE.key),
    Part("tet", "the whole suite on the second day of the next Tết", moment=tet),
    Part("zone-west", "the whole suite with TZ three and a half hours west of Greenwich", zone="America/St_Johns"),
    Part("zone-east", "the whole suite with TZ fourteen hours east of Greenwich", zone="Pacific/Kiritimati"),
    Part(
        "properties",
        "the property tests with 3000 examples each",
        ("-m", "hypothesis and not soak", "--hypothesis-profile=soak", "tests/unit"),
    ),
    Part("long", "the tests that are only run here", ("-m", "soak")),
)
PARTS = {part.name: part for part in _ALL}


def described(now: datetime | None = None) -> str:
    """The list of the parts, each with its moment if it begins now."""
    now = now or datetime.now(UTC)
    lines = []
    for part in _ALL:
        begins = (now + timedelta(seconds=part.seconds(now))).astimezone(OFFICE)
        lines.append(f"  {part.name:<11} {part.says}" + (f" ({begins:%d/%m/%Y %H:%M})" if part.moment else ""))
    return "\n".join(lines)
