"""The error for a conflict with another transaction, raised for both databases alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import errors


class ConcurrentUpdate(Exception):
    """Another transaction was faster: a row was changed since it was read, or already added. Nothing was written."""


@contextmanager
def translate_conflicts() -> Iterator[None]:
    """Raises :class:`ConcurrentUpdate` for errors that mean a conflict with another transaction; others pass unchanged."""
    try:
        yield
    except (errors.DivisionByZero, errors.UniqueViolation, errors.DeadlockDetected) as error:
        raise ConcurrentUpdate from error
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorname not in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
            raise
        raise ConcurrentUpdate from error
