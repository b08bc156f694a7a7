"""Where a key of ``procedure.toml`` is written: the decoder of TOML keeps no lines, and a person looks for one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

_TABLE: Final = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]\]?")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_PATH: Final = re.compile(r"(?:([A-Za-z0-9_-]+)\[(\d+)\]\.?)?([^.\[\]]*)")
#: what opens and closes a text of several lines
_QUOTES: Final = ("'''", '"""')


def line_of(text: str, path: str) -> int | None:
    """The line, from 1, of ``fee`` or of ``notices[2].reason``; that of its table where the key is not written, else none."""
    found = _PATH.match(path)
    if found is None or not path:
        return None
    table, number, key = found[1] or "", int(found[2] or 0), found[3]
    begins = None
    for line, here, count, name in _written(text):
        if (here, count) != (table, number):
            continue
        begins = begins or line
        if name == key and key:
            return line
    return begins if table else None


def _written(text: str) -> Iterator[tuple[int, str, int, str]]:
    """Line, table, which one of that name, and key ("" for the head of the table) of all that is set in a text."""
    tables: Counter[str] = Counter()
    here, inside = "", ""
    for line, content in enumerate(text.splitlines(), start=1):
        if inside:
            inside = "" if inside in content else inside
        elif head := _TABLE.match(content):
            here = head[1]
            tables[here] += 1
            yield line, here, tables[here], ""
        elif key := _KEY.match(content):
            yield line, here, tables[here], key[1]
            inside = next((quote for quote in _QUOTES if content.count(quote) % 2), "")
