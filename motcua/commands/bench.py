"""``motcua bench``: measures, and judges nothing. Absolute figures belong to the machine; ratios within one run count."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

_JSON = click.option("--json", "as_json", is_flag=True, help="one JSON document")


@click.group()
def bench() -> None:
    """Measures steps, lists, expressions, due times and the engine."""


def _benchmark(name: str, text: str, *options: Callable[[Any], Any]) -> None:
    def command(**given: Any) -> None:
        try:
            module = import_module(f"benchmarks.{name}")
        except ModuleNotFoundError as error:
            raise click.ClickException(
                "The benchmarks are part of the source tree, not of the installed product."
            ) from error
        if text := module.run(**given):  # a benchmark prints as it goes, or returns its figures
            click.echo(text)

    for option in (_JSON, *options):
        command = option(command)
    bench.command(name=name, help=text)(command)


_benchmark(
    "steps",
    "Steps per second of the engine, the service path and the HTTP path on PostgreSQL, beside the bare SQL of a step.",
    click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="at the same time"),
)
_benchmark("shares", "What a step costs without each part that exists for speed alone.")
_benchmark("queue", "The queue page at 1,000 and at 100,000 dossiers, beside its bare SQL.")
_benchmark("feel", "FEEL expressions per second, beside other expression libraries.")
_benchmark("clock", "Due times and working time: what a limit of a year costs beside one of a day.")
_benchmark("budget", "What a unit of work takes here, and lint of n and 4 n elements.")
_benchmark("engine", "Phases of an engine step, beside plain SpiffWorkflow.")
_benchmark("workers", "Calls of an outside system a second, and their delay, beside bare RQ.")
