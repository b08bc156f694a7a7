"""The schema's revisions, run by Alembic from inside the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from core.db.engines import READ
from core.errors.database import SchemaNewer, SchemaOlder


def configuration(engine: Engine | None = None) -> Config:
    """Alembic's configuration; ``engine`` is the database to work on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    return config


@cache
def head() -> str:
    """The revision this code expects."""
    current = ScriptDirectory.from_config(configuration()).get_current_head()
    if current is None:
        raise RuntimeError("there are no migrations")
    return current


@cache
def known() -> frozenset[str]:
    """The revisions this release knows, its own and all before."""
    scripts = ScriptDirectory.from_config(configuration()).walk_revisions()
    return frozenset(script.revision for script in scripts)


def require_current(found: str | None) -> None:
    """Raises :class:`SchemaOlder` or :class:`SchemaNewer` if the revision of a database is not that of this release."""
    if found is not None and found not in known():
        raise SchemaNewer()
    if found != head():
        raise SchemaOlder()


def revision(engine: Engine) -> str | None:
    """The revision the database has; ``None`` for an empty one."""
    with engine.connect().execution_options(**{READ: True}) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, target: str = "head") -> None:
    """Brings the database to ``target``. Raises :class:`SchemaNewer` if a newer release has upgraded it."""
    found = revision(engine)
    if found is not None and found not in known():
        raise SchemaNewer()
    command.upgrade(configuration(engine), target)


def downgrade(engine: Engine, target: str) -> None:
    """Takes the database back to ``target``."""
    command.downgrade(configuration(engine), target)
