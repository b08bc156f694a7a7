"""A PostgreSQL database for one run, made on the server of ``MOTCUA_DATABASE_URL`` or on the local one, and dropped after."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import click
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from core.adapters.passwords import Argon2Passwords
from core.bootstrap import build, migrate
from core.services.office import Office
from workers.settings import read

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextmanager
def office() -> Iterator[tuple[Office, URL]]:
    """An empty, migrated office on PostgreSQL, and the URL of its database."""
    server = make_url(os.environ.get("MOTCUA_DATABASE_URL") or LOCAL)
    if server.get_backend_name() != "postgresql":
        raise click.ClickException("These measurements need PostgreSQL: set MOTCUA_DATABASE_URL.")
    name = f"motcua_bench_{token_hex(4)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    _execute(admin, f"CREATE DATABASE {name}")
    url = server.set(database=name)
    try:
        with tempfile.TemporaryDirectory() as home:
            settings = read({"MOTCUA_HOME": home})
            settings = settings.but(home=Path(home), database_url=url.render_as_string(hide_password=False))
            migrate(settings)
            built = build(settings, passwords=Argon2Passwords(cheap=True))
            try:
                yield built, url
            finally:
                built.close()
    finally:
        _execute(admin, f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()


def _execute(engine: object, statement: str) -> None:
    try:
        with engine.connect() as connection:  # type: ignore[attr-defined]
            connection.execute(text(statement))
    except OperationalError as error:
        raise click.ClickException(
            f"PostgreSQL does not answer ({error.orig}): start it or set MOTCUA_DATABASE_URL."
        ) from error
