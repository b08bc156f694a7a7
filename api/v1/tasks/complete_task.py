"""POST /tasks/{id}/complete: completes a task with its form's data and moves the dossier on."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.tasks import bp
from api.v1.tasks.schemas import OutcomeIn, TaskOut


@bp.post("/tasks/<uuid:task_id>/complete")
@scope("tasks:write")
@bp.input(OutcomeIn, arg_name="body")
@bp.output(TaskOut)
def complete_task(task_id: UUID, body: OutcomeIn) -> Response:
    """Complete a task"""
    return answer(
        TaskOut, office().tasks.complete(task_id, body.data, actor(), idempotency_key(), revision=body.revision)
    )
