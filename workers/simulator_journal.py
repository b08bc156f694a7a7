"""What a simulator was sent, kept in a file, so that it survives a restart of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """Facts, one JSON object a line, in the order they happened. Without a path nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)

    def facts(self) -> Iterator[dict[str, Any]]:
        """What was kept. A line cut off by the end of the process is left out, and ends before the next one."""
        if self._path is None or not self._path.exists():
            return
        for line in self._path.read_text("utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue

    def add(self, fact: dict[str, Any]) -> None:
        """Keeps a fact. The line break stands before it, so a line cut off harms no other."""
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write("\n" + json.dumps(fact, ensure_ascii=False))
