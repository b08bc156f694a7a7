"""What all tables share: naming of constraints, times in UTC, JSON without loss, content kept as bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias, cast
from uuid import UUID

from sqlalchemy import DateTime, Dialect, MetaData, Row, Select, Table, Text, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, mapped_column

from core import jsontext
from core.db.fast.prepared import Record
from core.domain.identifiers import uuid7
from core.errors.evidence import StoredUnreadable

#: A row and a statement of any columns: the columns are named where they are selected, once.
AnyRow: TypeAlias = Row[*tuple[Any, ...]] | Record
AnySelect: TypeAlias = Select[*tuple[Any, ...]]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _readable(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:
        try:
            return read(value)
        except (ValueError, TypeError) as error:
            raise StoredUnreadable from error

    return checked


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes, stored in UTC. SQLite keeps no zone: it gets UTC without one and gives it back with one;
    connections to PostgreSQL are in UTC (see ``core.db.engines``), so its times are read as they come."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or (value.tzinfo is UTC and dialect.name != "sqlite"):
            return value
        if value.tzinfo is None:
            raise ValueError("times are stored with their zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        if dialect.name == "postgresql":
            return None
        read = super().result_processor(dialect, coltype)
        return None if read is None else _readable(read)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """JSON as text: a JSON column would reorder keys and lose digits (see ``core.jsontext``)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else jsontext.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return jsontext.read(value)
        except (ValueError, TypeError, jsontext.JsonInvalid) as error:
            raise StoredUnreadable from error


class Base(DeclarativeBase):
    """Base of the tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, UUID: Uuid}


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that bypass the objects."""
    return cast(Table, model.__table__)


def identifier() -> Any:
    """A primary key: UUIDv7, so that keys grow with time."""
    return mapped_column(Uuid, primary_key=True, default=uuid7)
