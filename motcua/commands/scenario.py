"""`motcua scenario`: plays the stories of procedures. Needs no database and no worker."""

from __future__ import annotations

import json
from pathlib import Path

import click

from core.services.procedures import scenarios


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of results.")
def scenario(paths: tuple[Path, ...], as_json: bool) -> None:
    """Play scenarios and compare each with what it expects.

    A PATH is a scenario file (.yaml) or a folder; in a folder every scenarios/*.yaml is played, each with the
    procedure above it. Exit code 1 if one does not go as expected, 2 if there is none.
    """
    found = list(dict.fromkeys(file for path in paths for file in scenarios.scenarios(path)))
    if not found:
        raise click.UsageError(f"no scenario (scenarios/*.yaml) in {', '.join(map(str, paths))}")
    played = list(scenarios.play(found))
    if as_json:
        click.echo(json.dumps([_row(one) for one in played], ensure_ascii=False, indent=2))
    else:
        _say(played)
    if not all(one.passed for one in played):
        raise click.exceptions.Exit(1)


def _row(one: scenarios.PlayedScenario) -> dict[str, object]:
    return {
        "file": str(one.path),
        "name": one.name,
        "passed": one.passed,
        "differences": list(one.differences),
        **one.outcome,
    }


def _say(played: list[scenarios.PlayedScenario]) -> None:
    for one in played:
        if one.passed:
            click.echo(f"ok    {one.path}: {one.name}")
            continue
        click.echo(f"FAIL  {one.path}: {one.name}", err=True)
        for difference in one.differences:
            click.echo(f"      {difference}", err=True)
    passed = sum(one.passed for one in played)
    click.echo(f"scenarios: {len(played)}, passed: {passed}, failed: {len(played) - passed}")
