"""`motcua compare`: what a new version of a procedure changes, and which element takes whose place. Reads files only."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from core.services.context.versions import DIAGRAM
from core.services.migration import comparison as version_comparison
from core.services.views.migration import DiagramComparison


@click.command()
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def compare(old: Path, new: Path, as_json: bool) -> None:
    """Compare two versions of a procedure.

    OLD and NEW are folders of procedures or .bpmn files. Exit code 1 if a diagram cannot be executed.
    """
    for path in (old, new):
        if path.is_dir() and not (path / DIAGRAM).is_file():
            raise click.UsageError(f"no {DIAGRAM} in {path}")
    found = version_comparison.of_files(old, new)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
    else:
        _say(found)


def _say(found: DiagramComparison) -> None:
    for title, names in (("added", found.added), ("removed", found.removed), ("moved", found.moved)):
        for name in names:
            click.echo(f"{title}: {name}")
    for name, differences in (*found.changed.items(), *found.flows_changed.items()):
        for one in differences:
            click.echo(f"changed: {name}: {one.aspect}: {_shown(one.before)} -> {_shown(one.after)}")
    for title, names in (("flow added", found.flows_added), ("flow removed", found.flows_removed)):
        for name in names:
            click.echo(f"{title}: {name}")
    for name in found.files_changed:
        click.echo(f"file changed: {name}")
    for proposal in found.proposals:
        if proposal.source != proposal.target:
            click.echo(f"mapping: {proposal.source} -> {proposal.target or '?'} ({proposal.sure})")


def _shown(value: object) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False)
