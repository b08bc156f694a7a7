"""``motcua worker``: takes jobs from the queues. Start it on as many machines as there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from motcua import logs, preflight
from workers.settings import read

if TYPE_CHECKING:
    from core.settings import Settings
    from workers.pool import Lane
    from workers.queues import QueueName


@click.command()
@click.option("--calls", type=click.IntRange(0, 64), default=2, show_default=True, help="processes for calls")
@click.option("--webhooks", type=click.IntRange(0, 64), default=1, show_default=True, help="processes for webhooks")
@click.option(
    "--most",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="processes for calls, and half as many for webhooks, while those there are wait for slow systems",
)
@click.option("--burst", is_flag=True, help="one process for everything, which ends when the queues are empty")
@click.option("--topics", is_flag=True, help="lists the topics it serves and their connectors, and ends")
def worker(calls: int, webhooks: int, most: int, burst: bool, topics: bool) -> None:
    """Calls the outside world: post, e-mail, other offices."""
    if topics:
        _list()
        return
    import workers.main

    logs.configure()
    settings = read()
    preflight.require_usable_database(settings)
    if burst:
        workers.main.run(settings, burst=True)
    else:
        _work(settings, _lanes(calls, webhooks, most))


def _lanes(calls: int, webhooks: int, most: int) -> list[Lane]:
    from workers.pool import Lane
    from workers.queues import QueueName

    lanes = [
        Lane(QueueName.CALLS, calls, max(calls, most)),
        Lane(QueueName.WEBHOOKS, webhooks, max(webhooks, most // 2)),
    ]
    if not (found := [lane for lane in lanes if lane.least]):
        raise click.UsageError("--calls and --webhooks cannot both be 0")
    return found


def _work(settings: Settings, lanes: list[Lane]) -> None:
    from workers import main, registry
    from workers.pool import Pool

    def work(queue: QueueName, note_job: Callable[[bool], None]) -> None:
        main.run(settings, queues=(queue,), note_job=note_job)

    registry.connectors()  # before the processes, which have them from here
    Pool(lanes, work).run()


def _list() -> None:
    from workers import registry

    for topic, connector in sorted(registry.connectors_by_topic().items()):
        click.echo(f"{topic}\t{connector.name}")
