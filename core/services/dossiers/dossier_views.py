"""Dossiers as the doors see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from sqlalchemy import select

from bpmn.definition import Element
from core import jsontext
from core.db import lenient
from core.db.base import AnyRow, table_of
from core.db.models import Dossier, DossierState, Outbox, Subscription, Task, Timer
from core.db.reading import Reading
from core.domain import text
from core.domain.states import PENDING_CALLS, CallState, TaskState
from core.services.cases import called
from core.services.cases.rows import TaskRow
from core.services.context.context import Context
from core.services.running import troubles
from core.services.tasks import task_rows
from core.services.views.actors import Actor
from core.services.views.dossiers import Applicant, DossierRow, DossierView


def read(context: Context, work: Reading, dossier_id: UUID, by: Actor, secret: str | None = None) -> DossierView:
    """The whole dossier with its open tasks. ``secret`` is passed through to the one answer that carries it."""
    row = work.execute(
        select(*Dossier.__table__.c, DossierState.variables)
        .join(DossierState, DossierState.dossier_id == Dossier.id)
        .where(Dossier.id == dossier_id)
    ).one()
    tasks = work.execute(
        task_rows.TASK_LINES.where(Task.dossier_id == dossier_id, Task.state == TaskState.OPEN).order_by(
            Task.sort_due, Task.id
        )
    )
    version = context.versions.get(row.version_id, work)
    tree = context.directory.tree()
    desk, office = tree.views[row.reception_unit_id], tree.views[row.processing_unit_id]
    return DossierView(
        id=row.id,
        code=row.code,
        procedure=version.view.code,
        procedure_name=version.view.name,
        version=version.view.version,
        unit=desk.code,
        unit_name=desk.name,
        processing_unit=office.code,
        processing_unit_name=office.name,
        channel=row.channel,
        return_by=row.return_by,
        applicant=Applicant(**row.applicant),
        data=jsontext.stored(row.variables),
        status=row.status,
        received=row.received,
        due=row.due,
        index_due=row.index_due,
        paused_since=row.paused_since,
        processed=row.processed,
        finished=row.finished,
        returned=row.returned,
        stopped=row.stopped,
        revision=row.revision,
        tasks=tuple(task_rows.view(context, cast(TaskRow, task), by, full=False) for task in tasks),
        waiting=_waiting(work, dossier_id, version.definition.elements),
        troubles=troubles.of_dossier(work, dossier_id, version),
        receipt_secret=secret,
    )


def waiting_elements(work: Reading, dossier_id: UUID, *, failed: bool = True) -> tuple[str, ...]:
    """Ids of the elements that wait for something other than a person; ``failed``: also for a call that failed for good."""
    states = (*PENDING_CALLS, CallState.FAILED) if failed else PENDING_CALLS
    calls = select(Outbox.element).where(
        Outbox.dossier_id == dossier_id, Outbox.token.is_not(None), Outbox.state.in_(states)
    )
    messages = select(Subscription.element).where(Subscription.dossier_id == dossier_id)
    timers = select(Timer.element).where(Timer.dossier_id == dossier_id)
    return tuple(dict.fromkeys(element for query in (calls, messages, timers) for element in work.scalars(query)))


def _waiting(work: Reading, dossier_id: UUID, elements: Mapping[str, Element]) -> tuple[str, ...]:
    """The names of the elements that wait, without the boundary events, which wait beside their activity."""
    places = dict.fromkeys(called.root_element(element) for element in waiting_elements(work, dossier_id, failed=False))
    waiting = [elements[element] for element in places if element in elements]
    return tuple(element.name or element.id for element in waiting if element.attached_to is None)


#: The columns of a line in a list of dossiers.
LINE = lenient.columns(
    table_of(Dossier),
    (
        "id",
        "code",
        "version_id",
        "procedure_code",
        "applicant",
        "processing_unit_id",
        "channel",
        "status",
        "received",
        "due",
        "processed",
        "finished",
        "paused_since",
        "stopped",
    ),
)


def line(context: Context, row: AnyRow, work: Reading | None = None) -> DossierRow:
    """A line of a list; the identity number is masked. What cannot be read is left out, and the line says so."""
    columns = lenient.mapping(row)
    version = context.versions.get(columns["version_id"], work) if columns["version_id"] else None
    unit = context.directory.tree().views.get(columns["processing_unit_id"])
    applicant = columns["applicant"] or {}
    return DossierRow(
        id=row.id,
        code=str(row.code),
        procedure=version.view.code if version else columns["procedure_code"] or "",
        procedure_name=version.view.name if version else "",
        applicant=str(applicant.get("name", "")),
        identity_masked=text.mask_identity(str(applicant.get("identity_number", ""))),
        unit=unit.code if unit else "",
        unit_name=unit.name if unit else "",
        channel=columns["channel"] or "",
        status=columns["status"],
        received=columns["received"],
        due=columns["due"],
        processed=columns["processed"],
        finished=columns["finished"],
        paused=columns["paused_since"] is not None,
        stopped=bool(columns["stopped"]),
        troubled=row.troubled,
        unreadable=bool(lenient.of(row)),
    )
