from collections.abc import Mapping
from typing import Any

from barcode.writer import SVGWriter

class Code128:
    def __init__(self, code: str, writer: SVGWriter) -> None: ...
    def render(self, writer_options: Mapping[str, Any] | None = None, text: str | None = None) -> bytes: ...
