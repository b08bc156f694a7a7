"""``motcua doctor``: what is wrong with this installation, with the way out of it."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from core.settings import Settings, read
from motcua import preflight
from motcua.probes import ready


@click.command()
@click.option("--json", "as_json", is_flag=True, help="one JSON document")
def doctor(as_json: bool) -> None:
    """Checks Python, the data folder, the front end, the database and the queue; exit code 1 when one fails."""
    settings = read()
    checks = {**_machine(settings), **_office(settings)}
    if as_json:
        click.echo(json.dumps(checks, ensure_ascii=False, default=str))
    else:
        for name, check in checks.items():
            click.echo(f"{'ok  ' if ready(check) else 'FAIL'}  {name:12} {check.get('text', '')}".rstrip())
    raise SystemExit(not all(ready(check) for check in checks.values()))


def _machine(settings: Settings) -> dict[str, dict[str, Any]]:
    found: dict[str, tuple[str | None, object]] = {
        "python": (None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed", sys.version.split()[0]),
        "data folder": (preflight.home_problem(settings.home), settings.home.resolve()),
        "front end": (preflight.frontend_problem(), "built"),
    }
    return {name: {"ok": problem is None, "text": str(problem or value)} for name, (problem, value) in found.items()}


def _office(settings: Settings) -> dict[str, dict[str, Any]]:
    from core.bootstrap import build

    try:
        checks: dict[str, dict[str, Any]] = build(settings).health()
    except Exception as error:  # noqa: BLE001 - whatever hinders the office is what the doctor is asked for
        return {"office": {"ok": False, "text": f"{type(error).__name__}: {error}"}}
    return checks
