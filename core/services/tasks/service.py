"""What people do with tasks: take, give back, draft, complete. Each verb is one unit of work."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from bpmn.errors import BpmnError
from core import jsontext
from core.db.models import Person, Task
from core.db.reading import Reading
from core.db.unit_of_work import Attempt
from core.domain import office_time
from core.domain.history import EventKind
from core.domain.states import TaskState
from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.errors.requests import NotFound
from core.errors.rights import Forbidden
from core.errors.tasks import TaskCancelled, TaskChanged, TaskClaimed, TaskClosed
from core.services.authorization import audiences, rights
from core.services.cases import called
from core.services.cases.cases import TASK, Case, load_task_for_step, refuse_stopped, remember, task_columns
from core.services.cases.rows import TaskRow
from core.services.context.context import Context
from core.services.evidence import access, history
from core.services.evidence.event_drafts import EventDraft
from core.services.payments import desk
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.running import incidents, steps, task_facts
from core.services.tasks import fields, task_rows
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierRef
from core.services.views.forms import SubmittedInputs
from core.services.views.tasks import TaskView

_ASSIGN = (
    update(TASK)
    .where(TASK.c.id == bindparam("task"))
    .values(assignee_id=bindparam("assignee"), revision=TASK.c.revision + 1)
)


class Tasks:
    """The verbs of a user task; reading lists of them is :class:`core.services.tasks.queue.Queue`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, task_id: UUID, by: Actor) -> TaskView:
        """The task with its form and the values to start from. Raises :class:`NotFound`."""
        rights.require_scope(by, "tasks:read")
        with self._context.work.read() as work:
            row = task_rows.find(self._context, work, task_id, by)
            view = task_rows.view(self._context, row, by, full=True, work=work)
        access.record_access(self._context, by, "task", dossier=DossierRef(row.id, row.code))
        return view

    def read_form(self, task_id: UUID, inputs: SubmittedInputs, by: Actor) -> dict[str, Any]:
        """The data of a submitted HTML form."""
        with self._context.work.read() as work:
            row = task_rows.find(self._context, work, task_id, by)
        form = called.version_of(self._context, row).form(row.task_form)
        return fields.read_inputs(form, inputs) if form else {}

    def claim(self, task_id: UUID, by: Actor, key: str | None = None) -> TaskView:
        """Takes the task. Taking one's own again changes nothing. Raises :class:`TaskClaimed`, :class:`Forbidden`."""
        return self._assign(task_id, by, key, "claim", by.id)

    def unclaim(self, task_id: UUID, by: Actor, key: str | None = None) -> TaskView:
        """Gives the task back to the queue. Only the one who holds it, or the head or leader above, may."""
        return self._assign(task_id, by, key, "unclaim", None)

    def complete(
        self, task_id: UUID, data: Mapping[str, Any], by: Actor, key: str | None = None, revision: int | None = None
    ) -> TaskView:
        """Completes the task with the form's data and moves the dossier on.

        Raises :class:`FormInvalid`, :class:`TaskClosed`, :class:`TaskClaimed`, :class:`TaskCancelled`,
        :class:`Forbidden`, :class:`CannotAdvance`; after each of them nothing has changed.
        """
        rights.require_scope(by, "tasks:write")
        request = IdempotentRequest.of(by, "task.complete", TaskView, key, task_id, data)
        try:
            return self._context.work.attempt(lambda work: self._complete(work, request, task_id, data, revision))
        except BpmnError as error:
            self._keep_draft(task_id, data, by)
            raise incidents.record_engine_error(self._context, error, task_id=task_id, by=by) from error
        except ServiceUnavailable:
            raise  # nothing was refused, and nothing can be written just now
        except CoreError:
            self._keep_draft(task_id, data, by)
            raise

    def save_draft(self, task_id: UUID, data: Mapping[str, Any], by: Actor) -> None:
        """Keeps what was typed so far; it is not checked and moves nothing."""
        rights.require_scope(by, "tasks:write")
        with self._context.work() as work:
            row = task_rows.find(self._context, work, task_id, by)
            if row.task_state == TaskState.OPEN and self._may_hold(row, by):
                work.session.execute(update(Task).where(Task.id == task_id).values(draft=jsontext.dumps(dict(data))))

    def _complete(
        self,
        work: Attempt,
        request: IdempotentRequest[TaskView],
        task_id: UUID,
        data: Mapping[str, Any],
        revision: int | None,
    ) -> TaskView:
        context, by = self._context, request.by
        case, row = load_task_for_step(context, work, task_id)
        first = idempotency.stored_answer(work, request)
        if first is not None:
            return first
        self._refuse(work, row, by)
        refuse_stopped(case)
        if revision is not None and revision != row.task_revision:
            raise TaskChanged()
        at = context.now()
        checked = fields.check_task(context, work, case, row, data, at)
        facts = {"task": str(task_id), "element": row.task_element, "name": row.task_name, "data": checked}
        unit = context.directory.tree().nodes[row.task_unit_id].code
        event_draft = EventDraft(EventKind.CLERK_TASK_COMPLETED, facts, by, at, unit)
        desk.take(work, case, row, checked, by, at, unit)
        steps.complete(context, work, case, row.task_token, checked, event_draft, row)
        view = task_rows.completed(context, row, by, at)
        idempotency.store_answer(work, request, view, at)
        return view

    def _assign(self, task_id: UUID, by: Actor, key: str | None, verb: str, assignee: UUID | None) -> TaskView:
        rights.require_scope(by, "tasks:write")
        request = IdempotentRequest.of(by, f"task.{verb}", TaskView, key, task_id, verb)
        return self._context.work.attempt(lambda work: self._reassign(work, request, task_id, verb, assignee))

    def _reassign(
        self, work: Attempt, request: IdempotentRequest[TaskView], task_id: UUID, verb: str, assignee: UUID | None
    ) -> TaskView:
        context, by = self._context, request.by
        case, row = load_task_for_step(context, work, task_id, recall=False)
        first = idempotency.stored_answer(work, request)
        if first is not None:
            return first
        self._refuse(work, row, by, taking_back=verb == "unclaim")
        at = context.now()
        changed: dict[str, Any] = {}
        if row.task_assignee_id != assignee:
            changed = {"task_assignee_id": assignee, "task_revision": row.task_revision + 1}
            self._write_assignment(work, case, row, by, verb, assignee)
            remember(context, work, case, lambda: {task_id: {**task_columns(row), **changed}})
        view = task_rows.view(context, row, by, full=True, changed=changed, work=work)
        if assignee is not None:
            view = dataclasses.replace(view, assignee=by.username, assignee_name=by.name)
        idempotency.store_answer(work, request, view, at)
        return view

    def _write_assignment(
        self, work: Attempt, case: Case, row: TaskRow, by: Actor, verb: str, assignee: UUID | None
    ) -> None:
        work.writes.add(_ASSIGN, {"task": row.task_id, "assignee": assignee})
        kind = EventKind.CLERK_TASK_CLAIMED if verb == "claim" else EventKind.CLERK_TASK_UNCLAIMED
        tasks = [task_facts.of(row.task_token, {"assignee_id": assignee})]
        facts = {"task": str(row.task_id), "element": row.task_element, "name": row.task_name, "tasks": tasks}
        unit = self._context.directory.tree().nodes[row.task_unit_id].code
        history.record(work, case, EventDraft(kind, facts, by, self._context.now(), unit))

    def _may_hold(self, row: TaskRow, by: Actor) -> bool:
        if by.kind == "system":
            return True
        return row.task_assignee_id == by.id or audiences.belongs(self._context.directory.tree(), by, row.task_audience)

    def _refuse(self, work: Reading, row: TaskRow, by: Actor, taking_back: bool = False) -> None:
        """Raises where the actor may not touch the task, or it is no longer to be touched."""
        if not self._may_hold(row, by) and not (taking_back and self._leads(row, by)):
            if not rights.may_see(work, by, row.id):
                raise NotFound(what="Task", name=str(row.task_id))
            raise Forbidden(role=row.task_audience.partition("@")[0])
        if row.task_state == TaskState.COMPLETED:
            when = office_time.written(row.task_closed)
            raise TaskClosed(who=row.task_closed_by_name or "?", when=when)
        if row.task_state == TaskState.CANCELLED:
            raise TaskCancelled()
        if row.task_assignee_id not in (None, by.id) and not (taking_back and self._leads(row, by)):
            who = work.scalar(select(Person.name).where(Person.id == row.task_assignee_id))
            raise TaskClaimed(who=who)

    def _leads(self, row: TaskRow, by: Actor) -> bool:
        return audiences.leads(self._context.directory.tree(), by, row.task_unit_id)

    def _keep_draft(self, task_id: UUID, data: Mapping[str, Any], by: Actor) -> None:
        """Keeps what was typed for a task that was not completed, if it is still the actor's to do."""
        if not data:
            return
        try:
            jsontext.check(data)
        except jsontext.JsonInvalid:
            return  # no database keeps it
        with self._context.work() as work:
            row = task_rows.of_id(work, task_id)
            if row is None or row.task_assignee_id not in (None, by.id) or not self._may_hold(row, by):
                return
            here = update(Task).where(Task.id == task_id, Task.state == TaskState.OPEN)
            work.session.execute(here.values(draft=jsontext.dumps(dict(data))))
