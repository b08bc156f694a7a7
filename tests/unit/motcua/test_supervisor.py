"""The supervisor: what dies is started again, what is told to end ends, and nothing survives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from motcua import supervisor
from motcua.supervisor import Service, Supervisor, spawn
from tests.support.processes import wait_until

SLEEPER = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


def _service(name: str, code: str, folder: Path) -> Service:
    return Service(name, lambda: spawn([sys.executable, "-c", code], dict(os.environ), folder / f"{name}.log"))


@contextmanager
def _running(services: list[Service]) -> Iterator[tuple[Supervisor, list[str]]]:
    said: list[str] = []
    keeper = Supervisor(services, said.append)
    keeper.start()
    watch = threading.Thread(target=keeper.watch)
    watch.start()
    try:
        yield keeper, said
    finally:
        keeper.stop.set()
        watch.join()
        keeper.end()


def _pid(service: Service) -> int:
    assert service.process is not None
    return service.process.pid


def test_a_killed_service_is_started_again(tmp_path: Path) -> None:
    service = _service("web", SLEEPER, tmp_path)
    with _running([service]) as (_, said):
        first = _pid(service)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: service.process is not None and _pid(service) != first, "the restart")
        assert said == ["web ended with code -9; it is started again"]


def test_pauses_between_starts_grow_and_stay_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    service = Service("web", lambda: subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]))
    pauses = []
    for _ in range(8):
        service.launch()
        assert service.process is not None
        service.process.wait()
        assert service.died() == 3
        pauses.append(service.resume_at - 1000.0)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_services_end_in_the_opposite_order(tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    code = "import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: (open({0!r}, 'a').write({1!r}), sys.exit(0)))\n"
    code += "open({2!r}, 'w').close()\nwhile True: time.sleep(0.05)"
    services = []
    for name in ("queue", "web"):
        text = code.format(str(ended), f"{name} ", str(tmp_path / f"{name}.up"))
        services.append(_service(name, text, tmp_path))
    with _running(services):
        wait_until(lambda: (tmp_path / "queue.up").exists() and (tmp_path / "web.up").exists(), "the start")
    assert ended.read_text() == "web queue "


def test_a_service_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 0.3)
    service = _service("deaf", DEAF, tmp_path)
    with _running([service]) as (_, said):
        wait_until(lambda: (tmp_path / "deaf.log").read_text() == "deaf\n", "the start")
        process = service.process
    assert process is not None and process.returncode == -signal.SIGKILL
    assert said == ["deaf did not end within 0.3 seconds and was killed"]


def test_a_long_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LOG_LIMIT", 10)
    log = tmp_path / "web.log"
    log.write_text("a line of the last run\n")
    assert spawn([sys.executable, "-c", "print('new')"], dict(os.environ), log).wait() == 0
    assert log.read_text() == "new\n"
    assert (tmp_path / "web.old.log").read_text() == "a line of the last run\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    code = "import os, sys, time; from pathlib import Path; from motcua.supervisor import spawn\n"
    code += (
        f"child = spawn([sys.executable, '-c', {SLEEPER!r}], dict(os.environ), Path({str(tmp_path / 'child.log')!r}))\n"
    )
    code += "print(child.pid, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    wait_until(lambda: not _alive(child), "the end of the child")


def _alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_service_that_cannot_be_started_again_is_tried_later(tmp_path: Path) -> None:
    service = _service("web", SLEEPER, tmp_path)
    begin = service.start
    refusals = iter([OSError("no memory")])

    def start() -> subprocess.Popen[bytes]:
        for refusal in refusals:
            raise refusal
        return begin()

    with _running([service]) as (_, said):
        service.start = start
        os.kill(_pid(service), signal.SIGKILL)
        wait_until(lambda: service.deaths == 2 and service.process is not None, "the second try")
        assert said[1:] == ["web could not be started: no memory"]
