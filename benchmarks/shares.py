"""``motcua bench shares``: what a completed task costs without each of the parts that exist for speed alone.

All ways alternate in blocks of one run on PostgreSQL; read their ratios, for the milliseconds depend on the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from unittest.mock import patch

import click

from benchmarks.databases import office
from benchmarks.processor import Processor
from benchmarks.stepping import ROLES, walk
from benchmarks.steps import prepare
from core.db.fast.recent import Recent
from core.db.reading import Reading
from core.db.writes import Writes
from core.services.office import Office

BLOCKS = 12
Way = Callable[[Office], AbstractContextManager[Any]]


def _without_memory(_office: Office) -> AbstractContextManager[Any]:
    return patch.object(Recent, "of_task", lambda _self, _task: None)


def _without_prepared_reads(_office: Office) -> AbstractContextManager[Any]:
    def read_all(self: Any, statement: Any, values: Mapping[str, Any]) -> list[Any]:
        return list(self._connection.execute(statement, values))

    return patch.multiple(Reading, read_all=read_all)


@contextmanager
def _without_memory_and_prepared_reads(bench: Office) -> Iterator[None]:
    with _without_memory(bench), _without_prepared_reads(bench):
        yield


def _without_one_statement(_office: Office) -> AbstractContextManager[Any]:
    return patch.object(Writes, "send_combined", lambda _self, _connection: False)


@contextmanager
def _under_locks(bench: Office) -> Iterator[None]:
    with patch.object(bench.context.work, "_unlocked", None):
        yield


WAYS: Mapping[str, Way] = {
    "as it is": lambda _office: nullcontext(),
    "without remembered dossiers": _without_memory,
    "without both memory and prepared reads": _without_memory_and_prepared_reads,
    "without one statement for all writes": _without_one_statement,
    "under locks (no attempt)": _under_locks,
}


@dataclass(slots=True)
class Spent:
    """What the steps of one way took: seconds of the clock each, and of the processors together."""

    clock: list[float] = field(default_factory=list)
    processor: Processor = field(default_factory=Processor)

    def figures(self, usual: Spent) -> dict[str, float]:
        """Milliseconds a step, and how many times those of ``usual`` they are."""
        each, usually = (spent.processor.seconds / len(spent.clock) for spent in (self, usual))
        return {
            "p50_ms": round(median(self.clock) * 1000, 2),
            "times": round(median(self.clock) / median(usual.clock), 2),
            "processor_ms": round(each * 1000, 2),
            "processor_times": round(each / usually, 2),
        }


def run(as_json: bool) -> None:
    """Runs the benchmark and prints its figures."""
    with office() as (bench, _):
        prepare(bench)
        spent = {way: Spent() for way in WAYS}
        for block in range(BLOCKS + 1):
            for name, way in WAYS.items():
                found = spent[name] if block else Spent()  # the first one warms
                with way(bench):
                    found.clock += walk(bench, found.processor)
    figures = {name: found.figures(spent["as it is"]) for name, found in spent.items()}
    click.echo(json.dumps(figures, indent=2) if as_json else _text(figures))


def _text(figures: Mapping[str, Mapping[str, float]]) -> str:
    lines = [f"a completed task on PostgreSQL, {len(ROLES)} roles; times: compared with “as it is”"]
    lines += [
        f"{name:<38} p50 {found['p50_ms']:>5} ms {found['times']:>5} times   "
        f"processor {found['processor_ms']:>5} ms {found['processor_times']:>5} times"
        for name, found in figures.items()
    ]
    return "\n".join(lines)
