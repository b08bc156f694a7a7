"""Verdicts: on one dossier for whoever may see it, on everything for the command line."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from core.db.base import AnyRow
from core.db.lenient import Unreadable, known
from core.db.models import Dossier
from core.db.reading import Reading
from core.domain import codes, history, replay
from core.domain.history import ChainEntry
from core.domain.journal import CHAIN, JournalKind
from core.errors.base import Reason
from core.errors.database import DatabaseAway
from core.errors.requests import NotFound
from core.services.audit import (
    access_log,
    chains,
    dossier_money,
    dossier_notices,
    dossier_numbers,
    dossier_papers,
    dossier_rows,
    findings,
    journal_and_procedures,
    loading,
    people_and_units,
    sheets,
    visibility,
)
from core.services.audit.findings import of_office
from core.services.audit.loading import ROWS, Stored
from core.services.audit.views import FindingView, SheetView, VerdictView
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.evidence import access, journal
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierRef

log = logging.getLogger("motcua.audit")
ROLES = ("auditor", "leader", "head", "admin", "receiver", "reviewer", "registrar", "returner")
BATCH = 200
#: columns that every step changes: against events that are not the last ones they always differ
_OF_EVERY_STEP = ("revision", "engine_state")


class Audit:
    """Compares what is stored with what was recorded, in one snapshot of the database."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def verify(self, code: str, by: Actor) -> VerdictView:
        """Checks one dossier: its chain, rows, tasks, papers and their contents. Raises :class:`NotFound`."""
        rights.require_scope(by, "history:read")
        rights.require_role(by, *ROLES)
        with self._context.work.snapshot() as work:
            stored = self._found(work, code, by)
            verdict = self._safe_verdict(stored)
        access.record_access(self._context, by, "history", dossier=DossierRef(stored.row.id, stored.row.code))
        return verdict

    def sheet(self, code: str, by: Actor) -> SheetView:
        """One dossier with its history and the verdict on them; what cannot be read of it is left out and named."""
        rights.require_scope(by, "history:read")
        rights.require_role(by, *ROLES)
        with self._context.work.snapshot() as work:
            stored = self._found(work, code, by)
            sheet = sheets.build_sheet(self._context, work, stored, self._safe_verdict(stored))
        for part in ("data", "history"):
            access.record_access(self._context, by, part, dossier=DossierRef(stored.row.id, stored.row.code))
        return sheet

    def _found(self, work: Reading, code: str, by: Actor) -> Stored:
        row = work.execute(ROWS.where(Dossier.code == codes.normal_code(code))).one_or_none()
        if row is None:
            raise NotFound(what="Dossier", name=code)
        (stored,) = loading.stored(work, [row])
        if not rights.may_see(work, by, row.id) and not (by.holds("auditor") and visibility.is_for(stored, by)):
            raise NotFound(what="Dossier", name=code)
        return stored

    def verify_all(self) -> Iterator[VerdictView]:
        """Checks every dossier, one after the other, then what belongs to none of them."""
        last: Any = None
        while True:
            with self._context.work.snapshot() as work:
                query = ROWS.order_by(Dossier.id).limit(BATCH)
                found = work.execute(query if last is None else query.where(Dossier.id > last)).all()
                verdicts = [self._safe_verdict(stored) for stored in loading.stored(work, found)]
                last = loading.mark(work, found[-1].id) if found else None
            yield from verdicts
            if not found:
                break
        yield from self._office()

    def note(self, dossiers: int, broken: Sequence[str], by: Actor) -> None:
        """Notes in the journal that everything was checked, and what did not fit."""
        facts = {"dossiers": dossiers, "broken": list(broken)}
        journal.write(self._context, JournalKind.AUDITOR_HISTORIES_VERIFIED, facts, by)

    def verify_office(self, by: Actor) -> tuple[VerdictView, ...]:
        """Checks the journal, the numbers given out and the procedures' files, for those who audit the whole office."""
        rights.require_scope(by, "history:read")
        admin_scope.require_whole_office(self._context.directory.tree(), by, "auditor")
        return tuple(self._office())

    def _office(self) -> Iterator[VerdictView]:
        with self._context.work.snapshot() as work:
            rows = chains.journal_rows(work)
            entries = chains.records(CHAIN, rows)
            verdict = chains.journal_verdict(work, entries)
            told = (*journal_and_procedures.journal(verdict), *map(findings.unreadable, loading.unreadable(rows)))
            yield VerdictView("journal", not told, verdict.count, verdict.broken_at, verdict.reason, told, "journal")
            trusted = entries if verdict.intact else entries[: (verdict.broken_at or 1) - 1]
            for about, check in (
                ("codes", dossier_numbers.check),
                ("procedures", journal_and_procedures.procedures),
                ("people", people_and_units.check),
                ("sight", self._sight),
                ("accesses", access_log.check),
            ):
                found = _tried(check(work, trusted))
                yield VerdictView(about, not found, 0, findings=found, about=about)

    def _sight(self, work: Reading, _entries: Sequence[ChainEntry]) -> Iterator[FindingView]:
        return visibility.check(work, self._context.directory.tree())

    def _safe_verdict(self, stored: Stored) -> VerdictView:
        try:
            return self._verdict(stored)
        except Exception as error:  # noqa: BLE001 -- one dossier nobody can read must not hide all others
            log.warning("a dossier could not be checked: %s", type(error).__name__)
            found = (*map(findings.unreadable, stored.unreadable()), findings.unchecked(error))
            return VerdictView(str(stored.row.code), False, len(stored.events), findings=found)

    def _verdict(self, stored: Stored) -> VerdictView:
        row = stored.row
        records, code = chains.under_true_code(chains.records(str(row.code), stored.events))
        chain = history.verify(records, (known(row.head_seq, 0), known(row.head_hash, "")))
        whole = chain.intact or chain.reason == "head"
        if not whole:
            # From there on nothing is proven: the rows are held against what stands before it, and it is said so.
            records = records[: max((chain.broken_at or 1) - 1, 0)]
        unreadable = tuple(map(findings.unreadable, stored.unreadable()))
        row_itself = _of_row(row, chain, code)
        differences = (*unreadable, *row_itself, *self._differences(stored, records, whole=whole))
        reason = "" if whole else chain.reason
        return VerdictView(str(row.code), not differences and whole, chain.count, chain.broken_at, reason, differences)

    def _differences(self, stored: Stored, records: list[history.ChainEntry], *, whole: bool) -> Iterator[FindingView]:
        if not records:
            if whole:
                yield of_office(Reason("The dossier has no history at all."))
            return
        expected = replay.play(records)
        tree = self._context.directory.tree()
        if not whole:
            for name in _OF_EVERY_STEP:
                expected.row.pop(name, None)
        found = (
            *dossier_rows.compare(stored, expected, tree),
            *dossier_papers.compare(stored, expected),
            *dossier_notices.compare(stored, expected),
            *dossier_money.compare(stored, expected),
        )
        for one in found:
            yield one if whole or one.unreadable else findings.by_the_intact(one, records[-1].seq)
        if whole:
            yield from visibility.compare(stored, expected.code, self._context.directory.tree())
        yield from dossier_papers.contents(stored, expected, self._context.blobs)


def _of_row(row: AnyRow, chain: history.Verdict, code: str | None) -> Iterator[FindingView]:
    """What the row says of the chain itself: its code and its end."""
    if code is not None:
        yield findings.recoded(row.code, code)
    if chain.reason == "head" and not any(isinstance(one, Unreadable) for one in (row.head_seq, row.head_hash)):
        yield of_office(
            Reason(
                "The mark of the chain's end in the dossier is not that of its last event, %(event)s: the mark was changed, or"
                " the whole chain was written anew. No single event was changed.",
                event=chain.count,
            )
        )


def _tried(found: Iterator[FindingView]) -> tuple[FindingView, ...]:
    """All of them; what stops on the way is one more."""
    told: list[FindingView] = []
    try:
        for one in found:
            told.append(one)
    except DatabaseAway:
        raise
    except Exception as error:  # noqa: BLE001 -- what cannot be read is named, and the rest is checked
        log.warning("a check came to no end: %s", type(error).__name__)
        told.append(findings.unchecked(error))
    return tuple(told)
