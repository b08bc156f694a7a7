"""Papers of a dossier: looked at before they are taken, kept by content, given out as attachments."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from core.db.base import AnyRow
from core.db.models import Document, Dossier, Person
from core.db.reading import Reading
from core.db.unit_of_work import Attempt, Work
from core.domain import paper_files, signed_files
from core.domain.history import EventKind
from core.domain.identifiers import uuid7
from core.domain.signed_files import Verdict
from core.errors.dossiers import DossierFinished
from core.errors.requests import NotFound
from core.errors.rights import Forbidden
from core.services.authorization import rights
from core.services.cases.cases import Case, id_of, lock_dossier
from core.services.context.context import Context
from core.services.dossiers import component_keys, paper_checks, paper_intake
from core.services.evidence import access, history
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.views.actors import Actor
from core.services.views.documents import DocumentView, OpenedPaper, VerifiedPaper
from core.services.views.dossiers import DossierRef

ADD = "document.add"
PDF = "application/pdf"
#: what stands in a PDF file with a signature, never compressed
SIGNED = b"/ByteRange"
#: mark of one that was changed after it was signed
CHANGED = "changed"


class Documents:
    """Takes papers in and gives them out."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def add(
        self, dossier: str | None, name: str, data: bytes, component: str | None, by: Actor, key: str | None = None
    ) -> DocumentView:
        """Keeps a paper, for a dossier or for the one being opened; under one ``key`` it is kept once.

        ``component`` is a key of the list of papers in the dossier's version; before there is one, opening it checks that.
        Raises :class:`UploadRefused`, :class:`BadValue`, :class:`NotFound`, :class:`Forbidden`, :class:`DossierFinished`,
        :class:`KeyReused`.
        """
        rights.require_scope(by, "dossiers:write")
        if dossier is None and by.kind in ("person", "token") and not rights.works_in_dossiers(by):
            raise Forbidden(role="receiver")
        name = paper_files.file_name(name)
        media_type = paper_files.media_type(name, data, self._context.settings.upload_limit)
        digest = sha256(data).hexdigest()
        request = IdempotentRequest.of(by, ADD, DocumentView, key, dossier, name, digest, component)
        scan = paper_intake.scan(self._context, name, data, digest)
        now = self._context.now()
        marks = self._marks(media_type, data, now)
        view = DocumentView(
            id=uuid7(),
            name=name,
            media_type=media_type,
            size=len(data),
            sha256=digest,
            component=component or None,
            added=now,
            added_by=by.name,
            marks=marks,
            scan=scan,
        )
        return idempotency.execute_once(self._context.work, request, lambda: self._add(request, view, dossier, data))

    def _marks(self, media_type: str, data: bytes, now: datetime) -> tuple[str, ...]:
        """What to know before the paper is opened; also that it was changed after it was signed."""
        marks = self._context.inspect_file(media_type, data)
        if media_type != PDF or SIGNED not in data:
            return marks
        verdict = signed_files.read(self._context.verify_signatures(data, now)).verdict
        return tuple(sorted({*marks, CHANGED})) if verdict is Verdict.CHANGED else marks

    def _add(
        self, request: IdempotentRequest[DocumentView], view: DocumentView, dossier: str | None, data: bytes
    ) -> DocumentView:
        context, by = self._context, request.by
        with context.work() as work:
            dossier_id = self._find(work, dossier, by) if dossier else None
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first
            if dossier_id is not None:
                _require_open(work, by, dossier_id)
                self._check_component(work, dossier_id, view.component)
            context.blobs.put(data)
            work.session.execute(insert(Document), _row(view, dossier_id, by))
            if dossier_id is not None:
                _record(context, work, dossier_id, view, by)
            idempotency.store_answer(work, request, view, view.added)
        return view

    def _check_component(self, work: Reading, dossier_id: UUID, component: str | None) -> None:
        if component:
            version = work.scalars(select(Dossier.version_id).where(Dossier.id == dossier_id)).one()
            component_keys.check(self._context.versions.get(version, work).view, [component], "component")

    def open(self, document_id: UUID, by: Actor) -> OpenedPaper:
        """A paper and its content, for those who may see its dossier, or who have just uploaded it.

        The content is hashed again. Raises :class:`NotFound`, :class:`PaperChanged`.
        """
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            row = work.execute(_SELECT.where(Document.id == document_id)).one_or_none()
            if row is None or not self._may_open(work, row, by):
                raise NotFound(what="Document", name=str(document_id))
            code = work.scalar(select(Dossier.code).where(Dossier.id == row.dossier_id)) if row.dossier_id else None
        data = paper_checks.content(self._context, row)
        dossier = DossierRef(row.dossier_id, code) if code else None
        access.record_access(
            self._context, by, "paper", dossier=dossier, subject={"document": row.id, "name": row.name}
        )
        return OpenedPaper(view=_view(row), content=data, dossier=code)

    def signatures(self, document_id: UUID, by: Actor) -> VerifiedPaper:
        """A paper with the verdict on its signatures at this moment, for those who may open it.

        Raises :class:`NotFound`, :class:`PaperChanged`.
        """
        opened = self.open(document_id, by)
        if opened.view.media_type != PDF:
            return VerifiedPaper(view=opened.view, dossier=opened.dossier, verdict=None)
        found = self._context.verify_signatures(opened.content, self._context.now())
        return VerifiedPaper(view=opened.view, dossier=opened.dossier, verdict=signed_files.read(found))

    def of(self, code: str, by: Actor) -> tuple[DocumentView, ...]:
        """The papers of a dossier."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            dossier_id = self._find(work, code, by)
            papers = of_dossier(work, dossier_id)
        access.record_access(self._context, by, "papers", dossier=DossierRef(dossier_id, code))
        return papers

    def may_add(self, code: str, by: Actor) -> bool:
        """Whether the actor may add a paper to the dossier now. Raises :class:`NotFound`."""
        with self._context.work.read() as work:
            dossier_id = self._find(work, code, by)
            finished = work.scalar(select(Dossier.finished).where(Dossier.id == dossier_id))
            return finished is None and rights.may_act(work, by, dossier_id)

    def _find(self, work: Reading, code: str, by: Actor) -> UUID:
        found = id_of(work, code)
        rights.require_sight(work, by, found, code)
        return found

    def _may_open(self, work: Reading, row: AnyRow, by: Actor) -> bool:
        if row.dossier_id is None:
            return by.id is not None and row.added_by_id == by.id
        return rights.may_see(work, by, row.dossier_id)


def _require_open(work: Reading, by: Actor, dossier_id: UUID) -> None:
    """Papers come in while a dossier is under way, by those who work at it. Raises :class:`Forbidden`, :class:`DossierFinished`."""
    if not rights.may_act(work, by, dossier_id):
        raise Forbidden(role="receiver")
    # Under lock: a dossier that ends at this moment takes no paper after its end.
    row = work.execute(select(Dossier.code, Dossier.finished).where(Dossier.id == dossier_id).with_for_update()).one()
    if row.finished is not None:
        raise DossierFinished(dossier=row.code)


def _row(view: DocumentView, dossier_id: UUID | None, by: Actor) -> dict[str, Any]:
    same = ("id", "name", "media_type", "size", "sha256", "component", "kind", "scan", "added")
    return {name: getattr(view, name) for name in same} | {
        "marks": " ".join(view.marks),
        "dossier_id": dossier_id,
        "added_by_id": by.id,
    }


def _record(context: Context, work: Attempt, dossier_id: UUID, view: DocumentView, by: Actor) -> None:
    _tell(work, lock_dossier(context, work, dossier_id), view, by)


def adopt(work: Work, case: Case, paper: DocumentView, by: Actor) -> None:
    """Makes what is kept already (a file of a letter) a paper of the dossier, whose lock is held."""
    work.session.execute(insert(Document), _row(paper, case.id, by))
    _tell(work, case, paper, by)


def _tell(work: Attempt, case: Case, view: DocumentView, by: Actor) -> None:
    history.record(work, case, EventDraft(EventKind.CLERK_DOCUMENT_ADDED, facts_of(view), by, view.added))


def facts_of(paper: DocumentView | AnyRow) -> dict[str, Any]:
    """What the history tells of a paper."""
    same = ("sha256", "name", "media_type", "size", "kind")
    return {"document": str(paper.id), "component": paper.component or ""} | {n: getattr(paper, n) for n in same}


_SELECT = select(*Document.__table__.c, Person.name.label("adder")).outerjoin(Person, Person.id == Document.added_by_id)


def of_dossier(work: Reading, dossier_id: UUID) -> tuple[DocumentView, ...]:
    """The papers of a dossier, in the order they came."""
    rows = work.execute(_SELECT.where(Document.dossier_id == dossier_id).order_by(Document.id))
    return tuple(_view(row) for row in rows)


def _view(row: AnyRow) -> DocumentView:
    return DocumentView(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        component=row.component,
        added=row.added,
        added_by=row.adder or "",
        kind=row.kind,
        marks=tuple(row.marks.split()),
        scan=row.scan,
    )
