"""What the axis brought becomes a letter of the register, or what is said of one.

Everything about a message happens in one transaction, and a letter is known by its name, so reading it again changes nothing. What
cannot be taken is told with its reason; a letter with a file that may not come in is refused, and its sender told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from core.db.models import Letter, LetterAttachment
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.history import EventKind
from core.domain.identifiers import uuid7
from core.domain.letters import Direction, LetterStatus
from core.errors.documents import UploadPostponed, UploadRefused
from core.services.cases.cases import lock_dossier
from core.services.context.context import Context
from core.services.correspondence import joining, letter_views, numbers, reports
from core.services.dossiers import paper_intake
from core.services.dossiers.paper_intake import ExaminedFile
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.views.actors import SYSTEM
from core.services.views.letters import IncomingFile, IncomingLetter, IncomingReport, LetterOutcome


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A letter looked at: for which of our units, with which files, and why it is refused, if it is."""

    letter: IncomingLetter
    unit: UUID
    files: tuple[ExaminedFile, ...]
    refusal: str = ""


class Arrivals:
    """Takes what the connector has read out of stored messages."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def letter(self, letter: IncomingLetter, message: bytes) -> LetterOutcome:
        """Takes a letter into the register, joins it with the dossier it answers, and says that it has arrived.

        ``message``: as it came; it is kept beside the letter.
        """
        unit = self._unit(letter)
        if unit is None:
            return LetterOutcome(code="not-for-us", detail=", ".join(letter.receivers), again=True)
        try:
            arrival = _Arrival(letter, unit, tuple(map(self._examined, letter.files)))
        except UploadPostponed:
            return LetterOutcome(code="scanner", again=True)
        except UploadRefused as error:
            arrival = _Arrival(letter, unit, (), str(error))
        kept = self._context.blobs.put(message)
        with self._context.work() as work:
            known = work.scalars(
                select(Letter).where(Letter.direction == Direction.IN, Letter.document_id == letter.document_id)
            ).one_or_none()
            if known is not None:
                return self._again(work, known, arrival)
            row = self._insert(work, kept, arrival)
            if arrival.refusal:
                reports.say(work, row.id, LetterStatus.REFUSED, arrival.refusal, SYSTEM.name, self._context.now())
                return LetterOutcome(code="attachment", detail=arrival.refusal)
            return LetterOutcome(self._take(work, row, arrival))

    def _take(self, work: Work, row: Letter, arrival: _Arrival) -> tuple[str, ...]:
        reports.say(work, row.id, LetterStatus.ARRIVED, "", SYSTEM.name, self._context.now())
        asked = self._asked(work, arrival.letter)
        if asked is None or asked.dossier_id is None:
            return ()
        case = lock_dossier(self._context, work, asked.dossier_id)
        if joining.is_finished(work, case):
            return ()  # a person sees it in the register, beside the letter that it answers
        joining.join(self._context, work, row, case, SYSTEM)
        reports.say(work, row.id, LetterStatus.REGISTERED, "", SYSTEM.name, self._context.now())
        row.undelivered = asked.inquiry
        return (case.code,)

    def _again(self, work: Work, known: Letter, arrival: _Arrival) -> LetterOutcome:
        """The same letter once more is the same letter; another one under its name is not taken for it."""
        letter = arrival.letter
        same = (known.organ, known.subject, known.content, known.code, known.kind) == (
            letter.organ,
            letter.subject,
            letter.content,
            letter.code,
            letter.kind,
        )
        files = select(LetterAttachment.sha256).where(LetterAttachment.letter_id == known.id)
        kept = list(work.scalars(files.order_by(LetterAttachment.position)))
        if same and (known.number is None or kept == [file.sha256 for file in arrival.files]):
            return LetterOutcome()
        return LetterOutcome(code="document-reused", detail=letter.document_id)

    def _insert(self, work: Work, message_sha256: str, arrival: _Arrival) -> Letter:
        letter, at = arrival.letter, self._context.now()
        year = codes.local_day(at).year
        number = None if arrival.refusal else numbers.next_number(work, arrival.unit, Direction.IN, year)
        same = ("document_id", "organ", "organ_name", "code", "promulgated", "subject", "content", "type_name")
        told = ("signature", "signature_algorithm", "signer")
        row = Letter(
            id=uuid7(),
            direction=Direction.IN,
            unit_id=arrival.unit,
            year=year,
            number=number,
            kind=int(letter.kind),
            refers_to=list(letter.refers_to),
            answers=list(letter.answers),
            message_sha256=message_sha256,
            at=at,
            status="",
            status_at=None,
            dossier_id=None,
            inquiry=None,
            undelivered=None,
            found_by=letter_views.found_by(letter.code, letter.subject, letter.organ, letter.organ_name),
            **{name: getattr(letter, name) for name in (*same, *told)},
        )
        work.session.add(row)
        work.session.flush()
        if arrival.files:
            work.session.execute(insert(LetterAttachment), [_file(row.id, *one) for one in enumerate(arrival.files)])
        return row

    def _unit(self, letter: IncomingLetter) -> UUID | None:
        """The first of our units among the receivers; None where it is for none of ours."""
        tree = self._context.directory.tree()
        return next(filter(None, map(tree.known, letter.receivers)), None)

    def _examined(self, file: IncomingFile) -> ExaminedFile:
        """A file looked at as an uploaded paper is, and kept. Raises :class:`UploadRefused`."""
        if file.content is None:
            raise UploadRefused(name=file.name, reason=paper_intake.unpacking_fault(file.fault))
        found = paper_intake.examine(self._context, file.name, file.content)
        self._context.blobs.put(file.content)
        return found

    def _asked(self, work: Work, letter: IncomingLetter) -> Letter | None:
        """Our letter to the same office that this one answers."""
        ours = select(Letter).where(
            Letter.direction == Direction.OUT, Letter.organ == letter.organ, Letter.document_id.in_(letter.answers)
        )
        return work.scalars(ours.order_by(Letter.id).limit(1)).first()

    def report(self, report: IncomingReport) -> LetterOutcome:
        """Notes what another office says of one of our letters, or asks of one of theirs."""
        with self._context.work() as work:
            letter = self._meant(work, report)
            if letter is None:
                return LetterOutcome(code="letter-unknown", detail=report.document_id, again=True)
            at = min(report.at, self._context.now())
            if reports.hear(work, letter, report.status, report.description, at) and letter.dossier_id:
                return LetterOutcome((self._tell(work, letter, report),))
            return LetterOutcome()

    def _meant(self, work: Work, report: IncomingReport) -> Letter | None:
        """Only its sender asks for a letter back, and only its receiver says what became of it."""
        asks = report.status is LetterStatus.WITHDRAWAL_ASKED
        wanted = select(Letter).where(
            Letter.direction == (Direction.IN if asks else Direction.OUT),
            Letter.organ == report.organ,
            Letter.document_id == report.document_id,
        )
        return work.scalars(wanted.with_for_update()).one_or_none()

    def _tell(self, work: Work, letter: Letter, report: IncomingReport) -> str:
        assert letter.dossier_id is not None
        case = lock_dossier(self._context, work, letter.dossier_id)
        facts = {"letter": str(letter.id), "code": letter.code, "organ": letter.organ, "status": report.status.value}
        if report.description:
            facts["description"] = report.description
        history.record(work, case, EventDraft(EventKind.WORKER_LETTER_REPORTED, facts, SYSTEM, self._context.now()))
        return case.code


def _file(letter: UUID, position: int, file: ExaminedFile) -> dict[str, Any]:
    return {
        "letter_id": letter,
        "position": position,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "marks": " ".join(file.marks),
        "scan": file.scan,
    }
