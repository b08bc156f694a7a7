"""POST /migrations/{id}/resume: goes on where it was paused."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.migrations import bp
from api.v1.migrations.schemas import MigrationOut


@bp.post("/migrations/<uuid:migration_id>/resume")
@scope("migrations:write")
@bp.output(MigrationOut)
def resume_migration(migration_id: UUID) -> Response:
    """Resume a migration"""
    return answer(MigrationOut, office().migrations.resume(migration_id, actor()))
