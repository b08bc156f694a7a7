"""GET /tasks/{id}: one task with its form."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.tasks import bp
from api.v1.tasks.schemas import TaskOut


@bp.get("/tasks/<uuid:task_id>")
@scope("tasks:read")
@bp.output(TaskOut)
def get_task(task_id: UUID) -> Response:
    """Get a task"""
    return answer(TaskOut, office().tasks.get(task_id, actor()))
