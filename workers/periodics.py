"""The records of the schedule: what is done at intervals. Runs nothing; :mod:`workers.schedule` does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from redis import Redis

from workers.context import WorkerContext

#: The key that running schedules renew; it expires 30 seconds after the last of them ended.
HEARTBEAT: Final = "motcua:heartbeat:schedule"
#: A hash of the periodics that failed last: name → how often in a row.
FAILURES: Final = "motcua:periodics:failures"


class ScheduleThread(StrEnum):
    """The thread that runs a periodic: slow outside systems must not delay the office's timers, the heartbeat, or what others
    have sent by themselves."""

    OFFICE = "office"
    OUTSIDE = "outside"
    INBOUND = "inbound"
    HEARTBEAT = "heartbeat"


@dataclass(frozen=True, slots=True)
class Periodic:
    """Runs ``run`` every ``seconds``. ``singleton``: in only one of all schedule processes at a time, to spare the other side."""

    name: str
    thread: ScheduleThread
    seconds: float
    run: Callable[[WorkerContext, Redis], object]
    singleton: bool = False
