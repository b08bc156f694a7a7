"""Processor time of what is measured: of this process and of the database's servers on this machine.

Unlike the clock it says the same beside other work, and it is what a busy office runs out of.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import process_time
from types import TracebackType

TICKS = os.sysconf("SC_CLK_TCK")


class Processor:
    """Adds up the seconds spent inside ``with`` blocks; may be entered any number of times, one after the other."""

    def __init__(self) -> None:
        self.client = 0.0
        self.servers = 0.0

    @property
    def seconds(self) -> float:
        return self.client + self.servers

    def __enter__(self) -> None:
        self.servers -= servers_seconds()
        self.client -= process_time()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.client += process_time()
        self.servers += servers_seconds()


def servers_seconds() -> float:
    """Seconds that all living processes of PostgreSQL have worked (``proc(5)``, fields 14 and 15); 0 where they are elsewhere."""
    ticks = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = status.read_text().rpartition(")")
        except OSError:
            continue  # it has ended
        if name.endswith("(postgres"):
            fields = rest.split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS
