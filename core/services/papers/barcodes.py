"""Codes that scanners read, as SVG drawings."""

from __future__ import annotations

from io import BytesIO

import segno
from barcode import Code128
from barcode.errors import IllegalCharacterError
from barcode.writer import SVGWriter

#: millimetres; carriers' scanners read a narrowest bar of a third of a millimetre
BAR_WIDTH, BAR_HEIGHT, QUIET_ZONE = 0.33, 14.0, 3.3


def qr_code(text: str) -> str:
    """``text`` as a QR code (ISO/IEC 18004), as large as its place."""
    drawn = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        drawn, kind="svg", xmldecl=False, nl=False, scale=3, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return drawn.getvalue().decode()


def code_128(text: str) -> str:
    """``text`` as a Code 128 barcode (ISO/IEC 15417), without the text; empty for a text the code cannot hold (not ASCII)."""
    if not text:
        return ""
    look = {"module_width": BAR_WIDTH, "module_height": BAR_HEIGHT, "quiet_zone": QUIET_ZONE, "write_text": False}
    try:
        drawn: bytes = Code128(text, writer=SVGWriter()).render(look)
    except IllegalCharacterError:
        return ""
    return drawn.decode()
