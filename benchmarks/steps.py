"""``motcua bench steps``: completed tasks a second, beside the bare SQL of a step (the floor), all from one run.

Engine alone, the whole service path (rights, form, engine, clock, tasks, outbox, history chain, commit), and the whole
HTTP path under gunicorn; with as many processes as asked for, each on connections of its own.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from time import sleep
from typing import Any

import click
from sqlalchemy import func, select

from benchmarks import engine
from benchmarks.databases import office
from benchmarks.floor import Floor
from benchmarks.stepping import ROLES, Plan, Timed, last_to_first, measure
from core.db.models import DossierState
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.people import NewPerson
from core.services.views.units import NewUnit

REFERENCE = Path(__file__).parent / "reference"
BLOCKS = 12
ROUNDS = 2_000
HOST = "127.0.0.1"
WAYS = ("floor", "service", "read", "http")


def run(as_json: bool, processes: int = 1) -> None:
    """Runs the benchmark and prints its figures."""
    with office() as (bench, url):
        tokens = prepare(bench)
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        Floor.create(dsn, processes)
        with _server(bench, processes) as port:
            text = url.render_as_string(hide_password=False)
            plans = [
                Plan(bench.context.settings.home, text, dsn, number, BLOCKS, ROUNDS, HOST, port, tokens)
                for number in range(processes)
            ]
            parts = _together(plans)
        figures = _figures(bench, parts)
    click.echo(json.dumps(figures, indent=2, ensure_ascii=False) if as_json else _text(figures))


def prepare(bench: Office) -> dict[str, str]:
    """Units, the reference procedure, people; a token for each role."""
    bench.units.create(NewUnit(code="H99", name="Đo lường", kind="province", slug="tinh"), SYSTEM)
    bench.units.create(NewUnit(code="H99.05", name="Xã đo lường", kind="commune", parent="H99", slug="xa"), SYSTEM)
    bench.units.create(NewUnit(code="H99.05.01", name="Một cửa", kind="desk", parent="H99.05", slug="mot-cua"), SYSTEM)
    bench.units.create(
        NewUnit(code="H99.05.02", name="Phòng", kind="room", parent="H99.05", slug="phong", fields=("do-luong",)),
        SYSTEM,
    )
    bench.procedures.deploy({path.name: path.read_bytes() for path in REFERENCE.iterdir()}, SYSTEM)
    tokens = {}
    for role in ROLES:
        person = bench.accounts.create_person(
            NewPerson(username=f"bench-{role}", name=role, password="a password for one run"), SYSTEM
        )
        bench.accounts.grant(person.username, role, "H99.05", SYSTEM)
        tokens[role] = bench.tokens.create_token(person.username, "bench", ["tasks:write"], SYSTEM)
    return tokens


@contextmanager
def _server(bench: Office, processes: int) -> Iterator[int]:
    """The product under gunicorn on the same database; its port."""
    settings = bench.context.settings
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    given = {"MOTCUA_HOME": str(settings.home), "MOTCUA_DATABASE_URL": settings.database_url or ""}
    environment = {**os.environ, **given, "MOTCUA_HOST": HOST, "MOTCUA_PORT": str(port)}
    command = [sys.executable, "-m", "motcua", "serve", "--production", "--processes", str(processes)]
    with (settings.home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _await(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise click.ClickException("The server ended at once.")
        with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5):
            return
        sleep(0.1)
    raise click.ClickException("The server does not answer.")


def _together(plans: list[Plan]) -> list[Timed]:
    context = get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(len(plans), mp_context=context) as pool:
        barrier = manager.Barrier(len(plans))
        return [part.result() for part in [pool.submit(measure, plan, barrier) for plan in plans]]


def _figures(bench: Office, parts: list[Timed]) -> dict[str, Any]:
    ways = {way: _way([getattr(part, way) for part in parts]) for way in WAYS}
    for figures in ways.values():
        figures["share_of_floor"] = round(figures["steps_per_second"] / ways["floor"]["steps_per_second"], 3)
    with bench.context.work.read() as work:
        state_bytes = work.scalar(select(func.max(func.length(DossierState.state)))) or 0
    alone = engine.measure()
    return {
        "processes": len(parts),
        **ways,
        "receive_p50_ms": _milliseconds([one for part in parts for one in part.receive], 0.5),
        "engine": {
            "step_us": alone["phases"]["step"],
            "plain_spiffworkflow_us": alone["plain_spiffworkflow_step"],
            "times_faster": alone["times_faster"],
        },
        "rounds": len(parts[0].rounds),
        "last_round_to_first": round(last_to_first(parts[0].rounds), 2),
        "state_bytes": state_bytes,
    }


def _way(seconds: list[list[float]]) -> dict[str, Any]:
    """The processes ran at the same time: their rates add up."""
    every = [one for part in seconds for one in part]
    return {
        "steps": len(every),
        "steps_per_second": round(sum(len(part) / sum(part) for part in seconds)),
        "p50_ms": _milliseconds(every, 0.5),
        "p95_ms": _milliseconds(every, 0.95),
    }


def _milliseconds(seconds: list[float], quantile: float) -> float:
    ordered = sorted(seconds)
    return round(ordered[min(int(len(ordered) * quantile), len(ordered) - 1)] * 1000, 2)


LABELS = {
    "floor": "floor (bare SQL)",
    "service": "service, remembered",
    "read": "service, read",
    "http": "HTTP, gunicorn",
}


def _text(figures: dict[str, Any]) -> str:
    lines = [f"{figures['processes']} process(es), PostgreSQL"]
    for way, label in LABELS.items():
        way_figures = figures[way]
        lines.append(
            f"{label:<20} {way_figures['steps_per_second']:>6} steps/s   p50 {way_figures['p50_ms']:>5} ms   "
            f"p95 {way_figures['p95_ms']:>5} ms   {way_figures['share_of_floor']:>6.1%} of the floor"
        )
    alone = figures["engine"]
    lines += [
        f"engine alone         {alone['step_us']} µs a step, plain SpiffWorkflow with JSON {alone['plain_spiffworkflow_us']} µs: "
        f"{alone['times_faster']} times faster",
        f"receive              p50 {figures['receive_p50_ms']} ms",
        f"rounds               {figures['rounds']}: the last costs {figures['last_round_to_first']} × the first",
        f"state                {figures['state_bytes']} bytes at most",
    ]
    return "\n".join(lines)
