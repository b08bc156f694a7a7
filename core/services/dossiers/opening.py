"""One dossier being opened in the caller's transaction: its number, its rows, and the first step of its process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from core import jsontext
from core.db.models import CodeCounter, Document, Dossier, DossierState
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.db.upserts import insert_into
from core.domain import codes, deadlines, roles
from core.domain.history import GENESIS, EventKind
from core.domain.identifiers import uuid7
from core.domain.json_values import to_json
from core.errors.base import Reason
from core.errors.forms import FormInvalid
from core.errors.requests import BadValue
from core.services.authorization import rights
from core.services.cases.cases import Case, lock_dossier
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.dossiers import applicants, component_keys, documents, receipts
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import search
from core.services.running import candidates, steps
from core.services.tasks import fields
from core.services.tasks.fields import CheckedData
from core.services.views.actors import Actor
from core.services.views.dossiers import Reception

RECEIVERS = ("receiver", "admin")
#: columns that change later, as they are when the dossier is born
_BORN = ("version_id", "status", "due", "pauses", "units")


@dataclass(frozen=True, slots=True)
class ProcessStart:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivingUnits:
    """The desk that receives a dossier, and the office that decides it."""

    desk: UUID
    office: UUID


@dataclass(frozen=True, slots=True)
class OpenedDossier:
    """A dossier just opened: the secret of its receipt, and the required fields that were left out."""

    case: Case
    secret: str
    missing: tuple[str, ...]


def checked_data(context: Context, version: Version, reception: Reception, at: datetime) -> CheckedData:
    """The data of the reception as it is kept. Raises :class:`FormInvalid`."""
    wrong = applicants.faults(reception)
    try:
        if reception.partial:
            data = fields.check_partial(context, version, reception.data, at)
        else:
            data = CheckedData(fields.check_start(context, version, reception.data, at))
    except FormInvalid as error:
        raise FormInvalid({**wrong, **error.fields}) from error
    if wrong:
        raise FormInvalid(wrong)
    return data


@dataclass(frozen=True, slots=True)
class DossierOpening:
    """A reception on its way to a dossier; what the version offers was looked at before."""

    context: Context
    work: Work
    version: Version
    reception: Reception
    by: Actor
    at: datetime

    def open(self, start: ProcessStart = ProcessStart(), key: str | None = None) -> OpenedDossier:
        """Opens the dossier and starts its process. ``key``: of the request, if it had one.

        Raises :class:`FormInvalid`, :class:`BadValue`, :class:`Forbidden`, and what the engine raises.
        """
        units = self._units()
        if self.by.kind != "citizen":
            rights.require_role_in(self.by, self.context.directory.tree().line(units.desk), *RECEIVERS)
        data = checked_data(self.context, self.version, self.reception, self.at)
        dossier_id = uuid7()
        secret = receipts.secret_for(self.context, self.by, key, dossier_id)
        self._insert(dossier_id, units, {**data.values, **_way_back(self.reception)}, secret)
        self._attach(dossier_id)
        return OpenedDossier(self._start(dossier_id, start), secret, data.missing)

    def _units(self) -> ReceivingUnits:
        """The desk that receives and the office that decides; the reception may name either."""
        tree, code = self.context.directory.tree(), self.reception.unit
        unit = tree.known(code)
        if unit is None:
            raise BadValue(field="unit", reason=Reason("there is no unit “%(unit)s”", unit=code))
        office = roles.office_of(unit, tree.nodes)
        _, desk = roles.route("receiver", unit, office, tree.nodes, self.version.view.field_code)
        return ReceivingUnits(desk=desk, office=office)

    def _insert(self, dossier_id: UUID, units: ReceivingUnits, variables: Mapping[str, Any], secret: str) -> None:
        context, view, office = self.context, self.version.view, units.office
        code = _next_code(self.work, context.directory.tree().nodes[office].code, self.at)
        due = deadlines.due(self.at, view.time_limit, context.calendars.of(office))
        due = min(due, self.reception.due_by or due)
        applicant = to_json(applicants.settled(self.reception.applicant)[0])
        self.work.session.execute(
            insert(Dossier),
            {
                "id": dossier_id,
                "code": code,
                "version_id": view.version_id,
                "procedure_code": view.code,
                "applicant": applicant,
                "applicant_name": applicant["name"],
                "channel": self.reception.channel,
                "return_by": self.reception.return_by,
                "reception_unit_id": units.desk,
                "processing_unit_id": office,
                "status": 1,
                "received": self.at,
                "received_by_id": self.by.id,
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
        self.work.session.execute(
            insert(DossierState), {"dossier_id": dossier_id, "state": b"", "variables": jsontext.dumps(variables)}
        )

    def _attach(self, dossier_id: UUID) -> None:
        """Takes the papers that were uploaded for this reception."""
        wanted = self.reception.documents
        if not wanted:
            return
        attached = self.work.update(
            update(Document)
            .where(Document.id.in_(wanted), Document.dossier_id.is_(None), Document.added_by_id == self.by.id)
            .values(dossier_id=dossier_id)
        )
        if attached != len(set(wanted)):
            raise BadValue(field="documents", reason="a paper is not there any more; attach it again")
        filed = self.work.scalars(select(Document.component).where(Document.dossier_id == dossier_id))
        component_keys.check(self.version.view, filed, "documents")

    def _start(self, dossier_id: UUID, start: ProcessStart) -> Case:
        context, work = self.context, self.work
        case = lock_dossier(context, work, dossier_id)
        receipt = receipt_fact(work.scalars(select(Dossier.secret_hash).where(Dossier.id == dossier_id)).one())
        tree = context.directory.tree()
        candidates.grant_unit_access(work, case, tree, (case.row.reception_unit_id, case.row.processing_unit_id))
        unit = tree.nodes[case.row.reception_unit_id].code
        facts = {
            "procedure": case.version.view.code,
            "version": case.version.view.version,
            "sha256": case.version.view.sha256,
            "channel": self.reception.channel,
            "return_by": self.reception.return_by,
            "applicant": case.row.applicant,
            "data": case.variables,
            "documents": papers(work, dossier_id),
            "reception_unit": unit,
            "processing_unit": tree.nodes[case.row.processing_unit_id].code,
            "receipt": receipt,
            "row": {name: to_json(getattr(case.row, name)) for name in _BORN},
            **start.facts(),
        }
        event_draft = EventDraft(EventKind.CLERK_DOSSIER_RECEIVED, facts, self.by, self.at, unit, start.hops)
        steps.start(context, work, case, event_draft, start.element, start.variables)
        return case


def _way_back(reception: Reception) -> dict[str, str]:
    """How the result goes out, as the diagram's variables say it."""
    chosen = {"postService": reception.post_service} if reception.return_by == "post" else {}
    return {"returnBy": reception.return_by, **chosen}


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


def papers(work: Reading, dossier_id: UUID) -> list[dict[str, Any]]:
    """The papers of a dossier as its history tells of them."""
    rows = work.execute(select(*Document.__table__.c).where(Document.dossier_id == dossier_id).order_by(Document.id))
    return [documents.facts_of(row) for row in rows]
