"""GET /migrations: a page of migrations."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.migrations import bp
from api.v1.migrations.schemas import MigrationPage, MigrationQuery


@bp.get("/migrations")
@scope("migrations:read")
@bp.input(MigrationQuery, location="query", arg_name="query")
@bp.output(MigrationPage)
def list_migrations(query: MigrationQuery) -> Response:
    """List migrations"""
    found = office().migrations.page(actor(), query.cursor, query.limit)
    return page(MigrationPage, found.items, found.next)
