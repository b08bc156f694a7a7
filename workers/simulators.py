"""Runs the simulators of the outside world for `motcua up`: those of all connectors that have one.

They bind to this machine only. Nothing else of the product imports them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

import httpx

from core.setting_names import variable
from core.settings import Settings
from workers import registry
from workers.connector import Bilingual, Simulator

PACE = 2.0


def ports() -> tuple[str, ...]:
    """The names of the ports that all of them listen on."""
    return tuple(port for simulator in registry.simulators().values() for port in simulator.ports)


def pointing(listening: Mapping[str, int]) -> dict[str, str]:
    """The values of settings that point the office at simulators on these ports."""
    found = [simulator.settings(listening) for simulator in registry.simulators().values()]
    return {field: value for values in found for field, value in values.items()}


def pages(listening: Mapping[str, int]) -> dict[str, tuple[str, Bilingual]]:
    """Name of each page for people → its address and title."""
    return {
        name: (f"http://127.0.0.1:{listening[page.port]}", page.title)
        for simulator in registry.simulators().values()
        for name, page in simulator.pages.items()
    }


def addresses(listening: Mapping[str, int]) -> dict[str, str]:
    """What tells others where they are: variables of settings and their values, and names and addresses of pages."""
    variables = {variable(field): value for field, value in pointing(listening).items()}
    return variables | {name: address for name, (address, _) in pages(listening).items()}


@contextmanager
def running(
    settings: Settings, *, wanted: Mapping[str, int] | None = None, pace: float = PACE
) -> Iterator[Mapping[str, str]]:
    """All simulators until the block ends; yields :func:`addresses`.

    ``wanted``: ports by name; a free one for any that is not there. ``pace``: seconds between two states of a parcel, and
    until a letter is answered.
    """
    listening: dict[str, int] = {}
    with ExitStack() as stack:
        for simulator in registry.simulators().values():
            asked = {port: (wanted or {}).get(port, 0) for port in simulator.ports}
            listening |= stack.enter_context(simulator.run(settings.home, asked, pace))
            _tell_where(settings, simulator, listening)
        yield addresses(listening)


def _tell_where(settings: Settings, simulator: Simulator, listening: Mapping[str, int]) -> None:
    """Says where the office listens to what sends to it by itself; the office need not be there yet."""
    if not settings.port:
        return  # no office is known: whoever tries a simulator out by itself says so
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    for port, source in simulator.calls_back.items():
        door = f"http://{host}:{settings.port}/api/v1/callbacks/{source}"
        httpx.post(f"http://127.0.0.1:{listening[port]}/_callback", json={"url": door}, timeout=5).raise_for_status()


def run(
    settings: Settings,
    stop: threading.Event | None = None,
    *,
    wanted: Mapping[str, int] | None = None,
    pace: float = PACE,
    announce: Callable[[Mapping[str, str]], None] | None = None,
) -> None:
    """Runs them until ``stop`` is set; ``announce`` gets what :func:`running` yields once they listen."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with running(settings, wanted=wanted, pace=pace) as found:
        if announce is not None:
            announce(found)
        (stop or threading.Event()).wait()
