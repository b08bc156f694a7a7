"""A letter becomes part of a dossier: its files become papers there, and the history tells it."""

from __future__ import annotations

from sqlalchemy import select

from core.db.models import Dossier, Letter, LetterAttachment
from core.db.unit_of_work import Work
from core.domain.history import EventKind
from core.domain.identifiers import uuid7
from core.errors.dossiers import DossierFinished
from core.services.cases.cases import Case
from core.services.context.context import Context
from core.services.dossiers import documents
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.views.actors import Actor
from core.services.views.documents import DocumentView


def is_finished(work: Work, case: Case) -> bool:
    """Whether the dossier, whose lock is held, has ended."""
    return work.scalar(select(Dossier.finished).where(Dossier.id == case.id)) is not None


def join(context: Context, work: Work, letter: Letter, case: Case, by: Actor) -> None:
    """Joins a letter with the dossier, whose lock is held. Raises :class:`DossierFinished`."""
    if is_finished(work, case):
        raise DossierFinished(dossier=case.code)
    at = context.now()
    facts = {
        "letter": str(letter.id),
        "code": letter.code,
        "organ": letter.organ,
        "subject": letter.subject,
        "document": letter.document_id,
    }
    history.record(work, case, EventDraft(EventKind.CLERK_LETTER_JOINED, facts, by, at))
    files = select(LetterAttachment).where(LetterAttachment.letter_id == letter.id)
    for file in list(work.scalars(files.order_by(LetterAttachment.position))):
        paper = DocumentView(
            id=uuid7(),
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            component=None,
            added=at,
            added_by=by.name,
            marks=tuple(file.marks.split()),
            scan=file.scan,
        )
        documents.adopt(work, case, paper, by)
    letter.dossier_id = case.id
