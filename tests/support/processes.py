"""Servers that tests start for themselves: on free ports, ended with the test run whatever happens to it."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(command: Sequence[str | Path], log: Path, **options: Any) -> subprocess.Popen[bytes]:
    """Starts ``command`` with its output in ``log``; on Linux it dies with the test process, even after kill -9."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            **options,
        )


def stop(process: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM, patience: float = 10) -> int:
    """Asks the process to end, kills it when it does not, and returns its exit code."""
    if process.poll() is None:
        process.send_signal(by)
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def wait_until(ready: Callable[[], object], what: str, *, patience: float = 60, log: Path | None = None) -> None:
    """Waits until ``ready()`` is true and does not raise. Fails with the last error and the end of ``log``."""
    deadline = time.monotonic() + patience
    error: BaseException | None = None
    while time.monotonic() < deadline:
        try:
            if ready():
                return
            error = None
        except Exception as raised:  # noqa: BLE001 - whatever it is, it is retried and then shown
            error = raised
        time.sleep(0.05)
    tail = log.read_text(errors="replace")[-3000:] if log and log.exists() else ""
    raise AssertionError(f"{what} did not happen within {patience:g} s. Last error: {error!r}\n{tail}")


def listens(port: int) -> bool:
    """Whether something accepts connections on ``port`` of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
