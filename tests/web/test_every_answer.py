"""Every answer of every door, whoever makes it, carries the headers that keep a browser from being used against people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from core.services.office import Office
from core.settings import Settings
from motcua.headers import SAFE
from motcua.wsgi import compose
from tests.support.routes import doors

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "NONSENSE")
TOKEN = "0123456789abcdef"
UUID = "01900000-0000-7000-8000-000000000000"
PLACES = {"uuid": UUID, "int": "1"}
KEPT_FOR_ALL = ("/built/", "/plain/")


@pytest.fixture
def secured(settings: Settings) -> Settings:
    return settings.but(base_url="https://motcua.example.vn", metrics_token=TOKEN)


@pytest.fixture
def wsgi(demo: Office, secured: Settings) -> Any:
    return compose(demo, secured)


def paths(settings: Settings) -> Iterator[str]:
    """An address for every rule of every door, the probes, and what is no address at all."""
    for mount, app in doors(settings.home / "walked").items():
        for rule in app.url_map.iter_rules():
            yield mount + _filled(rule)
        yield f"{mount}/không-có"
        yield f"{mount}/%2e%2e/%2e%2e/etc/passwd"
        yield f"{mount}/%00"
    yield from ("/healthz", "/readyz", "/metrics", "/favicon.ico", "/static/app.js", "/api", "/api/v1", "/portal")


def _filled(rule: Rule) -> str:
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda found: PLACES.get(found[1] or "", "x"), rule.rule)


def check(answer: TestResponse, said: str) -> None:
    """The headers of one answer, and that it does not tell what runs here."""
    headers = answer.headers
    for name in SAFE:
        assert headers.getlist(name), f"{said}: {name} is missing"
        assert len(headers.getlist(name)) == 1, f"{said}: {name} stands twice"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, said
    assert "frame-ancestors 'none'" in policy or policy.startswith("sandbox"), f"{said}: {policy}"
    assert "unsafe-eval" not in policy and "script-src 'unsafe" not in policy, said
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "max-age=31536000" in headers["Strict-Transport-Security"], said
    assert not {"Server", "Via", "X-Powered-By"} & set(headers.keys()), said
    kept = headers["Cache-Control"]
    assert "no-store" in kept or any(place in said for place in KEPT_FOR_ALL), f"{said}: {kept}"
    for cookie in headers.getlist("Set-Cookie"):
        parts = {part.strip().lower() for part in cookie.split(";")}
        assert cookie.startswith("__Host-"), f"{said}: {cookie}"
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts, f"{said}: {cookie}"


@pytest.mark.parametrize("role", [None, "admin"])
def test_every_route_with_every_method(
    wsgi: Any, secured: Settings, credentials: dict[str, Any], role: str | None
) -> None:
    headers = {"Authorization": f"Bearer {credentials['tokens'][role]}"} if role else {}
    seen: set[int] = set()
    asked = 0
    for path in sorted(set(paths(secured))):
        for method in METHODS:
            client = Client(wsgi, Response, use_cookies=False)
            answer = client.open(path, method=method, headers=headers, base_url=secured.address)
            check(answer, f"{method} {path} {answer.status_code}")
            assert answer.status_code != 500, f"{method} {path}"
            seen.add(answer.status_code)
            asked += 1
    assert asked > 700
    assert {200, 303, 400, 401, 404, 405} <= seen


def test_pages_of_a_signed_in_person(wsgi: Any, secured: Settings, credentials: dict[str, Any]) -> None:
    for account in credentials["accounts"]:
        if account["role"] not in ("receiver", "designer", "auditor", "admin"):
            continue
        client = Client(wsgi, Response)
        form = client.get("/login", base_url=secured.address)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form.text)
        assert token
        sent = {"csrf_token": token[1], "username": account["username"], "password": account["password"]}
        headers = {"Referer": f"{secured.address}/login"}
        signed_in = client.post("/login", data=sent, base_url=secured.address, headers=headers)
        check(signed_in, f"sign in as {account['role']}")
        assert signed_in.status_code == 303
        statuses = set()
        for path in sorted(set(paths(secured))):
            answer = client.get(path, base_url=secured.address)
            check(answer, f"GET {path} as {account['role']}")
            statuses.add(answer.status_code)
        assert 200 in statuses and 404 in statuses


@pytest.mark.past_the_office
@pytest.mark.parametrize("path", ["/login", "/portal/", "/api/v1/procedures", "/api/v1/documents", "/readyz"])
def test_faults_refusals_and_large_bodies(
    wsgi: Any, demo: Office, secured: Settings, credentials: dict[str, Any], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Authorization": f"Bearer {credentials['tokens']['receiver']}"}
    client = Client(wsgi, Response)
    large = client.post(
        path, base_url=secured.address, headers={**headers, "Content-Length": "99999999999"}, input_stream=None
    )
    check(large, f"413 {path}")

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the wall fell down at Nguyễn Văn An")

    for service in ("accounts", "passwords", "sessions", "tokens", "procedures", "audit", "dossiers"):
        for name in [name for name in dir(getattr(demo, service)) if not name.startswith("_")]:
            if callable(getattr(type(getattr(demo, service)), name, None)):
                monkeypatch.setattr(type(getattr(demo, service)), name, broken)
    answer = client.get(path, base_url=secured.address, headers=headers)
    check(answer, f"a fault at {path}")
    assert "wall" not in answer.text and "Traceback" not in answer.text


def test_figures_are_for_those_who_know_the_secret(wsgi: Any, demo: Office, secured: Settings) -> None:
    client = Client(wsgi, Response)
    for sent in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic eDp5"},
        {"X-Forwarded-For": "127.0.0.1"},
    ):
        answer = client.get("/metrics", headers=sent)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "motcua_" not in answer.text
    told = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert told.status_code == 200 and "motcua_check" in told.text
    without = Client(compose(demo, secured.but(metrics_token="")), Response)
    for sent in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
        assert without.get("/metrics", headers=sent).status_code == 404


def test_probes_tell_nothing_of_the_inside(wsgi: Any, demo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"database": "OperationalError: host db.internal user motcua", "migrations": "unknown", "blobs": "full"}
    monkeypatch.setattr(type(demo.health), "checks", lambda _self: told)
    client = Client(wsgi, Response)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == dict.fromkeys(told, "failed")
    assert client.get("/healthz").json == {"ok": True}
    assert client.post("/healthz").status_code == 405
