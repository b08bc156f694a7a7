"""A lock file for one process at a time; the operating system releases it when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """Another process holds the lock; ``pid`` is what it wrote there."""

    def __init__(self, pid: str) -> None:
        super().__init__(pid)
        self.pid = pid


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Holds the lock at ``path`` for the block. Raises :class:`Taken`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise Taken(file.read().strip() or "unknown") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def running(path: Path) -> bool:
    """Whether a process holds the lock at ``path``."""
    if not path.exists():
        return False
    try:
        with exclusive(path):
            return False
    except Taken:
        return True
