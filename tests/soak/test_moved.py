"""Every process the suite starts is on the same date, moved or not: what the parts of ``make soak`` stand on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser
from redis import Redis

from core.settings import Settings
from motcua.environment import environment
from tests.soak import moving
from tests.support import postgres
from tests.support.needs import absent

NEAR = 300  # seconds: a loaded machine takes its time to answer


def test_the_date_is_moved_by_what_was_asked_for(tmp_path: Path) -> None:
    """What the system writes beside a new file is the one date nobody moves."""
    probe = tmp_path / "probe"
    probe.touch()
    moved = time.time() - probe.stat().st_mtime
    assert abs(moved - int(os.environ.get(moving.SECONDS, "0"))) < NEAR


def test_the_machine_is_in_the_zone_that_was_asked_for() -> None:
    zone = os.environ.get("TZ")
    if zone:
        now = datetime.now(UTC)
        assert now.astimezone().utcoffset() == now.astimezone(ZoneInfo(zone)).utcoffset(), "is tzdata installed?"


def test_a_child_with_the_settings_of_the_office_is_on_the_same_date(settings: Settings) -> None:
    command = [sys.executable, "-c", "import time; print(time.time())"]
    told = subprocess.run(command, env=environment(settings), capture_output=True, text=True, check=True).stdout
    assert abs(float(told) - time.time()) < NEAR


def test_postgresql_is_on_the_same_date(postgres_server: postgres.Server) -> None:
    with psycopg.connect(postgres.libpq(postgres_server.url)) as connection:
        (told,) = connection.execute("SELECT extract(epoch FROM now())").fetchone() or (0,)
    assert abs(float(told) - time.time()) < NEAR


def test_the_queue_server_is_on_the_same_date(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        assert abs(redis.time()[0] - time.time()) < NEAR


def test_the_browser_is_on_the_same_date(browser: Browser) -> None:
    page = browser.new_page()
    assert abs(page.evaluate("Date.now()") / 1000 - time.time()) < NEAR
    page.close()


WAITS: dict[str, str] = {
    "sleep": "time.sleep(0.2)",
    "event": "threading.Event().wait(0.2)",
    "lock": "(lambda lock: (lock.acquire(), lock.acquire(timeout=0.2)))(threading.Lock())",
    "queue": "suppress(queue.Empty, lambda: queue.Queue().get(timeout=0.2))",
    "loop": "asyncio.run(asyncio.sleep(0.2))",
    "process": "suppress(subprocess.TimeoutExpired, lambda: subprocess.run(['sleep', '9'], timeout=0.2))",
}
CHILD = """
import asyncio, queue, subprocess, threading, time
def suppress(kind, wait):
    try: wait()
    except kind: pass
wall, steady = time.time(), time.monotonic()
{wait}
print(wall, time.time() - wall, time.monotonic() - steady)
"""


@pytest.mark.parametrize("wait", WAITS)
def test_a_moved_process_waits_as_long_as_before(wait: str, tmp_path: Path) -> None:
    year = 365 * 86400
    try:
        library = moving.built(tmp_path)
    except moving.CannotMove as reason:
        absent("a way to move the date", str(reason))
    given = {**os.environ, moving.SECONDS: str(year), "LD_PRELOAD": str(library)}
    code = CHILD.format(wait=WAITS[wait])
    done = subprocess.run(
        [sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True, timeout=60
    )
    at, wall, steady = map(float, done.stdout.split())
    already = int(os.environ.get(moving.SECONDS, "0"))
    assert abs(at - (time.time() - already + year)) < NEAR
    assert wall >= 0.19 and steady >= 0.19 and abs(wall - steady) < 1


def test_without_a_compiler_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(moving.CannotMove, match="apt-get install gcc"):
        moving.built(tmp_path)


def test_a_moved_environment_goes_with_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    built: Callable[[Path], Path] = lambda folder: folder / "moved.so"  # noqa: E731
    monkeypatch.setattr(moving, "built", built)
    with moving.moved(60, "Pacific/Kiritimati") as found:
        folder = Path(found["TMPDIR"])
        assert (found[moving.SECONDS], found["TZ"], found["LD_PRELOAD"]) == (
            "60",
            "Pacific/Kiritimati",
            f"{folder}/moved.so",
        )
        assert folder.stat().st_mode & 0o777 == 0o755, "PostgreSQL is another user"
    assert not folder.exists()
