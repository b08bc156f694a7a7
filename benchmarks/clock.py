"""What a due time costs when the limit is a day and when it is a year, in one run. Aim: a year costs at most twice a day's.

The moments are spread over the year, so nights, weekends and holidays are among them. The sums of a year are made once for
a calendar; what that costs stands apart, beside the shortest question.

    python -m benchmarks.clock [--json]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from benchmarks.feel import microseconds
from core.domain import deadlines, spans
from core.domain.calendar import Calendar, standard
from core.domain.office_time import ZONE

AIM = 2
MOMENTS = [datetime(2026, 1, 1, 8, 10, tzinfo=ZONE) + number * timedelta(days=7, hours=3) for number in range(50)]
#: limits of a day and of a year in each unit, as procedures write them
LIMITS = {"working hours": ("8h", "2000h"), "working days": ("1d", "250d"), "calendar days": ("1cd", "365cd")}
A_DAY, A_YEAR = timedelta(days=1), timedelta(days=365)

Ask = Callable[[datetime], object]


def _each(ask: Ask) -> float:
    """µs a question, over all moments."""

    def all_moments() -> None:
        for moment in MOMENTS:
            ask(moment)

    return round(microseconds(all_moments) / len(MOMENTS), 2)


def _questions(calendar: Calendar) -> dict[str, tuple[Ask, Ask]]:
    """Each question for a day and for a year."""
    asked: dict[str, tuple[Ask, Ask]] = {
        f"due, {name}": (_due(calendar, short), _due(calendar, long)) for name, (short, long) in LIMITS.items()
    }
    asked["due, months (1 and 12)"] = (_due(calendar, "1mo"), _due(calendar, "12mo"))
    asked["working time added"] = (_added(calendar, "8h"), _added(calendar, "2000h"))
    asked["working time between"] = (
        lambda moment: calendar.between(moment, moment + A_DAY),
        lambda moment: calendar.between(moment, moment + A_YEAR),
    )
    return asked


def _due(calendar: Calendar, text: str) -> Ask:
    span = spans.parse(text)
    return lambda moment: deadlines.due(moment, span, calendar)


def _added(calendar: Calendar, text: str) -> Ask:
    span = spans.parse(text)
    return lambda moment: calendar.add(moment, span)


def _made_anew() -> object:
    """A calendar of its own, and its first question: what the table's change costs a unit."""
    calendar = Calendar(standard().week)
    return calendar.next_working(MOMENTS[0])


def measure() -> dict[str, Any]:
    """All figures: µs a question, and for each what a year costs in days."""
    calendar = standard()
    for moment in (MOMENTS[0], MOMENTS[0] + A_YEAR, MOMENTS[0] + 2 * A_YEAR):
        calendar.next_working(moment)  # holidays are loaded and the sums made; counted apart
    rows = []
    for name, (day, year) in _questions(calendar).items():
        short, long = _each(day), _each(year)
        rows.append({"question": name, "day": short, "year": long, "ratio": round(long / short, 2), "aim": AIM})
    return {"unit": "µs a question", "questions": rows, "sums of a year, made once": microseconds(_made_anew)}


def _text(figures: Mapping[str, Any]) -> str:
    lines = [f"{'µs a question':28}{'a day':>9}{'a year':>9}{'ratio':>8}"]
    lines += [
        f"{row['question']:28}{row['day']:>9}{row['year']:>9}{row['ratio']:>8}  (aim: at most {row['aim']})"
        for row in figures["questions"]
    ]
    return "\n".join([*lines, f"{'sums of a year, made once':28}{figures['sums of a year, made once']:>9}"])


# Printed as benchmarks.feel prints: each benchmark is a program of its own, with its own figures.
def run(as_json: bool = False) -> None:
    """Measure and print."""
    figures = measure()
    print(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else _text(figures))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", dest="as_json")
    run(parser.parse_args().as_json)
