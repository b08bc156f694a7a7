"""Look-ups of people in registers of others: each is bound to a dossier, an officer and a purpose, and logged before it is made.

The officer is read from the dossier's history, which nobody can choose: whoever of the staff acted last before the office
decided on the call. A timer or a message in between does not change for whom is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.db.base import AnyRow
from core.db.models import Access, Event
from core.db.reading import Reading
from core.services.cases.cases import id_of
from core.services.context.context import Context
from core.services.evidence.access import record_register
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierRef
from core.services.views.jobs import Job
from core.services.views.lookups import Officer


class Lookups:
    """Asked by connectors before they ask a register."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def officer(self, job: Job) -> Officer | None:
        """The officer for whom the call is made; ``None``: nobody of the staff ever acted in the dossier."""
        with self._context.work.read() as work:
            deed = _deed(work, id_of(work, job.dossier), job)
        return None if deed is None else Officer(deed.actor_username, deed.actor_name, deed.unit or "")

    def logged(self, job: Job, request: str, purpose: str, facts: Mapping[str, Any]) -> Officer | None:
        """The officer for whom the call asks, once the access log has it; ``None``: nobody of the staff ever acted in the dossier,
        and nothing is logged.

        ``request``: the number of the request, the same at every try, which is logged once. ``facts``: what else the log holds.
        What cannot be logged raises, and must not be asked.
        """
        with self._context.work.read() as work:
            dossier = id_of(work, job.dossier)
            deed = _deed(work, dossier, job)
            known = _requests(work, dossier)
        if deed is None:
            return None
        officer = Officer(deed.actor_username, deed.actor_name, deed.unit or "")
        if request not in known:
            by = Actor("person", deed.actor_id, officer.username, officer.name)
            facts = {"topic": job.topic, **facts, "request": request}
            record_register(self._context, by, deed.unit, DossierRef(dossier, job.dossier), purpose, facts)
        return officer


def _deed(work: Reading, dossier: UUID, job: Job) -> AnyRow | None:
    """The last event of a person before the call was decided on; what another office's program did counts for its person."""
    columns = (Event.actor_id, Event.actor_username, Event.actor_name, Event.unit)
    by_staff = (Event.dossier_id == dossier, Event.actor_id.is_not(None), Event.at <= job.decided)
    return work.execute(select(*columns).where(*by_staff).order_by(Event.seq.desc()).limit(1)).one_or_none()


def _requests(work: Reading, dossier: UUID) -> frozenset[str]:
    """The numbers of the requests that the log has of a dossier."""
    query = select(Access.subject).where(Access.dossier_id == dossier, Access.page == "register")
    return frozenset(str((facts or {}).get("request", "")) for facts in work.scalars(query))
