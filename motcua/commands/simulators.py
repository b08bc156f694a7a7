"""``motcua simulators``: the outside world, played: post, records axis, and a mail server with a page of its letters."""

from __future__ import annotations

import signal
import threading

import click

from core.settings import read
from motcua import logs


@click.command()
@click.option("--smtp-port", default=0, help="port of the mail server; 0: a free one")
@click.option("--mail-port", default=0, help="port of the page that shows the letters")
@click.option("--postal-port", default=0, help="port of the post")
@click.option("--records-port", default=0, help="port of the records axis")
@click.option("--pace", default=2.0, show_default=True, help="seconds between two states of a parcel")
def simulators(smtp_port: int, mail_port: int, postal_port: int, records_port: int, pace: float) -> None:
    """Plays the outside world on this machine, for demonstrations and tests."""
    import workers.simulators

    logs.configure()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    workers.simulators.run(
        read(),
        stop,
        smtp_port=smtp_port,
        mail_port=mail_port,
        postal_port=postal_port,
        records_port=records_port,
        pace=pace,
    )
