"""``motcua simulators``: the outside world, played: post, records axis, and a mail server with a page of its letters."""

from __future__ import annotations

import signal
import threading

import click

from motcua import logs
from workers.settings import read


@click.command()
@click.option(
    "--port", "ports", multiple=True, metavar="NAME=NUMBER", help="a simulator's port; a free one where none is given"
)
@click.option("--pace", default=2.0, show_default=True, help="seconds between two states of a parcel")
def simulators(ports: tuple[str, ...], pace: float) -> None:
    """Plays the outside world on this machine, for demonstrations and tests."""
    import workers.simulators

    logs.configure()
    settings = read()
    wanted = dict(_port(text, workers.simulators.ports()) for text in ports)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    workers.simulators.run(settings, stop, wanted=wanted, pace=pace)


def _port(text: str, known: tuple[str, ...]) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if name not in known or not (number.isascii() and number.isdigit() and int(number) < 65536):
        raise click.BadParameter(f"write NAME=NUMBER with a name of {', '.join(known)}", param_hint="--port")
    return name, int(number)
