"""What belongs to no dossier alone: the journal's chain, the numbers given out, the procedures' files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256

from sqlalchemy import select

from core.db import lenient
from core.db.base import AnyRow, table_of
from core.db.models import CodeCounter, Dossier, Procedure, ProcedureFile, ProcedureVersion
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.history import Record, Verdict
from core.domain.journal import JournalKind
from core.errors import Reason
from core.services.audit import loading
from core.services.audit.findings import of_office, unreadable
from core.services.evidence_views import FindingView
from core.services.versions import DETAILS, digest, read_details

Day = tuple[str, date]
BROKEN: Mapping[str, Callable[[int | None], Reason]] = {
    "changed": lambda number: Reason("The entry %(number)s of the journal was changed.", number=number),
    "missing": lambda number: Reason("The entry %(number)s of the journal is missing.", number=number),
    "inserted": lambda number: Reason("The entry %(number)s of the journal was inserted.", number=number),
    "reordered": lambda number: Reason("The entry %(number)s of the journal stands in another place.", number=number),
    "unlinked": lambda number: Reason(
        "The entry %(number)s of the journal does not follow the one before it.", number=number
    ),
    "foreign": lambda number: Reason("The entry %(number)s of the journal belongs to another chain.", number=number),
}


def journal(verdict: Verdict) -> Iterator[FindingView]:
    """The first entry that does not fit."""
    if not verdict.intact:
        number = verdict.broken_at
        yield of_office(BROKEN[verdict.reason](number), number)


def numbers(work: Work, entries: Iterable[Record]) -> Iterator[FindingView]:
    """Gaps and doubles in the numbers that each unit gave out on each day: a dossier that was removed leaves one."""
    counted_rows = work.execute(select(*lenient.columns(table_of(CodeCounter)))).all()
    yield from map(unreadable, loading.unreadable(counted_rows))
    counters = {(row.unit_code, row.day): row.last for row in counted_rows if not lenient.of(row)}
    given: dict[Day, list[int]] = defaultdict(list)
    for code in work.scalars(select(Dossier.code)):
        parts = codes.parse_code(code)
        if parts is None:
            yield of_office(Reason("The code “%(code)s” is none that the office gives out.", code=code))
        else:
            given[parts.unit, parts.day].append(parts.number)
    counted = _counted(entries)
    for place in sorted({*counters, *given, *counted}):
        yield from _of_day(place, given[place], counters.get(place), counted.get(place))


def _of_day(place: Day, given: list[int], last: int | None, told: int | None) -> Iterator[FindingView]:
    unit, day = place
    where = {"unit": unit, "day": f"{day:%d/%m/%Y}"}
    if told is not None and last != told:
        yield of_office(
            Reason(
                "%(unit)s gave out %(told)s numbers on %(day)s by the journal, and its counter says %(last)s.",
                **where,
                told=told,
                last=last or 0,
            )
        )
    highest = max(last or 0, told or 0)
    for number in sorted(set(range(1, highest + 1)) - set(given)):
        yield of_office(
            Reason(
                "Number %(number)s of %(unit)s on %(day)s is missing: a dossier was removed.", **where, number=number
            )
        )
    for number in sorted(number for number in set(given) if number > highest):
        yield of_office(Reason("Number %(number)s of %(unit)s on %(day)s was never given out.", **where, number=number))
    for number in sorted(number for number in set(given) if given.count(number) > 1):
        yield of_office(Reason("Number %(number)s of %(unit)s on %(day)s was given twice.", **where, number=number))


def _counted(entries: Iterable[Record]) -> dict[Day, int]:
    """The numbers of each day as the journal noted them when the day was over."""
    return {
        (unit, date.fromisoformat(entry.payload["day"])): last
        for entry in entries
        if entry.kind == JournalKind.SYSTEM_CODES_COUNTED
        for unit, last in entry.payload["last"].items()
    }


def procedures(work: Work, entries: Iterable[Record]) -> Iterator[FindingView]:
    """Versions whose files are not those that were deployed, that the journal does not know, or that it misses."""
    entries = list(entries)
    told = {
        (entry.payload["procedure"], entry.payload["version"]): entry
        for entry in entries
        if entry.kind == JournalKind.DESIGNER_PROCEDURE_DEPLOYED
    }
    query = select(*lenient.columns(table_of(ProcedureVersion)), Procedure.code).join(Procedure)
    for row in work.execute(query.order_by(Procedure.code, ProcedureVersion.number)).all():
        entry = told.pop((row.code, row.number), None)
        if found := lenient.of(row):
            yield from map(unreadable, found)
        else:
            yield from _version(work, row, entry)
    yield from _current(work, entries)
    for (code, number), entry in told.items():
        facts = {"procedure": code, "version": number}
        yield of_office(Reason("Version %(version)s of procedure %(procedure)s is gone.", **facts), entry.seq)


def _current(work: Work, entries: Iterable[Record]) -> Iterator[FindingView]:
    """Procedures whose new dossiers get another version than the one deployed last."""
    last = {
        entry.payload["procedure"]: entry for entry in entries if entry.kind == JournalKind.DESIGNER_PROCEDURE_DEPLOYED
    }
    query = select(*lenient.columns(table_of(Procedure), ("code", "current_id")), ProcedureVersion.number).outerjoin(
        ProcedureVersion, ProcedureVersion.id == Procedure.current_id
    )
    for row in work.execute(query.order_by(Procedure.code)):
        if found := lenient.of(row):
            yield from map(unreadable, found)
            continue
        entry = last.get(row.code)
        if entry is not None and entry.payload["version"] != row.number:
            facts = {"procedure": row.code, "now": row.number or 0, "must": entry.payload["version"]}
            yield of_office(
                Reason(
                    "New dossiers of procedure %(procedure)s get version %(now)s; version %(must)s was deployed last.",
                    **facts,
                ),
                entry.seq,
            )


def _version(work: Work, row: AnyRow, entry: Record | None) -> Iterator[FindingView]:
    rows = work.execute(select(ProcedureFile.name, ProcedureFile.data).where(ProcedureFile.version_id == row.id))
    files = {one.name: bytes(one.data) for one in rows}
    facts = {"procedure": row.code, "version": row.number}
    seq = entry.seq if entry else None
    hashes: Mapping[str, str] = entry.payload.get("files", {}) if entry else {}
    wrong = [name for name in hashes if name not in files or sha256(files[name]).hexdigest() != hashes[name]]
    for name in (*wrong, *(name for name in files if hashes and name not in hashes)):
        yield of_office(
            Reason(
                "The file “%(file)s” of procedure %(procedure)s, version %(version)s, is not the one deployed.",
                **facts,
                file=name,
            ),
            seq,
        )
    if not wrong and digest(files) != row.sha256:
        yield of_office(
            Reason("The files of procedure %(procedure)s, version %(version)s, are not those deployed.", **facts), seq
        )
    if entry is not None and row.sha256 != entry.payload["sha256"]:
        yield of_office(
            Reason("The SHA-256 of procedure %(procedure)s, version %(version)s, was exchanged.", **facts), seq
        )
    if DETAILS in files and not wrong and read_details(files[DETAILS]) != row.details:
        yield of_office(
            Reason("The details of procedure %(procedure)s, version %(version)s, are not those of its files.", **facts),
            seq,
        )
