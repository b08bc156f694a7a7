"""``motcua push-key``: a key pair for notices on citizens' devices."""

from __future__ import annotations

import click

from core import vapid


@click.command(name="push-key")
def push_key() -> None:
    """Makes a key for MOTCUA_PUSH_KEY and prints it, this once. With another key, devices have to be registered anew."""
    made = vapid.new_key()
    click.echo(f"MOTCUA_PUSH_KEY={made}")
    click.echo(f"its public half, which browsers are given: {vapid.public_key(made)}", err=True)
