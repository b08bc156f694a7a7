"""``motcua worker``: takes jobs from the queue. Start as many as there is work, on as many machines as there are."""

from __future__ import annotations

import click

from core.settings import read
from motcua import logs, preflight


@click.command()
@click.option("--burst", is_flag=True, help="ends when the queue is empty")
def worker(burst: bool) -> None:
    """Calls the outside world: post, e-mail, other offices."""
    import workers.main

    logs.configure()
    settings = read()
    preflight.require_fit(settings)
    workers.main.run(settings, burst=burst)
