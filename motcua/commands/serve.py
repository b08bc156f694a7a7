"""``motcua serve``: the web doors. One process for an office that tries things out, gunicorn for production."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import Any

import click

from core.settings import Settings, read
from motcua import logs

THREADS = 8


@click.command()
@click.option("--production", is_flag=True, help="several processes under gunicorn instead of one under waitress")
@click.option("--processes", default=2, show_default=True, help="processes in production")
@click.option("--threads", default=THREADS, show_default=True, help="threads of each process")
def serve(production: bool, processes: int, threads: int) -> None:
    """Serves staff, public and machine doors at MOTCUA_HOST:MOTCUA_PORT."""
    settings = read()
    if production:
        _gunicorn(settings, processes, threads)
    else:
        _waitress(settings, threads)


def _waitress(settings: Settings, threads: int) -> None:
    import waitress

    from motcua.wsgi import application

    logs.configure()
    server = waitress.create_server(
        application(),
        host=settings.host,
        port=settings.port,
        threads=threads,
        ident="",
        clear_untrusted_proxy_headers=not settings.proxies,
        max_request_body_size=settings.upload_limit * 20,
    )
    signal.signal(signal.SIGTERM, _exit)
    try:
        server.run()
    finally:
        server.close()


def _exit(*_: object) -> None:
    raise SystemExit(0)


def _gunicorn(settings: Settings, processes: int, threads: int) -> None:
    figures = _empty(settings.home / "run" / "metrics")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)  # read by prometheus_client when it is first imported
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """gunicorn configured by us; every process builds its own application after the fork."""

        def load_config(self) -> None:
            for name, value in _options(settings, processes, threads).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from motcua.wsgi import application

            logs.configure(terminal=False)
            return application()

    Server().run()


def _options(settings: Settings, processes: int, threads: int) -> dict[str, Any]:
    return {
        "bind": f"{settings.host}:{settings.port}",
        "worker_class": "gthread",
        "workers": processes,
        "threads": threads,
        "timeout": 60,
        "graceful_timeout": 20,
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
        "child_exit": _forget_process,
        "control_socket_disable": True,
    }


def _forget_process(_server: object, process: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(process.pid)  # type: ignore[no-untyped-call]


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
