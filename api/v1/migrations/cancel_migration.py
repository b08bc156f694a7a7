"""POST /migrations/{id}/cancel: ends it where it is."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.migrations import bp
from api.v1.migrations.schemas import MigrationOut


@bp.post("/migrations/<uuid:migration_id>/cancel")
@scope("migrations:write")
@bp.output(MigrationOut)
def cancel_migration(migration_id: UUID) -> Response:
    """Cancel a migration

    What was moved stays moved.
    """
    return answer(MigrationOut, office().migrations.cancel(migration_id, actor()))
