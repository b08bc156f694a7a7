"""What happens because time passes: one table of periodics, the office's and the connectors', run by one or many
processes side by side.

Each lane has a thread, so that neither a slow outside system nor a queue server that is away ever delays the office's
own timers. A periodic that fails is tried again at its next turn and never takes another one down. Everything here may run twice at the same moment: the office
decides what counts.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterable

import structlog
from redis import Redis

from core.bootstrap import build
from core.settings import Settings
from workers import registry
from workers.connection import connect
from workers.desk import Desk
from workers.errors import OutsideError
from workers.periodics import Lane, Periodic

TIMERS = 200
#: Where a living schedule shows itself; the key is gone some seconds after the last one died.
HEARTBEAT = "motcua:heartbeat:schedule"
_log = structlog.get_logger(__name__)


def fire_timers(desk: Desk, _redis: Redis) -> int:
    """Fires every timer that is due; returns how many did."""
    timers = desk.office.timers
    return sum(timers.fire(timer) for timer in timers.due(TIMERS))


def heartbeat(_desk: Desk, redis: Redis) -> None:
    """Shows that a schedule lives, and where."""
    redis.set(HEARTBEAT, f"{socket.gethostname()}:{os.getpid()}", ex=30)


def tidy(desk: Desk, _redis: Redis) -> None:
    """Clears away what nobody will ask for again."""
    desk.office.upkeep.sweep()


OWN = (
    Periodic("timers", Lane.OFFICE, 1, fire_timers),
    Periodic("heartbeat", Lane.SIGN, 10, heartbeat),
    Periodic("upkeep", Lane.OFFICE, 3600, tidy),
)


def run(settings: Settings, stop: threading.Event | None = None) -> None:
    """Runs the table until ``stop`` is set."""
    desk, redis, ended = Desk(build(settings), settings), connect(settings), stop or threading.Event()
    threads = [
        threading.Thread(target=keep, args=(desk, redis, of_lane(lane), ended), name=f"schedule-{lane}")
        for lane in Lane
    ]
    try:
        for thread in threads:
            thread.start()
        ended.wait()
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        redis.close()
        desk.office.close()


def table() -> tuple[Periodic, ...]:
    """What is done because time passes: the office's own, and the connectors'."""
    return (*OWN, *registry.periodics())


def of_lane(lane: Lane) -> tuple[Periodic, ...]:
    """The table's lines of one lane."""
    return tuple(periodic for periodic in table() if periodic.lane is lane)


def keep(desk: Desk, redis: Redis, table: Iterable[Periodic], stop: threading.Event) -> None:
    """Runs each periodic when it is due, until ``stop`` is set."""
    due = {periodic: time.monotonic() for periodic in table}
    while due and not stop.is_set():
        for periodic, at in due.items():
            if at <= time.monotonic() and not stop.is_set():
                once(desk, redis, periodic)
                due[periodic] = time.monotonic() + periodic.seconds
        stop.wait(max(0.05, min(due.values()) - time.monotonic()))


def once(desk: Desk, redis: Redis, periodic: Periodic) -> bool:
    """One turn of a periodic, whatever happens in it; False when it failed or another process is at it."""
    try:
        if periodic.alone and not _claimed(redis, periodic):
            return False
        periodic.work(desk, redis)
    except OutsideError as error:
        _log.warning("periodic_outside", periodic=periodic.name, code=error.code)
    except Exception:  # noqa: BLE001 - one periodic must not take the others down
        _log.exception("periodic_failed", periodic=periodic.name)
    else:
        return True
    return False


def _claimed(redis: Redis, periodic: Periodic) -> bool:
    """Whether this process has the turn: the first to ask within an interval. A mark without an end is no mark of ours."""
    mark, wait = f"motcua:periodic:{periodic.name}", max(1, int(periodic.seconds * 900))
    if redis.set(mark, 1, nx=True, px=wait):
        return True
    if redis.pttl(mark) == -1:
        redis.delete(mark)
    return False
