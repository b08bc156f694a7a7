"""Typst as the office's typesetter: a template and its values in, a PDF/A file out.

Nothing of the machine is in the result: no fonts of the system, no clock, no packages from the network. So the same template
and values give the same bytes everywhere (with one version of Typst, which the lock names).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

from core.ports import TypesettingFailed

#: what templates import from: ``#import "/letterhead.typ": *``
KIT: Final = Path(__file__).with_name("kit")
#: archives keep it (ISO 19005-2), and screen readers read it (level A, ISO 14289-1)
STANDARDS: Final = ("a-2a", "ua-1")


class TypstTypesetter:
    """Sets one paper after the other in this process; the fonts are read once."""

    def __init__(self) -> None:
        self._fonts = typst.Fonts(include_system_fonts=False)
        self._compiler: typst.Compiler | None = None
        self._lock = Lock()  # a compiler holds the template and values of its last paper

    def __call__(self, source: str, values: Mapping[str, Any], made: datetime) -> bytes:
        """The paper as PDF. The values reach the template as data, never as its text, so nothing in them is interpreted.

        ``made``: aware; stands in the file as its date. Raises :class:`TypesettingFailed`.
        """
        inputs = {"values": json.dumps(values, ensure_ascii=False)}
        with self._lock:
            if self._compiler is None:
                self._compiler = typst.Compiler(b"", root=KIT, font_paths=self._fonts)
            try:
                paper = self._compiler.compile(
                    source.encode(),
                    format="pdf",
                    sys_inputs=inputs,
                    pdf_standards=list(STANDARDS),
                    timestamp=int(made.timestamp()),
                )
            except typst.TypstError as error:
                raise TypesettingFailed(error.diagnostic or error.message) from error
        if not isinstance(paper, bytes):
            raise TypesettingFailed("the template gave no page")
        return paper
