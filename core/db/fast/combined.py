"""Several writes as one statement of PostgreSQL, a row of commands in WITH: one round trip, parsed and planned once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Delete, Dialect, Executable, Insert

from core.db.fast.prepared import KEPT, Prepared, numbered, prepared

#: Commands in one statement at most: each set of commands is a text that both sides keep.
WIDEST = 12
#: of each command its prepared form, and whether it must find its row
Parts = tuple[tuple[Prepared, bool], ...]


class Shape(NamedTuple):
    """A write without its values. ``columns``: of each row; ``must``: whether it has to find its row."""

    statement: Executable
    columns: tuple[tuple[str, ...], ...]
    must: bool = False


class Combined(NamedTuple):
    """The one statement for several writes, and what binds the values of each of their rows."""

    text: str
    parts: tuple[Prepared, ...]


def combinable(shapes: Sequence[Shape]) -> bool:
    """Whether PostgreSQL can do all of it in one statement.

    The commands of a WITH see the same snapshot and run in no order. So none may look at what another wrote, no row may
    be changed twice (the second change would be lost without a word), and none may come back that is deleted.
    """
    changed: set[Any] = set()
    grown: set[Any] = set()
    shrunk: set[Any] = set()
    for statement, columns, _ in shapes:
        table = statement.table  # type: ignore[attr-defined]
        if isinstance(statement, Insert):
            if table in shrunk:
                return False
            grown.add(table)
            continue
        if len(columns) > 1 or table in changed or table in grown:
            return False
        changed.add(table)
        if isinstance(statement, Delete):
            shrunk.add(table)
    return sum(len(shape.columns) for shape in shapes) <= WIDEST


@lru_cache(maxsize=KEPT)
def combined(dialect: Dialect, shapes: tuple[Shape, ...]) -> Combined | None:
    """The one statement for writes of these shapes; ``None`` where they must go out one by one."""
    if not combinable(shapes):
        return None
    parts = tuple((prepared(dialect, statement, row), must) for statement, columns, must in shapes for row in columns)
    return Combined(joined(parts), tuple(part for part, _ in parts))


@lru_cache(maxsize=KEPT)
def joined(parts: Parts) -> str:
    """The text of commands that run as one statement, their parameters numbered on.

    A command that must find its row and does not makes the statement fail as a whole, with a division by zero.
    """
    named, musts, used = [], [], 0
    for place, (part, must) in enumerate(parts):
        text, order = numbered(part.source, used + 1)
        used += len(order)
        if must:
            musts.append(f"count((SELECT 1 FROM w{place}))")
        named.append(f"w{place} AS ({text}{' RETURNING 1' if must else ''})")
    # PostgreSQL runs what the main query reads before everything else.
    return f"WITH {', '.join(named)} SELECT 1 / ({' * '.join(musts) or '1'})"
