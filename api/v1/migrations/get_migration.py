"""GET /migrations/{id}: one migration and its progress."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.migrations import bp
from api.v1.migrations.schemas import MigrationOut


@bp.get("/migrations/<uuid:migration_id>")
@scope("migrations:read")
@bp.output(MigrationOut)
def get_migration(migration_id: UUID) -> Response:
    """Get a migration"""
    return answer(MigrationOut, office().migrations.get(migration_id, actor()))
