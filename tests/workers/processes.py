"""Worker processes for tests, as `motcua worker` runs them."""

from __future__ import annotations

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


def child_command(code: str) -> list[str]:
    """The command that runs ``code`` in a process of its own, by the test's clock."""
    return [sys.executable, "-c", for_children() + code]


def worker_burst(settings: Settings, **variables: str) -> str:
    """Runs a worker until the queue is empty; returns what it logged. Fails when it did not end well."""
    given = {**environment(settings), **variables}
    done = subprocess.run(
        [*child_command(_WORKER), "-b"],
        env=given,
        capture_output=True,
        text=True,
        timeout=300,
        cwd=_root(),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout + done.stderr


@contextmanager
def worker(settings: Settings, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that runs until the block ends."""
    process = start(child_command(_WORKER), log, env=environment(settings), cwd=_root())
    try:
        yield process
    finally:
        stop(process)


def _root() -> Path:
    return Path(__file__).resolve().parents[2]
