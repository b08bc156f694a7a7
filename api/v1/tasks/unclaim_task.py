"""POST /tasks/{id}/unclaim: gives a task back to the queue."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.tasks import bp
from api.v1.tasks.schemas import TaskOut


@bp.post("/tasks/<uuid:task_id>/unclaim")
@scope("tasks:write")
@bp.output(TaskOut)
def unclaim_task(task_id: UUID) -> Response:
    """Give a task back"""
    return answer(TaskOut, office().tasks.unclaim(task_id, actor(), idempotency_key()))
