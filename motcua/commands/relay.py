"""``motcua relay``: moves what the office decided into the queue, and lets time pass. Several side by side are safe."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

import click

from core.settings import Settings
from motcua import logs, preflight
from workers.settings import read


@click.command()
def relay() -> None:
    """Moves due calls into the queue, fires timers, and runs what is periodic."""
    import workers.relay
    import workers.schedule

    logs.configure()
    settings = read()
    preflight.require_usable_database(settings)
    run_until_signalled(settings, workers.relay.run, workers.schedule.run)


def run_until_signalled(settings: Settings, *parts: Callable[[Settings, threading.Event], object]) -> None:
    """Runs every part in a thread until SIGINT or SIGTERM, or until one of them ends: then all end, with its error."""
    stop, errors = threading.Event(), []

    def run(part: Callable[[Settings, threading.Event], object]) -> None:
        try:
            part(settings, stop)
        except BaseException as error:  # noqa: BLE001 - kept, and raised below
            errors.append(error)
        finally:
            stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    threads = [threading.Thread(target=run, args=(part,), name=part.__module__) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
