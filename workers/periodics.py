"""What a line of the schedule is: work that is done because time passes. Runs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from redis import Redis

from workers.desk import Desk


class Lane(StrEnum):
    """Which thread runs a periodic."""

    OFFICE = "office"
    OUTSIDE = "outside"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Periodic:
    """``work`` every ``seconds``. Alone: at any time at most one process of all runs it, to spare the other side."""

    name: str
    lane: Lane
    seconds: float
    work: Callable[[Desk, Redis], object]
    alone: bool = False
