"""Translates errors of the database or the disk into errors of the office: unreachable, busy, full.

None of these is a bug here: uncommitted changes are rolled back, and the request may be retried. Every other error
passes unchanged.
"""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import exc

from core.errors.base import CoreError
from core.errors.database import DatabaseAway, DatabaseBusy, DatabaseNone, DatabaseRefused, DatabaseUnknown, StorageFull

#: Prefixes of SQLSTATE: a class (08 connection lost, 57P shut down by the operator, 58 system error) or one state.
_AWAY: Final = ("08", "57P", "53300", "53200", "25006", "58")
_BUSY: Final = ("40001", "40P01", "55P03", "57014")
_FULL: Final = ("53100",)
#: A refused connection has no SQLSTATE (libpq gives psycopg none), so the English text of the server or pooler is matched;
#: in another language the database counts as unreachable.
_UNKNOWN: Final = re.compile(r'database ".*" does not exist|no such database')
_REFUSED: Final = re.compile(
    r'authentication failed|no password supplied|role ".*" does not exist|role ".*" is not permitted to log in'
    r"|no pg_hba\.conf entry|pg_hba\.conf rejects|permission denied for database|no such user|wrong password"
)
#: Errors of the file system that mean that the disk or quota is full.
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_IOERR: DatabaseAway,
    sqlite3.SQLITE_CANTOPEN: DatabaseAway,
    sqlite3.SQLITE_READONLY: DatabaseAway,
    sqlite3.SQLITE_PROTOCOL: DatabaseBusy,
    sqlite3.SQLITE_NOTADB: DatabaseNone,
}


@contextmanager
def translate_db_errors() -> Iterator[None]:
    """Raises database and disk errors of its block as :class:`CoreError`; other errors pass unchanged."""
    try:
        yield
    except Exception as error:
        if meaning := as_core_error(error):
            raise meaning from error
        raise


def as_core_error(error: BaseException) -> CoreError | None:
    """The error of the office that stands for ``error``; ``None`` if it is no error of database or disk."""
    if isinstance(error, exc.TimeoutError):  # every connection is in use
        return DatabaseBusy()
    if isinstance(error, OSError):
        return StorageFull() if error.errno in FULL else None
    lost = isinstance(error, exc.DBAPIError) and error.connection_invalidated
    origin = error.orig if isinstance(error, exc.DBAPIError) else error
    if isinstance(origin, sqlite3.Error):
        code = getattr(origin, "sqlite_errorcode", sqlite3.SQLITE_OK) or sqlite3.SQLITE_OK
        found = _SQLITE.get(code & 0xFF)  # the high bytes of an extended code say where it happened
        return found() if found else None
    if type(origin).__module__.partition(".")[0] == "psycopg":
        return _from_psycopg(origin, lost)
    return None


def _from_psycopg(error: Any, lost: bool) -> CoreError | None:
    import psycopg

    if not isinstance(error, psycopg.Error):
        return None
    state = error.sqlstate or ""
    if state.startswith(_FULL):
        return StorageFull()
    if state.startswith(_BUSY):
        return DatabaseBusy()
    if state == "3D000" or (not state and _UNKNOWN.search(str(error))):
        return DatabaseUnknown()
    if state.startswith("28") or (not state and _REFUSED.search(str(error))):
        return DatabaseRefused()
    gone = not state and isinstance(error, psycopg.OperationalError)  # the server could not even say why
    return DatabaseAway() if lost or gone or state.startswith(_AWAY) else None
