"""``motcua doctor``: what is wrong with this installation, with the way out of it."""

from __future__ import annotations

import json
import sys

import click
from redis import Redis
from redis.exceptions import RedisError

from core.settings import Settings, read
from motcua import preflight
from motcua.probes import FINE


@click.command()
@click.option("--json", "as_json", is_flag=True, help="one JSON document")
def doctor(as_json: bool) -> None:
    """Checks Python, the data folder, the front end, the database and the queue; exit code 1 when one fails."""
    settings = read()
    checks = {**_machine(settings), **_office(settings), **_queue(settings)}
    if as_json:
        click.echo(json.dumps(checks, ensure_ascii=False))
    else:
        for name, text in checks.items():
            click.echo(f"{'ok  ' if text == FINE else 'FAIL'}  {name}{'' if text == FINE else ': ' + text}")
    raise SystemExit(any(text != FINE for text in checks.values()))


def _machine(settings: Settings) -> dict[str, str]:
    return {
        "python": FINE if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed",
        "data folder": preflight.home_problem(settings.home) or FINE,
        "front end": preflight.frontend_problem() or FINE,
    }


def _office(settings: Settings) -> dict[str, str]:
    from core.bootstrap import build

    try:
        return build(settings).health()
    except Exception as error:  # noqa: BLE001 - whatever hinders the office is what the doctor is asked for
        return {"office": f"{type(error).__name__}: {error}"}


def _queue(settings: Settings) -> dict[str, str]:
    if not settings.redis_url:
        return {}  # the embedded one runs only while `motcua up` does
    try:
        Redis.from_url(settings.redis_url, socket_connect_timeout=3).ping()
    except (RedisError, ValueError) as error:
        return {"queue": f"no answer from MOTCUA_REDIS_URL: {error}"}
    return {"queue": FINE}
