"""The handbook of the door names every address, scope and code there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from apiflask import APIFlask

import core.bootstrap  # noqa: F401  (loads every class of errors)
from core.errors.base import CoreError
from web.guards import guard_of

HANDBOOK = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
#: of people who sign in, of starting the server, and of a diagram's group, which becomes an incident
NOT_HERE = {
    "login-failed", "passwords-off", "provider-away", "sign-in-unfinished", "identity-unknown",
    "factor-needed", "factor-unreadable", "factor-wrong", "setting-invalid", "setting-unknown", "unit-unknown",
}  # fmt: skip


def test_every_address_with_its_scope(app: APIFlask) -> None:
    told = set(re.findall(r"^\| `(GET|POST) (\S+)` \| (?:`(\S+)`|–)", HANDBOOK, re.MULTILINE))
    actual = set()
    for rule in app.url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        scope = str(guard_of(app, rule.endpoint)).removeprefix("scope:").removeprefix("public")
        actual.add((method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), scope))
    assert told == actual


def test_every_code() -> None:
    told = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", HANDBOOK))
    actual = {error.code for error in _below(CoreError) if error.__module__.startswith(("core.", "api."))}
    assert actual - NOT_HERE <= told, f"docs/api.md does not tell what to do about {actual - NOT_HERE - told}"


def _below(error: type[CoreError]) -> Iterator[type[CoreError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from _below(kind)
