"""How it stands between the office and the systems it calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPause:
    """``by``: the name of the person who did it; None: the system."""

    since: datetime
    by: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFigures:
    """The calls of a topic: those that are open now, and those that came to an end in the last hour and the last 24."""

    topic: str
    waiting: int = 0  # not begun, or tried in vain and to be tried again
    tried: int = 0  # of those that wait: tried in vain at least once
    oldest: datetime | None = None  # when the oldest of those that wait was wanted
    in_progress: int = 0  # with a worker at this moment
    begun: datetime | None = None  # when the one began that has been longest with a worker
    done_hour: int = 0
    done_day: int = 0
    failed_hour: int = 0  # given up: an incident was opened
    failed_day: int = 0
    tries_hour: int = 0  # tries of the calls that were done in the last hour
    pause: TopicPause | None = None
    pausable: bool = True  # not: what the office passes on inside


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemView:
    """An outside system, by the name of its connector; the gateways of messages by names of their own and without topics, since
    their calls are counted with those of letters. ``state``: ``serving``, ``failing`` or ``open`` (the breaker is)."""

    name: str
    state: str
    topics: tuple[TopicFigures, ...]
    failures: int = 0  # calls that failed since the last that succeeded
    since: datetime | None = None  # the first of them
    last: datetime | None = None  # the last of them; kept after a success
    error: Mapping[str, str] | None = None  # what the last of them met, by language, without values of a dossier
    rate: tuple[int, str] | None = None  # calls it gets at most in a second, minute or hour: ``s``, ``m`` or ``h``
    slow_since: datetime | None = None  # since when its calls take long, so that few go at once
    slow_calls: int = 0  # how many: 0 for no limit
    opened: datetime | None = None
    next_probe: datetime | None = None  # when a call may try it out next


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundFigures:
    """What other systems sent, by source: how much waits for the workers, how much for a person, and how many messages
    were refused today for their signature."""

    source: str
    waiting: int = 0
    parked: int = 0
    refused_today: int = 0
