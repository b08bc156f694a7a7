"""GET /documents/{id}: the content of a paper, always as an attachment."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response

from api.auth import actor, office, scope
from api.v1.documents import bp

_CONTENT: dict[str, dict[str, Any]] = {
    "*/*": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
}
RESPONSES: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {"description": "the content", "content": _CONTENT}
}


@bp.get("/documents/<uuid:document_id>")
@scope("dossiers:read")
@bp.doc(responses=RESPONSES)
def download_document(document_id: UUID) -> Response:
    """Download a paper"""
    opened = office().documents.open(document_id, actor())
    paper = opened.view
    found = Response(opened.content, content_type=paper.media_type)
    found.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.name, safe='')}"
    found.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    found.set_etag(paper.sha256)
    return found
