"""The server that is shipped for production, while crowds of clients hold on to it without letting it work."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support import offices
from tests.support.processes import free_port, start, stop, wait_until
from tests.support.slow_clients import Attack, Crowd, attacks, served

pytestmark = pytest.mark.e2e
PATIENCE = 60  # seconds for one page; a server that has stopped does not answer within hours
LARGE = 20 * 1024 * 1024
MANY = ["half a request line", "half the headers", "a body byte by byte", "kept alive and idle"]
UNREAD = ["a large answer unread", "ten large answers unread"]
KINDS = [attack.name for attack in attacks()]


@dataclass(frozen=True)
class Production:
    """``motcua serve --production`` with an office behind it."""

    port: int
    home: Path
    log: Path
    process: subprocess.Popen[bytes]
    token: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self) -> None:
        """What an ordinary person asks for."""
        answer = httpx.get(f"{self.url}/portal/", timeout=PATIENCE)
        assert answer.status_code == 200
        assert "</html>" in answer.text


def production(templates: offices.Templates, folder: Path) -> Production:
    template = templates.get(None, seeded=True)
    home = template.copy_home(folder / "home")
    template.copy_database(home)
    token = offices.tokens(home)["receiver"]
    port, log = free_port(), folder / "serve.log"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    environment = kept | {"MOTCUA_HOME": str(home), "MOTCUA_PORT": str(port)}
    process = start([sys.executable, "-m", "motcua", "serve", "--production"], log, env=environment)
    made = Production(port, home, log, process, token)
    wait_until(lambda: httpx.get(f"{made.url}/readyz", timeout=5).status_code == 200, "the start", patience=90, log=log)
    return made


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, _templates: offices.Templates) -> Iterator[Production]:
    made = production(_templates, tmp_path_factory.mktemp("production"))
    yield made
    assert stop(made.process, patience=60) == 0, made.log.read_text()


@pytest.fixture(scope="module")
def large(running: Production) -> str:
    """The address of an answer of 20 MB."""
    content = b"%PDF-1.4\n" + os.urandom(LARGE - 100)
    answer = httpx.post(
        f"{running.url}/api/v1/documents",
        headers={"Authorization": f"Bearer {running.token}"},
        files={"file": ("lớn.pdf", content)},
        timeout=PATIENCE,
    )
    assert answer.status_code == 201, answer.text
    return f"/api/v1/documents/{answer.json()['id']}"


@pytest.mark.parametrize(
    "kind,count",
    [(kind, 20) for kind in KINDS] + [(kind, 100) for kind in UNREAD] + [(kind, 1000) for kind in MANY],
)
def test_pages_come_while_slow_clients_hold_on(
    running: Production, large: str, kind: str, count: int, record_property: Any
) -> None:
    attack = next(each for each in attacks(large, f"Bearer {running.token}") if each.name == kind)
    before = statistics.median(served(running.page, 5))
    with Crowd(running.port, attack, count) as crowd:
        time.sleep(1)
        during = statistics.median(served(running.page, 3))
        assert crowd.connected == count
    ratio = f"{during / before:.1f}"
    record_property("times as long", ratio)
    sys.stdout.write(f"{count} × {kind}: a page takes {ratio} times as long\n")


def test_a_request_at_hand_is_finished_when_the_server_is_asked_to_end(
    tmp_path: Path, _templates: offices.Templates
) -> None:
    made = production(_templates, tmp_path)
    half_sent = threading.Event()
    answers: list[int] = []

    def slowly() -> Iterator[bytes]:
        yield b"username=an&"
        half_sent.set()
        time.sleep(2)
        yield b"password=b"

    def upload() -> None:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "22"}
        answers.append(httpx.post(f"{made.url}/login", content=slowly(), headers=kind, timeout=PATIENCE).status_code)

    client = threading.Thread(target=upload)
    client.start()
    assert half_sent.wait(PATIENCE)
    time.sleep(0.5)
    with Crowd(made.port, Attack("half", b"GET /por", b"t"), 50):
        assert stop(made.process, patience=60) == 0, made.log.read_text()
    client.join()
    assert answers == [400]  # a form without its token: it was read whole and answered
    with pytest.raises(httpx.ConnectError):
        httpx.get(made.url, timeout=5)
