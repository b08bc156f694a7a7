"""``motcua up``: a whole office on one machine, for trying it out. What `make run` runs.

Prepares the data folder (schema, shipped procedures, demonstration accounts), then keeps the web server, the workers, the relay,
the queue and the simulators of the outside world running until Ctrl-C.
"""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from typing import Any

import click
import httpx

from core.adapters import clock as machine
from core.domain.office_time import local
from core.services.seed import Seed
from core.settings import Settings
from motcua import preflight
from motcua.lock import Taken, exclusive
from motcua.stack import services, simulator_file, with_outside_world
from motcua.supervisor import Supervisor
from workers.settings import read

PATIENCE = 60.0  # seconds the web server has to answer after its start


@click.command()
@click.option("--workers", default=1, show_default=True, help="worker processes")
@click.option(
    "--simulate/--no-simulate", default=True, show_default=True, help="play the post, e-mail and other offices"
)
@click.option("--pace", default=2.0, show_default=True, help="seconds between two states of a simulated parcel")
def up(workers: int, simulate: bool, pace: float) -> None:
    """Starts an office with demonstration data, and everything it needs, until Ctrl-C."""
    settings = read()
    settings = settings.but(home=settings.home.resolve(), port=settings.port or preflight.free_port())
    if found := preflight.problems(settings):
        raise click.ClickException("\n".join(found))
    try:
        with exclusive(settings.home / "run" / "up.lock"), ExitStack() as held:
            _run(settings, workers, simulate, pace, held)
    except Taken as taken:
        raise click.ClickException(
            f"Another office runs in {settings.home} (process {taken.pid}). Stop it, or name another folder: MOTCUA_HOME"
        ) from taken


def _run(settings: Settings, workers: int, simulate: bool, pace: float, held: ExitStack) -> None:
    click.echo("Chuẩn bị cơ sở dữ liệu · preparing the database and the demonstration …")
    credentials = prepare(settings)
    ports = None
    simulator_file(settings.home).unlink(missing_ok=True)  # of an earlier start
    if simulate:
        settings, ports = with_outside_world(settings, held)
    keeper = Supervisor(services(settings, workers=workers, ports=ports, pace=pace), _tell)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: keeper.stop.set())
    try:
        keeper.start()
        if _answers(settings, keeper):
            _welcome(settings, credentials, ports or {})
        keeper.watch()
    finally:
        click.echo("\nĐang dừng · stopping …")
        keeper.end()


def prepare(settings: Settings) -> dict[str, Any]:
    """Schema, shipped procedures and demonstration, made or repaired; the demonstration's accounts and tokens."""
    from core.bootstrap import migrate
    from workers.composition import build

    migrate(settings)
    office = build(settings)
    try:
        credentials = Seed(office).demonstration()
        office.health.require()
        return credentials
    finally:
        office.close()


def _answers(settings: Settings, keeper: Supervisor) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not keeper.stop.wait(0.2):
        try:
            if httpx.get(f"http://{settings.host}:{settings.port}/readyz", timeout=5).status_code == 200:
                return True
        except httpx.HTTPError:
            pass
    if not keeper.stop.is_set():
        _tell(f"the web server does not answer yet; its log is {settings.home / 'log' / 'web.log'}")
    return False


def _tell(text: str) -> None:
    click.echo(f"{local(machine.system_clock()):%H:%M:%S} {text}", err=True)


def _welcome(settings: Settings, credentials: dict[str, Any], ports: dict[str, int]) -> None:
    from workers import simulators

    accounts = [
        f"  {a['role']:<10} {a['username']:<12} {a['password']:<14} {a['unit']}" for a in credentials["accounts"]
    ]
    pages = simulators.pages(ports).values() if ports else ()
    played = [f"  {f'{words.vi} · {words.en}:':<30} {address}/" for address, words in pages]
    lines = [
        "",
        f"Một Cửa đang chạy · is running:  {settings.address}/",
        f"  Cổng công khai · public door:  {settings.address}/portal/",
        f"  Cho máy · for machines:        {settings.address}/api/v1/openapi.json",
        *played,
        "",
        "Tài khoản trình diễn · demonstration accounts (role, user name, password, unit):",
        *accounts,
        "",
        f"Tokens: {settings.home / 'demo-credentials.json'} · Nhật ký · logs: {settings.home / 'log'}",
        "Ctrl-C: dừng · stop",
    ]
    click.echo("\n".join(lines))
