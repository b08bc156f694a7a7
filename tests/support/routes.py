"""Every route of every door with its methods and guard: the list under review in tests/rules/routes.txt (`make routes`)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from tests.support.offices import configured
from tests.support.sources import ROOT

LIST = ROOT / "tests" / "rules" / "routes.txt"


def doors(home: Path) -> dict[str, Flask]:
    """The doors of an office that is never asked anything, by the place they are mounted at."""
    import admin.app
    import api.app
    import portal.app
    from core.bootstrap import build

    settings = configured(home)
    office = build(settings)
    created = {
        "": admin.app.create_app(office, settings),
        "/portal": portal.app.create_app(office, settings),
        "/api/v1": api.app.create_app(office, settings),
    }
    office.close()
    return created


def lines(doors: dict[str, Flask]) -> list[str]:
    """One line a route: path, methods, guard."""
    return sorted(line for mount, app in doors.items() for line in _lines(mount, app))


def _lines(mount: str, app: Flask) -> Iterator[str]:
    from web.guards import guard_of

    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        yield f"{mount}{rule.rule}  {methods}  {guard_of(app, rule.endpoint)}"


def main() -> None:
    """Writes the list."""
    with tempfile.TemporaryDirectory() as home:
        LIST.write_text("".join(f"{line}\n" for line in lines(doors(Path(home)))), encoding="utf-8")


if __name__ == "__main__":
    main()
