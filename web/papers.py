"""Papers as answers."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file


def shown_pdf(content: bytes, name: str) -> Response:
    """A PDF file that the browser shows, and keeps as ``name``.pdf when its user asks for it."""
    answer = send_file(BytesIO(content), mimetype="application/pdf", download_name=f"{name}.pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
