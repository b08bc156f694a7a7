"""What may be written to a log about an error: where it happened and of what class it is, never what a person typed.

The message of an exception often quotes data: a database driver the row, a parser the text, a check the value. So messages are
left out, and with them names, addresses, numbers and secrets. The rest is enough to find the fault: the frames, the classes,
the chain of causes, and facts that belong to the program (SQL without values, constraint, error codes).
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator

from core.errors.base import CoreError

LONGEST_STATEMENT = 500


def error_summary(error: BaseException) -> str:
    """The class of ``error`` and those facts about it that contain no personal data, on one line."""
    return " ".join([f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins."), *_facts(error)])


def error_traceback(error: BaseException) -> str:
    """The tracebacks of ``error`` and of its causes, oldest first, each error as :func:`error_summary`."""
    return "\nfrom which came:\n".join(_one_traceback(one) for one in reversed(list(_chain(error))))


def _one_traceback(error: BaseException) -> str:
    text = "".join(traceback.format_tb(error.__traceback__)) + error_summary(error)
    if isinstance(error, BaseExceptionGroup):
        text += "".join(f"\nbeside others:\n{error_traceback(one)}" for one in error.exceptions)
    return text


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _facts(error: BaseException) -> Iterator[str]:
    if isinstance(error, CoreError):
        yield error.code
    if isinstance(error, OSError) and error.errno is not None:
        yield errno.errorcode.get(error.errno, str(error.errno))
    for name in ("sqlstate", "sqlite_errorname"):  # of psycopg and of sqlite3
        if isinstance(found := getattr(error, name, None), str):
            yield found
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    if isinstance(constraint, str):
        yield constraint
    driver = getattr(error, "orig", None)  # SQLAlchemy's errors hold the driver's
    if isinstance(driver, BaseException):
        yield f"({error_summary(driver)})"
    if isinstance(statement := getattr(error, "statement", None), str):
        yield f"[{' '.join(statement.split())[:LONGEST_STATEMENT]}]"
