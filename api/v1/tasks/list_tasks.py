"""GET /tasks: a page of the caller's queue, or of the tasks that fit the filters."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.tasks import door
from api.v1.tasks.schemas import TaskPage, TaskQuery
from core.errors import NotFound
from core.services.views import TaskView


@door.get("/tasks")
@scope("tasks:read")
@door.input(TaskQuery, location="query", arg_name="query")
@door.output(TaskPage)
def list_tasks(query: TaskQuery) -> Response:
    """List tasks

    Open tasks of the caller's roles and units, unless the filters say otherwise; each with its form.
    """
    found = office().tasks.page(query.wanted(), actor(), query.cursor, query.limit)
    return page(TaskPage, [_with_form(task) for task in found.items], found.next)


def _with_form(task: TaskView) -> TaskView:
    """The task as a caller can fill it in; without its form where it was taken out of sight since the page was read."""
    try:
        return office().tasks.get(task.id, actor())
    except NotFound:
        return task
