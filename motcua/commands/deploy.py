"""``motcua deploy``: makes a folder's diagram, forms, tables and procedure.toml the newest version of a procedure."""

from __future__ import annotations

from pathlib import Path

import click

from core.errors.procedures import DeploymentRefused
from core.services.views.actors import SYSTEM
from workers.settings import read

_KINDS = (".bpmn", ".dmn", ".form", ".toml")


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def deploy(folders: tuple[Path, ...]) -> None:
    """Deploys procedure FOLDERS, or folders of such; running dossiers stay on their version.

    Procedures that others call are deployed before those. Exit code 1 when lint finds errors.
    """
    from core.services.procedures.sibling_procedures import called_first
    from workers.composition import build

    office = build(read())
    for folder in called_first(below for given in folders for below in procedures(given)):
        try:
            version = office.procedures.deploy(contents(folder), SYSTEM)
        except DeploymentRefused as refused:
            for problem in refused.problems:
                place = folder / problem.file if problem.file else folder
                where = f"{place}:{problem.line}" if problem.line else str(place)
                click.echo(f"{where}: {problem.element or '-'}: {problem.code}: {problem.message}", err=True)
            raise click.ClickException(f"{folder} was not deployed") from refused
        click.echo(f"{version.procedure} version {version.version} ({version.sha256[:12]})")


def procedures(folder: Path) -> list[Path]:
    """The procedure folders that ``folder`` is or holds; itself when there is none, so that lint says what is missing."""
    if (folder / "procedure.toml").exists():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/procedure.toml")) or [folder]


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a procedure folder that belong to a deployment, by name."""
    files = (path for path in sorted(folder.iterdir()) if path.suffix in _KINDS and path.is_file())
    letters = (path for path in sorted((folder / "letters").glob("*")) if path.is_file())
    return {path.name: path.read_bytes() for path in files} | {
        f"letters/{path.name}": path.read_bytes() for path in letters
    }
