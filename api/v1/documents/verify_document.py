"""GET /documents/{id}/signatures: who signed a paper, and whether it is still what they signed."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.documents import bp
from api.v1.documents.schemas import SignaturesOut
from core.domain.signed_files import FileVerdict, Verdict


@bp.get("/documents/<uuid:document_id>/signatures")
@scope("dossiers:read")
@bp.output(SignaturesOut)
def verify_document(document_id: UUID) -> Response:
    """Verify the signatures of a paper"""
    verdict = office().documents.signatures(document_id, actor()).verdict
    return answer(SignaturesOut, verdict or FileVerdict(Verdict.UNSIGNED))
