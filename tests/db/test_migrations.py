"""The migrations and the models say the same, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from core.db import schema
from core.db.engines import connect
from core.db.models import Base


def test_the_newest_schema_equals_the_models(database_url: str) -> None:
    engine = connect(database_url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
            difference = compare_metadata(context, Base.metadata)
    finally:
        engine.dispose()
    assert not difference, f"write a migration: {difference}"


def test_the_way_down_and_up_again(database_url: str) -> None:
    engine = connect(database_url)
    try:
        assert schema.revision(engine) == schema.head()
        schema.downgrade(engine, "base")
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
        assert schema.revision(engine) is None
        schema.upgrade(engine)
        assert set(inspect(engine).get_table_names()) >= set(Base.metadata.tables)
    finally:
        engine.dispose()


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    engine = connect(database_url)
    try:
        before = {name: inspect(engine).get_columns(name) for name in inspect(engine).get_table_names()}
        schema.upgrade(engine)
        after = {name: inspect(engine).get_columns(name) for name in inspect(engine).get_table_names()}
        assert repr(before) == repr(after)
    finally:
        engine.dispose()
