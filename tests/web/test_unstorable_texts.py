"""Characters no database keeps, at every address of every door, in every place of a request: a clean refusal, never a fault.

The whole map of addresses is walked, so that a new one is walked, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import Client

from core.services.office import Office
from core.settings import Settings

#: NUL, and half of a surrogate pair as UTF-8 would have it, as they stand in an address
ENCODED = {"nul": "%00", "surrogate": "%ED%A0%80"}
ANYBODY = UUID(int=7)
#: who walks through the staff's pages: between them they may open every one
WALKERS = ("quantri", "tiepnhan", "thietke")


@pytest.fixture
def doors(demo: Office, settings: Settings, database_url: str) -> dict[str, Flask]:
    """The three doors on the demonstration, on either database; forms are taken without their secret."""
    import admin.app
    import api.app
    import portal.app

    created: dict[str, Flask] = {
        "admin": admin.app.create_app(demo, settings),
        "portal": portal.app.create_app(demo, settings),
        "api": api.app.create_app(demo, settings),
    }
    for app in created.values():
        app.config["WTF_CSRF_ENABLED"] = False
    return created


def addresses(app: Flask, bad: str) -> Iterator[tuple[Rule, str, str]]:
    """Every rule, with a plain address of it and one with the bad text in its place."""
    for rule in app.url_map.iter_rules():
        plain = re.sub(r"<(?:[^:<>]+:)?[^<>]+>", lambda found: str(ANYBODY) if "uuid" in found[0] else "x1", rule.rule)
        yield rule, plain, re.sub(r"<(?:[^:<>]+:)?[^<>]+>", f"x{bad}1", rule.rule)


def requests(rule: Rule, plain: str, broken: str, bad: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The places in which a request may bring it; each a description and what the test client is given."""
    raw = "\0" if bad == ENCODED["nul"] else "\udc80"
    for method in sorted((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"}):
        base: dict[str, Any] = {"method": method, "path": plain}
        if broken != plain:
            yield "path", {**base, "path": broken}
        yield "query", {**base, "query_string": f"q=a{bad}b&{bad}=1&cursor={bad}&next=/{bad}"}
        yield "header", {**base, "environ_overrides": {"HTTP_IDEMPOTENCY_KEY": f"k{raw}", "HTTP_X_PURPOSE": f"p{raw}"}}
        yield "language", {**base, "environ_overrides": {"HTTP_ACCEPT_LANGUAGE": f"vi{raw}", "HTTP_REFERER": f"/{raw}"}}
        yield "cookie", {**base, "environ_overrides": {"HTTP_COOKIE": f"session=a{raw}b; language=v{raw}"}}
        if method == "GET":
            continue
        body = f"username=a{bad}b&password={bad}&name={bad}&{bad}=1&reason={bad}&value={bad}".encode()
        yield "form", {**base, "data": body, "content_type": "application/x-www-form-urlencoded"}
        for text in ("\\u0000", "\\ud800", "\\udc00\\ud800"):
            data = f'{{"name": "a{text}b", "data": {{"k{text}": "{text}"}}, "variables": {{"x": ["{text}"]}}}}'
            yield "json", {**base, "data": data.encode(), "content_type": "application/json"}
        yield "file", {**base, "data": multipart(raw), "content_type": "multipart/form-data; boundary=cut"}


def multipart(raw: str) -> bytes:
    """A form with a file whose field, name and plain neighbour hold the text."""
    text = raw.encode("utf-8", "surrogatepass")
    return (
        b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a' + text + b'.bpmn"\r\n\r\n<a/>\r\n'
        b'--cut\r\nContent-Disposition: form-data; name="f' + text + b'"\r\n\r\n' + text + b"\r\n--cut--\r\n"
    )


def walk(app: Flask, bad: str, send: Callable[[dict[str, Any]], int]) -> list[str]:
    """What did not end in a clean answer."""
    faults = []
    for rule, plain, broken in addresses(app, bad):
        away = send({"path": plain}) == 503 if "GET" in (rule.methods or ()) else False  # what is not set up here
        for place, request in requests(rule, plain, broken, bad):
            status = send(request)
            if status >= 500 and not (away and status == 503):
                faults.append(f"{request['method']} {rule.rule}: {place}: {status}")
    return faults


def sender(app: Flask, **always: Any) -> Callable[[dict[str, Any]], int]:
    """Sends as somebody: ``always`` is in every request's environment."""

    def send(request: dict[str, Any]) -> int:
        environ = {**always, **request.get("environ_overrides", {})}
        if "HTTP_COOKIE" in always and "HTTP_COOKIE" in request.get("environ_overrides", {}):
            environ["HTTP_COOKIE"] = f"{always['HTTP_COOKIE']}; {request['environ_overrides']['HTTP_COOKIE']}"
        answer = Client(app, use_cookies=False).open(**{**request, "environ_overrides": environ})
        return int(answer.status_code)

    return send


def signed_in(app: Flask, username: str, credentials: dict[str, Any]) -> str:
    """The cookie of somebody who has just signed in, and that it is taken."""
    password = next(one["password"] for one in credentials["accounts"] if one["username"] == username)
    client = app.test_client()
    assert client.post("/login", data={"username": username, "password": password}).status_code == 303
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    value = f"{cookie.key}={cookie.value}"
    assert Client(app, use_cookies=False).get("/", headers={"Cookie": value}).status_code == 200
    return value


@pytest.mark.parametrize("kind", ENCODED)
def test_no_page_of_the_staff_falls(doors: dict[str, Flask], credentials: dict[str, Any], kind: str) -> None:
    app = doors["admin"]
    faults = walk(app, ENCODED[kind], sender(app))
    for username in WALKERS:
        cookie = signed_in(app, username, credentials)
        faults += [f"{username}: {found}" for found in walk(app, ENCODED[kind], sender(app, HTTP_COOKIE=cookie))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("kind", ENCODED)
def test_no_public_page_falls(doors: dict[str, Flask], kind: str) -> None:
    app = doors["portal"]
    faults = walk(app, ENCODED[kind], sender(app))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("kind", ENCODED)
def test_no_address_for_machines_falls(doors: dict[str, Flask], credentials: dict[str, Any], kind: str) -> None:
    app = doors["api"]
    faults = []
    for role in ("admin", "receiver", "designer"):
        token = credentials["tokens"].get(role)
        if token:
            send = sender(app, HTTP_AUTHORIZATION=f"Bearer {token}")
            faults += [f"{role}: {found}" for found in walk(app, ENCODED[kind], send)]
    for raw in ("\0", "\udc80"):
        status = sender(app)({"path": "/dossiers", "environ_overrides": {"HTTP_AUTHORIZATION": f"Bearer a{raw}b"}})
        assert status in (400, 401)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"path": "/catalogue/x%00y"}, 400),
        ({"path": "/", "query_string": "q=%00"}, 400),
        ({"path": "/", "environ_overrides": {"HTTP_X_ANY": "a\0"}}, 400),
        ({"path": "/", "environ_overrides": {"HTTP_COOKIE": "any=a\0"}}, 400),
        ({"path": "/" + "x" * 2_001}, 414),
        ({"path": "/", "query_string": "q=" + "x" * 8_001}, 414),
        ({"path": "/", "query_string": "&".join(f"a{n}=1" for n in range(101))}, 400),
        ({"path": "/", "environ_overrides": {"HTTP_X_ANY": "a" * 8_193}}, 431),
    ],
)
def test_what_is_wrong_is_refused_at_every_door(
    demo: Office, settings: Settings, request_: dict[str, Any], status: int
) -> None:
    import admin.app
    import api.app
    import portal.app

    for build in (admin.app.create_app, portal.app.create_app, api.app.create_app):
        assert sender(build(demo, settings))(request_) == status
