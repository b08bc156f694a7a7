"""``motcua seed``: a demonstration office, plainly marked as one. Never in an office that serves real people."""

from __future__ import annotations

import click

from core.services.seed import Seed
from workers.settings import read


@click.command()
def seed() -> None:
    """Fills an empty database with a demonstration office and writes demo-credentials.json into the data folder."""
    from workers.composition import build

    settings = read()
    Seed(build(settings)).demonstration()
    click.echo(f"Accounts and tokens: {settings.home / 'demo-credentials.json'}")
