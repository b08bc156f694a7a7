"""The register of letters: who may see which, and what people decide about one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true

from core.db.base import AnyRow
from core.db.models import Dossier, Letter, LetterAttachment, LetterReport
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain import letters as domain
from core.domain.history import EventKind
from core.domain.journal import JournalKind
from core.domain.letters import Direction, LetterKind, LetterStatus
from core.errors.base import Reason
from core.errors.documents import PaperChanged
from core.errors.letters import LetterDecided, LetterJoined
from core.errors.requests import BadValue, NotFound
from core.ports import ContentChanged
from core.services.authorization import rights
from core.services.cases.cases import id_of, lock_dossier
from core.services.context.context import Context
from core.services.correspondence import joining, letter_views, reports
from core.services.dossiers.service import ReceptionDesk
from core.services.evidence import access, history, journal
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import cursors
from core.services.views.actors import Actor
from core.services.views.dossiers import Applicant, Channel, DossierRef, Reception
from core.services.views.letters import LetterFile, LetterFilter, LetterRow, LetterView
from core.services.views.pages import Page

#: Who decides about letters, and who reads them besides.
WRITERS = ("registrar", "receiver", "leader")
READERS = (*WRITERS, "reviewer", "head", "auditor")
#: What a dossier that a letter opens came in by, the first that its procedure offers.
CHANNELS: tuple[Channel, ...] = ("online", "post", "counter")


class LetterRegister:
    """Letters that came and went, for those who serve in the office they are of."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def page(
        self, wanted: LetterFilter, by: Actor, after: str | None = None, limit: int | None = None
    ) -> Page[LetterRow]:
        """A page of the register, the newest first."""
        rights.require_role(by, *READERS)
        size = cursors.clamp(limit)
        query = letter_views.ROWS.where(Letter.direction == wanted.direction, self._visible(by, READERS))
        query = query.where(*letter_views.conditions(wanted))
        if read := cursors.read(after, 1):
            query = query.where(Letter.id < cursors.read_uuid(read[0]))
        with self._context.work.read() as work:
            rows = list(work.execute(query.order_by(Letter.id.desc()).limit(size + 1)))
        access.record_access(self._context, by, "letters", subject=wanted)
        views = [letter_views.row(one) for one in rows[:size]]
        return Page(views, cursors.write(views[-1].id) if len(rows) > size else None)

    def waiting(self, by: Actor, most: int = 100) -> int:
        """How many letters wait for a decision of the reader's, counted up to ``most``."""
        query = select(Letter.id).where(
            Letter.direction == Direction.IN,
            Letter.status.in_((LetterStatus.ARRIVED, LetterStatus.WITHDRAWAL_ASKED)),
            self._visible(by, WRITERS),
        )
        with self._context.work.read() as work:
            return work.scalar(select(func.count()).select_from(query.limit(most).subquery())) or 0

    def _visible(self, by: Actor, roles: Sequence[str]) -> Any:
        units = rights.serving(by, *roles)
        if units is None:
            return true()
        tree = self._context.directory.tree()
        return Letter.unit_id.in_(frozenset().union(*map(tree.below, units)))

    def get(self, letter_id: UUID, by: Actor) -> LetterView:
        """A letter and what was said of it. Raises :class:`NotFound`."""
        with self._context.work.read() as work:
            found = self._row(work, letter_id, by)
            related = [*found.refers_to, *found.answers]
            others = {
                one.document_id: one
                for one in work.execute(
                    letter_views.ROWS.where(Letter.document_id.in_(related), self._visible(by, READERS))
                )
            }
            files = work.scalars(
                select(LetterAttachment)
                .where(LetterAttachment.letter_id == letter_id)
                .order_by(LetterAttachment.position)
            )
            said = work.scalars(
                select(LetterReport)
                .where(LetterReport.letter_id == letter_id)
                .order_by(LetterReport.at, LetterReport.id)
            )
            decides = found.unit_id in self._units(by)
            view = letter_views.view(found, list(files), list(said), others, decides=decides)
        access.record_access(self._context, by, "letter", subject={"letter": str(letter_id), "code": found.code})
        return view

    def _units(self, by: Actor) -> frozenset[UUID]:
        """The units whose letters the actor decides about."""
        tree = self._context.directory.tree()
        units = rights.serving(by, *WRITERS)
        return frozenset(tree.nodes) if units is None else frozenset().union(*map(tree.below, units))

    def _row(self, work: Reading, letter_id: UUID, by: Actor) -> AnyRow:
        rights.require_role(by, *READERS)
        row = work.execute(letter_views.ROWS.where(Letter.id == letter_id, self._visible(by, READERS))).one_or_none()
        if row is None:
            raise NotFound(what="Letter", name=str(letter_id))
        return row

    def file(self, letter_id: UUID, position: int, by: Actor) -> tuple[LetterFile, bytes]:
        """A file of a letter and its content. Raises :class:`NotFound`, :class:`PaperChanged`."""
        with self._context.work.read() as work:
            code = self._row(work, letter_id, by).code
            row = work.scalars(
                select(LetterAttachment).where(
                    LetterAttachment.letter_id == letter_id, LetterAttachment.position == position
                )
            ).one_or_none()
            if row is None:
                raise NotFound(what="Paper", name=str(position))
            view, digest = letter_views.file(row), row.sha256
        try:
            content = self._context.blobs.get(digest)
        except (ContentChanged, FileNotFoundError) as error:
            raise PaperChanged(name=view.name) from error
        access.record_access(
            self._context, by, "letter", subject={"letter": str(letter_id), "code": code, "name": view.name}
        )
        return view, content

    def say(self, letter_id: UUID, status: LetterStatus, reason: str, by: Actor) -> None:
        """Says something of a letter that came, or asks for one of ours back (13); the other office is told.

        Raises :class:`NotFound`, :class:`LetterDecided`, :class:`BadValue` where a reason is wanted.
        """
        reason = reason.strip()
        if status in domain.REASONED and not reason:
            raise BadValue(field="reason", reason=Reason("say why; the other office reads it"))
        with self._context.work() as work:
            letter = self._locked(work, letter_id, by)
            if status not in letter_views.next_statuses(letter.direction, letter.status, LetterKind(letter.kind)):
                raise LetterDecided(code=letter.code)
            reports.say(work, letter.id, status, reason, by.name, self._context.now())
            self._tell(work, letter, status, reason, by)

    def _tell(self, work: Work, letter: Letter, status: LetterStatus, reason: str, by: Actor) -> None:
        facts = {"letter": str(letter.id), "code": letter.code, "organ": letter.organ, "status": status.value}
        if reason:
            facts["reason"] = reason
        if letter.dossier_id is None:
            unit = self._context.directory.tree().nodes[letter.unit_id].code
            journal.note(self._context, work, JournalKind.CLERK_LETTER_ANSWERED, facts, by, unit)
        else:
            case = lock_dossier(self._context, work, letter.dossier_id)
            history.record(work, case, EventDraft(EventKind.CLERK_LETTER_ANSWERED, facts, by, self._context.now()))

    def _locked(self, work: Work, letter_id: UUID, by: Actor) -> Letter:
        """The letter under lock, for those who decide about it."""
        self._row(work, letter_id, by)
        rights.require_role(by, *WRITERS)
        query = select(Letter).where(Letter.id == letter_id, Letter.unit_id.in_(self._units(by)))
        letter = work.scalars(query.with_for_update()).one_or_none()
        if letter is None:
            raise NotFound(what="Letter", name=str(letter_id))
        return letter

    def join(self, letter_id: UUID, dossier: str, by: Actor) -> str:
        """Joins a letter that came with a dossier the actor works in; its files become papers there. The dossier's code.

        Joining it with the same dossier again changes nothing. Raises :class:`NotFound`, :class:`LetterJoined`,
        :class:`DossierFinished`.
        """
        with self._context.work() as work:
            dossier_id = id_of(work, dossier)
            if not rights.may_act(work, by, dossier_id):
                raise NotFound(what="Dossier", name=dossier)
            case = lock_dossier(self._context, work, dossier_id)  # before the letter, as everywhere
            letter = self._locked(work, letter_id, by)
            if letter.dossier_id == dossier_id:
                return case.code
            if letter.dossier_id is not None or letter.direction != Direction.IN or letter.number is None:
                raise LetterJoined(code=letter.code)
            joining.join(self._context, work, letter, case, by)
            if letter.status in ("", LetterStatus.ARRIVED):
                reports.say(work, letter.id, LetterStatus.REGISTERED, "", by.name, self._context.now())
            return case.code

    def open_dossier(self, letter_id: UUID, procedure: str, applicant: Applicant, by: Actor) -> DossierRef:
        """Opens a dossier with a letter that came: what the letter does not say is filled in by whoever has its first task.

        Opening it twice opens one. Raises what receiving and joining raise.
        """
        with self._context.work() as work:
            letter = self._locked(work, letter_id, by)
            unit = self._context.directory.tree().nodes[letter.unit_id].code
            if letter.direction != Direction.IN or letter.number is None:
                raise LetterJoined(code=letter.code)
            joined = letter.dossier_id
            version = self._context.versions.current(procedure, work)
            if joined is not None:
                code = work.scalars(select(Dossier.code).where(Dossier.id == joined)).one()
                return DossierRef(joined, code)
        offered = version.view.channels if version else CHANNELS
        channel = next((one for one in CHANNELS if one in offered), CHANNELS[0])
        reception = Reception(procedure, unit, channel, applicant, partial=True)
        opened = ReceptionDesk(self._context).receive(reception, by, key=f"letter:{letter_id}")
        self.join(letter_id, opened.code, by)
        return DossierRef(opened.id, opened.code)
