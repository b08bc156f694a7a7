"""Verdicts: on one dossier for whoever may see it, on everything for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from core.db.base import AnyRow
from core.db.models import Dossier
from core.db.unit_of_work import Work
from core.domain import history, replay
from core.domain.journal import JournalKind
from core.errors import NotFound, Reason
from core.services import access, borders, journal, rights
from core.services.audit import chains, loading, office, papers, rows
from core.services.audit.findings import of_office
from core.services.audit.loading import ROWS, Stored
from core.services.evidence_views import FindingView, VerdictView
from core.services.views import Actor
from core.services.world import World

ROLES = ("auditor", "leader", "head", "admin", "receiver", "reviewer", "registrar", "returner")
BATCH = 200


class Audit:
    """Holds what is stored against what was told, from one snapshot of the database."""

    def __init__(self, world: World) -> None:
        self._world = world

    def verify(self, code: str, by: Actor) -> VerdictView:
        """Checks one dossier: its chain, rows, tasks, papers and their contents. Raises :class:`NotFound`."""
        rights.require_scope(by, "history:read")
        rights.require_role(by, *ROLES)
        with self._world.work.snapshot() as work:
            row = work.execute(ROWS.where(Dossier.code == code)).one_or_none()
            if row is None:
                raise NotFound(what="Dossier", name=code)
            rights.require_sight(work, by, row.id, code)
            (verdict,) = self._verdicts(work, [row])
        access.saw(self._world, by, "history", dossier=(row.id, code))
        return verdict

    def verify_all(self) -> Iterator[VerdictView]:
        """Checks every dossier, one after the other, then what belongs to none of them."""
        last: UUID | None = None
        while True:
            with self._world.work.snapshot() as work:
                query = ROWS.order_by(Dossier.id).limit(BATCH)
                found = work.execute(query.where(Dossier.id > last) if last else query).all()
                verdicts = list(self._verdicts(work, found))
            yield from verdicts
            if not found:
                break
            last = found[-1].id
        yield from self._office()

    def note(self, dossiers: int, broken: Sequence[str], by: Actor) -> None:
        """Notes in the journal that everything was checked, and what did not fit."""
        facts = {"dossiers": dossiers, "broken": list(broken)}
        journal.write(self._world, JournalKind.AUDITOR_HISTORIES_VERIFIED, facts, by)

    def verify_office(self, by: Actor) -> tuple[VerdictView, ...]:
        """Checks the journal, the numbers given out and the procedures' files, for those who audit the whole office."""
        rights.require_scope(by, "history:read")
        borders.require_whole_office(self._world.directory.tree(), by, "auditor")
        return tuple(self._office())

    def _office(self) -> Iterator[VerdictView]:
        with self._world.work.snapshot() as work:
            entries = chains.journal_records(work)
            verdict = chains.journal_verdict(work, entries)
            told = tuple(office.journal(verdict))
            yield VerdictView(
                "journal", verdict.intact, verdict.count, verdict.broken_at, verdict.reason, told, "journal"
            )
            trusted = entries if verdict.intact else entries[: (verdict.broken_at or 1) - 1]
            for about, found in (
                ("codes", tuple(office.numbers(work, trusted))),
                ("procedures", tuple(office.procedures(work, trusted))),
            ):
                yield VerdictView(about, not found, 0, findings=found, about=about)

    def _verdicts(self, work: Work, found: Sequence[AnyRow]) -> Iterator[VerdictView]:
        for stored in loading.stored(work, found):
            yield self._verdict(stored)

    def _verdict(self, stored: Stored) -> VerdictView:
        row = stored.row
        records = [chains.record(row.code, event) for event in stored.events]
        chain = history.verify(records, (row.head_seq, row.head_hash))
        if not chain.intact:
            # From there on nothing is proven, so there is nothing to hold the rows against; contents still speak.
            records = records[: max((chain.broken_at or 1) - 1, 0)]
        differences = tuple(self._differences(stored, records, whole=chain.intact))
        intact = chain.intact and not differences
        return VerdictView(row.code, intact, chain.count, chain.broken_at, chain.reason, differences)

    def _differences(self, stored: Stored, records: list[history.Record], *, whole: bool) -> Iterator[FindingView]:
        if not records:
            if whole:
                yield of_office(Reason("The dossier has no history at all."))
            return
        expected = replay.play(records)
        if whole:
            yield from rows.compare(stored, expected, self._world.directory.tree())
            yield from papers.compare(stored, expected)
        yield from papers.contents(stored, expected, self._world.blobs)
