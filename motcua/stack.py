"""The processes of an office on one machine, and the settings each of them gets."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from core.settings import Settings
from motcua.environment import environment
from motcua.lock import running
from motcua.preflight import reserved_port
from motcua.supervisor import Service, spawn


def simulator_file(home: Path) -> Path:
    """Where the addresses of the running simulators are written, for people, tests and tools."""
    return home / "run" / "simulators.json"


def with_outside_world(settings: Settings, held: ExitStack) -> tuple[Settings, dict[str, int]]:
    """Settings that point at simulators wherever no real system is named, and the ports those simulators get.

    ``held`` keeps the ports from other programs: simulators bind them later, and again when they are started again.
    """
    from workers import simulators

    ports = {name: held.enter_context(reserved_port()) for name in simulators.ports()}
    simulator_file(settings.home).write_text(json.dumps(simulators.addresses(ports), indent=2))
    missing = {field: value for field, value in simulators.pointing(ports).items() if not getattr(settings, field)}
    return settings.but(**missing), ports


def as_running(settings: Settings) -> Settings:
    """The settings as the office that ``motcua up`` runs in this data folder has them; unchanged where none runs.

    It gives its processes the queue server and the simulators it has started, which stand in no variable of anybody else's.
    """
    from workers import embedded

    if not running(settings.home / "run" / "up.lock"):
        return settings
    found: dict[str, Any] = {}
    socket = embedded.socket_of(settings.home / embedded.FOLDER)
    if not settings.redis_url and socket.exists():
        found["redis_url"] = f"unix://{socket}"
    told = simulator_file(settings.home)
    for name, value in json.loads(told.read_text()).items() if told.exists() else ():
        field = name.removeprefix("MOTCUA_").lower()
        if field != name and hasattr(settings, field) and not getattr(settings, field):
            found[field] = value
    return settings.but(**found)


def services(settings: Settings, *, workers: int, ports: dict[str, int] | None, pace: float) -> list[Service]:
    """Everything that runs, in the order of starting; ``ports``: of the simulators, None for none."""
    found: list[Service] = []
    if not settings.redis_url:
        settings, queue = _embedded_queue(settings)
        found.append(queue)
    if ports is not None:
        options = [f"--port={name}={port}" for name, port in ports.items()]
        found.append(_command(settings, "simulators", "simulators", *options, f"--pace={pace}"))
    found.append(_command(settings, "relay", "relay"))
    found.extend(_command(settings, f"worker-{number}", "worker") for number in range(1, workers + 1))
    found.append(_command(settings, "web", "serve"))
    return found


def _embedded_queue(settings: Settings) -> tuple[Settings, Service]:
    from workers import embedded

    url = f"unix://{embedded.socket_of(settings.home / embedded.FOLDER)}"
    return settings.but(redis_url=url), Service("queue", lambda: embedded.start(settings.home)[1])


def _command(settings: Settings, name: str, *arguments: str) -> Service:
    command = [sys.executable, "-m", "motcua", *arguments]
    return Service(name, lambda: spawn(command, environment(settings), settings.home / "log" / f"{name}.log"))
