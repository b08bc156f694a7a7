"""``motcua bench``: measures, and judges nothing. Absolute figures belong to the machine; ratios within one run count."""

from __future__ import annotations

from importlib import import_module

import click

_JSON = click.option("--json", "as_json", is_flag=True, help="one JSON document")


@click.group()
def bench() -> None:
    """Measures steps, lists, expressions and the engine."""


def _benchmark(name: str, text: str) -> None:
    def command(as_json: bool) -> None:
        try:
            module = import_module(f"benchmarks.{name}")
        except ModuleNotFoundError as error:
            raise click.ClickException(
                "The benchmarks are part of the source tree, not of the installed product."
            ) from error
        if text := module.run(as_json=as_json):  # a benchmark prints as it goes, or returns its figures
            click.echo(text)

    bench.command(name=name, help=text)(_JSON(command))


_benchmark("steps", "Steps per second through the whole service path on PostgreSQL, beside the bare SQL of a step.")
_benchmark("queue", "The queue page at 1,000 and at 100,000 dossiers, beside its bare SQL.")
_benchmark("feel", "FEEL expressions per second, beside other expression libraries.")
_benchmark("engine", "Phases of an engine step, beside plain SpiffWorkflow.")
