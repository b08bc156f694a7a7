"""What does not go on in dossiers, read for their pages and lists: open incidents, calls that wait for their next try, and
calls that wait because nothing is sent to their system."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from core.db.models import Dossier, Incident, Outbox
from core.db.reading import Reading
from core.domain.states import PENDING_CALLS, IncidentState
from core.services.context.versions import Version
from core.services.running import incident_rows
from core.services.running.call_gates import BROKEN_SINCE, MAY_GO, PAUSED_SINCE
from core.services.views.dossiers import Trouble

#: incidents of these kinds keep nothing of the procedure waiting
ASIDE = ("paper",)
#: Column of lists that read dossiers: something failed for good and waits for a person. One look at an index a row costs
#: less than a statement of its own for the page.
TROUBLED = (
    exists()
    .where(Incident.dossier_id == Dossier.id, Incident.state == IncidentState.OPEN, Incident.kind.not_in(ASIDE))
    .label("troubled")
)


def of_dossier(work: Reading, dossier_id: UUID, version: Version) -> tuple[Trouble, ...]:
    """Everything of a dossier that failed and is not settled, the oldest first. Quotes data of the dossier."""
    stopped = work.execute(
        select(*Incident.__table__.c, Outbox.token.label("token"))
        .outerjoin(Outbox, Outbox.id == Incident.outbox_id)
        .where(Incident.dossier_id == dossier_id, Incident.state == IncidentState.OPEN)
        .order_by(Incident.id)
    )
    retried = work.execute(
        select(
            *(Outbox.element, Outbox.topic, Outbox.error, Outbox.created, Outbox.next_attempt, Outbox.token),
            PAUSED_SINCE.label("paused"),
            BROKEN_SINCE.label("silent"),
        )
        .where(
            Outbox.dossier_id == dossier_id, Outbox.state.in_(PENDING_CALLS), or_(Outbox.error.is_not(None), ~MAY_GO)
        )
        .order_by(Outbox.id)
    )
    failed = [
        Trouble(
            kind=row.kind,
            step=version.step(row.element) if row.element else "",
            topic=row.topic,
            message=row.message,
            since=row.opened,
            next_try=None,
            incident=row.id,
            number=incident_rows.number(row.id),
            blocks=row.kind not in ASIDE and (row.outbox_id is None or row.token is not None),
        )
        for row in stopped
    ]
    waiting = [
        Trouble(
            kind="call",
            step=version.step(row.element) if row.element else "",
            topic=row.topic,
            message=row.error or "",
            since=row.paused or row.silent or row.created,
            next_try=None if row.paused or row.silent else row.next_attempt,
            incident=None,
            blocks=row.token is not None,
            held="paused" if row.paused else "silent" if row.silent else "",
        )
        for row in retried
    ]
    return (*failed, *waiting)


def held_up_since(work: Reading, dossier_id: UUID) -> datetime | None:
    """Since when a step of the procedure cannot go on because of a fault; ``None`` where none does."""
    found: datetime | None = work.scalar(
        select(func.min(Incident.opened))
        .outerjoin(Outbox, Outbox.id == Incident.outbox_id)
        .where(
            Incident.dossier_id == dossier_id,
            Incident.state == IncidentState.OPEN,
            Incident.kind.not_in(ASIDE),
            or_(Incident.outbox_id.is_(None), Outbox.token.is_not(None)),
        )
    )
    return found
