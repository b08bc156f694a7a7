"""The processes of ``motcua worker``: some for calls, some for webhooks, and more of them while those there are wait for answers.

A process carries out one job at a time, and most of a job is waiting for another system. Each queue (a *lane*) has processes of
its own, so that no webhook holds up a call. When every process of a lane has been at its job for more than one and a half seconds, one more is
started, up to a limit; one that has had nothing to do for a minute ends again. Processes are forked from this one, which has
imported everything and connected to nothing: that takes some hundredths of a second.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import struct
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from workers.queues import QueueName

#: Seconds at one job after which a process counts as held: a little longer than until its system is known to be slow.
HELD: Final = 1.5
#: Seconds without a job after which a process that was added ends.
IDLE: Final = 60.0
#: Seconds between two looks, and before a process that died is started again.
LOOK: Final = 0.2
PAUSE: Final = 1.0
_TIME: Final = struct.Struct("=dd")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Lane:
    """Processes of a queue: so many always, and so many at most."""

    queue: QueueName
    least: int
    most: int


@dataclass(slots=True)
class Hand:
    """A process, and the place where it notes since when it is at its job (0: it has none) and when it last had one."""

    lane: Lane
    place: int
    pid: int = 0
    since: float = field(default=0.0)


class Pool:
    """Starts the processes of some lanes, adds to them and takes away, and ends them."""

    def __init__(self, lanes: Sequence[Lane], work: Callable[[QueueName, Callable[[bool], None]], None]) -> None:
        """``work`` is what a process does: it gets its queue, and a function to be told of each job's beginning and end."""
        self._lanes, self._work = tuple(lanes), work
        self._hands: list[Hand] = []
        self._notes = mmap.mmap(-1, _TIME.size * sum(lane.most for lane in lanes) or _TIME.size)
        self._over = False
        self._pause_until = 0.0

    def run(self) -> None:
        """Until SIGTERM or SIGINT; then every process finishes its job, and ends."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        try:
            while not self._over:
                self.look()
                time.sleep(LOOK)
        finally:
            self._stop()

    def look(self) -> None:
        """Starts what is missing or needed, and ends what is idle."""
        self._bury()
        if time.monotonic() < self._pause_until:
            return
        for lane in self._lanes:
            hands = [hand for hand in self._hands if hand.lane is lane]
            if len(hands) < lane.least:
                self._add(lane)
            elif len(hands) < lane.most and all(self._held(hand) for hand in hands):
                _log.info("worker_added", queue=lane.queue.value, processes=len(hands) + 1)
                self._add(lane)
            elif len(hands) > lane.least and (idle := next(filter(self._idle, reversed(hands)), None)):
                os.kill(idle.pid, signal.SIGTERM)

    @property
    def pids(self) -> list[int]:
        """The processes there are."""
        return [hand.pid for hand in self._hands]

    def _add(self, lane: Lane) -> None:
        taken = {hand.place for hand in self._hands}
        place = next(number for number in range(sum(one.most for one in self._lanes)) if number not in taken)
        hand = Hand(lane, place, since=time.monotonic())
        self._note(hand, busy=False)
        hand.pid = os.fork()
        if hand.pid == 0:
            self._be(hand)
        self._hands.append(hand)

    def _be(self, hand: Hand) -> None:
        """What the new process does; it never returns."""
        code = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            os.setpgid(0, 0)  # Ctrl-C reaches the parent alone, which passes it on once
            _end_with_parent()
            self._work(hand.lane.queue, lambda busy: self._note(hand, busy=busy))
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it was: the parent's frames must not run here
            _log.exception("worker_failed", queue=hand.lane.queue.value)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _note(self, hand: Hand, *, busy: bool) -> None:
        now = time.monotonic()
        _TIME.pack_into(self._notes, hand.place * _TIME.size, now if busy else 0.0, now)

    def _held(self, hand: Hand) -> bool:
        began, _ = _TIME.unpack_from(self._notes, hand.place * _TIME.size)
        return 0 < began < time.monotonic() - HELD

    def _idle(self, hand: Hand) -> bool:
        began, last = _TIME.unpack_from(self._notes, hand.place * _TIME.size)
        return began == 0 and last < time.monotonic() - IDLE

    def _bury(self) -> None:
        """Forgets processes that have ended; of one that nobody asked to, the log tells."""
        for hand in list(self._hands):
            pid, status = os.waitpid(hand.pid, os.WNOHANG)
            if pid == 0:
                continue
            self._hands.remove(hand)
            if status and not self._over:
                _log.warning("worker_ended", queue=hand.lane.queue.value, code=os.waitstatus_to_exitcode(status))
                if time.monotonic() - hand.since < IDLE:
                    self._pause_until = time.monotonic() + PAUSE

    def _end(self, *_: Any) -> None:
        self._over = True

    def _stop(self) -> None:
        for hand in self._hands:
            os.kill(hand.pid, signal.SIGTERM)
        while self._hands:
            self._bury()
            time.sleep(LOOK / 4)


def _end_with_parent() -> None:
    """On Linux a process finishes its job and ends when its parent is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
