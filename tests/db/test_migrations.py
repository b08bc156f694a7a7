"""The migrations and the models say the same, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect, select

from bpmn.parse import load
from core.db import schema
from core.db.engines import connect
from core.db.models import Base, ProcedureVersion


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


def test_versions_deployed_before_calls_are_found_by_their_process(database_url: str) -> None:
    diagram = (Path(__file__).parents[2] / "bpmn/procedures/register-copy/process.bpmn").read_bytes()
    ids = {"procedure": uuid4(), "version": uuid4()}
    engine = connect(database_url)
    try:
        schema.downgrade(engine, "0004")
        old = MetaData()
        old.reflect(engine, only=["procedure", "procedure_version", "procedure_file"])
        with engine.begin() as connection:
            row = {"id": ids["version"], "procedure_id": ids["procedure"], "number": 1, "sha256": "x", "details": "{}"}
            procedure, version, file = (old.tables[f"procedure{name}"] for name in ("", "_version", "_file"))
            connection.execute(procedure.insert(), {"id": _bound(engine, ids["procedure"]), "code": "9.1"})
            values = {name: _bound(engine, value) for name, value in row.items()}
            connection.execute(version.insert(), values | {"deployed": datetime(2026, 1, 1, tzinfo=UTC)})
            stored = {"version_id": values["id"], "name": "process.bpmn", "data": diagram}
            connection.execute(file.insert(), stored)
        schema.upgrade(engine)
        with engine.connect() as connection:
            found = connection.execute(select(ProcedureVersion.process_id, ProcedureVersion.version_tag)).one()
        assert found == (load(diagram).process_id, load(diagram).version_tag)
        schema.downgrade(engine, "0004")
        schema.upgrade(engine)
    finally:
        engine.dispose()


def _bound(engine: Engine, value: object) -> object:
    """An id as the tables of the database hold it: SQLite has no type for it."""
    return value.hex if isinstance(value, UUID) and engine.dialect.name == "sqlite" else value
