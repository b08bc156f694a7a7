"""``motcua token``: tokens of machines, made, listed with their last use, and revoked by the operator."""

from __future__ import annotations

from uuid import UUID

import click

from core.services.people.tokens import SCOPES, after_days
from core.services.views.actors import SYSTEM
from workers.settings import read


@click.group()
def token() -> None:
    """Makes, lists and revokes the tokens that programs send to the interface for machines."""


@token.command()
@click.argument("username")
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="what it may do; several"
)
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(0, 3650), help="valid for; 0: without an end"
)
def add(username: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Makes a token that acts as USERNAME and prints it, this once. NAME says which program it is for."""
    from workers.composition import build

    office = build(read())
    expires = after_days(office.context.now(), days)
    secret, view = office.tokens.new_token(username, name, scopes, SYSTEM, expires)
    click.echo(f"{view.id}: shown this once, keep it now", err=True)
    click.echo(secret)


@token.command(name="list")
@click.argument("username")
def list_(username: str) -> None:
    """Lists the tokens of USERNAME: id, state, last use, end, scopes and what for."""
    from workers.composition import build

    for one in build(read()).tokens.tokens(SYSTEM, username):
        used = f"{one.used:%Y-%m-%dT%H:%MZ}" if one.used else "never"
        ends = f"{one.expires:%Y-%m-%dT%H:%MZ}" if one.expires else "-"
        click.echo(f"{one.id}  {one.state:<8} used {used}  ends {ends}  {','.join(one.scopes)}  {one.name}")


@token.command()
@click.argument("token_id", type=click.UUID)
def revoke(token_id: UUID) -> None:
    """Ends a token; TOKEN_ID is what `list` shows."""
    from workers.composition import build

    view = build(read()).tokens.revoke_token(token_id, SYSTEM)
    click.echo(f"{view.id}  {view.state}")
