"""The numbers that units gave out, held against the dossiers, the counters and what the journal noted after each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import or_, select

from core.db import lenient
from core.db.base import AnyRow, table_of
from core.db.models import CodeCounter, Dossier, Event
from core.db.reading import Reading
from core.domain import codes, history
from core.domain.history import ChainEntry
from core.domain.journal import JournalKind
from core.errors.base import Reason
from core.services.audit import chains, loading
from core.services.audit.findings import of_office, recoded, unreadable
from core.services.audit.views import FindingView

Day = tuple[str, date]
BATCH = 500
_FIRST = lenient.columns(table_of(Event))


@dataclass(slots=True)
class _Given:
    """The codes dossiers bear, by unit and day; of those looked into: which are genuine, and whose true code is another."""

    numbers: dict[Day, list[int]] = field(default_factory=lambda: defaultdict(list))
    strange: list[str] = field(default_factory=list)
    genuine: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)

    def add(self, code: str) -> None:
        parts = codes.parse_code(code)
        if parts is None:
            self.strange.append(code)
        else:
            self.numbers[parts.unit, parts.day].append(parts.number)

    def move(self, now: str, must: str) -> None:
        """Counts a dossier under the code its history was written with."""
        self.moved[now] = must
        parts = codes.parse_code(now)
        if parts is None:
            self.strange.remove(now)
        else:
            self.numbers[parts.unit, parts.day].remove(parts.number)
        self.add(must)


def check(work: Reading, entries: Iterable[ChainEntry]) -> Iterator[FindingView]:
    """Gaps and doubles in the numbers of each unit and day, counters set back, codes exchanged."""
    rows = work.execute(select(*lenient.columns(table_of(CodeCounter)))).all()
    yield from map(unreadable, loading.unreadable(rows))
    spoiled = any(lenient.of(row) for row in rows)
    counters = {(row.unit_code, row.day): row.last for row in rows if not lenient.of(row)}
    counted = _counted(entries)
    given = _Given()
    for code in work.scalars(select(Dossier.code)):
        given.add(str(code))
    places = {*counters, *given.numbers, *counted}
    highest = {place: max(counters.get(place, 0), counted.get(place, 0)) for place in places}
    odd = {place for place in places if sorted(given.numbers[place]) != list(range(1, highest[place] + 1))}
    _look_into(work, given, odd)
    yield from (recoded(now, must) for now, must in sorted(given.moved.items()))
    for code in given.strange:
        yield of_office(Reason("The code “%(code)s” is none that the office gives out.", code=code))
    for place in sorted({*places, *given.numbers}):
        last, told = counters.get(place), counted.get(place)
        if not (spoiled and last is None):
            yield from _of_day(place, given, last, told)


def _look_into(work: Reading, given: _Given, odd: Iterable[Day]) -> None:
    """Reads the first events of the dossiers of days that do not add up: a number may stand under another code."""
    days = sorted({day for _, day in odd})
    spans = [Dossier.received.between(_midnight(day, -1), _midnight(day, 2)) for day in days]
    if given.strange:
        spans.append(Dossier.code.in_(given.strange))
    if not spans:
        return
    query = select(*_FIRST, Dossier.code).join(Dossier, Dossier.id == Event.dossier_id).where(Event.seq == 1)
    for row in work.execute(query.where(or_(*spans)).execution_options(yield_per=BATCH)):
        _judge(given, row)


def _judge(given: _Given, row: AnyRow) -> None:
    code = str(row.code)
    first = chains.record(code, row)
    if history.fits(first):
        given.genuine.add(code)
    elif (must := chains.true_code(first)) is not None:
        given.move(code, must)


def _midnight(day: date, more: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=more)


def _of_day(place: Day, given: _Given, last: int | None, told: int | None) -> Iterator[FindingView]:
    unit, day = place
    where = {"unit": unit, "day": f"{day:%d/%m/%Y}"}
    numbers = given.numbers[place]
    highest = max(last or 0, told or 0)
    if told is not None and last != told:
        yield of_office(
            Reason(
                "%(unit)s gave out %(told)s numbers on %(day)s by the journal, and its counter says %(last)s.",
                **where,
                told=told,
                last=last or 0,
            )
        )
    for number in sorted(set(range(1, highest + 1)) - set(numbers)):
        yield of_office(
            Reason("Number %(number)s of %(unit)s on %(day)s is missing: no dossier bears it.", **where, number=number)
        )
    beyond = sorted(number for number in set(numbers) if number > highest)
    genuine = [number for number in beyond if _is_genuine(given, place, number)]
    if genuine:
        yield of_office(
            Reason(
                "The counter of %(unit)s on %(day)s says %(last)s, and a genuine dossier bears number %(number)s: the counter"
                " was set back.",
                **where,
                last=last or 0,
                number=genuine[-1],
            )
        )
    for number in beyond:
        if number not in genuine:
            yield of_office(
                Reason("Number %(number)s of %(unit)s on %(day)s was never given out.", **where, number=number)
            )
    for number in sorted(number for number in set(numbers) if numbers.count(number) > 1):
        yield of_office(Reason("Number %(number)s of %(unit)s on %(day)s was given twice.", **where, number=number))


def _is_genuine(given: _Given, place: Day, number: int) -> bool:
    """Whether the first event of the dossier was hashed with this very code."""
    return any(
        (parts := codes.parse_code(code)) is not None and (parts.unit, parts.day, parts.number) == (*place, number)
        for code in (*given.genuine, *given.moved.values())
    )


def _counted(entries: Iterable[ChainEntry]) -> dict[Day, int]:
    """The numbers of each day as the journal noted them when the day was over."""
    return {
        (unit, date.fromisoformat(entry.payload["day"])): last
        for entry in entries
        if entry.kind == JournalKind.SYSTEM_CODES_COUNTED
        for unit, last in entry.payload["last"].items()
    }
