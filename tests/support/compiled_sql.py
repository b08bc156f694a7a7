"""Statements are compiled once in a test process, though every test has a database and engines of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from core.db import engines

_KEPT = 4000  # statements of both databases; the whole suite knows about half as many


@contextmanager
def once() -> Iterator[None]:
    """Inside it all engines of the house share what was compiled: the test servers do not differ but by their kind."""
    with pytest.MonkeyPatch.context() as patch:
        for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
            patch.setattr(dialect, "__eq__", _alike)
            patch.setattr(dialect, "__hash__", _kind)
        patch.setattr(engines, "create_engine", _sharing(engines.create_engine, LRUCache(_KEPT)))
        yield


def _alike(one: object, other: object) -> bool:
    return type(one) is type(other)


def _kind(dialect: object) -> int:
    return hash(type(dialect))


def _sharing(create: Callable[..., Engine], compiled: Any) -> Callable[..., Engine]:
    def create_engine(*arguments: Any, **options: Any) -> Engine:
        engine = create(*arguments, **options)
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    return create_engine
