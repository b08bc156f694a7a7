"""``INSERT … ON CONFLICT``: both databases have it, but SQLAlchemy has a construct of its own for each."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from core.db.reading import Reading


def insert_into(work: Reading, table: Any) -> sqlite.Insert | postgresql.Insert:
    """An INSERT with the ``on_conflict_…`` methods of the database in use."""
    return sqlite.insert(table) if work.on_sqlite else postgresql.insert(table)


def insert_absent(work: Reading, table: type) -> Insert:
    """An INSERT that does nothing if the row exists. It may be noted among the writes of an attempt."""
    return _insert_absent(table, work.on_sqlite)


@cache  # the prepared form of a noted statement is cached by the statement's identity
def _insert_absent(table: type, on_sqlite: bool) -> Insert:
    build = sqlite.insert if on_sqlite else postgresql.insert
    return build(table.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]
