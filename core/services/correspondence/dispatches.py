"""Letters of ours on their way out, and answers on their way to the dossiers that wait for them; for the connector."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from core.db.models import Letter, Unit
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.identifiers import uuid7
from core.domain.letters import Direction
from core.errors.requests import NotFound
from core.services.cases.cases import id_of
from core.services.context.context import Context
from core.services.correspondence import letter_views, numbers
from core.services.views.letters import AnswerToDeliver, OutgoingLetter

#: An answer nobody waits for is offered so long: it may come before its dossier waits.
PATIENCE = timedelta(days=30)


class Dispatches:
    """What the connector asks and tells of letters of ours."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def record(self, letter: OutgoingLetter) -> None:
        """Enters a letter that is about to be sent, so that whatever is said of it finds it; once.

        Raises :class:`NotFound` for a unit or a dossier that there is not.
        """
        with self._context.work() as work:
            known = select(Letter.id).where(Letter.direction == Direction.OUT, Letter.document_id == letter.document_id)
            if work.scalar(known) is None:
                work.session.add(self._row(work, letter))

    def _row(self, work: Work, letter: OutgoingLetter) -> Letter:
        unit = self._context.directory.tree().known(letter.unit)
        if unit is None:
            raise NotFound(what="Unit", name=letter.unit)
        at = self._context.now()
        year = codes.local_day(at).year
        return Letter(
            id=uuid7(),
            direction=Direction.OUT,
            unit_id=unit,
            year=year,
            number=numbers.next_number(work, unit, Direction.OUT, year),
            document_id=letter.document_id,
            kind=int(letter.kind),
            refers_to=list(letter.refers_to),
            answers=[],
            organ=letter.organ,
            organ_name=letter.organ_name,
            code=letter.code,
            type_name=letter.type_name,
            promulgated=letter.promulgated,
            subject=letter.subject,
            content=letter.content,
            signature="",
            signature_algorithm="",
            signer="",
            message_sha256=None,
            at=at,
            status="",
            status_at=None,
            dossier_id=id_of(work, letter.dossier),
            inquiry=letter.inquiry,
            undelivered=None,
            found_by=letter_views.found_by(letter.code, letter.subject, letter.organ, letter.organ_name),
        )

    def document_id(self, dossier: str, inquiry: str) -> str | None:
        """What the axis knows an earlier letter of a dossier by, from the key its answer is delivered with."""
        with self._context.work.read() as work:
            query = select(Letter.document_id).where(
                Letter.direction == Direction.OUT,
                Letter.inquiry == inquiry,
                Letter.dossier_id == id_of(work, dossier),
            )
            return work.scalar(query)

    def unit_name(self, unit: str) -> str:
        """The name of one of our units; empty for one that there is not."""
        with self._context.work.read() as work:
            return work.scalar(select(Unit.name).where(Unit.code == unit)) or ""

    def answers(self, limit: int = 100) -> list[AnswerToDeliver]:
        """Answers that no dossier has taken yet, oldest first. One that is too old is offered no more."""
        with self._context.work() as work:
            too_old = Letter.at < self._context.now() - PATIENCE
            work.session.execute(
                update(Letter).where(Letter.undelivered.is_not(None), too_old).values(undelivered=None)
            )
            rows = list(
                work.scalars(select(Letter).where(Letter.undelivered.is_not(None)).order_by(Letter.id).limit(limit))
            )
            return [
                AnswerToDeliver(
                    id=row.id,
                    key=row.undelivered or "",
                    document_id=row.document_id,
                    text=row.content or row.subject,
                    organ_name=row.organ_name or row.organ,
                    code=row.code,
                    at=row.at,
                )
                for row in rows
            ]

    def delivered(self, letter: UUID) -> None:
        """The dossier has the answer."""
        with self._context.work() as work:
            work.session.execute(update(Letter).where(Letter.id == letter).values(undelivered=None))
