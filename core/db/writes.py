"""The writes of one step, collected in order and sent together.

PostgreSQL gets them as a pipeline: one round trip for all instead of one each. SQLite has no trips to save.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Executable

from core.db.unit_of_work import Work

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Writes:
    """Statements with their values; none of them returns anything anybody looks at."""

    def __init__(self) -> None:
        self._collected: list[tuple[Executable, Values]] = []

    def add(self, statement: Executable, values: Values) -> None:
        """Notes a statement; an empty list of values is nothing to do."""
        if values:
            self._collected.append((statement, values))

    def send(self, work: Work) -> None:
        """Executes everything, in the order it was noted."""
        with _together(work):
            for statement, values in self._collected:
                work.core.execute(statement, _single(values))
        self._collected.clear()


def _single(values: Values) -> Any:
    # A list of one goes another, slower way through the driver.
    return values[0] if isinstance(values, Sequence) and len(values) == 1 else values


@contextmanager
def _together(work: Work) -> Iterator[None]:
    if work.on_sqlite:
        yield
        return
    driver: Any = work.core.connection.driver_connection
    with driver.pipeline():
        yield
