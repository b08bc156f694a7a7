"""POST /migrations/{id}/start: moves the dossiers."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.migrations import bp
from api.v1.migrations.schemas import MigrationOut


@bp.post("/migrations/<uuid:migration_id>/start")
@scope("migrations:write")
@bp.output(MigrationOut)
def start_migration(migration_id: UUID) -> Response:
    """Start a migration

    409 while its dry run is on its way. Starting again changes nothing.
    """
    return answer(MigrationOut, office().migrations.start(migration_id, actor()))
