"""``motcua serve``: the web doors. One process for an office that tries things out, several for production."""

from __future__ import annotations

import logging
import signal

import click

from core.settings import Settings
from motcua import logs, preflight
from workers.settings import read

log = logging.getLogger("motcua.serve")
THREADS = 8


@click.command()
@click.option("--production", is_flag=True, help="several processes, watched and replaced, instead of one")
@click.option("--processes", default=2, show_default=True, help="processes in production")
@click.option("--threads", default=THREADS, show_default=True, help="threads of each process")
def serve(production: bool, processes: int, threads: int) -> None:
    """Serves staff, public and machine doors at MOTCUA_HOST:MOTCUA_PORT."""
    settings = read()
    if found := preflight.problems(settings):
        raise click.ClickException("\n".join(found))
    preflight.require_usable_database(settings)
    if production:
        _many(settings, processes, threads)
    else:
        _one(settings, threads)


def _one(settings: Settings, threads: int) -> None:
    from motcua import server
    from motcua.wsgi import application

    logs.configure()
    running = server.serve(application(settings), settings, threads)
    signal.signal(signal.SIGTERM, _exit)
    try:
        running.run()
    finally:
        running.end()


def _exit(*_: object) -> None:
    raise SystemExit(0)


def _many(settings: Settings, processes: int, threads: int) -> None:
    from motcua import processes as several

    logs.configure(terminal=False)
    if settings.secure_cookies is None:
        settings = settings.but(secure_cookies=True)
        if not settings.address.startswith("https://"):
            log.warning(
                "MOTCUA_BASE_URL is no https:// address, and cookies are sent over HTTPS only: nobody can sign in "
                "without it. Name the address people use, or set MOTCUA_SECURE_COOKIES=false for a trial without TLS"
            )
    elif not settings.secure_cookies:
        log.warning("MOTCUA_SECURE_COOKIES=false: sessions can be read on the way. Use this for trials only")
    several.run(settings, processes, threads)
