"""QR codes in pages: drawn without any style of their own."""

from __future__ import annotations

from markupsafe import Markup

from core.services.papers.barcodes import qr_code


def square(text: str) -> Markup:
    """``text`` as an SVG drawing that is as large as its place."""
    return Markup(qr_code(text))
