"""Handing out a paper, and what its signatures are worth. Always as a download with the type the office found out: a browser never runs or shows it as a page."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, render_template, send_file

from admin import signature_words
from admin.request_context import me, office
from web import guard

pages = Blueprint("documents", __name__)


@pages.get("/documents/<uuid:document_id>")
@guard.login
def download(document_id: UUID) -> Response:
    """The paper's content under its own name."""
    opened = office().documents.open(document_id, me())
    view = opened.view
    answer = send_file(BytesIO(opened.content), mimetype=view.media_type, as_attachment=True, download_name=view.name)
    answer.direct_passthrough = False
    answer.set_data(opened.content)  # as bytes, which the server puts on disk for a reader who takes long
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return answer


@pages.get("/documents/<uuid:document_id>/signatures")
@guard.login
def signatures(document_id: UUID) -> str:
    """Who signed the paper, and whether it is still what they signed."""
    paper = office().documents.signatures(document_id, me())
    return render_template("clerk/signatures.html", paper=paper, words=signature_words)
