"""Who may call what: every route has exactly one guard, and no route appears, vanishes or changes its guard unnoticed."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support import routes
from web.guards import unguarded

# What anybody may call without an account or a token. A longer list is a decision, not an accident.
PUBLIC_STAFF_PAGES = {"/login", "/logout", "/language", "/built", "/plain"}


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Flask]:
    return routes.doors(tmp_path_factory.mktemp("routes"))


def test_every_route_has_a_guard(doors: dict[str, Flask]) -> None:
    open_routes = {mount or "/": found for mount, app in doors.items() if (found := unguarded(app))}
    assert not open_routes, f"put one of @guard.public, @guard.login, @guard.role(…) or @scope(…) on it: {open_routes}"


def test_the_list_of_routes_is_the_reviewed_one(doors: dict[str, Flask]) -> None:
    reviewed = routes.LIST.read_text("utf-8").splitlines()
    actual = routes.lines(doors)
    assert actual == reviewed, (
        f"new or changed: {sorted(set(actual) - set(reviewed))}; gone or changed: {sorted(set(reviewed) - set(actual))}. "
        "If that is meant, run `make routes` and let the change be reviewed"
    )


def test_few_staff_pages_are_public(doors: dict[str, Flask]) -> None:
    public = {line.split()[0] for line in routes.lines({"": doors[""]}) if line.endswith("  public")}
    unexpected = {path for path in public if not any(path.startswith(known) for known in PUBLIC_STAFF_PAGES)}
    assert not unexpected
