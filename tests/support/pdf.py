"""PDF files as people and scanners see them: their text, and the codes on them, read by libraries that did not write them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image

#: dots to a point when a page is drawn: 300 dots to an inch, what an office printer does
SCALE = 300 / 72


def text(paper: bytes) -> str:
    """The words of all pages, each space and line break one space."""
    with closing(pdfium.PdfDocument(paper)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def sizes(paper: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in millimetres."""
    with closing(pdfium.PdfDocument(paper)) as document:
        return [(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in map(_size, document)]


def codes(paper: bytes) -> list[tuple[str, str]]:
    """Kind and text of each code on the pages, as a scanner finds them on the print."""
    return [(code.format.name, code.text) for page in pictures(paper) for code in zxingcpp.read_barcodes(page)]


def pictures(paper: bytes) -> Iterator[Image.Image]:
    """Each page as it is printed."""
    with closing(pdfium.PdfDocument(paper)) as document:
        for page in document:
            yield page.render(scale=SCALE).to_pil()


def _size(page: pdfium.PdfPage) -> tuple[float, float]:
    width, height = page.get_size()
    return width, height
