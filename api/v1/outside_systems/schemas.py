"""The outside systems as the interface shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from api.answers import Output
from api.inputs import Input


class PauseIn(Input):
    """Why the calls are to wait."""

    reason: Annotated[str, Field(min_length=1, max_length=200, description="stands in the office's journal")]


class ResumeIn(Input):
    """Why the calls may go again, if there is something to say."""

    reason: Annotated[str, Field(max_length=200)] = ""


class PauseOut(Output):
    """Since when calls of a topic wait, by whose word and why."""

    since: datetime
    by: str | None
    reason: str


class TopicOut(Output):
    """The calls of a topic: open ones, and those that ended in the last hour and the last 24."""

    topic: str
    waiting: int
    tried: int
    oldest: datetime | None
    in_progress: int
    begun: datetime | None
    done_hour: int
    done_day: int
    failed_hour: int
    failed_day: int
    tries_hour: int
    pause: PauseOut | None


class SystemOut(Output):
    """An outside system; ``open``: it does not serve, its calls wait, and ``next_probe`` is when one tries it out.

    ``rate``: calls it gets at most in a second (``s``), minute or hour. While ``slow_since`` is set its calls take long, and
    at most ``slow_calls`` (0: any number) are under way at once."""

    name: str
    state: Literal["serving", "failing", "open"]
    failures: int
    since: datetime | None
    last: datetime | None
    error: dict[str, str] | None
    slow_since: datetime | None
    slow_calls: int
    opened: datetime | None
    next_probe: datetime | None
    rate: tuple[int, Literal["s", "m", "h"]] | None
    topics: list[TopicOut]


class SystemsOut(Output):
    """All of them, by name."""

    items: list[SystemOut]
