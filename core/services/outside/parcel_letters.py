"""Letters to the applicant at the turns of a parcel that no status tells: it failed, came back, never left, is lost, or goes
out again; of papers that are fetched also that the post comes, and that they are here.

Decided in the transaction that keeps the carrier's report, so a turn is told once however often it is reported."""

from __future__ import annotations

from sqlalchemy import select

from core.db.models import Dossier, Shipment
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.parcel_turns import FETCHED, OF_PAPERS, SENT_AGAIN, TURNS
from core.services.context.context import Context
from core.services.running import office_letters
from core.services.running.office_letters import OfficeLetter
from core.services.running.untold_rows import Addressee
from core.services.views.shipments import ParcelReport


def tell(context: Context, work: Work, shipment: Shipment, report: ParcelReport, before: str | None) -> None:
    """Decides the letter that a report makes due, if it makes one due. ``before``: the state it follows, ``None`` for the
    first report of a parcel."""
    template = _template(work, shipment, report.state, before)
    if template is None:
        return
    of_dossier = select(Dossier.id, Dossier.reception_unit_id, Dossier.applicant)
    to = Addressee(*work.execute(of_dossier.where(Dossier.id == shipment.dossier_id)).one())
    order = {"carrier": shipment.carrier, "service": shipment.service, "postage": shipment.postage}
    about = {"parcel": {"code": report.tracking_code, "reason": report.text, **order}}
    letter = OfficeLetter(template, about, key=f"{shipment.id}:{report.key}:{template}")
    office_letters.write(context, work, to, [letter], context.now())


def _template(work: Reading, shipment: Shipment, state: str, before: str | None) -> str | None:
    if shipment.direction == "collect":
        return FETCHED if before is None else OF_PAPERS.get(state) if state != before else None
    if before is not None:
        return TURNS.get(state) if state != before else None
    earlier = select(Shipment.id).where(
        *(Shipment.dossier_id == shipment.dossier_id, Shipment.id != shipment.id, Shipment.direction == "return")
    )
    return SENT_AGAIN if work.scalars(earlier.limit(1)).first() is not None else TURNS.get(state)
