"""One process of ``motcua bench steps``: its share of the floor, of the service path and of the HTTP path, in step with the others.

The ways of completing a task that are compared:

- ``service``: as a click does it; this process stepped the dossier before and remembers it.
- ``read``: the same, but another process stepped it last, so the dossier is read.
- ``http``: through ``POST /api/v1/tasks/{id}/complete`` of a server of its own.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Protocol, cast
from uuid import UUID

from benchmarks.floor import Floor
from core.adapters.passwords import Argon2Passwords
from core.bootstrap import build
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import Applicant, Reception
from core.services.views.tasks import TaskFilter
from workers.settings import read

DATA = {"subject": "Xin xác nhận", "reason": "nội dung trình bày của người nộp hồ sơ " * 22, "copies": 2}
OUTCOME = {"decision": "forward", "note": "đã xem"}
ROLES = ("receiver", "reviewer", "leader")
DOSSIERS_A_BLOCK = 25
EDGE = 40
_NOTHING = nullcontext()
Complete = Callable[[UUID, str], None]


class Barrier(Protocol):
    """Lets all processes begin together."""

    def wait(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What a process is to do; it is pickled on its way there."""

    home: Path
    database_url: str
    dsn: str
    number: int
    blocks: int
    rounds: int
    host: str
    port: int
    tokens: dict[str, str]


class _Alone:
    """Nobody to wait for."""

    def wait(self) -> None:
        """Goes on."""


#: the plan of a walk in this process alone, which needs none
_NOWHERE = Plan(home=Path(), database_url="", dsn="", number=0, blocks=0, rounds=0, host="", port=0, tokens={})


@dataclass(slots=True)
class Timed:
    """Seconds of single steps by way, and of the review rounds of one dossier."""

    floor: list[float] = field(default_factory=list)
    service: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    http: list[float] = field(default_factory=list)
    receive: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)


def measure(plan: Plan, barrier: Barrier) -> Timed:
    """Does the process's part and gives its times."""
    with ExitStack() as stack:
        mine, other = (stack.enter_context(_office(plan)) for _ in range(2))
        actors = {role: mine.accounts.actor(_person(mine, role)) for role in ROLES}
        floor = Floor(plan.dsn, plan.number)
        stack.callback(floor.close)
        client = stack.enter_context(_client(plan))
        part = Part(plan, barrier, mine, other, actors, floor, client)
        part.block(Timed())  # warm: parsed definitions, compiled statements, prepared plans
        timed = Timed()
        for _ in range(plan.blocks):
            part.block(timed)
        if plan.number == 0:
            part.review(timed)
        barrier.wait()
    return timed


@dataclass(frozen=True, slots=True)
class Part:
    """The ways of one process. Ways alternate in blocks, so that a machine that slows down slows all of them."""

    plan: Plan
    barrier: Barrier
    mine: Office
    other: Office
    actors: dict[str, Actor]
    floor: Floor
    #: a connection, fresh: a server lets idle ones go
    client: Callable[[], Complete]

    def block(self, timed: Timed) -> None:
        """Each way once, together with the other processes."""
        self.barrier.wait()
        timed.floor += [self.floor.step() for _ in range(DOSSIERS_A_BLOCK * len(ROLES))]
        offices = (self.mine, self.other)
        self.walk(timed, timed.service, lambda _: self.service(self.mine))
        self.walk(timed, timed.read, lambda turn: self.service(offices[(turn + 1) % 2]))
        self.walk(timed, timed.http, lambda _: self.client())

    def walk(
        self,
        timed: Timed,
        seconds: list[float],
        way: Callable[[int], Complete],
        around: AbstractContextManager[object] = _NOTHING,
    ) -> None:
        codes = [self._receive(timed) for _ in range(DOSSIERS_A_BLOCK)]
        for turn, role in enumerate(ROLES):
            tasks = [self._open_task(code, role) for code in codes]
            complete = way(turn)
            self.barrier.wait()
            with around:
                seconds += [_timed(complete, task, role) for task in tasks]

    def service(self, office: Office) -> Complete:
        return lambda task, role: _done(office.tasks.complete(task, OUTCOME, self.actors[role]).state)

    def _receive(self, timed: Timed) -> str:
        applicant = Applicant("Nguyễn Văn Mẫu", "001099012345", "0912345678", "", "Thôn 1, xã Mẫu")
        command = Reception("0.000001", "H99.05", "counter", applicant, DATA)
        begun = perf_counter()
        code = self.mine.reception.receive(command, self.actors["receiver"]).code
        timed.receive.append(perf_counter() - begun)
        return code

    def _open_task(self, code: str, role: str) -> UUID:
        return self.mine.queue.page(TaskFilter(dossier=code), self.actors[role]).items[0].id

    def review(self, timed: Timed) -> None:
        """One dossier that is sent round the review again and again."""
        code, reviewer = self._receive(Timed()), self.actors["reviewer"]
        self.mine.tasks.complete(self._open_task(code, "receiver"), OUTCOME, self.actors["receiver"])
        for _ in range(self.plan.rounds):
            task = self._open_task(code, "reviewer")
            begun = perf_counter()
            self.mine.tasks.complete(task, OUTCOME | {"decision": "again"}, reviewer)
            timed.rounds.append(perf_counter() - begun)


def walk(office: Office, around: AbstractContextManager[object]) -> list[float]:
    """Seconds of the steps of one block, through the service path of one process alone; the steps run inside ``around``."""
    timed = Timed()
    actors = {role: office.accounts.actor(_person(office, role)) for role in ROLES}
    part = Part(_NOWHERE, _Alone(), office, office, actors, cast(Floor, None), lambda: lambda _task, _role: None)
    part.walk(timed, timed.service, lambda _: part.service(office), around)
    return timed.service


def last_to_first(rounds: list[float]) -> float:
    """What a late review round costs in terms of an early one."""
    return median(rounds[-EDGE:]) / median(rounds[:EDGE])


def _timed(complete: Complete, task: UUID, role: str) -> float:
    begun = perf_counter()
    complete(task, role)
    return perf_counter() - begun


def _done(state: str) -> None:
    if state != "completed":
        raise RuntimeError(f"the task is {state}")


def _person(office: Office, role: str) -> UUID:
    return next(person.id for person in office.accounts.people(SYSTEM) if person.username == f"bench-{role}")


@contextmanager
def _office(plan: Plan) -> Iterator[Office]:
    settings = read({"MOTCUA_HOME": str(plan.home)}).but(database_url=plan.database_url)
    office = build(settings, passwords=Argon2Passwords(cheap=True))
    try:
        yield office
    finally:
        office.close()


@contextmanager
def _client(plan: Plan) -> Iterator[Callable[[], Complete]]:
    """A client that costs next to nothing: what is measured is the server."""
    body = json.dumps({"data": OUTCOME}).encode()
    heads = {
        role: f"Host: {plan.host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n".encode()
        for role, token in plan.tokens.items()
    }
    with ExitStack() as connections:

        def fresh() -> Complete:
            connections.close()
            connection = connections.enter_context(socket.create_connection((plan.host, plan.port)))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

            def complete(task: UUID, role: str) -> None:
                connection.sendall(
                    b"POST /api/v1/tasks/%s/complete HTTP/1.1\r\n" % str(task).encode() + heads[role] + body
                )
                answer = _answer(connection)
                _done("completed" if b'"state":"completed"' in answer else answer.decode())

            return complete

        yield fresh


def _answer(connection: socket.socket) -> bytes:
    """The body of one answer whose length is told."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    )
    while len(body) < length:
        body += _more(connection)
    return body


def _more(connection: socket.socket) -> bytes:
    found = connection.recv(65_536)
    if not found:
        raise RuntimeError("the server has closed the connection")
    return found
