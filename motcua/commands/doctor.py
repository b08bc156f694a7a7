"""``motcua doctor``: what is wrong with this installation, with the way out of it."""

from __future__ import annotations

import json
import sys

import click
import httpx

from core.services.health import FINE, NOTICES, well
from core.settings import Settings
from motcua import preflight
from motcua.stack import as_running
from workers.settings import read


@click.command()
@click.option("--only", multiple=True, metavar="CHECK", help="only this check; may be repeated")
@click.option("--json", "as_json", is_flag=True, help="one JSON document")
def doctor(only: tuple[str, ...], as_json: bool) -> None:
    """Checks what an office needs to run; exit code 1 when a check fails.

    The check “web”, whether this machine's web server answers, is made only when it is asked for.
    """
    settings = as_running(read())
    if "web" in only:
        checks = {"web": _web(settings)}
    else:
        checks = {**_machine(settings), **_office(settings)}
    chosen = {name: text for name, text in checks.items() if not only or name in only}
    if unknown := set(only) - set(chosen):
        raise click.UsageError(f"there is no check {', '.join(sorted(unknown))}; there are: {', '.join(checks)}")
    _show(chosen, as_json)
    raise SystemExit(not well(chosen))


def _show(checks: dict[str, str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(checks, ensure_ascii=False))
        return
    for name, text in checks.items():
        mark = "ok  " if text == FINE else "note" if name in NOTICES else "FAIL"
        click.echo(f"{mark}  {name}{'' if text == FINE else ': ' + text}")


def _machine(settings: Settings) -> dict[str, str]:
    return {
        "python": FINE if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed",
        "data folder": preflight.home_problem(settings.home) or FINE,
        "front end": preflight.frontend_problem() or FINE,
    }


def _web(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("", "0.0.0.0", "::") else settings.host
    try:
        answer = httpx.get(f"http://{host}:{settings.port}/readyz", timeout=5)
    except httpx.HTTPError as error:
        return f"no answer: {error}"
    return FINE if answer.status_code == 200 else answer.text


def _office(settings: Settings) -> dict[str, str]:
    from workers.composition import build

    try:
        return build(settings).health.checks()
    except Exception as error:  # noqa: BLE001 - whatever hinders the office is what the doctor is asked for
        return dict.fromkeys(("database", "migrations", "queue", "worker", "relay"), f"{type(error).__name__}: {error}")
