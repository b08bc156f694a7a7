"""Offices for tests: databases migrated and demonstrations seeded once per test process, then copied."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from core.services.seed import Seed
from tests.support.clock import SEEDED, TestClock
from tests.support.postgres import Server

if TYPE_CHECKING:
    from core.ports import Clock
    from core.services.office import Office
    from core.settings import Settings

SECRET_KEY = "only-for-tests-0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Template:
    """A data folder and its database, to be copied and never used itself."""

    home: Path
    url: str
    server: Server | None  # None: SQLite

    def copy_home(self, target: Path) -> Path:
        """Copies the data folder, without the database."""
        shutil.copytree(self.home, target, ignore=shutil.ignore_patterns("*.db*"))
        return target

    def copy_database(self, folder: Path) -> str:
        """Copies the database, an SQLite one into ``folder``, and returns the copy's URL."""
        if self.server is not None:
            return self.server.create(template=self.url)
        target = folder / "motcua.db"
        with (
            closing(sqlite3.connect(str(make_url(self.url).database))) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
        return f"sqlite:///{target}"

    def drop(self, url: str) -> None:
        """Removes a copy from the server; a copied file goes with the test's folder."""
        if self.server is not None:
            self.server.drop(url)


class Templates:
    """The templates of one test process; each is made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[bool, bool], Template] = {}

    def get(self, server: Server | None, *, seeded: bool) -> Template:
        """A migrated database on ``server`` (None: SQLite), with the demonstration when ``seeded``."""
        key = (server is not None, seeded)
        if key not in self._made:
            self._made[key] = self._make(server, seeded=seeded)
        return self._made[key]

    def _make(self, server: Server | None, *, seeded: bool) -> Template:
        name = f"{'postgresql' if server else 'sqlite'}-{'demonstration' if seeded else 'empty'}-"
        home = Path(tempfile.mkdtemp(prefix=name, dir=self._folder))  # a new one each time: the first may have failed
        url = server.create() if server else f"sqlite:///{home / 'motcua.db'}"
        migrate(url)
        if seeded:
            with opened(configured(home, url), TestClock(SEEDED)) as office:
                Seed(office).demonstration()
        return Template(home, url, server)


def configured(home: Path, url: str = "", **changes: object) -> Settings:
    """Settings for a data folder."""
    from workers.settings import read

    return read({"MOTCUA_HOME": str(home), "MOTCUA_SECRET_KEY": SECRET_KEY}).but(database_url=url, **changes)


def tokens(home: Path) -> dict[str, str]:
    """The demonstration's tokens by role."""
    found: dict[str, str] = json.loads((home / "demo-credentials.json").read_text("utf-8"))["tokens"]
    return found


def migrate(url: str) -> None:
    """Brings a database to the newest schema."""
    from core.db import schema
    from core.db.engines import connect

    engine = connect(url)
    try:
        schema.upgrade(engine)
    finally:
        engine.dispose()


def differences(office: Office) -> list[str]:
    """Everything that ``motcua audit verify --all`` would find."""
    return [
        f"{verdict.dossier}: {verdict.reason} {[str(found.sentence) for found in verdict.findings]}"
        for verdict in office.audit.verify_all()
        if not verdict.intact
    ]


@contextmanager
def opened(settings: Settings, clock: Clock) -> Iterator[Office]:
    """An office with passwords that are cheap to check."""
    from core.adapters.passwords import Argon2Passwords
    from core.bootstrap import build

    office = build(settings, clock=clock, passwords=Argon2Passwords(cheap=True))
    try:
        yield office
    finally:
        office.close()
