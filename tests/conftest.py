"""Fixtures of all tests: settings in a temporary home, real databases and queues, a whole office, a browser.

A test that asks for ``database_url`` runs once on SQLite and once on PostgreSQL, and one that asks for ``redis_url``
once on the embedded Valkey and once on Redis; ``settings``, ``office`` and ``demo`` of that test then use them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.support import browsers, compiled_sql, logged, offices, postgres, queues
from tests.support.clock import TestClock
from tests.support.compiled import Compiled
from tests.support.needs import absent

if TYPE_CHECKING:
    import io

    from playwright.sync_api import Browser, Page

    from core.services.office import Office
    from core.settings import Settings

_SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile(
    "short", max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW
)
hypothesis_settings.register_profile("soak", max_examples=3000, deadline=None, suppress_health_check=_SLOW)
hypothesis_settings.load_profile("short")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One test process more than processors: a good part of a test's time is waiting for the servers it started."""
    mine = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return len(mine) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Soak tests run when they are asked for by ``-m soak``; the long stories first, lest one process ends alone with them."""
    if "soak" not in config.getoption("markexpr"):
        dropped = [item for item in items if item.get_closest_marker("soak")]
        items[:] = [item for item in items if not item.get_closest_marker("soak")]
        if dropped:
            config.hook.pytest_deselected(items=dropped)
    items.sort(key=lambda item: item.get_closest_marker("e2e") is None)


# Servers: one of each per test process, started when a test first asks.


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL where databases may be created."""
    if not postgres.available():
        absent("PostgreSQL", "install it, or name a server in MOTCUA_TEST_DATABASE_URL")
    with postgres.server() as server:
        yield server


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL of this test's own, to be stopped and started."""
    if postgres.program("initdb") is None:
        absent("PostgreSQL", "install it")
    with postgres.cluster() as made:
        yield made


@pytest.fixture(scope="session")
def _valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with queues.server("valkey", tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture(scope="session")
def _redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if queues.program("redis") is None:
        absent("redis-server", "install Redis")
    with queues.server("redis", tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(params=["valkey", "redis"])
def redis_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty queue server."""
    url: str = request.getfixturevalue(f"_{request.param}_server")
    queues.flush(url)
    return url


# Databases: migrated once, copied for each test.


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> offices.Templates:
    return offices.Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(request.param)


@pytest.fixture
def _template(request: pytest.FixtureRequest) -> offices.Template:
    """What this test's data folder and database are copied from."""
    names = request.fixturenames
    on_server = "database_kind" in names and request.getfixturevalue("database_kind") == "postgresql"
    server: postgres.Server | None = request.getfixturevalue("postgres_server") if on_server else None
    templates: offices.Templates = request.getfixturevalue("_templates")
    return templates.get(server, seeded="demo" in names)


@pytest.fixture
def database_url(database_kind: str, _template: offices.Template, tmp_path: Path) -> Iterator[str]:
    """The SQLAlchemy URL of a migrated database of this test's own: empty, or the demonstration if it asks for it."""
    url = _template.copy_database(tmp_path)
    yield url
    _template.drop(url)


# The process.


@pytest.fixture(autouse=True, scope="session")
def _compiled_once() -> Iterator[None]:
    """Compiling templates and statements anew for each test took a third of the time of tests of pages."""
    with pytest.MonkeyPatch.context() as patch, compiled_sql.once():
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": Compiled()})
        yield


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """How one test's commands set up the log is not what the next test logs by."""
    with logged.kept():
        yield


@pytest.fixture
def lines(_own_log: None) -> io.StringIO:
    """All that is logged, as the processes of the office write it."""
    return logged.gathered()


# The office.


@pytest.fixture
def clock() -> TestClock:
    """The office's clock: ``set`` it, ``advance`` it, or let it ``run``."""
    return TestClock()


@pytest.fixture(autouse=True)
def _no_other_clock(clock: TestClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this process builds without naming a clock (commands, workers, simulators) has the test's, too."""
    monkeypatch.setattr("core.adapters.clock.system_clock", clock)


@pytest.fixture
def settings(request: pytest.FixtureRequest, _template: offices.Template, tmp_path: Path) -> Settings:
    """Settings with a data folder of this test's own; the database is there and migrated."""
    home = _template.copy_home(tmp_path / "home")
    names = request.fixturenames
    queue = request.getfixturevalue("redis_url") if "redis_url" in names else ""
    if "database_url" in names:
        return offices.configured(home, request.getfixturevalue("database_url"), redis_url=queue)
    _template.copy_database(home)  # where the settings look by themselves
    return offices.configured(home, redis_url=queue)


@pytest.fixture
def office(request: pytest.FixtureRequest, settings: Settings, clock: TestClock) -> Iterator[Office]:
    """An office with an empty, migrated database; SQLite unless the test asks for ``database_url``.

    Whatever a test did through the office, its evidence is intact afterwards; a test that writes past the office says so by
    the marker ``past_the_office``. Of a test that runs on both databases, the run on SQLite is looked at.
    """
    names = request.fixturenames
    twin = "database_kind" in names and request.getfixturevalue("database_kind") == "postgresql"
    with offices.opened(settings, clock) as built:
        yield built
        if not twin and request.node.get_closest_marker("past_the_office") is None:
            assert offices.differences(built) == []


@pytest.fixture
def demo(office: Office) -> Office:
    """The same office with the shipped procedures deployed and the demonstration seeded."""
    return office


@pytest.fixture
def credentials(demo: Office, settings: Settings) -> dict[str, Any]:
    """What ``demo-credentials.json`` of the demonstration says: ``accounts`` and ``tokens``."""
    data: dict[str, Any] = json.loads((settings.home / "demo-credentials.json").read_text(encoding="utf-8"))
    return data


# The browser.


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, one for the test process."""
    from playwright.sync_api import expect, sync_playwright

    program = browsers.program()
    if program is None:
        absent("a Chromium browser", "install chromium, or name a program in MOTCUA_TEST_BROWSER")
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=browsers.ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile, in Vietnamese."""
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page whose console must stay silent: a breach of the policy of its content speaks there, too."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []
