"""Keeps a handful of processes running: starts them in order, restarts what dies, ends all of them cleanly.

It knows nothing of the office: a service is a name and a way to start it. It is for one machine and one person who tries
things out; a production office leaves this to systemd or to containers.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 15.0  # seconds a service has to end by itself
LONGEST_PAUSE = 30.0  # seconds between two tries to start a service that keeps dying
STABLE = 60.0  # seconds after which a service counts as started well
LOG_LIMIT = 10_000_000  # bytes; a longer log is put aside at the next start


@dataclass
class Service:
    """One process: how to start it, and how it has fared."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started: float = 0.0
    resume_at: float = field(default=0.0)

    def launch(self) -> None:
        """Starts the process. What :attr:`start` raises counts as a death and is raised again."""
        self.started = time.monotonic()
        try:
            self.process = self.start()
        except Exception:
            self._died()
            raise

    def died(self) -> int | None:
        """The exit code of a process that ended since it was last asked, else None."""
        code = self.process.poll() if self.process is not None else None
        if code is None:
            return None
        self._died()
        return code

    def _died(self) -> None:
        self.process = None
        self.deaths = 1 if time.monotonic() - self.started > STABLE else self.deaths + 1
        self.resume_at = time.monotonic() + min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)

    def due(self) -> bool:
        """Whether a dead process should be started again now."""
        return self.process is None and time.monotonic() >= self.resume_at


class Supervisor:
    """Starts services in the given order and ends them in the opposite one."""

    def __init__(self, services: Sequence[Service], tell: Callable[[str], None]) -> None:
        self._services = services
        self._tell = tell
        self.stop = threading.Event()

    def start(self) -> None:
        """Starts every service once, in order."""
        for service in self._services:
            service.launch()

    def watch(self) -> None:
        """Restarts what dies, with growing pauses, until :attr:`stop` is set."""
        while not self.stop.wait(0.2):
            for service in self._services:
                if (code := service.died()) is not None:
                    self._tell(f"{service.name} ended with code {code}; it is started again")
                if service.due():
                    self._relaunch(service)

    def _relaunch(self, service: Service) -> None:
        try:
            service.launch()
        except Exception as error:  # noqa: BLE001 - one service that cannot start must not take the others down
            self._tell(f"{service.name} could not be started: {error}")

    def end(self) -> None:
        """Ends every service, the last one first; one that does not listen is killed."""
        for service in reversed(self._services):
            if service.process is not None and service.process.poll() is None:
                service.process.send_signal(signal.SIGTERM)
                try:
                    service.process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    self._tell(f"{service.name} did not end within {PATIENCE:g} seconds and was killed")
                    service.process.kill()
                    service.process.wait()


def spawn(command: Sequence[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Starts ``command`` in a session of its own (Ctrl-C reaches the supervisor alone) with its output in ``log``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )


def _end_with_parent() -> None:
    """On Linux a child ends with its supervisor even when that is killed: nothing is left holding the port."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
