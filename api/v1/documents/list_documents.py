"""GET /dossiers/{code}/documents: the papers of a dossier."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.documents import bp
from api.v1.documents.schemas import DocumentPage


@bp.get("/dossiers/<code>/documents")
@scope("dossiers:read")
@bp.output(DocumentPage)
def list_documents(code: str) -> Response:
    """List the papers of a dossier"""
    return page(DocumentPage, office().documents.of(code, actor()))
