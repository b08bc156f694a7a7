"""The processes of a trial: workers, a relay, a queue server and a database of its own, killed by anybody and started again."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import RedisError

from core.settings import Settings
from motcua.environment import environment
from tests.support import queues
from tests.support.clock import for_children
from tests.support.postgres import Cluster
from tests.support.processes import free_port, start, stop
from workers.queues import QueueName

_ROOT = Path(__file__).resolve().parents[2]
_CHILD = "from tests.trials.child import main\nmain()\n"
#: seconds between two looks at who has died
LOOK = 0.1


@dataclass
class Stage:
    """Keeps processes running until it ends. ``deaths``: how often each was found dead, by name."""

    folder: Path
    settings: Settings
    deaths: dict[str, int] = field(default_factory=dict)
    _commands: dict[str, Callable[[], subprocess.Popen[bytes]]] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self, name: str, launch: Callable[[], subprocess.Popen[bytes]]) -> None:
        """Starts a process, and starts it again whenever it dies."""
        self._commands[name] = launch
        self._running[name] = launch()

    def run_child(self, name: str, kind: str) -> None:
        """A process of the product with its points laid (:mod:`tests.trials.child`)."""
        fuses = {"TRIAL_FUSES": str(self.fuses)}
        log = self.folder / f"{name}.log"

        def launch() -> subprocess.Popen[bytes]:
            command = [sys.executable, "-c", for_children() + _CHILD, kind]
            return start(command, log, env={**environment(self.settings), **fuses}, cwd=_ROOT)

        self.run(name, launch)

    @property
    def fuses(self) -> Path:
        made = self.folder / "fuses"
        made.mkdir(exist_ok=True)
        return made

    def lay(self, point: str, number: int) -> None:
        """Lets one process die at a point."""
        (self.fuses / f"{point}.{number}").touch()

    @property
    def left(self) -> list[str]:
        """The fuses that nobody has taken yet."""
        return sorted(fuse.name for fuse in self.fuses.iterdir() if not fuse.name.startswith("burnt-"))

    def kill(self, name: str) -> None:
        """Kills by kill -9."""
        with suppress(ProcessLookupError):
            self._running[name].kill()

    @property
    def names(self) -> list[str]:
        return sorted(self._running)

    def watch(self) -> None:
        """Starts again what has died, until the stage ends."""
        while not self._over.wait(LOOK):
            for name, process in list(self._running.items()):
                if process.poll() is not None:
                    self.deaths[name] = self.deaths.get(name, 0) + 1
                    self._running[name] = self._commands[name]()

    def end(self) -> None:
        self._over.set()

    def stop(self) -> None:
        for process in self._running.values():
            stop(process, patience=30)


@contextmanager
def staged(folder: Path, settings: Settings, workers: int = 2, web: bool = False) -> Iterator[Stage]:
    """A queue server at the settings' address, a relay, workers and, if asked, a web process, until the block ends."""
    stage = Stage(folder, settings)
    watcher = threading.Thread(target=stage.watch, name="stage")
    stage.run("queue", lambda: _queue(folder, settings))
    stage.run_child("relay", "relay")
    for number in range(workers):
        stage.run_child(f"worker-{number}", "worker")
    if web:
        stage.run_child("web", "web")
    watcher.start()
    try:
        yield stage
    finally:
        stage.end()
        watcher.join(timeout=30)
        stage.stop()


def own_address() -> str:
    """A loopback address nobody else uses: while a process of a trial is dead, no stranger may take its port (Linux)."""
    return f"127.{random.randint(1, 254)}.{random.randint(0, 254)}.{random.randint(1, 254)}"


def queue_url() -> str:
    """The address of a queue server that :func:`staged` will start."""
    return f"redis://{own_address()}:{free_port()}/0"


def _queue(folder: Path, settings: Settings) -> subprocess.Popen[bytes]:
    asked = urlsplit(settings.redis_url or "")
    address = ["--bind", str(asked.hostname), "--port", str(asked.port)]
    address += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    return start([str(queues.program("valkey")), *address], folder / "queue.log")


class Havoc:
    """What befalls the office at random; ``done`` counts it by kind."""

    def __init__(self, stage: Stage, cluster: Cluster | None, chance: random.Random) -> None:
        self._stage, self._cluster, self._chance = stage, cluster, chance
        self.done: dict[str, int] = {}

    def strike(self) -> None:
        """One blow: a process killed, the queue emptied or poisoned, the database stopped at once and started again."""
        blows: list[tuple[str, int]] = [(f"kill {name}", 3) for name in self._stage.names]
        blows += [("flush the queue", 2), ("poison the queue", 2)] + (
            [("stop the database", 1)] if self._cluster else []
        )
        names, weights = zip(*blows, strict=True)
        blow = self._chance.choices(names, weights)[0]
        self.done[blow] = self.done.get(blow, 0) + 1
        if blow.startswith("kill "):
            self._stage.kill(blow.removeprefix("kill "))
        elif blow == "stop the database" and self._cluster is not None:
            self._cluster.stop()
            self._cluster.start()
        else:
            with suppress(RedisError), Redis.from_url(self._stage.settings.redis_url or "") as redis:
                redis.flushall() if blow == "flush the queue" else self._poison(redis)

    def _poison(self, redis: Redis) -> None:
        name = QueueName.CALLS.value
        key = self._chance.choice(
            [f"rq:queue:{name}", f"rq:wip:{name}", f"rq:workers:{name}", "rq:workers", "rq:queues"]
        )
        redis.delete(key)
        redis.set(key, b"\xff\xfe")
