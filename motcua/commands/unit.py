"""``motcua unit``: the office's units, for setting an office up before anybody can sign in."""

from __future__ import annotations

import click

from core.services.views.actors import SYSTEM
from core.services.views.units import NewUnit
from workers.settings import read

KINDS = ("province", "commune", "department", "room", "desk")


@click.group()
def unit() -> None:
    """Shows and adds units."""


@unit.command(name="list")
def list_() -> None:
    """Lists the units: code, kind, name."""
    from workers.composition import build

    for view in build(read()).units.tree():
        click.echo(f"{view.code:<20} {view.kind:<12} {view.name}")


@unit.command()
@click.argument("code")
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="what kind of unit it is")
@click.option("--parent", help="code of the unit above it")
@click.option("--slug", default="", help="short name for diagrams: role@slug")
@click.option("--field", "fields", multiple=True, help="a field of procedures this room serves; may be repeated")
@click.option("--email", default="")
@click.option("--phone", default="")
@click.option("--address", default="")
def add(code: str, name: str, kind: str, parent: str | None, fields: tuple[str, ...], **details: str) -> None:
    """Adds a unit; one that is there already stays as it is."""
    from workers.composition import build

    build(read()).units.create(
        NewUnit(code=code, name=name, kind=kind, parent=parent, fields=fields, **details), SYSTEM
    )
