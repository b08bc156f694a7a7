"""Reading dossiers: pages, one of them, its history, its way through the diagram, its receipt, its public side."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import jsontext
from core.db.base import AnyRow, AnySelect
from core.db.models import Dossier, Event, Person, Task
from core.db.reading import Reading
from core.domain import codes, text
from core.domain.states import TaskState
from core.errors.requests import BadValue, NotFound
from core.services.authorization import rights
from core.services.cases.cases import id_of
from core.services.context.context import Context
from core.services.dossiers import documents, dossier_diagram, dossier_views, notices, parcels
from core.services.evidence import access, history
from core.services.payments import ledger
from core.services.requests import cursors, rate_limits, search
from core.services.requests.rate_limits import AttemptCounter, RateLimit
from core.services.running import troubles
from core.services.views.actors import Actor
from core.services.views.diagrams import DiagramView
from core.services.views.dossiers import (
    DossierFilter,
    DossierRef,
    DossierRow,
    DossierView,
    PublicDossier,
    ReceptionDesk,
    StatusChange,
)
from core.services.views.events import EventView
from core.services.views.notices import way
from core.services.views.pages import Page
from core.services.views.receipts import ReceiptView

#: Wrong tries at one receipt from one address until it has to wait.
LOOKUPS = 10
#: Tries at any receipt from one address, and the seconds until one of them is available again.
LOOKUPS_FROM_ADDRESS = 100
LOOKUPS_FROM_ADDRESS_WAIT = 30.0
#: Wrong look-ups from everywhere. While they come by the thousand, an address has only the second number of tries.
LOOKUPS_FROM_ANYWHERE = AttemptCounter("lookup", 2000, 2.0)
LOOKUPS_UNDER_ATTACK = 20


class Dossiers:
    """Everything about dossiers that changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, code: str, by: Actor) -> DossierView:
        """The dossier. Raises :class:`NotFound` also where the actor may not see it."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            view = dossier_views.read(self._context, work, self._find(work, code, by), by)
        access.record_access(self._context, by, "data", dossier=DossierRef(view.id, view.code))
        return view

    def page(
        self, wanted: DossierFilter, by: Actor, cursor: str | None = None, limit: int | None = None
    ) -> Page[DossierRow]:
        """Dossiers of the units the actor serves in, the newest first."""
        rights.require_scope(by, "dossiers:read")
        size = cursors.clamp(limit)
        with self._context.work.read() as work:
            rows = work.execute(cursors.after(self._filtered(work, wanted, by), Dossier.id, cursor, size)).all()
            lines = [dossier_views.line(self._context, row, work) for row in rows[:size]]
        access.record_access(self._context, by, "dossiers", subject=wanted)
        return Page(lines, cursors.following(rows, size, Dossier.id))

    def history(self, code: str, by: Actor) -> list[EventView]:
        """Every event of the dossier, in order, with its place in the chain."""
        rights.require_scope(by, "history:read")
        with self._context.work.read() as work:
            dossier_id = self._find(work, code, by)
            events = events_of(work, dossier_id)
        access.record_access(self._context, by, "history", dossier=DossierRef(dossier_id, code))
        return events

    def diagram(self, code: str, by: Actor) -> DiagramView:
        """The diagram of the dossier's own version, and the way it took."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            dossier_id = self._find(work, code, by)
            version_id = work.scalars(select(Dossier.version_id).where(Dossier.id == dossier_id)).one()
            version = self._context.versions.get(version_id, work)
            drawn = dossier_diagram.read(self._context, work, dossier_id, version)
        access.record_access(self._context, by, "diagram", dossier=DossierRef(dossier_id, code))
        return drawn

    def receipt(self, code: str, by: Actor) -> ReceiptView:
        """What the receipt (form 01) shows; without the secret, which is not kept in the clear."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            dossier_id = self._find(work, code, by)
            view = dossier_views.read(self._context, work, dossier_id, by)
            row = work.execute(select(Dossier.version_id, Dossier.received_by_id).where(Dossier.id == dossier_id)).one()
            receiver = work.scalar(select(Person.name).where(Person.id == row.received_by_id)) or ""
            papers = documents.of_dossier(work, dossier_id)
            version = self._context.versions.get(row.version_id, work)
        unit = self._context.directory.tree().find(view.unit)
        access.record_access(self._context, by, "receipt", dossier=DossierRef(dossier_id, code))
        return ReceiptView(dossier=view, procedure=version.view, unit=unit, receiver=receiver, documents=papers)

    def lookup(self, code: str, secret: str, address: str) -> PublicDossier:
        """What the bearer of a receipt sees. A wrong code and a wrong secret look alike; guessing is slowed down."""
        context = self._context
        client = rate_limits.rate_limit_key(address)
        per_address = RateLimit(f"lookup-from:{client}", LOOKUPS_FROM_ADDRESS, LOOKUPS_FROM_ADDRESS_WAIT)
        per_receipt = RateLimit(f"lookup:{codes.normal_code(code)}:from:{client}", LOOKUPS)
        anywhere = (LOOKUPS_FROM_ANYWHERE,)
        rate_limits.consume(context, per_address, global_counters=anywhere, tries_under_attack=LOOKUPS_UNDER_ATTACK)
        with context.work.read() as work:
            row = work.execute(
                select(*Dossier.__table__.c).where(Dossier.code == codes.normal_code(code))
            ).one_or_none()
            # A secret is hashed for an unknown code, too: the time of the answer must not tell that it is unknown.
            known = row.secret_hash if row else "0" * 64
            right = codes.secret_matches(secret, row.code if row else "-", known, context.settings.secret_key)
            found = self._public(work, row) if row is not None and right else None
        if row is None or found is None:
            # Counted only now: a right secret is not refused for wrong ones tried before.
            rate_limits.consume(context, per_receipt)
            raise NotFound(what="Dossier", name=code)
        rate_limits.refund(context, per_receipt, per_address, global_counters=anywhere)
        access.record_access(context, _bearer(address), "lookup", dossier=DossierRef(row.id, row.code))
        return found

    def looked_up(self, code: str, address: str) -> PublicDossier:
        """The same for somebody of whom the door knows that the secret was shown just now. Raises :class:`NotFound`."""
        with self._context.work.read() as work:
            found_row = work.execute(select(*Dossier.__table__.c).where(Dossier.code == codes.normal_code(code)))
            row = found_row.one_or_none()
            if row is None:
                raise NotFound(what="Dossier", name=code)
            found = self._public(work, row)
        access.record_access(self._context, _bearer(address), "lookup", dossier=DossierRef(row.id, row.code))
        return found

    def _public(self, work: Reading, row: AnyRow) -> PublicDossier:
        version = self._context.versions.get(row.version_id, work)
        events = work.execute(select(Event.at, Event.payload).where(Event.dossier_id == row.id).order_by(Event.seq))
        changes = [
            StatusChange(at, status)
            for at, payload in events
            for status in jsontext.stored(payload).get("statuses", ())
        ]
        handing_over = select(Task.id).where(
            Task.dossier_id == row.id, Task.state == TaskState.OPEN, Task.kind == "return"
        )
        units = self._context.directory.tree().views
        desk = units[row.reception_unit_id]
        told = notices.of_dossier(work, row.id)
        standing = notices.at_status(told, row.status)
        return PublicDossier(
            code=row.code,
            procedure=version.view.code,
            procedure_name=version.view.name,
            unit_name=units[row.processing_unit_id].name,
            applicant_masked=text.mask_name(row.applicant_name),
            status=row.status,
            received=row.received,
            due=row.due,
            processed=row.processed,
            finished=row.finished,
            returned=row.returned,
            return_by=row.return_by,
            returned_by=way(told) or row.return_by,
            status_changes=tuple(changes),
            held_up_since=None if row.finished else troubles.held_up_since(work, row.id),
            payments=ledger.for_applicant(ledger.of_dossier(work, row.id)),
            notice=notices.masked(standing) if standing else None,
            parcels=parcels.masked(parcels.of_dossier(work, row.id)),
            desk=ReceptionDesk(name=desk.name, address=desk.address, phone=desk.phone),
            collectable=work.scalar(handing_over.limit(1)) is not None,
        )

    def _find(self, work: Reading, code: str, by: Actor) -> UUID:
        found = id_of(work, code)
        rights.require_sight(work, by, found, code)
        return found

    def _filtered(self, work: Reading, wanted: DossierFilter, by: Actor) -> AnySelect:
        units = rights.serving(by)
        tree = self._context.directory.tree()
        query = select(*dossier_views.LINE, troubles.TROUBLED)
        if wanted.unit and units is not None:
            unit = tree.find(wanted.unit).id
            units = frozenset({unit}) if units & tree.line(unit) else units & tree.below(unit)
        query = query.where(rights.visible(Dossier.id, units))
        if wanted.procedure:
            query = query.where(Dossier.procedure_code == wanted.procedure)
        if wanted.status is not None:
            query = query.where(Dossier.status == wanted.status)
        if wanted.finished is not None:
            query = query.where(Dossier.finished.is_not(None) if wanted.finished else Dossier.finished.is_(None))
        if wanted.late:
            query = self._late(query, wanted.late)
        found = search.condition(work, wanted.search, tree.offices(by), Dossier.id, Dossier.found_by)
        return query if found is None else query.where(found)

    def _late(self, query: AnySelect, late: str) -> AnySelect:
        if late != "late":
            raise BadValue(field="late", reason="use “late”")
        return query.where(
            Dossier.processed.is_(None), Dossier.paused_since.is_(None), Dossier.due < self._context.now()
        )


def _bearer(address: str) -> Actor:
    """Who holds a receipt: nobody knows their name."""
    return Actor("citizen", None, "", "", address=address)


def events_of(work: Reading, dossier_id: UUID) -> list[EventView]:
    """Every event of a dossier, in order."""
    rows = work.scalars(select(Event).where(Event.dossier_id == dossier_id).order_by(Event.seq))
    return [EventView(**history.recorded(row)) for row in rows]
