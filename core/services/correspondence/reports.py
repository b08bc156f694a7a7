"""What is said of a letter: ours waits in a queue of its own until the axis has it, theirs is noted as it comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select, update

from core.db.models import Letter, LetterReport, Unit
from core.db.unit_of_work import Work
from core.domain.identifiers import uuid7
from core.domain.letters import Direction, LetterStatus
from core.services.context.context import Context
from core.services.views.letters import ReportToSend
from core.storable_text import storable


def say(work: Work, letter: UUID, status: LetterStatus, description: str, by_name: str, at: datetime) -> None:
    """What we say of a letter: noted, and due to be sent at once."""
    row = _row(letter, Direction.OUT, status, description, by_name, at) | {"next_attempt": at}
    work.session.execute(insert(LetterReport), row)
    work.session.execute(update(Letter).where(Letter.id == letter).values(status=status, status_at=at))


def hear(work: Work, letter: Letter, status: LetterStatus, description: str, at: datetime) -> bool:
    """What the other side says of a letter; the newest counts, in whatever order they come. ``False``: it was said before."""
    same = (
        LetterReport.letter_id == letter.id,
        LetterReport.direction == Direction.IN,
        LetterReport.status == status,
        LetterReport.at == at,
    )
    if work.scalar(select(LetterReport.id).where(*same)) is not None:
        return False
    row = _row(letter.id, Direction.IN, status, description, letter.organ_name or letter.organ, at)
    work.session.execute(insert(LetterReport), row)
    if letter.status_at is None or at >= letter.status_at:
        letter.status, letter.status_at = status, at
    return True


def _row(
    letter: UUID, direction: Direction, status: LetterStatus, description: str, by_name: str, at: datetime
) -> dict[str, object]:
    return {
        "id": uuid7(),
        "letter_id": letter,
        "direction": direction,
        "status": status,
        "description": storable(description)[:2000],
        "by_name": by_name,
        "at": at,
        "sent": None,
        "attempts": 0,
        "next_attempt": None,
        "error": "",
    }


class LetterReports:
    """Our reports on their way, for the connector."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def due(self, limit: int = 100) -> list[ReportToSend]:
        """Reports to be sent now, in the order they were said."""
        query = (
            select(
                *(getattr(LetterReport, name) for name in ("id", "status", "description", "by_name", "at")),
                *(getattr(Letter, name) for name in ("organ", "direction", "document_id", "code", "promulgated")),
                Unit.code.label("unit"),
            )
            .join(Letter, Letter.id == LetterReport.letter_id)
            .join(Unit, Unit.id == Letter.unit_id)
            .where(
                LetterReport.direction == Direction.OUT,
                LetterReport.sent.is_(None),
                LetterReport.next_attempt <= self._context.now(),
            )
            .order_by(LetterReport.id)
            .limit(limit)
        )
        with self._context.work.read() as work:
            return [
                ReportToSend(
                    id=row.id,
                    status=LetterStatus(row.status),
                    description=row.description,
                    by_name=row.by_name,
                    at=row.at,
                    organ=row.organ,
                    unit=row.unit,
                    letter_organ=row.organ if row.direction == Direction.IN else row.unit,
                    document_id=row.document_id,
                    code=row.code,
                    promulgated=row.promulgated,
                )
                for row in work.execute(query)
            ]

    def sent(self, report: UUID) -> None:
        """The axis has it."""
        self._set(report, sent=self._context.now(), next_attempt=None, error="")

    def failed(self, report: UUID, error: str, retry: bool) -> None:
        """The axis does not have it: again after the pauses of every call, then every six hours; never, if it refused."""
        with self._context.work.read() as work:
            attempts = work.scalars(select(LetterReport.attempts).where(LetterReport.id == report)).one() + 1
        waits = self._context.settings.retry_seconds
        pause = timedelta(seconds=waits[min(attempts, len(waits)) - 1])
        later = self._context.now() + pause if retry else None
        self._set(report, attempts=attempts, next_attempt=later, error=storable(error)[:1000])

    def _set(self, report: UUID, **values: object) -> None:
        with self._context.work() as work:
            work.session.execute(update(LetterReport).where(LetterReport.id == report).values(**values))
