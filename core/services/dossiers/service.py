"""Dossiers: opened at the desk, looked at by those who may, looked up by those who hold the receipt."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from bpmn.errors import BpmnError, EngineError
from core.db.fast.writes import ConcurrentUpdate
from core.db.models import CodeCounter, Document, Dossier, DossierState
from core.db.reading import Reading
from core.db.unit_of_work import Attempt, Work
from core.db.upserts import insert_into
from core.domain import codes, deadlines, json, roles
from core.domain.frozen import freeze
from core.domain.history import GENESIS, EventKind
from core.domain.identifiers import uuid7
from core.errors.base import Reason
from core.errors.dossiers import CannotOpen
from core.errors.forms import FormInvalid
from core.errors.procedures import NotOffered, ProcedureUnknown
from core.errors.requests import BadValue
from core.services.authorization import audiences, rights
from core.services.cases.cases import Case, id_of, lock_dossier
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.dossiers import applicants, components, documents, receipts
from core.services.dossiers import views as dossier_views
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import answers, search
from core.services.running import steps
from core.services.tasks import fields
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierView, Reception

RECEIVERS = ("receiver", "admin")
#: columns that change later, as they are when the dossier is born
_BORN = ("version_id", "status", "due", "pauses", "units")


@dataclass(frozen=True, slots=True)
class Begun:
    """How a process begins: at the desk, or at an element by a message, with variables beside those of reception.

    ``origin``: code of the dossier that threw the message, if one did.
    """

    element: str | None = None
    message: str | None = None
    origin: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    hops: int = 0

    def facts(self) -> dict[str, Any]:
        """What the history tells of it."""
        if self.message is None:
            return {}
        return {"message": self.message, "origin": self.origin, "variables": dict(self.variables)}


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier just opened: the secret of its receipt, and the required fields that were left out."""

    case: Case
    secret: str
    missing: tuple[str, ...]


class ReceptionDesk:
    """Opens dossiers. What only reads is in :class:`core.services.dossiers.reading.Dossiers`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def receive(self, reception: Reception, by: Actor, key: str | None = None) -> DossierView:
        """Opens a dossier and starts its process; the answer alone carries the receipt's secret.

        What is wrong with the applicant's data (``applicant.name`` …) and with the form's comes in one FormInvalid.
        Raises :class:`ProcedureUnknown`, :class:`NotOffered`, :class:`FormInvalid`, :class:`BadValue`,
        :class:`Forbidden`, :class:`CannotOpen`; after each of them there is no dossier.
        """
        rights.require_scope(by, "dossiers:write")
        asked = answers.fingerprint(reception) if key else ""
        try:
            return self._receive(reception, by, key, asked)
        except ConcurrentUpdate:
            # Another request with the same key was faster: its answer is ours. Anything else is a fault.
            with self._context.work.read() as work:
                first = answers.earlier(work, by, receipts.OPERATION, key, asked, DossierView)
                if first is None:
                    raise
                return receipts.again(self._context, work, by, key, first)
        except BpmnError as error:
            raise CannotOpen(element=self._stopped_at(reception, error)) from error

    def _stopped_at(self, reception: Reception, error: BpmnError) -> str:
        element = error.element if isinstance(error, EngineError) else None
        with self._context.work.read() as work:
            version = self._context.versions.current(reception.procedure, work)
        return version.step(element) if version and element else reception.procedure

    def receipt_printed(self, code: str, by: Actor) -> None:
        """Notes that the receipt was handed out for printing. Raises :class:`NotFound`."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work() as work:
            found = id_of(work, code)
            rights.require_sight(work, by, found, code)
            case = lock_dossier(self._context, work, found)
            facts = {"documents": [{"sha256": paper["sha256"]} for paper in _papers(work, found)]}
            history.record(work, case, EventDraft(EventKind.CLERK_RECEIPT_PRINTED, facts, by, self._context.now()))

    def faults(self, reception: Reception) -> dict[str, Any]:
        """What :meth:`receive` would say in its FormInvalid, without opening anything; empty where all is right.

        Raises :class:`ProcedureUnknown`, :class:`NotOffered`.
        """
        with self._context.work.read() as work:
            version = self._offered(work, reception)
        try:
            self._checked(version, reception, self._context.now())
        except FormInvalid as error:
            return error.fields
        return {}

    def _receive(self, reception: Reception, by: Actor, key: str | None, asked: str) -> DossierView:
        context = self._context
        with context.work() as work:
            first = answers.earlier(work, by, receipts.OPERATION, key, asked, DossierView)
            if first is not None:
                return receipts.again(context, work, by, key, first)
            at = context.now()
            opened = self.open(work, self._offered(work, reception), reception, by, at, key=key)
            work.send()
            view = dossier_views.read(context, work, opened.case.id, by, opened.secret)
            view = dataclasses.replace(view, missing=opened.missing)
            answers.keep(work, by, receipts.OPERATION, key, asked, receipts.without(view), at)
            return view

    def receipt_secret(self, code: str, key: str, by: Actor) -> str | None:
        """The secret of the receipt, for who received the dossier by a request with this key; ``None`` for all others."""
        with self._context.work.read() as work:
            first = answers.known(work, by, receipts.OPERATION, key, DossierView)
            if first is None or first.code != code:
                return None
            return receipts.again(self._context, work, by, key, first).receipt_secret

    def open(
        self,
        work: Work,
        version: Version,
        reception: Reception,
        by: Actor,
        at: datetime,
        begun: Begun | None = None,
        key: str | None = None,
    ) -> Opened:
        """Opens a dossier in the caller's transaction; what the version offers was looked at before.

        Raises :class:`FormInvalid`, :class:`BadValue`, :class:`Forbidden`, and what the engine raises.
        """
        desk, office = self._units(reception.unit, version)
        if by.kind != "citizen":
            rights.require_role_in(by, self._context.directory.tree().line(desk), *RECEIVERS)
        data, missing = self._checked(version, reception, at)
        dossier_id = uuid7()
        secret = receipts.secret_for(self._context, by, key, dossier_id)
        self._insert(work, dossier_id, reception, version, (desk, office), data, secret, by, at)
        return Opened(self._start(work, dossier_id, reception, by, at, begun or Begun()), secret, missing)

    def _offered(self, work: Reading, reception: Reception) -> Version:
        version = self._context.versions.current(reception.procedure, work)
        if version is None:
            raise ProcedureUnknown(procedure=reception.procedure)
        view = version.view
        if version.definition.start() is None:
            raise NotOffered(procedure=view.code, reason=Reason("at the desk: it begins with a message"))
        if reception.channel not in view.channels:
            raise NotOffered(procedure=view.code, reason=Reason("channel “%(channel)s”", channel=reception.channel))
        if reception.return_by not in view.return_by:
            raise NotOffered(procedure=view.code, reason=Reason("return by “%(way)s”", way=reception.return_by))
        return version

    def _checked(self, version: Version, reception: Reception, at: datetime) -> tuple[dict[str, Any], tuple[str, ...]]:
        wrong = applicants.faults(reception)
        try:
            if reception.partial:
                data, missing = fields.check_partial(self._context, version, reception.data, at)
            else:
                data, missing = fields.check_start(self._context, version, reception.data, at), ()
        except FormInvalid as error:
            raise FormInvalid({**wrong, **error.fields}) from error
        if wrong:
            raise FormInvalid(wrong)
        return data, missing

    def _units(self, code: str, version: Version) -> tuple[UUID, UUID]:
        """The desk that receives and the office that decides; ``code`` may name either."""
        tree = self._context.directory.tree()
        unit = tree.known(code)
        if unit is None:
            raise BadValue(field="unit", reason=Reason("there is no unit “%(unit)s”", unit=code))
        office = roles.office_of(unit, tree.nodes)
        _, desk = roles.route("receiver", unit, office, tree.nodes, version.view.field_code)
        return desk, office

    def _insert(
        self,
        work: Work,
        dossier_id: UUID,
        reception: Reception,
        version: Version,
        units: tuple[UUID, UUID],
        data: Mapping[str, Any],
        secret: str,
        by: Actor,
        at: datetime,
    ) -> None:
        context, (desk, office) = self._context, units
        tree = context.directory.tree()
        code = _next_code(work, tree.nodes[office].code, at)
        due = deadlines.due(at, version.view.time_limit, context.calendars.of(office))
        applicant = freeze(applicants.settled(reception.applicant)[0])
        work.session.execute(
            insert(Dossier),
            {
                "id": dossier_id,
                "code": code,
                "version_id": version.view.version_id,
                "procedure_code": version.view.code,
                "applicant": applicant,
                "applicant_name": applicant["name"],
                "channel": reception.channel,
                "return_by": reception.return_by,
                "reception_unit_id": desk,
                "processing_unit_id": office,
                "status": 1,
                "received": at,
                "received_by_id": by.id,
                "due": due,
                "index_due": due,
                "pauses": [],
                "units": [],
                "found_by": search.text_of(search.entries(code, applicant)),
                "stopped": False,
                "secret_hash": codes.secret_hash(secret, code, context.settings.secret_key),
                "revision": 0,
                "head_seq": 0,
                "head_hash": GENESIS,
            },
        )
        variables = {**data, "returnBy": reception.return_by}
        work.session.execute(
            insert(DossierState), {"dossier_id": dossier_id, "state": b"", "variables": json.dumps(variables)}
        )
        if reception.documents:
            _attach(work, dossier_id, reception.documents, by)
            filed = work.scalars(select(Document.component).where(Document.dossier_id == dossier_id))
            components.check(version.view, filed, "documents")

    def _start(
        self, work: Attempt, dossier_id: UUID, reception: Reception, by: Actor, at: datetime, begun: Begun
    ) -> Case:
        case = lock_dossier(self._context, work, dossier_id)
        receipt = receipt_fact(work.scalars(select(Dossier.secret_hash).where(Dossier.id == dossier_id)).one())
        tree = self._context.directory.tree()
        audiences.involve(work, case, tree, (case.row.reception_unit_id, case.row.processing_unit_id))
        facts = {
            "procedure": case.version.view.code,
            "version": case.version.view.version,
            "sha256": case.version.view.sha256,
            "channel": reception.channel,
            "return_by": reception.return_by,
            "applicant": case.row.applicant,
            "data": case.variables,
            "documents": _papers(work, dossier_id),
            "reception_unit": tree.nodes[case.row.reception_unit_id].code,
            "processing_unit": tree.nodes[case.row.processing_unit_id].code,
            "receipt": receipt,
            "row": {name: freeze(getattr(case.row, name)) for name in _BORN},
            **begun.facts(),
        }
        unit = tree.nodes[case.row.reception_unit_id].code
        event_draft = EventDraft(EventKind.CLERK_DOSSIER_RECEIVED, facts, by, at, unit, begun.hops)
        steps.start(self._context, work, case, event_draft, begun.element, begun.variables)
        return case


def receipt_fact(secret_hash: str) -> str:
    """What the history tells of the receipt's secret: enough to see that it was exchanged, and nothing to try it with."""
    return sha256(secret_hash.encode()).hexdigest()


def _next_code(work: Work, unit_code: str, at: datetime) -> str:
    """The next number of the unit's day, taken under the counter's row lock: gapless and without collisions."""
    first = insert_into(work, CodeCounter).values(unit_code=unit_code, day=codes.local_day(at), last=1)
    counted = first.on_conflict_do_update(
        index_elements=["unit_code", "day"], set_={"last": CodeCounter.last + 1}
    ).returning(CodeCounter.last)
    return codes.dossier_code(unit_code, at, work.session.execute(counted).scalar_one())


def _attach(work: Work, dossier_id: UUID, documents: Any, by: Actor) -> None:
    attached = work.session.execute(
        update(Document)
        .where(Document.id.in_(documents), Document.dossier_id.is_(None), Document.added_by_id == by.id)
        .values(dossier_id=dossier_id)
    )
    if attached.rowcount != len(set(documents)):  # type: ignore[attr-defined]
        raise BadValue(field="documents", reason="a paper is not there any more; attach it again")


def _papers(work: Reading, dossier_id: UUID) -> list[dict[str, Any]]:
    rows = work.execute(select(*Document.__table__.c).where(Document.dossier_id == dossier_id).order_by(Document.id))
    return [documents.facts_of(row) for row in rows]
