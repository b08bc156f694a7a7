"""Wires the office: the one place that chooses implementations. Importing it connects to nothing."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from cryptography import x509
from sqlalchemy import make_url

from core.adapters import clock as machine
from core.adapters.blobs import FolderBlobs
from core.adapters.clamd import Clamd
from core.adapters.folders import make_private, write_problem
from core.adapters.inspection.files import inspect_file
from core.adapters.passwords import Argon2Passwords
from core.adapters.pdf_signatures.verifier import PdfSignatureVerifier
from core.adapters.relay_wakeup import RedisRelayWakeup
from core.adapters.typesetting.typst import TypstTypesetter
from core.db import schema
from core.db.engines import connect
from core.db.fast.recent import Recent
from core.db.faults import translate_db_errors
from core.db.unit_of_work import UnitOfWork
from core.domain.channels import TellBy
from core.errors.base import Reason
from core.errors.settings import SettingInvalid
from core.ports import CallbackDoor, Clock, Passwords, Postage, RelayWakeup, SignInProvider, WorkerHealth
from core.services.context.calendars import Calendars
from core.services.context.context import Context
from core.services.context.contracts import Contract
from core.services.context.directory import Directory
from core.services.context.versions import Versions
from core.services.office import Office
from core.setting_values import SECRET_BYTES
from core.settings import Settings

BLOBS = "blobs"


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    worker_health: WorkerHealth | None = None,
    served: Mapping[str, Contract] | None = None,
    callbacks: Mapping[str, CallbackDoor] | None = None,
    postage: Postage | None = None,
    ways: Iterable[str] = (TellBy.EMAIL,),
) -> Office:
    """The office on the database of ``settings``, which must have been migrated; by the machine's clock without one.

    ``served``: the contracts of the topics that have a worker; without it, deploying takes all the office's own for such.
    ``callbacks``: the doors of the outside systems that may send something by themselves. ``postage``: asks the carriers
    for their prices. ``ways``: in which applicants can be told.
    """
    prepare(settings)
    clock = clock or machine.system_clock
    settings = settings.but(secret_key=settings.secret_key or _kept_secret(settings.home))
    wakeup: RelayWakeup = RedisRelayWakeup(settings.redis_url) if settings.redis_url else _no_wakeup
    work = UnitOfWork(connect(settings.database), wakeup)
    directory = Directory(work)
    context = Context(
        settings=settings,
        work=work,
        clock=clock,
        blobs=FolderBlobs(settings.home / BLOBS),
        inspect_file=inspect_file,
        scanner=Clamd(settings.clamd_url) if settings.clamd_url else None,
        passwords=passwords or Argon2Passwords(),
        typeset=TypstTypesetter(),
        verify_signatures=PdfSignatureVerifier(_authorities(settings)),
        directory=directory,
        versions=Versions(work),
        calendars=Calendars(work, directory),
        recent=Recent(),
        provider=_provider(settings, clock),
        worker_health=worker_health,
        served=served,
        callbacks=callbacks or {},
        postage=postage,
        ways=frozenset(ways),
    )
    return Office(context)


def _authorities(settings: Settings) -> list[x509.Certificate]:
    """Whose signatures on papers are believed. Raises :class:`SettingInvalid` for a file that cannot be read."""
    if not settings.signature_roots:
        return []
    try:
        return x509.load_pem_x509_certificates(Path(settings.signature_roots).read_bytes())
    except (OSError, ValueError) as error:
        reason = Reason("no certificates can be read from this file (%(why)s)", why=str(error))
        raise SettingInvalid(name="MOTCUA_SIGNATURE_ROOTS", reason=reason) from error


def _provider(settings: Settings, clock: Clock) -> SignInProvider | None:
    if not settings.oidc_url:
        return None
    from core.adapters.openid import OpenIdProvider  # its libraries take a while to import

    return OpenIdProvider(settings.oidc_url, settings.oidc_client, clock)


def migrate(settings: Settings) -> None:
    """Brings the database of ``settings`` to the newest schema."""
    prepare(settings)
    engine = connect(settings.database)
    try:
        with translate_db_errors():
            schema.upgrade(engine)
    finally:
        engine.dispose()


def prepare(settings: Settings) -> None:
    """Makes the folders an office writes into. Raises :class:`SettingInvalid` where that is impossible."""
    _prepare("MOTCUA_HOME", settings.home)
    _prepare("MOTCUA_HOME", settings.home / BLOBS)
    make_private(settings.home)
    database = make_url(settings.database)
    if settings.database_url and database.get_backend_name() == "sqlite":
        _prepare("MOTCUA_DATABASE_URL", Path(str(database.database)).parent)


def _prepare(setting: str, folder: Path) -> None:
    if why := write_problem(folder):
        reason = Reason("the folder %(folder)s cannot be written (%(why)s)", folder=str(folder), why=why)
        raise SettingInvalid(name=setting, reason=reason)


def _kept_secret(home: Path) -> str:
    """The key made at the first start; every process of this data folder uses the same."""
    path = home / "secret-key"
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600), encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    key = path.read_bytes().decode("utf-8", "replace").strip()
    if len(key.encode()) < SECRET_BYTES:
        reason = Reason("%(path)s does not hold a key; delete it or set one", path=str(path))
        raise SettingInvalid(name="MOTCUA_SECRET_KEY", reason=reason)
    return key


def _no_wakeup() -> None:
    """Without a queue server the relay looks by itself once a second."""
