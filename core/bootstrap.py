"""Wires the office: the one place that chooses implementations. Importing it connects to nothing."""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from pathlib import Path

from core.adapters import clock as machine
from core.adapters.blobs import FolderBlobs
from core.adapters.nudge import RedisNudge
from core.adapters.passwords import Argon2Passwords
from core.db import schema
from core.db.engines import connect
from core.db.unit_of_work import UnitOfWork
from core.errors import SettingInvalid
from core.ports import Clock, Nudge, Passwords
from core.services.calendars import Calendars
from core.services.directory import Directory
from core.services.office import Office
from core.services.recent import Recent
from core.services.versions import Versions
from core.services.world import World
from core.settings import Settings


def build(settings: Settings, *, clock: Clock | None = None, passwords: Passwords | None = None) -> Office:
    """The office on the database of ``settings``, which must have been migrated; by the machine's clock without one."""
    prepare_home(settings.home)
    settings = replace(settings, secret_key=settings.secret_key or _kept_secret(settings.home))
    nudge: Nudge = RedisNudge(settings.redis_url) if settings.redis_url else _nobody
    work = UnitOfWork(connect(settings.database), nudge)
    directory = Directory(work)
    world = World(
        settings=settings,
        work=work,
        clock=clock or machine.system_clock,
        blobs=FolderBlobs(settings.home / "blobs"),
        passwords=passwords or Argon2Passwords(),
        directory=directory,
        versions=Versions(work),
        calendars=Calendars(work, directory),
        recent=Recent(),
    )
    return Office(world)


def migrate(settings: Settings) -> None:
    """Brings the database of ``settings`` to the newest schema."""
    prepare_home(settings.home)
    engine = connect(settings.database)
    try:
        schema.upgrade(engine)
    finally:
        engine.dispose()


def prepare_home(home: Path) -> None:
    """Makes the data folder. Raises :class:`SettingInvalid` where that is impossible."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingInvalid(name="MOTCUA_HOME", reason=f"{home}: {error.strerror}") from error
    if not os.access(home, os.W_OK):
        raise SettingInvalid(name="MOTCUA_HOME", reason=f"{home} cannot be written")


def _kept_secret(home: Path) -> str:
    """The key made at the first start; every process of this data folder uses the same."""
    path = home / "secret-key"
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600), encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise SettingInvalid(name="MOTCUA_SECRET_KEY", reason=f"{path} does not hold a key; delete it or set one")
    return key


def _nobody() -> None:
    """No queue is configured: the relay looks by itself once a second."""
