"""What does not go on in dossiers, read for their pages and lists: open incidents, calls that wait for their next try, and
calls that wait because nothing is sent to their system."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from core.db.base import AnyRow
from core.db.models import Dossier, Incident, Outbox
from core.db.reading import Reading
from core.domain.states import PENDING_CALLS, CallState, IncidentState
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

_WAITS = and_(Outbox.state.in_(PENDING_CALLS), or_(Outbox.error.is_not(None), ~MAY_GO))
_LATER = aliased(Outbox)
#: the other side refused, and the diagram went on another way; until the same is asked again, or the dossier has ended
_REFUSED = and_(
    Outbox.state == CallState.DONE,
    Outbox.error.is_not(None),
    exists().where(Dossier.id == Outbox.dossier_id, Dossier.finished.is_(None)),
    ~exists().where(
        _LATER.dossier_id == Outbox.dossier_id, _LATER.topic == Outbox.topic, _LATER.created > Outbox.created
    ),
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
            *(
                Outbox.element,
                Outbox.topic,
                Outbox.error,
                Outbox.created,
                Outbox.next_attempt,
                Outbox.token,
                Outbox.done,
            ),
            PAUSED_SINCE.label("paused"),
            BROKEN_SINCE.label("silent"),
        )
        .where(Outbox.dossier_id == dossier_id, or_(_WAITS, _REFUSED))
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
    return (*failed, *(_of_call(row, version) for row in retried))


def _of_call(row: AnyRow, version: Version) -> Trouble:
    """A call that waits or is tried again, or one that was refused and has let the diagram go on."""
    return Trouble(
        kind="call",
        step=version.step(row.element) if row.element else "",
        topic=row.topic,
        message=row.error or "",
        since=row.done or row.paused or row.silent or row.created,
        next_try=None if row.done or row.paused or row.silent else row.next_attempt,
        incident=None,
        blocks=row.token is not None and row.done is None,
        held="refused" if row.done else "paused" if row.paused else "silent" if row.silent else "",
    )


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
