"""POST /documents and /dossiers/{code}/documents: takes a paper, for a dossier or for one to be opened."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.problems import InputInvalid
from api.uploads import one_file
from api.v1.documents import bp
from api.v1.documents.schemas import UPLOAD, DocumentOut


@bp.post("/documents")
@scope("dossiers:write")
@bp.output(DocumentOut, status_code=201)
@bp.doc(extensions={"requestBody": UPLOAD})
def upload_document() -> Response:
    """Upload a paper for a dossier that is not open yet

    Name its id in `documents` when the dossier is opened.
    """
    return _taken(None)


@bp.post("/dossiers/<code>/documents")
@scope("dossiers:write")
@bp.output(DocumentOut, status_code=201)
@bp.doc(extensions={"requestBody": UPLOAD})
def attach_document(code: str) -> Response:
    """Add a paper to a dossier"""
    return _taken(code)


def _taken(code: str | None) -> Response:
    file, fields = one_file("file")
    unknown = fields.keys() - {"component"}
    if unknown:
        raise InputInvalid([((name,), "unknown", {}) for name in sorted(unknown)], "body")
    component = fields.get("component") or None
    paper = office().documents.add(code, file.name, file.data, component, actor(), idempotency_key())
    return answer(DocumentOut, paper, 201, f"documents/{paper.id}")
