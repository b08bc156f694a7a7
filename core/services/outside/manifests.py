"""Parcels on their way out of the office: the list of those to hand over, and the manifests of what was.

A parcel belongs to the desk that received its dossier, which is the sender the carrier knows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select

from core.db.base import AnySelect
from core.db.models import Dossier, Manifest, ManifestLine, Shipment, Unit
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain import codes, text
from core.domain.history import EventKind
from core.domain.identifiers import uuid7
from core.errors.base import Reason
from core.errors.postage import ParcelNotWaiting
from core.errors.requests import BadValue, NotFound
from core.services.authorization import rights
from core.services.cases.cases import Case, lock_dossier
from core.services.context.context import Context
from core.services.evidence import access, history
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.views.actors import Actor
from core.services.views.shipments import ManifestView, ParcelLine

#: who stands at the desk when the carrier comes
DESK: Final = ("receiver", "returner")
#: a carrier may report that it has a parcel before the clerk has said so
HERE: Final = ("created", "accepted", "picked-up")
#: parcels handed over at once, and characters of a name
MOST_PARCELS, MOST_CHARACTERS = 500, 200
MANIFESTS = 30
_LINE = (
    Shipment.id,
    Shipment.dossier_id,
    Dossier.reception_unit_id,
    Dossier.code.label("dossier"),
    *(Shipment.tracking_code, Shipment.carrier, Shipment.service, Shipment.receiver, Shipment.phone),
    *(Shipment.address, Shipment.cod, Shipment.state, Shipment.opened),
)


class Manifests:
    """What a clerk does when the carrier comes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def waiting(self, by: Actor) -> tuple[ParcelLine, ...]:
        """The parcels to hand over at the desks the person works at, by carrier, the oldest order first."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            rows = work.execute(_waiting(self._desks(by))).all()
        access.record_access(self._context, by, "dossiers", subject={"parcels": "to hand over"})
        return self._lines(rows)

    def count(self, by: Actor) -> int:
        """How many wait."""
        with self._context.work.read() as work:
            return work.scalar(select(func.count()).select_from(_waiting(self._desks(by)).subquery())) or 0

    def hand_over(self, parcels: Sequence[str], person: str, by: Actor, key: str | None = None) -> ManifestView:
        """Writes down that these parcels (tracking codes) were given to ``person`` of their carrier, in each dossier's history.

        Raises :class:`BadValue` (nobody named, nothing chosen, several desks or carriers), :class:`ParcelNotWaiting`.
        """
        rights.require_scope(by, "dossiers:write")
        rights.require_role(by, *DESK)
        person = text.normalize_line(person)
        if not 1 <= len(person) <= MOST_CHARACTERS:
            raise BadValue(field="person", reason=Reason("write who took the parcels over for the carrier"))
        if not 1 <= len(set(parcels)) <= MOST_PARCELS:
            raise BadValue(field="parcels", reason=Reason("tick the parcels that were handed over"))
        wanted = sorted(set(parcels))
        request = IdempotentRequest.of(by, "parcels.hand-over", ManifestView, key, wanted, person)
        return idempotency.execute_once(self._context.work, request, lambda: self._hand_over(request, wanted, person))

    def recent(self, by: Actor) -> tuple[ManifestView, ...]:
        """The last manifests of the desks the person works at, the newest first, without their lines."""
        size = select(func.count()).where(ManifestLine.manifest_id == Manifest.id).scalar_subquery()
        found = select(*Manifest.__table__.c, size.label("size")).order_by(Manifest.handed_over.desc(), Manifest.id)
        with self._context.work.read() as work:
            rows = work.execute(found.where(_at(Manifest.unit_id, self._desks(by))).limit(MANIFESTS)).all()
        return tuple(self._manifest(row, row.size) for row in rows)

    def show(self, number: str, by: Actor) -> ManifestView:
        """A manifest to print. Raises :class:`NotFound`, as well for another desk's."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            query = select(*Manifest.__table__.c).where(Manifest.number == number)
            row = work.execute(query.where(_at(Manifest.unit_id, self._desks(by)))).one_or_none()
            if row is None:
                raise NotFound(what="Manifest", name=number)
            lines = work.execute(
                _parcels()
                .join(ManifestLine, ManifestLine.shipment_id == Shipment.id)
                .where(ManifestLine.manifest_id == row.id)
            ).all()
        access.record_access(self._context, by, "dossiers", subject={"manifest": number})
        return self._manifest(row, len(lines), self._lines(lines))

    def _hand_over(self, request: IdempotentRequest[ManifestView], wanted: Sequence[str], person: str) -> ManifestView:
        by, now = request.by, self._context.now()
        with self._context.work() as work:
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first
            rows, cases = self._locked(work, wanted, by)
            unit, carrier = rows[0].reception_unit_id, rows[0].carrier
            code = self._context.directory.tree().nodes[unit].code
            made = {
                "id": uuid7(),
                "unit_id": unit,
                "number": _number(work, unit, f"BK-{code}-{codes.local_day(now):%y%m%d}-"),
                "carrier": carrier,
                "handed_over": now,
                "carrier_person": person,
                "by_id": by.id,
                "by_name": by.name,
            }
            work.session.execute(insert(Manifest), made)
            lines = [{"shipment_id": row.id, "manifest_id": made["id"]} for row in rows]
            work.session.execute(insert(ManifestLine), lines)
            self._tell(work, rows, cases, made, by)
            view = ManifestView(
                **{name: made[name] for name in ("number", "carrier", "handed_over", "carrier_person", "by_name")},
                unit=code,
                size=len(rows),
                lines=self._lines(rows),
            )
            idempotency.store_answer(work, request, view, now)
            return view

    def _locked(self, work: Work, wanted: Sequence[str], by: Actor) -> tuple[Sequence[Any], Mapping[UUID, Case]]:
        """The parcels, of one desk and carrier, and their dossiers. Looked at again once they are locked: the carrier may
        have been here."""
        query = _waiting(self._desks(by)).where(Shipment.tracking_code.in_(wanted))
        # Lock order: dossiers, then parcels, as where a carrier reports and where a clerk corrects an order.
        dossiers = sorted({row.dossier_id for row in work.execute(query)})
        cases = {dossier: lock_dossier(self._context, work, dossier) for dossier in dossiers}
        rows = work.execute(query.with_for_update(of=Shipment)).all()
        gone = set(wanted) - {row.tracking_code for row in rows}
        if gone:
            raise ParcelNotWaiting(parcels=", ".join(sorted(gone)))
        if len({(row.reception_unit_id, row.carrier) for row in rows}) > 1:
            raise BadValue(field="parcels", reason=Reason("a manifest is for one desk and one carrier"))
        return rows, cases

    def _tell(
        self, work: Work, rows: Sequence[Any], cases: Mapping[UUID, Case], made: dict[str, Any], by: Actor
    ) -> None:
        """An event in the history of each dossier."""
        by_dossier = sorted(rows, key=lambda row: (str(row.dossier_id), row.tracking_code))
        for dossier_id, group in groupby(by_dossier, key=lambda row: row.dossier_id):
            facts = {
                "parcels": [row.tracking_code for row in group],
                "carrier": made["carrier"],
                "manifest": made["number"],
                "person": made["carrier_person"],
            }
            draft = EventDraft(EventKind.CLERK_PARCEL_HANDED_OVER, facts, by, made["handed_over"])
            history.record(work, cases[dossier_id], draft)

    def _desks(self, by: Actor) -> frozenset[UUID] | None:
        """The units whose parcels the person hands over: where they serve at a desk, and below."""
        units, tree = rights.serving(by, *DESK), self._context.directory.tree()
        return units if units is None else frozenset().union(*(tree.below(unit) for unit in units))

    def _lines(self, rows: Sequence[Any]) -> tuple[ParcelLine, ...]:
        nodes, names = self._context.directory.tree().nodes, set(ParcelLine.__dataclass_fields__) - {"unit"}
        return tuple(
            ParcelLine(unit=nodes[row.reception_unit_id].code, **{name: getattr(row, name) for name in names})
            for row in rows
        )

    def _manifest(self, row: Any, size: int, lines: tuple[ParcelLine, ...] = ()) -> ManifestView:
        return ManifestView(
            number=row.number,
            unit=self._context.directory.tree().nodes[row.unit_id].code,
            carrier=row.carrier,
            handed_over=row.handed_over,
            carrier_person=row.carrier_person,
            by_name=row.by_name,
            size=size,
            lines=lines,
        )


def _parcels() -> AnySelect:
    return (
        select(*_LINE)
        .join(Dossier, Dossier.id == Shipment.dossier_id)
        .order_by(Dossier.reception_unit_id, Shipment.carrier, Shipment.opened, Shipment.id)
    )


def _waiting(units: Collection[UUID] | None) -> AnySelect:
    handed = select(ManifestLine.shipment_id).where(ManifestLine.shipment_id == Shipment.id)
    ordered = (
        Shipment.open.is_(True),
        Shipment.direction == "return",
        Shipment.order_number != "",
        Shipment.state.in_(HERE),
        Shipment.withdrawn.is_(None),
    )
    return _parcels().where(*ordered, ~handed.exists(), _at(Dossier.reception_unit_id, units))


def _at(column: Any, units: Collection[UUID] | None) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.is_not(None) if units is None else column.in_(units)
    return found


def _number(work: Reading, unit: UUID, prefix: str) -> str:
    """The next of the desk's day. The unit's row is locked, so that two manifests at one moment get two numbers."""
    work.execute(select(Unit.id).where(Unit.id == unit).with_for_update()).one()
    made = work.scalar(select(func.count()).where(Manifest.number.startswith(prefix, autoescape=True))) or 0
    return f"{prefix}{made + 1:02d}"
