"""Queues of tasks, page by page. A page reads one index range an audience, whatever the number of dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, false, func, literal, or_, select, tuple_, union_all

from core.db.base import AnySelect
from core.db.models import Dossier, Person, Task
from core.db.reading import Reading
from core.domain import codes, deadlines
from core.domain.states import ANY_STATE, TaskState
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.services.authorization import audiences, rights
from core.services.cases.rows import TaskRow
from core.services.context.context import Context
from core.services.context.directory import Tree
from core.services.evidence import access
from core.services.requests import cursors, search
from core.services.running.troubles import TROUBLED
from core.services.tasks import last_days, task_rows
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierRef
from core.services.views.pages import Page
from core.services.views.tasks import TaskFilter, TaskView

STATES = (*TaskState, ANY_STATE)
COUNT_LIMIT = 1000
_LINES, _WHOLE = (columns.add_columns(TROUBLED) for columns in (task_rows.TASK_LINES, task_rows.WHOLE_TASKS))


class Queue:
    """Lists and counts of tasks."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def page(
        self,
        wanted: TaskFilter,
        by: Actor,
        cursor: str | None = None,
        limit: int | None = None,
        *,
        full: bool = False,
    ) -> Page[TaskView]:
        """The tasks that fit, most urgent first. An assignee's or a dossier's tasks are found wherever they are.

        ``full`` adds each task's form and the values it starts from.
        """
        rights.require_scope(by, "tasks:read")
        size = cursors.clamp(limit)
        with self._context.work.read() as work:
            rows = self._rows(work, wanted, by, cursors.read(cursor, 2), size + 1, full)
            ends = last_days.of(work, rows[:size])
            views = [task_rows.view(self._context, row, by, full=full, work=work, ends=ends) for row in rows[:size]]
            dossier = self._visible_dossier(work, wanted.dossier, by)
        access.record_access(self._context, by, "tasks", subject=wanted, dossier=dossier)
        last = rows[size - 1] if len(rows) > size else None
        return Page(views, cursors.write(last.task_sort_due, last.task_id) if last else None)

    def counts(self, by: Actor) -> dict[str, int]:
        """What waits for the actor: ``mine``, ``open`` (free to take) and ``late``, each counted up to a thousand."""
        with self._context.work.read() as work:
            open_ = [Task.state == TaskState.OPEN]
            mine = select(Task.id).where(Task.assignee_id == by.id, *open_)
            keys = audiences.keys_of(work, self._context.directory.tree(), by, own=True)
            free = select(Task.id).where(Task.audience.in_(keys), Task.assignee_id.is_(None), *open_)
            late = select(Task.id).where(
                or_(Task.audience.in_(keys), Task.assignee_id == by.id), Task.sort_due < self._context.now(), *open_
            )
            return {name: _count(work, query) for name, query in (("mine", mine), ("open", free), ("late", late))}

    def _rows(
        self, work: Reading, wanted: TaskFilter, by: Actor, after: list[str] | None, size: int, full: bool
    ) -> Sequence[TaskRow]:
        """A page's rows: each branch is an index range already in order and gives a page, their union the first."""
        offices = self._context.directory.tree().offices(by)
        found = search.condition(work, wanted.search, offices, Task.dossier_id, Task.found_by)
        branches = [self._narrow(work, branch, wanted, by, after) for branch in self._branches(work, wanted, by)]
        if not branches:
            return []
        if found is not None:
            branches = [branch.where(found) for branch in branches]
        pages = [branch.order_by(Task.sort_due, Task.id).limit(size).subquery() for branch in branches]
        together = union_all(*(select(page.c.sort_due, page.c.id) for page in pages)).subquery()
        order = (together.c.sort_due, together.c.id)
        first = select(*order).order_by(*order).limit(size).subquery()
        columns = _WHOLE if full else _LINES
        rows = work.execute(columns.join(first, first.c.id == Task.id).order_by(first.c.sort_due, first.c.id)).all()
        return cast("Sequence[TaskRow]", rows)

    def _visible_dossier(self, work: Reading, code: str | None, by: Actor) -> DossierRef | None:
        """The dossier that a list is narrowed to, if there is one and the actor may see it."""
        known = (
            code
            and work.execute(
                select(Dossier.id, Dossier.code).where(Dossier.code == codes.normal_code(code))
            ).one_or_none()
        )
        return DossierRef(known.id, known.code) if known and rights.may_see(work, by, known.id) else None

    def _branches(self, work: Reading, wanted: TaskFilter, by: Actor) -> Sequence[AnySelect]:
        base = select(Task.sort_due, Task.id)
        tree = self._context.directory.tree()
        if wanted.dossier is not None:
            found = self._visible_dossier(work, wanted.dossier, by)
            if found is not None:
                return [self._within_unit_and_role(base.where(Task.dossier_id == found.id), tree, wanted)]
        if wanted.assignee == "me":
            return [base.where(Task.assignee_id == by.id)]
        unit = tree.find(wanted.unit).id if wanted.unit else None
        keys = audiences.keys_of(work, tree, by, wanted.role, unit)
        if not isinstance(keys, list):
            return [base.where(Task.audience.in_(keys))]
        return [base.where(Task.audience == key) for key in keys]

    def _within_unit_and_role(self, query: AnySelect, tree: Tree, wanted: TaskFilter) -> AnySelect:
        if wanted.unit:
            query = query.where(Task.unit_id.in_(tree.below(tree.find(wanted.unit).id)))
        if wanted.role:
            start = f"{wanted.role}@"
            begins = Task.audience.startswith(start, autoescape=True)
            query = query.where(or_(begins, Task.audience.contains(f",{start}", autoescape=True)))
        return query

    def _narrow(
        self, work: Reading, query: AnySelect, wanted: TaskFilter, by: Actor, after: list[str] | None
    ) -> AnySelect:
        if wanted.state not in STATES:
            raise BadValue(field="state", reason=Reason("use one of %(list)s", list=", ".join(STATES)))
        chosen = Task.state.in_(tuple(TaskState)) if wanted.state == ANY_STATE else Task.state == wanted.state
        query = query.where(chosen)
        if wanted.assignee and wanted.assignee != "me":
            query = query.where(self._assigned(work, wanted.assignee))
        if wanted.dossier is not None or wanted.procedure:
            query = query.join(Dossier, Dossier.id == Task.dossier_id)
        if wanted.dossier is not None:
            query = query.where(Dossier.code == codes.normal_code(wanted.dossier))
        if wanted.procedure:
            query = query.where(Dossier.procedure_code == wanted.procedure)
        query = self._by_lateness(query, wanted.late)
        if after:
            key = (
                literal(cursors.read_time(after[0]), Task.sort_due.type),
                literal(cursors.read_uuid(after[1]), Task.id.type),
            )
            query = query.where(tuple_(Task.sort_due, Task.id) > tuple_(*key))
        return query

    def _assigned(self, work: Reading, assignee: str) -> ColumnElement[bool]:
        if assignee == "none":
            return Task.assignee_id.is_(None)
        person = work.scalar(select(Person.id).where(Person.username == assignee))
        return Task.assignee_id == person if person else false()

    def _by_lateness(self, query: AnySelect, late: str | None) -> AnySelect:
        now = self._context.now()
        if late == "late":
            return query.where(Task.sort_due < now)
        if late == "soon":
            soon = deadlines.soon_until(now, self._context.calendars.of(None))
            return query.where(Task.sort_due >= now, Task.sort_due <= soon)
        return query


def _count(work: Reading, query: AnySelect) -> int:
    return work.scalar(select(func.count()).select_from(query.limit(COUNT_LIMIT).subquery())) or 0
