"""``motcua bench steps``: user-task completions through the whole service path, beside the floor of the same run.

The service path is what a click costs: rights, form, engine, clock, tasks, outbox, history chain, commit. Floor and
service alternate in blocks, so that a machine that slows down slows both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import click
from sqlalchemy import URL

from benchmarks.databases import office
from benchmarks.floor import Floor
from core.services.office import Office
from core.services.views import SYSTEM, Actor, Applicant, Reception, TaskFilter

REFERENCE = Path(__file__).parent / "reference"
BLOCKS = 12
DOSSIERS_A_BLOCK = 25
ROUNDS = 200
EDGE = 20
DATA = {"subject": "Xin xác nhận", "reason": "nội dung trình bày của người nộp hồ sơ " * 22, "copies": 2}
ROLES = ("receiver", "reviewer", "leader")


@dataclass(slots=True)
class Timed:
    """Seconds of single steps."""

    floor: list[float] = field(default_factory=list)
    service: list[float] = field(default_factory=list)
    receive: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)


def run(as_json: bool) -> None:
    """Runs the benchmark and prints its figures."""
    with office() as (bench, url):
        actors = _prepare(bench)
        floor = Floor(_dsn(url))
        timed = Timed()
        _block(bench, actors, floor, Timed())  # warm: parsed definitions, compiled statements, prepared plans
        for _ in range(BLOCKS):
            _block(bench, actors, floor, timed)
        _rounds(bench, actors, timed)
        floor.close()
        figures = _figures(bench, timed)
    click.echo(json.dumps(figures, indent=2) if as_json else _text(figures))


def _prepare(bench: Office) -> dict[str, Actor]:
    bench.units.create("H99", "Đo lường", "province", None, SYSTEM, slug="tinh")
    bench.units.create("H99.05", "Xã đo lường", "commune", "H99", SYSTEM, slug="xa")
    bench.units.create("H99.05.01", "Một cửa", "desk", "H99.05", SYSTEM, slug="mot-cua")
    bench.units.create("H99.05.02", "Phòng", "room", "H99.05", SYSTEM, slug="phong", fields=["do-luong"])
    files = {path.name: path.read_bytes() for path in REFERENCE.iterdir()}
    bench.procedures.deploy(files, SYSTEM)
    actors = {}
    for role in ROLES:
        person = bench.accounts.create_person(f"bench-{role}", role, "", "a password for one run", SYSTEM)
        bench.accounts.grant(person.username, role, "H99.05", SYSTEM)
        actors[role] = bench.accounts.actor(person.id)
    return actors


def _receive(bench: Office, actors: dict[str, Actor]) -> tuple[str, float]:
    applicant = Applicant("Nguyễn Văn Mẫu", "001099012345", "0912345678", "", "Thôn 1, xã Mẫu")
    command = Reception("0.000001", "H99.05", "counter", applicant, DATA)
    begun = perf_counter()
    code = bench.dossiers.receive(command, actors["receiver"]).code
    return code, perf_counter() - begun


def _open_task(bench: Office, code: str, by: Actor) -> UUID:
    return bench.tasks.page(TaskFilter(dossier=code), by).items[0].id


def _complete(bench: Office, task: UUID, by: Actor, decision: str) -> float:
    begun = perf_counter()
    bench.tasks.complete(task, {"decision": decision, "note": "đã xem"}, by)
    return perf_counter() - begun


def _block(bench: Office, actors: dict[str, Actor], floor: Floor, timed: Timed) -> None:
    timed.floor += [floor.step() for _ in range(DOSSIERS_A_BLOCK * len(ROLES))]
    codes = []
    for _ in range(DOSSIERS_A_BLOCK):
        code, seconds = _receive(bench, actors)
        codes.append(code)
        timed.receive.append(seconds)
    for role in ROLES:
        tasks = [_open_task(bench, code, actors[role]) for code in codes]
        timed.service += [_complete(bench, task, actors[role], "forward") for task in tasks]


def _rounds(bench: Office, actors: dict[str, Actor], timed: Timed) -> None:
    code, _ = _receive(bench, actors)
    _complete(bench, _open_task(bench, code, actors["receiver"]), actors["receiver"], "forward")
    reviewer = actors["reviewer"]
    for _ in range(ROUNDS):
        timed.rounds.append(_complete(bench, _open_task(bench, code, reviewer), reviewer, "again"))


def _figures(bench: Office, timed: Timed) -> dict[str, Any]:
    floor, service = _rate(timed.floor), _rate(timed.service)
    first, last = median(timed.rounds[:EDGE]), median(timed.rounds[-EDGE:])
    return {
        "floor_steps_per_second": round(floor),
        "service_steps_per_second": round(service),
        "share_of_floor": round(service / floor, 3),
        "service_p50_ms": _milliseconds(timed.service, 0.5),
        "service_p95_ms": _milliseconds(timed.service, 0.95),
        "floor_p50_ms": _milliseconds(timed.floor, 0.5),
        "receive_p50_ms": _milliseconds(timed.receive, 0.5),
        "rounds": len(timed.rounds),
        "last_round_to_first": round(last / first, 2),
        "state_bytes": _state_bytes(bench),
        "steps": len(timed.service),
    }


def _rate(seconds: list[float]) -> float:
    return len(seconds) / sum(seconds)


def _milliseconds(seconds: list[float], quantile: float) -> float:
    ordered = sorted(seconds)
    return round(ordered[min(int(len(ordered) * quantile), len(ordered) - 1)] * 1000, 2)


def _state_bytes(bench: Office) -> int:
    from sqlalchemy import func, select

    from core.db.models import DossierState

    with bench.world.work.read() as work:
        return work.scalar(select(func.max(func.length(DossierState.state)))) or 0


def _dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _text(figures: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"floor    {figures['floor_steps_per_second']:>6} steps/s   p50 {figures['floor_p50_ms']} ms",
            f"service  {figures['service_steps_per_second']:>6} steps/s   p50 {figures['service_p50_ms']} ms   "
            f"p95 {figures['service_p95_ms']} ms   {figures['share_of_floor']:.1%} of the floor",
            f"receive  p50 {figures['receive_p50_ms']} ms",
            f"rounds   {figures['rounds']}: the last costs {figures['last_round_to_first']} × the first",
            f"state    {figures['state_bytes']} bytes at most",
        ]
    )
