"""Several writes as one statement of PostgreSQL, with each command in a WITH clause: one round trip, parsed and planned once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Delete, Dialect, Executable, Insert

from core.db.fast.prepared import KEPT, Prepared, numbered, prepared

#: Commands in one statement at most: client and server cache the text of every combination that occurs.
MAX_COMMANDS = 14


class Shape(NamedTuple):
    """A write without its values."""

    statement: Executable
    #: the columns of each row
    columns: tuple[tuple[str, ...], ...]
    #: whether it has to find its row
    must: bool = False


class Command(NamedTuple):
    """A write of one row as a part of the combined statement."""

    prepared: Prepared
    #: whether it has to find its row
    must: bool


class Combined(NamedTuple):
    """The one statement for several writes, and the prepared form of each command, which binds the values of its row."""

    text: str
    parts: tuple[Prepared, ...]


def combinable(shapes: Sequence[Shape]) -> bool:
    """Whether PostgreSQL can execute the writes as one statement.

    The commands in WITH clauses all see the same snapshot and run in no particular order. So no command may depend on rows
    that another one writes, no row may be updated twice (the second update would be lost silently), and no row may be
    inserted again that another command deletes.
    """
    changed: set[Any] = set()
    inserted: set[Any] = set()
    deleted: set[Any] = set()
    for statement, columns, _ in shapes:
        table = statement.table  # type: ignore[attr-defined]
        if isinstance(statement, Insert):
            if table in deleted:
                return False
            inserted.add(table)
            continue
        if len(columns) > 1 or table in changed or table in inserted:
            return False
        changed.add(table)
        if isinstance(statement, Delete):
            deleted.add(table)
    return sum(len(shape.columns) for shape in shapes) <= MAX_COMMANDS


@lru_cache(maxsize=KEPT)
def combined(dialect: Dialect, shapes: tuple[Shape, ...]) -> Combined | None:
    """The one statement for writes of these shapes; ``None`` where they have to be sent one by one."""
    if not combinable(shapes):
        return None
    commands = tuple(
        Command(prepared(dialect, shape.statement, columns), shape.must)
        for shape in shapes
        for columns in shape.columns
    )
    return Combined(joined(commands), tuple(command.prepared for command in commands))


@lru_cache(maxsize=KEPT)
def joined(commands: tuple[Command, ...]) -> str:
    """The text of the one statement, with the parameters of all commands numbered consecutively.

    A command that must find its row and does not find it makes the whole statement fail, with a division by zero.
    """
    clauses, counts, used = [], [], 0
    for place, command in enumerate(commands):
        text, order = numbered(command.prepared.source, used + 1)
        used += len(order)
        if command.must:
            counts.append(f"count((SELECT 1 FROM w{place}))")
        clauses.append(f"w{place} AS ({text}{' RETURNING 1' if command.must else ''})")
    # PostgreSQL executes the clauses that the main query reads before all others.
    return f"WITH {', '.join(clauses)} SELECT 1 / ({' * '.join(counts) or '1'})"
