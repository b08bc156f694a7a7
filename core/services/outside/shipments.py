"""Postal orders and what the post reports of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, true, update

from bpmn.redaction import with_redacted
from core.db.models import Dossier, Incident, Outbox, Shipment, ShipmentEvent
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.db.upserts import insert_absent
from core.domain.identifiers import uuid7
from core.services.cases.cases import Case, id_of, lock_dossier
from core.services.context.context import Context
from core.services.evidence import history
from core.services.outside import parcel_letters
from core.services.running import incident_rows
from core.services.views.actors import SYSTEM
from core.services.views.shipments import ParcelOrder, ParcelReport, ShipmentView

#: what makes a parcel travel, by its direction
TOPICS = {"return": "postal.return", "collect": "postal.collect"}
#: of a parcel that was reported before the office had written down its order
_UNKNOWN = ParcelOrder(number="", carrier="", service="", receiver="", address="")
#: of a code that nobody has mapped
UNKNOWN = "other"
FINAL = ("delivered", "returned", "cancelled", "lost")


class Shipments:
    """Written by the postal worker, read by the public pages."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def record(self, dossier: str, report: ParcelReport) -> bool:
        """Notes what the post reported; the first report opens the shipment. ``False`` for a repeated report.

        What closes a shipment and no process waits for opens an incident, once; a turn that the applicant has to know is
        told by a letter (:mod:`core.services.outside.parcel_letters`).
        """
        with self._context.work() as work:
            dossier_id = id_of(work, dossier)
            case = lock_dossier(self._context, work, dossier_id) if report.unheard else None
            work.session.execute(insert_absent(work, Shipment), [_first(dossier_id, report)])
            shipment = work.scalars(
                select(Shipment).where(Shipment.tracking_code == report.tracking_code).with_for_update()
            ).one()
            if report.order is not None and not shipment.order_number:
                for column, value in _ordered(report.order).items():
                    setattr(shipment, column, value)
            if work.get(ShipmentEvent, (shipment.id, report.key)) is not None:
                return False
            at = self._believed(report.at)
            news = _is_news(work, report.tracking_code, report.state, at)
            line = {"key": report.key, "at": at, "state": report.state, "text": report.text}
            before = shipment.state if _is_known(work, shipment.id) else None
            work.session.add(ShipmentEvent(shipment_id=shipment.id, **line))
            work.session.flush()
            if news:
                if case is not None and report.unheard is not None and shipment.open:
                    self._open_incident(work, case, report.direction, report.unheard)
                parcel_letters.tell(self._context, work, shipment, report, before)
                if (
                    report.state != UNKNOWN
                ):  # what nobody understands stands in its course, and undoes nothing that is known
                    shipment.state, shipment.open = report.state, report.state not in FINAL
            return True

    def _open_incident(self, work: Work, case: Case, direction: str, sentences: tuple[str, str]) -> None:
        """Where nothing in the diagram waits for what a person has to deal with."""
        called = select(Outbox.element, Outbox.topic).where(
            Outbox.dossier_id == case.id, Outbox.topic == TOPICS[direction]
        )
        called = called.where(Outbox.element != "")  # a correction is no step of the diagram
        order = work.execute(called.order_by(Outbox.created.desc(), Outbox.id.desc()).limit(1)).one_or_none()
        element, topic = (order.element, order.topic) if order else ("", None)
        message = with_redacted(*sentences)
        row = incident_rows.row(case.id, "parcel", element, message, self._context.now(), topic=topic)
        work.session.execute(insert(Incident), row)
        history.record(work, case, incident_rows.opened(row, SYSTEM))

    def is_news(self, tracking_code: str, state: str, at: datetime) -> bool:
        """Whether such a report would be the newest of its shipment."""
        with self._context.work.read() as work:
            return _is_news(work, tracking_code, state, self._believed(at))

    def _believed(self, at: datetime) -> datetime:
        """When it happened: not later than now. A clock that goes ahead would outlive all that really happens."""
        return min(at, self._context.now())

    def open(self, limit: int = 200, system: str = "") -> list[ShipmentView]:
        """Orders still on their way, of one carrier or of all, those asked about longest ago first; being given out counts as asked about."""
        with self._context.work() as work:
            rows = work.execute(
                select(Dossier.code.label("dossier"), Shipment.tracking_code, Shipment.state, Shipment.opened)
                .join(Dossier, Dossier.id == Shipment.dossier_id)
                .where(Shipment.open.is_(True), Shipment.system.in_((system, "")) if system else true())
                .order_by(Shipment.asked, Shipment.id)
                .limit(limit)
            )
            found = [ShipmentView(**row._mapping) for row in rows]
            codes = [shipment.tracking_code for shipment in found]
            work.session.execute(
                update(Shipment).where(Shipment.tracking_code.in_(codes)).values(asked=self._context.now())
            )
            return found


def _first(dossier_id: UUID, report: ParcelReport) -> dict[str, Any]:
    """The row of a shipment that is reported for the first time."""
    return {
        "id": uuid7(),
        "dossier_id": dossier_id,
        "tracking_code": report.tracking_code,
        "direction": report.direction,
        "state": report.state,
        "open": True,
        "opened": report.at,
        "asked": report.at,
        **_ordered(report.order or _UNKNOWN),
    }


def _ordered(order: ParcelOrder) -> dict[str, Any]:
    """The columns of a shipment that say what was ordered."""
    found = asdict(order)
    return {"order_number": found.pop("number"), **found}


def _is_known(work: Reading, shipment_id: UUID) -> bool:
    """Whether a report of the shipment was kept before."""
    return work.scalar(select(ShipmentEvent.key).where(ShipmentEvent.shipment_id == shipment_id).limit(1)) is not None


def _is_news(work: Reading, tracking_code: str, state: str, at: datetime) -> bool:
    """The latest report counts. Carriers round to the minute: at equal times a final state has the last word."""
    reports = work.execute(
        select(ShipmentEvent.at, ShipmentEvent.state)
        .join(Shipment, Shipment.id == ShipmentEvent.shipment_id)
        .where(Shipment.tracking_code == tracking_code)
    )
    return all((at, state in FINAL) >= (one.at, one.state in FINAL) for one in reports)
