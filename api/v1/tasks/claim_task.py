"""POST /tasks/{id}/claim: takes a task."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.tasks import bp
from api.v1.tasks.schemas import TaskOut


@bp.post("/tasks/<uuid:task_id>/claim")
@scope("tasks:write")
@bp.output(TaskOut)
def claim_task(task_id: UUID) -> Response:
    """Claim a task"""
    return answer(TaskOut, office().tasks.claim(task_id, actor(), idempotency_key()))
