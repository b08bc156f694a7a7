"""GET /migrations/{id}/items: its dossiers, with what stands in their way."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.localization import language
from api.v1.migrations import bp
from api.v1.migrations.schemas import ItemPage, ItemQuery, item


@bp.get("/migrations/<uuid:migration_id>/items")
@scope("migrations:read")
@bp.input(ItemQuery, location="query", arg_name="query")
@bp.output(ItemPage)
def list_items(migration_id: UUID, query: ItemQuery) -> Response:
    """List a migration's dossiers"""
    found = office().migrations.items(migration_id, actor(), query.state, query.cursor, query.limit)
    return page(ItemPage, [item(view, language()) for view in found.items], found.next)
