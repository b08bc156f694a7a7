"""``INSERT … ON CONFLICT``: both databases know it, SQLAlchemy has it for each apart."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from core.db.reading import Reading


def insert_into(work: Reading, table: Any) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that may say what happens ``on_conflict``, in the words of the database at hand."""
    return sqlite.insert(table) if work.on_sqlite else postgresql.insert(table)


def insert_absent(work: Reading, table: type) -> Insert:
    """An INSERT that leaves a row alone that is there already. It may be noted among an attempt's writes."""
    return _insert_absent(table, work.on_sqlite)


@cache  # a noted statement is known by its identity
def _insert_absent(table: type, on_sqlite: bool) -> Insert:
    build = sqlite.insert if on_sqlite else postgresql.insert
    return build(table.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]
