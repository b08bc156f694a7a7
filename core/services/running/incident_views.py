"""Incidents as they are read: which of them somebody sees, and what of each."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core.db.base import AnyRow, AnySelect
from core.db.models import Dossier, Incident, Outbox, Person
from core.db.reading import Reading
from core.domain.states import CallState, IncidentState
from core.errors.requests import NotFound
from core.services.authorization import rights
from core.services.authorization.veil import Veil
from core.services.context.context import Context
from core.services.running import incident_rows
from core.services.views.actors import Actor
from core.services.views.incidents import IncidentView

#: who sees incidents and may have things tried again
ROLES = ("admin", "head", "leader", "designer")
#: who answers in place of the outside, or lets a dossier go on without its answer: designers draw, they do not decide
DECIDERS = ("admin", "head", "leader")


def seen(by: Actor, roles: tuple[str, ...] = ROLES) -> AnySelect:
    """Incidents with their dossier and call; an actor sees those of the units served in (roles ``admin`` count here)."""
    query = (
        select(
            *Incident.__table__.c,
            Dossier.code,
            Dossier.version_id,
            Dossier.finished,
            Dossier.processing_unit_id,
            Person.name.label("resolver"),
            *(column.label(f"call_{column.name}") for column in Outbox.__table__.c),
        )
        .join(Dossier, Dossier.id == Incident.dossier_id)
        .outerjoin(Person, Person.id == Incident.resolved_by_id)
        .outerjoin(Outbox, Outbox.id == Incident.outbox_id)
    )
    return query.where(rights.visible(Incident.dossier_id, rights.serving(by, *roles)))


def one(work: Reading, incident_id: UUID, by: Actor, roles: tuple[str, ...] = ROLES) -> AnyRow:
    """One of them. Raises :class:`NotFound`."""
    row = work.execute(seen(by, roles).where(Incident.id == incident_id)).one_or_none()
    if row is None:
        raise NotFound(what="Incident", name=str(incident_id))
    return row


def view(context: Context, row: AnyRow, work: Reading, veil: Veil, by: Actor) -> IncidentView:
    """An incident as ``by`` sees it: without values of a dossier that is not theirs to see."""
    version = context.versions.get(row.version_id, work)
    hidden = veil.covers(row.dossier_id)
    return IncidentView(
        id=row.id,
        number=incident_rows.number(row.id),
        kind=row.kind,
        dossier=row.code,
        element=row.element,
        step=version.step(row.element),
        topic=row.topic,
        message=veil.text(row.dossier_id, row.message, row.redacted),
        state=row.state,
        opened=row.opened,
        resolved=row.resolved,
        resolved_by=row.resolver,
        settlement=row.settlement,
        reason=veil.text(row.dossier_id, row.reason, None) if row.reason else None,
        attempts=row.attempts or row.call_attempts or 0,
        unit=context.directory.tree().views[row.processing_unit_id].name,
        payload=veil.data(row.dossier_id, row.call_payload or {}),
        headers=row.call_headers or {},
        key=row.call_key or "",
        decided=row.call_created,
        answer=veil.text(row.dossier_id, row.call_answer, None) if row.call_answer else "",
        actions=_actions(row, by, hidden),
        redacted=hidden,
    )


def _actions(row: AnyRow, by: Actor, hidden: bool) -> tuple[str, ...]:
    """The ways to settle it, as the reader's roles and sight allow; the office's own topics take no answer by hand."""
    if row.state != IncidentState.OPEN or row.kind == "process":
        return ()
    if row.kind != "call" or row.call_state != CallState.FAILED:
        return ("retry",)
    decides = by.kind == "system" or by.holds(*DECIDERS)
    found = {
        "retry": True,
        "edit": decides and not hidden,
        "remap": row.call_token is not None,
        "answer": decides,
        "skip": decides,
    }
    return tuple(name for name, allowed in found.items() if allowed)
