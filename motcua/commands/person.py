"""``motcua person``: makes the first administrator, who makes the others in the staff's web."""

from __future__ import annotations

import click

from core.domain.roles import LABELS
from core.services.views.actors import SYSTEM
from core.services.views.people import NewPerson
from workers.settings import read


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
    """Adds a person, without roles yet. The password must be changed at the first sign-in."""
    from workers.composition import build

    build(read()).accounts.create_person(
        NewPerson(username=username, name=name, email=email, password=password, unit=unit or None), SYSTEM
    )


@person.command()
@click.argument("username")
@click.argument("role", type=click.Choice(sorted(LABELS)))
@click.argument("unit")
def grant(username: str, role: str, unit: str) -> None:
    """Gives a person a role in a UNIT (its code) and in all units below it."""
    from workers.composition import build

    build(read()).accounts.grant(username, role, unit, SYSTEM)


@person.command()
@click.argument("username")
@click.password_option(help="asked for when it is not given")
def password(username: str, password: str) -> None:
    """Sets a new first password; every session and every token of the person ends."""
    from workers.composition import build

    build(read()).passwords.set_password(username, password, SYSTEM)


@person.command()
@click.argument("username")
@click.option("--hours", default=8, show_default=True, type=click.IntRange(1, 72), help="for how long")
def allow_password(username: str, hours: int) -> None:
    """Lets a person sign in with the local password although MOTCUA_PASSWORDS is off.

    The way back when the sign-in provider is away. The form is at /login?local=1.
    """
    from workers.composition import build

    until = build(read()).passwords.allow_password_temporarily(username, hours, SYSTEM)
    click.echo(f"{username}: until {until:%Y-%m-%dT%H:%MZ}, at /login?local=1")
