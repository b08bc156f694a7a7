"""Worker processes for tests, as `motcua worker` runs them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.settings import Settings
from motcua.environment import environment
from tests.support.clock import for_children
from tests.support.processes import start, stop
from workers import relay

_WORKER = "import sys; from workers.settings import read; import workers.main; workers.main.run(read(), burst='-b' in sys.argv)"


@contextmanager
def relaying(settings: Settings) -> Iterator[None]:
    """A relay in a thread, for as long as the block lasts."""
    ended = threading.Event()
    thread = threading.Thread(target=relay.run, args=(settings, ended))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=60)
        assert not thread.is_alive()


def _command() -> list[str]:
    return [sys.executable, "-c", for_children() + _WORKER]


def worker_burst(settings: Settings, **variables: str) -> str:
    """Runs a worker until the queue is empty; returns what it logged. Fails when it did not end well."""
    given = {**environment(settings), **variables}
    done = subprocess.run(
        [*_command(), "-b"], env=given, capture_output=True, text=True, timeout=300, cwd=_root(), check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout + done.stderr


@contextmanager
def worker(settings: Settings, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that runs until the block ends."""
    process = start(_command(), log, env=environment(settings), cwd=_root())
    try:
        yield process
    finally:
        stop(process)


def children(process: int) -> list[int]:
    """The ids of a process's children (Linux)."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in found]


def alive(process: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def _root() -> Path:
    return Path(__file__).resolve().parents[2]
