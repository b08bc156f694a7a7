"""GET /tasks: a page of the caller's queue, or of the tasks that fit the filters."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.tasks import bp
from api.v1.tasks.schemas import TaskPage, TaskQuery


@bp.get("/tasks")
@scope("tasks:read")
@bp.input(TaskQuery, location="query", arg_name="query")
@bp.output(TaskPage)
def list_tasks(query: TaskQuery) -> Response:
    """List tasks

    Open tasks of the caller's roles and units, unless the filters say otherwise; each with its form.
    """
    found = office().queue.page(query.wanted(), actor(), query.cursor, query.limit, full=True)
    return page(TaskPage, found.items, found.next)
