"""QR codes as pictures: drawn by segno, without any style of their own."""

from __future__ import annotations

import segno
from markupsafe import Markup


def square(text: str) -> Markup:
    """``text`` as an SVG drawing that is as large as its place."""
    drawing = segno.make(text, error="m", micro=False)
    svg = drawing.svg_inline(scale=3, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)
