"""``motcua bench queue``: the clerk's queue at 1,000 and at 100,000 open dossiers, asked in turn in one run.

Every dossier has an open task (a queue at its worst). Each way of looking is timed through the service and, statement
by statement as the service sent it, as bare SQL on a plain connection.
"""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import click
import psycopg
from sqlalchemy import URL, event, select

from benchmarks.databases import office
from benchmarks.steps import REFERENCE
from core.db.models import Audience, Dossier, DossierWord, ProcedureVersion, Task
from core.domain.history import GENESIS
from core.domain.identifiers import uuid7
from core.services.office import Office
from core.services.requests import search
from core.services.views.actors import SYSTEM, Actor
from core.services.views.people import NewPerson
from core.services.views.tasks import TaskFilter
from core.services.views.units import NewUnit

SIZES = (1_000, 100_000)
REPEATS = 40
#: surnames with their shares in per mille of the population (Lê Trung Hoa, Họ và tên người Việt Nam, 2005)
SURNAMES = {
    "Nguyễn": 384, "Trần": 121, "Lê": 95, "Phạm": 70, "Hoàng": 51, "Phan": 45, "Vũ": 39, "Đặng": 21, "Bùi": 20,
    "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10, "Lý": 5,
}  # fmt: skip
MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc")
NAMES = ("An", "Bình", "Cường", "Dung", "Giang", "Hà", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Tú", "Yến")
COMMUNES = 8
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def run(as_json: bool) -> None:
    """Runs the benchmark and prints its figures. Both sizes stand side by side and are asked in turn."""
    with office() as small, office() as large:
        desks = [Desk(bench, url, size) for (bench, url), size in zip((small, large), SIZES, strict=True)]
        figures = {name: _figures([desk.measured(name) for desk in desks]) for name in LOOKS}
        for desk in desks:
            desk.close()
    click.echo(json.dumps(figures, indent=2) if as_json else _text(figures))


def _figures(both: list[Timed]) -> dict[str, float]:
    for _ in range(REPEATS):
        for timed in both:
            timed.once()
    (small, small_bare), (large, large_bare) = (timed.medians() for timed in both)
    return {
        "ms_at_1000": small,
        "ms_at_100000": large,
        "ratio": round(large / small, 2),
        "bare_sql_ms_at_1000": small_bare,
        "bare_sql_ms_at_100000": large_bare,
        "rows_at_1000": both[0].shown,
        "rows_at_100000": both[1].shown,
    }


#: The ways a clerk looks at a queue; ``SAMPLE`` stands for the number of a dossier that is there.
SAMPLE = "SAMPLE"
LOOKS = {
    "first page": TaskFilter(role="reviewer"),
    "late": TaskFilter(role="reviewer", late="late"),
    "one procedure": TaskFilter(role="reviewer", procedure="0.000001"),
    "a common name": TaskFilter(role="reviewer", search="nguyễn văn"),
    "a commoner one": TaskFilter(role="reviewer", search="nguyen"),
    "one dossier's number": TaskFilter(role="reviewer", search=SAMPLE),
    "common name, late": TaskFilter(role="reviewer", search="nguyen", late="late"),
}


class Desk:
    """A filled database and a clerk who looks at it."""

    def __init__(self, bench: Office, url: URL, size: int) -> None:
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._bench = bench
        self._maker = Maker(bench, dsn)
        self._maker.grow(size)
        self._connection = psycopg.connect(dsn, autocommit=True)

    def measured(self, name: str) -> Timed:
        """A way of looking, ready to be timed."""
        wanted = LOOKS[name]
        if wanted.search == SAMPLE:
            wanted = dataclasses.replace(wanted, search=self._maker.sample)
        self._bench.queue.page(wanted, self._maker.clerk)
        with _watched(self._bench) as statements:
            shown = len(self._bench.queue.page(wanted, self._maker.clerk).items)
        return Timed(self._bench, self._maker.clerk, wanted, self._connection, statements, shown)

    def close(self) -> None:
        """Closes the plain connection."""
        self._connection.close()


class Timed:
    """Times one way of looking, through the service and as its statements alone."""

    def __init__(
        self,
        bench: Office,
        clerk: Actor,
        wanted: TaskFilter,
        connection: Any,
        statements: list[tuple[str, Any]],
        shown: int,
    ) -> None:
        #: rows on the page
        self.shown = shown
        self._service = lambda: bench.queue.page(wanted, clerk)
        self._bare = lambda: _replay(connection, statements)
        self._times: tuple[list[float], list[float]] = ([], [])

    def once(self) -> None:
        """One look each way."""
        self._times[0].append(_seconds(self._service))
        self._times[1].append(_seconds(self._bare))

    def medians(self) -> tuple[float, float]:
        """Milliseconds of the service and of the bare statements."""
        service, bare = (round(median(times) * 1000, 2) for times in self._times)
        return service, bare


class Maker:
    """Fills the database by COPY: the same rows the services write, without running a process for each."""

    def __init__(self, bench: Office, dsn: str) -> None:
        self._bench = bench
        self._dsn = dsn
        self._random = random.Random(20261123)
        self._made = 0
        self.sample = ""
        self._units = self._make_units()
        bench.procedures.deploy({path.name: path.read_bytes() for path in REFERENCE.iterdir()}, SYSTEM)
        self.clerk = self._make_clerk()
        with bench.context.work() as work:
            self._version = work.scalars(select(ProcedureVersion.id)).one()
            for _, unit, key in self._units:
                work.session.add(Audience(key=key, role="reviewer", unit_id=unit))

    def _make_units(self) -> list[tuple[UUID, UUID, str]]:
        units = self._bench.units
        units.create(NewUnit(code="H99", name="Tỉnh đo lường", kind="province", slug="tinh"), SYSTEM)
        made = []
        for number in range(COMMUNES):
            code = f"H99.{number + 10}"
            units.create(
                NewUnit(code=code, name=f"Xã {number}", kind="commune", parent="H99", slug=f"xa-{number}"), SYSTEM
            )
            room = units.create(
                NewUnit(code=f"{code}.02", name="Phòng", kind="room", parent=code, slug="phong", fields=("do-luong",)),
                SYSTEM,
            )
            made.append((units.find(code).id, room.id, f"reviewer@{room.code}"))
        return made

    def _make_clerk(self) -> Actor:
        accounts = self._bench.accounts
        person = accounts.create_person(
            NewPerson(username="bench-clerk", name="Clerk", password="a password for one run"), SYSTEM
        )
        accounts.grant("bench-clerk", "reviewer", "H99.10", SYSTEM)
        return accounts.actor(person.id)

    def grow(self, size: int) -> None:
        """Adds dossiers until there are ``size``."""
        rows = [self._row(number) for number in range(self._made + 1, size + 1)]
        self._made = size
        self.sample = rows[len(rows) // 2]["code"].rpartition("-")[2]
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            self._copy(connection, Dossier, [row["dossier"] for row in rows])
            self._copy(connection, Task, [row["task"] for row in rows])
            self._copy(connection, DossierWord, [word for row in rows for word in row["words"]])
            connection.execute("VACUUM ANALYZE")

    def _row(self, number: int) -> dict[str, Any]:
        pick = self._random.choice
        (surname,) = self._random.choices(list(SURNAMES), list(SURNAMES.values()))
        name = f"{surname} {pick(MIDDLES)} {pick(NAMES)}"
        office, unit, audience = self._units[number % COMMUNES]
        code = f"H99.{number % COMMUNES + 10}-261123-{number:06d}"
        dossier, received = uuid7(), NOW - timedelta(minutes=self._random.randrange(20_000))
        due = received + timedelta(hours=self._random.randrange(8, 400))
        identity = f"001{self._random.randrange(10**9):09d}"
        applicant = {"name": name, "identity_number": identity, "phone": "", "email": "", "address": ""}
        entries = search.entries(code, applicant)
        found_by = search.text_of(entries)
        return {
            "code": code,
            "dossier": {**self._dossier(dossier, code, applicant, unit, received, due), "found_by": found_by},
            "task": {**self._task(dossier, unit, audience, received, due), "found_by": found_by},
            "words": search.rows(dossier, [office], entries),
        }

    def _dossier(
        self, dossier: UUID, code: str, applicant: dict[str, str], unit: UUID, received: datetime, due: datetime
    ) -> dict[str, Any]:
        return {
            "id": dossier, "code": code, "version_id": self._version, "procedure_code": "0.000001",
            "applicant": json.dumps(applicant, ensure_ascii=False), "applicant_name": applicant["name"],
            "channel": "counter", "return_by": "counter", "reception_unit_id": unit, "processing_unit_id": unit,
            "status": 4, "received": received, "due": due, "index_due": due, "pauses": "[]", "units": "[]", "stopped": False,
            "secret_hash": "0" * 64, "revision": 1, "head_seq": 0, "head_hash": GENESIS,
        }  # fmt: skip

    def _task(self, dossier: UUID, unit: UUID, audience: str, received: datetime, due: datetime) -> dict[str, Any]:
        return {
            "id": uuid7(), "dossier_id": dossier, "token": "3", "element": "Review", "name": "Thẩm định",
            "kind": "review", "form": "xem-xet", "audience": audience, "unit_id": unit, "state": "open",
            "opened": received, "due": due, "sort_due": due, "clock": "run", "priority": 50, "revision": 0,
        }  # fmt: skip

    def _copy(self, connection: psycopg.Connection[Any], table: type, rows: list[dict[str, Any]]) -> None:
        names = list(rows[0])
        columns = ", ".join(f'"{name}"' for name in names)
        statement = f"COPY {table.__tablename__} ({columns}) FROM STDIN"  # type: ignore[attr-defined]
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([row[name] for name in names])


@contextmanager
def _watched(bench: Office) -> Iterator[list[tuple[str, Any]]]:
    statements: list[tuple[str, Any]] = []

    def watch(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        statements.append((statement, parameters))

    event.listen(bench.context.work.reading, "before_cursor_execute", watch)
    try:
        yield statements
    finally:
        event.remove(bench.context.work.reading, "before_cursor_execute", watch)


def _replay(connection: psycopg.Connection[Any], statements: list[tuple[str, Any]]) -> None:
    for statement, parameters in statements:
        connection.execute(statement, parameters).fetchall()


def _seconds(action: Any) -> float:
    begun = perf_counter()
    action()
    return perf_counter() - begun


def _text(figures: dict[str, Any]) -> str:
    head = f"{'':22}{'1,000':>10}{'100,000':>10}{'ratio':>8}{'bare SQL':>20}{'rows shown':>14}   (ms, median)"
    lines = [
        f"{name:22}{row['ms_at_1000']:>10}{row['ms_at_100000']:>10}{row['ratio']:>8}"
        f"{row['bare_sql_ms_at_1000']:>10}{row['bare_sql_ms_at_100000']:>10}"
        f"{row['rows_at_1000']:>8}{row['rows_at_100000']:>6}"
        for name, row in figures.items()
    ]
    return "\n".join([head, *lines])
