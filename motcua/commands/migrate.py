"""``motcua migrate``: brings the database to this release's schema. Safe to repeat, and to run while others wait for it."""

from __future__ import annotations

import click

from core.settings import read
from motcua import preflight


@click.command()
def migrate() -> None:
    """Brings the database to the schema of this release."""
    from core.bootstrap import migrate as run

    settings = read()
    run(settings)
    preflight.require_fit(settings)
    click.echo("The database is up to date.")
