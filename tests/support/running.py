"""The whole product as `make run` starts it, in a data folder of its own, for tests that go through its doors."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support.processes import free_port, start, stop, wait_until

PACE = "1"  # seconds between two states of a simulated parcel


@dataclass(frozen=True)
class Running:
    """A running office: its address, its data folder, what it printed, and its credentials."""

    url: str
    home: Path
    log: Path

    @property
    def credentials(self) -> dict[str, Any]:
        """``demo-credentials.json``."""
        data: dict[str, Any] = json.loads((self.home / "demo-credentials.json").read_text("utf-8"))
        return data

    @property
    def outside(self) -> dict[str, str]:
        """The addresses of the simulators."""
        data: dict[str, str] = json.loads((self.home / "run" / "simulators.json").read_text("utf-8"))
        return data

    def password(self, username: str) -> str:
        """The password of a demonstration account."""
        return next(item["password"] for item in self.credentials["accounts"] if item["username"] == username)

    def machine(self, role: str) -> httpx.Client:
        """The REST door with the token of a role."""
        headers = {"Authorization": f"Bearer {self.credentials['tokens'][role]}", "Accept-Language": "en"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30)

    def letters(self) -> list[dict[str, str]]:
        """The letters that the mail server took."""
        answer = httpx.get(f"{self.outside['mail_page']}/letters.json", timeout=30).raise_for_status()
        found: list[dict[str, str]] = answer.json()
        return found


@contextmanager
def office(folder: Path, **changes: str) -> Iterator[Running]:
    """Starts ``motcua up`` and waits for its doors; ends it and proves that it ends cleanly. ``changes``: variables."""
    port, log = free_port(), folder / "up.log"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    environment = kept | {"MOTCUA_HOME": str(folder / "home"), "MOTCUA_PORT": str(port)} | changes
    process = start([sys.executable, "-m", "motcua", "up", "--pace", PACE], log, env=environment)
    running = Running(f"http://127.0.0.1:{port}", folder / "home", log)
    try:
        wait_until(
            lambda: process.poll() is not None or "Ctrl-C" in log.read_text(), "the start", patience=120, log=log
        )
        assert process.poll() is None, log.read_text()
        yield running
    finally:
        code = stop(process, patience=90)
    assert code == 0, log.read_text()
