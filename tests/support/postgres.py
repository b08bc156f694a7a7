"""A PostgreSQL for the tests: the one named by MOTCUA_TEST_DATABASE_URL, else an own cluster in a temporary folder."""

from __future__ import annotations

import getpass
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from tests.support.processes import free_port, start, stop, wait_until

_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/pgsql/bin",
)
#: bytes that a cluster and the databases of one test process may grow to, with those of its neighbours
ROOM = 4 * 1024**3
# A test cluster need not survive a power cut.
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", "shared_buffers=64MB")


@dataclass(frozen=True)
class Server:
    """A server where databases may be created. ``url`` is a SQLAlchemy URL of its maintenance database."""

    url: str
    log: Path | None = None
    _created: set[str] = field(default_factory=set)

    def create(self, template: str | None = None) -> str:
        """Creates a database, a copy of ``template`` if one is given, and returns its URL."""
        name = f"motcua_test_{uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{database_name(template)}"' if template else ""))
        url = make_url(self.url).set(database=name).render_as_string(hide_password=False)
        self._created.add(url)
        return url

    def drop(self, url: str) -> None:
        """Drops the database, with whoever is still connected to it."""
        self._run(f'DROP DATABASE IF EXISTS "{database_name(url)}" WITH (FORCE)')
        self._created.discard(url)

    def drop_all(self) -> None:
        """Drops what was created here and is still there."""
        for url in list(self._created):
            self.drop(url)

    def _run(self, statement: str) -> None:
        try:
            with psycopg.connect(libpq(self.url), autocommit=True) as connection:
                connection.execute(statement.encode())
        except psycopg.OperationalError as error:
            if self.log is not None:
                error.add_note(f"The end of the server's log:\n{self.log.read_text(errors='replace')[-3000:]}")
            raise


def database_name(url: str) -> str:
    """The database a SQLAlchemy URL names."""
    return str(make_url(url).database)


def libpq(url: str) -> str:
    """The same address for psycopg itself."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def program(name: str) -> str | None:
    """The path of a PostgreSQL server program: on PATH, else where distributions put it, newest first."""
    if found := shutil.which(name):
        return found
    folders = sorted((folder for pattern in _FOLDERS for folder in glob.glob(pattern)), reverse=True)
    return next((path for folder in folders if os.access(path := f"{folder}/{name}", os.X_OK)), None)


def available() -> bool:
    """Whether a server can be had."""
    return bool(os.environ.get("MOTCUA_TEST_DATABASE_URL") or (program("initdb") and program("postgres")))


@contextmanager
def server() -> Iterator[Server]:
    """The server of this test process."""
    if url := os.environ.get("MOTCUA_TEST_DATABASE_URL"):
        named = Server(make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False))
        yield named
        named.drop_all()
        return
    with cluster() as own:
        yield own.server


class Cluster:
    """An own server in a folder of its own, which a test may stop and start again."""

    def __init__(self, home: Path) -> None:
        user = _server_user()
        self._home, self._port = home, free_port()
        self._identity = {"user": user} if user != getpass.getuser() else {}
        if self._identity:
            shutil.chown(home, user)
        self._process: subprocess.Popen[bytes] | None = None
        url = f"postgresql+psycopg://motcua@127.0.0.1:{self._port}/postgres"
        self.server = Server(url, home / "server.log")
        options = ["--no-sync", "-A", "trust", "-U", "motcua", "-E", "UTF8", "--locale=C", "-D", self._data]
        initdb = [str(program("initdb")), *options]
        subprocess.run(initdb, check=True, capture_output=True, cwd=home, **self._identity)

    @property
    def _data(self) -> str:
        return str(self._home / "data")

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        options = [part for setting in (*_FAST, f"unix_socket_directories={self._home}") for part in ("-c", setting)]
        command = [str(program("postgres")), "-D", self._data, "-h", "127.0.0.1", "-p", str(self._port), *options]
        log = self._home / "server.log"
        self._process = start(command, log, cwd=self._home, **self._identity)
        answers = libpq(self.server.url)
        wait_until(lambda: psycopg.connect(answers).close() is None, "the start of PostgreSQL", patience=120, log=log)

    def stop(self) -> None:
        """Stops the server at once: whoever is connected is thrown out."""
        if self._process is not None:
            stop(self._process, by=signal.SIGINT)  # fast shutdown
            self._process = None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server of the caller's own, started."""
    # Not in pytest's own temporary folder: that is private to this user, and PostgreSQL may run as another one.
    place = _memory()
    with tempfile.TemporaryDirectory(prefix="motcua-postgres-", dir=place, ignore_cleanup_errors=True) as folder:
        made = Cluster(Path(folder))
        try:
            made.start()
            yield made
        finally:
            made.stop()


def _memory() -> str | None:
    """The folder of the machine's memory where there is room for a cluster; None: on the disk.

    Every test copies a database of 9 MB: 50 to 90 ms in memory, 200 to 900 ms on a disk that others use, too.
    """
    folder = "/dev/shm"
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < ROOM:
        return None
    return folder


def _server_user() -> str:
    """PostgreSQL refuses to run as root; its package brings a user."""
    if os.getuid() != 0:
        return getpass.getuser()
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
