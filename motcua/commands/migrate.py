"""``motcua migrate``: brings the database to this release's schema. Safe to repeat, and to run while others wait for it."""

from __future__ import annotations

import click

from motcua import preflight
from workers.settings import read


@click.command()
def migrate() -> None:
    """Brings the database to the schema of this release."""
    from core.bootstrap import migrate as run

    settings = read()
    run(settings)
    preflight.require_usable_database(settings)
    click.echo("The database is up to date.")
