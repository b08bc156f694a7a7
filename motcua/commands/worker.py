"""``motcua worker``: takes jobs from the queue. Start as many as there is work, on as many machines as there are."""

from __future__ import annotations

import click

from motcua import logs, preflight
from workers.settings import read


@click.command()
@click.option("--burst", is_flag=True, help="ends when the queue is empty")
@click.option("--topics", is_flag=True, help="lists the topics it serves and their connectors, and ends")
def worker(burst: bool, topics: bool) -> None:
    """Calls the outside world: post, e-mail, other offices."""
    if topics:
        _list()
        return
    import workers.main

    logs.configure()
    settings = read()
    preflight.require_usable_database(settings)
    workers.main.run(settings, burst=burst)


def _list() -> None:
    from workers import registry

    for topic, connector in sorted(registry.connectors_by_topic().items()):
        click.echo(f"{topic}\t{connector.name}")
