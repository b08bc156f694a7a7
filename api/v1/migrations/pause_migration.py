"""POST /migrations/{id}/pause: lets no further dossier be touched."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.migrations import bp
from api.v1.migrations.schemas import MigrationOut


@bp.post("/migrations/<uuid:migration_id>/pause")
@scope("migrations:write")
@bp.output(MigrationOut)
def pause_migration(migration_id: UUID) -> Response:
    """Pause a migration"""
    return answer(MigrationOut, office().migrations.pause(migration_id, actor()))
