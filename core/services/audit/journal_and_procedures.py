"""What belongs to no dossier alone: the journal's chain, the numbers given out, the procedures' files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.db import lenient
from core.db.base import AnyRow, table_of
from core.db.models import Procedure, ProcedureFile, ProcedureVersion
from core.db.reading import Reading
from core.domain.history import ChainEntry, Verdict
from core.domain.journal import JournalKind
from core.errors.base import Reason
from core.services.audit.findings import of_office, unreadable
from core.services.audit.views import FindingView
from core.services.context.versions import DETAILS, digest, read_details

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
    if verdict.reason == "head":
        yield of_office(
            Reason(
                "The mark of the journal's end is not that of its last entry, %(number)s: the mark was changed, or the whole"
                " journal was written anew. No single entry was changed.",
                number=verdict.count,
            )
        )
    elif not verdict.intact:
        number = verdict.broken_at
        yield of_office(BROKEN[verdict.reason](number), number)


def procedures(work: Reading, entries: Iterable[ChainEntry]) -> Iterator[FindingView]:
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


def _current(work: Reading, entries: Iterable[ChainEntry]) -> Iterator[FindingView]:
    """Procedures whose new dossiers get another version than the one deployed last."""
    last = {
        entry.payload["procedure"]: entry for entry in entries if entry.kind == JournalKind.DESIGNER_PROCEDURE_DEPLOYED
    }
    owner = aliased(Procedure)
    query = (
        select(
            *lenient.columns(table_of(Procedure), ("code", "current_id")),
            ProcedureVersion.number,
            owner.code.label("owner"),
        )
        .outerjoin(ProcedureVersion, ProcedureVersion.id == Procedure.current_id)
        .outerjoin(owner, owner.id == ProcedureVersion.procedure_id)
    )
    for row in work.execute(query.order_by(Procedure.code)):
        if found := lenient.of(row):
            yield from map(unreadable, found)
            continue
        entry = last.get(row.code)
        if row.owner is not None and row.owner != row.code:
            facts = {"procedure": row.code, "now": row.number, "other": row.owner}
            yield of_office(
                Reason(
                    "New dossiers of procedure %(procedure)s get version %(now)s of another procedure, %(other)s.",
                    **facts,
                ),
                entry.seq if entry else None,
            )
            continue
        if entry is not None and entry.payload["version"] != row.number:
            facts = {"procedure": row.code, "now": row.number or 0, "must": entry.payload["version"]}
            yield of_office(
                Reason(
                    "New dossiers of procedure %(procedure)s get version %(now)s; version %(must)s was deployed last.",
                    **facts,
                ),
                entry.seq,
            )


def _version(work: Reading, row: AnyRow, entry: ChainEntry | None) -> Iterator[FindingView]:
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
