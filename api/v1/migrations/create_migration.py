"""POST /migrations: orders a migration and begins its dry run."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.migrations import bp
from api.v1.migrations.schemas import MigrationIn, MigrationOut


@bp.post("/migrations")
@scope("migrations:write")
@bp.input(MigrationIn, arg_name="body")
@bp.output(MigrationOut, status_code=201)
def create_migration(body: MigrationIn) -> Response:
    """Order a migration

    It begins as a dry run over the running dossiers and moves nothing: read its items, then start it.
    """
    made = office().migrations.order(body.command(), actor(), idempotency_key())
    return answer(MigrationOut, made, 201, f"migrations/{made.id}")
