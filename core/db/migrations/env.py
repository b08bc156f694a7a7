"""How Alembic runs our migrations: on the engine it is given, in batch mode so that SQLite can alter tables."""

from alembic import context

from core.db.base import JsonText, UtcDateTime
from core.db.models import Base


def _render(kind, value, autogen):  # type: ignore[no-untyped-def]
    """Migrations name our column types by their plain database types: they must not change with the code."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, JsonText):
        return "sa.Text()"
    return False


def run() -> None:
    """Migrates within one transaction."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=_render
        )
        with context.begin_transaction():
            context.run_migrations()


run()
