"""Several server processes at one port: gunicorn starts, watches and replaces them; in each, :mod:`motcua.server` serves."""

from __future__ import annotations

import logging
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from motcua import server

if TYPE_CHECKING:
    from core.settings import Settings

GRACE = 25  # seconds for what is at hand when a process ends
SILENT = 60  # seconds after which a process that does not turn its loop is replaced


class Log(Logger):
    """gunicorn's own words go where all others go."""

    def setup(self, cfg: Any) -> None:
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.INFO)


class Buffering(Worker):
    """Serves on the shared sockets until it is asked to end or has served enough."""

    def run(self) -> None:
        settings, threads = self.cfg.motcua
        servers = [
            server.serve(
                self.wsgi,
                settings,
                threads,
                _sock=each.sock,
                bind_socket=False,
                sockinfo=(each.sock.family, each.sock.type, None, each.sock.getsockname()),
            )
            for each in self.sockets
        ]
        while self.alive and self.ppid == os.getppid():
            self._turn(servers)
        end = time.monotonic() + self.cfg.graceful_timeout - 2
        while self._busy(servers) and time.monotonic() < end:
            self._turn(servers)
        for each in servers:
            each.end()

    def _busy(self, servers: list[server.Server]) -> bool:
        """Whether somebody is still being served. Every server is asked, so that none takes anybody new."""
        left = [each for each in servers if not each.drain()]
        return bool(left)

    def _turn(self, servers: list[server.Server]) -> None:
        self.notify()
        for each in servers:
            each.turn(1.0 / len(servers))
        if sum(each.served for each in servers) > self.max_requests:
            self.alive = False


class _Processes(BaseApplication):
    """gunicorn configured by us; every process builds its own application after the fork."""

    def __init__(self, settings: Settings, processes: int, threads: int) -> None:
        self._settings, self._processes, self._threads = settings, processes, threads
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)
        self.cfg.motcua = (self._settings, self._threads)

    def _options(self) -> dict[str, Any]:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return {
            "bind": f"{host}:{self._settings.port}",
            "backlog": 1024,
            "worker_class": Buffering,
            "workers": self._processes,
            "threads": self._threads,
            "timeout": SILENT,
            "graceful_timeout": GRACE,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "child_exit": _forget_process,
            "control_socket_disable": True,
            "logger_class": Log,
            "umask": 0o077,
        }

    def load(self) -> Any:
        from motcua.wsgi import application

        return application(self._settings)


def run(settings: Settings, processes: int, threads: int) -> None:
    """Serves until it is asked to end."""
    figures = _empty(settings.home / "run" / "metrics")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)  # read by prometheus_client when it is first imported
    _Processes(settings, processes, threads).run()


def _forget_process(_server: object, process: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(process.pid)  # type: ignore[no-untyped-call]


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder
