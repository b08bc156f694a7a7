"""The migrations and the models say the same, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect, select, text

from bpmn.parse import load
from core.db import schema
from core.db.engines import connect
from core.db.models import Base, InboundItem, ProcedureVersion


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


#: messages of the axis before they moved: name → hash, reason and its detail
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CAME = {
    "new": ("ab" * 32, "", ""),
    "parked": ("cd" * 32, "not-for-us", "H99.77"),
    "unread": ("", "not-given", "no answer"),
    "broken": ("ef" * 32, "schema", "line 3"),
    "taken": ("12" * 32, "", ""),
}
STATES = {"unread": "parked", "broken": "parked"}


def test_messages_of_the_axis_move_into_the_inbox_and_back(database_url: str) -> None:
    engine = connect(database_url)
    try:
        schema.downgrade(engine, "0027")
        old = MetaData()
        old.reflect(engine, only=["axis_message"])
        rows = [
            {
                "id": _bound(engine, uuid4()),
                "axis_id": name,
                "sha256": sha256,
                "size": 10 if sha256 else 0,
                "received": AT,
                "state": STATES.get(name, name),
                "reason_code": code,
                "reason": reason,
            }
            for name, (sha256, code, reason) in CAME.items()
        ]
        with engine.begin() as connection:
            connection.execute(old.tables["axis_message"].insert(), rows)
        schema.upgrade(engine)
        assert "axis_message" not in inspect(engine).get_table_names()
        with engine.connect() as connection:
            found = {row.external_id: row for row in connection.execute(select(*InboundItem.__table__.c))}
        assert {name: (row.state, row.reason) for name, row in found.items()} == {
            "new": ("waiting", ""),
            "parked": ("parked", "not-for-us"),
            "unread": ("parked", "not-given"),
            "broken": ("parked", "unreadable"),
            "taken": ("taken", ""),
        }
        assert (found["new"].raw_sha256, found["new"].next_attempt, found["new"].took) == ("ab" * 32, AT, [])
        assert (found["broken"].detail, found["unread"].raw_sha256) == ("schema: line 3", None)
        schema.downgrade(engine, "0027")
        with engine.connect() as connection:
            back = {row.axis_id: row for row in connection.execute(select(*old.tables["axis_message"].c))}
            left = connection.scalar(text("SELECT count(*) FROM inbound"))
        assert left == 0 and {name: row.state for name, row in back.items()} == {
            one["axis_id"]: one["state"] for one in rows
        }
        assert back["new"].sha256 == "ab" * 32 and back["unread"].sha256 == ""
    finally:
        engine.dispose()
