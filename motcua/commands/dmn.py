"""``motcua dmn``: evaluates a decision of a DMN file at the prompt. Reads the file; changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from core.adapters import clock as machine
from core.services import feel_console
from motcua.commands.feel import CONTEXT, LANGUAGE, say


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--decision", metavar="ID", help="Id or name of the decision; without it, the decisions are listed.")
@CONTEXT
@LANGUAGE
def dmn(file: Path, decision: str | None, context: dict[str, Any], language: str) -> None:
    """Evaluate a decision of a DMN FILE and print its value as JSON.

    Without --decision, prints the decisions with the inputs they need, and on stderr what lint says of the file. What
    makes a value null is explained on stderr. Exit code 1 if the model is refused or has no such decision, 2 if the
    context is no JSON object.
    """
    data = file.read_bytes()
    if decision is None:
        say(feel_console.decisions(data, language))
    else:
        say(feel_console.decide(data, decision, context, machine.system_clock(), language))
