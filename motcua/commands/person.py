"""``motcua person``: makes the first administrator, who makes the others in the staff's web."""

from __future__ import annotations

import click

from core.domain.roles import LABELS
from core.services.views import SYSTEM
from core.settings import read


@click.group()
def person() -> None:
    """Adds people and gives them roles and passwords."""


@person.command()
@click.argument("username")
@click.argument("name")
@click.option("--email", default="")
@click.option("--unit", default="", help="code of the unit whose administrators look after the person; else the top's")
@click.password_option(help="asked for when it is not given")
def add(username: str, name: str, email: str, unit: str, password: str) -> None:
    """Adds a person, without roles yet."""
    from core.bootstrap import build

    build(read()).accounts.create_person(username, name, email, password, SYSTEM, unit=unit or None)


@person.command()
@click.argument("username")
@click.argument("role", type=click.Choice(sorted(LABELS)))
@click.argument("unit")
def grant(username: str, role: str, unit: str) -> None:
    """Gives a person a role in a UNIT (its code) and in all units below it."""
    from core.bootstrap import build

    build(read()).accounts.grant(username, role, unit, SYSTEM)


@person.command()
@click.argument("username")
@click.password_option(help="asked for when it is not given")
def password(username: str, password: str) -> None:
    """Sets a new password; every session of the person ends."""
    from core.bootstrap import build

    build(read()).accounts.set_password(username, password, SYSTEM)
