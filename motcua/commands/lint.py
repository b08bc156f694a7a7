"""`motcua lint`: what deploying would say of a diagram. Reads files; changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from core.services.procedures import scenarios


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of problems.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def lint(paths: tuple[Path, ...], as_json: bool, language: str) -> None:
    """Check diagrams as deploying does.

    A PATH is the folder of a procedure, a folder of procedures, or a .bpmn file; forms and tables beside the diagram
    are checked with it, of a procedure also its details, notices and letters. Exit code 1 if a diagram has errors, 2 if there is no diagram; warnings alone are no error.
    """
    from workers import registry

    found = list(dict.fromkeys(place for path in paths for place in scenarios.diagrams_at(path)))
    if not found:
        raise click.UsageError(f"no diagram (.bpmn) in {', '.join(map(str, paths))}")
    checked = scenarios.check_all(found, registry.contracts())
    if as_json:
        rows = [_row(one.file_of(problem), problem, language) for one in checked for problem in one.problems]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _say(checked, language)
    if any(one.refused for one in checked):
        raise click.exceptions.Exit(1)


def _row(path: Path, problem: Any, language: str) -> dict[str, Any]:
    message = problem.vi if language == "vi" else problem.message
    return {
        "file": str(path),
        "line": problem.line,
        "code": problem.code,
        "element": problem.element,
        "severity": problem.severity,
        "message": message,
    }


def _say(checked: list[scenarios.LintedDiagram], language: str) -> None:
    for one in checked:
        for problem in one.problems:
            location = f"{one.file_of(problem)}:{problem.line or 0}"
            click.echo(f"{location}: {problem.severity}: {problem.text(language)} [{problem.code}]", err=True)
    errors = sum(problem.severity == "error" for one in checked for problem in one.problems)
    warnings = sum(len(one.problems) for one in checked) - errors
    click.echo(f"diagrams: {len(checked)}, errors: {errors}, warnings: {warnings}")
