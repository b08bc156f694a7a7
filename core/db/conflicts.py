"""Somebody else was faster: how a unit of work learns it, from either database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import errors


class ConcurrentUpdate(Exception):
    """A row is no longer as it was read, or what was to be added is there: somebody was faster. Nothing was written."""


@contextmanager
def translate_conflicts() -> Iterator[None]:
    """Raises :class:`ConcurrentUpdate` for what the databases say when somebody else was faster; faults stay what they are."""
    try:
        yield
    except (errors.DivisionByZero, errors.UniqueViolation, errors.DeadlockDetected) as error:
        raise ConcurrentUpdate from error
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorname not in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
            raise
        raise ConcurrentUpdate from error
