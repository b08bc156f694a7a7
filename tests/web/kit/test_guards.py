from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.kit.small_office import SmallOffice
from web import guard
from web.guards import guard_of, unguarded


def sign_in(client: FlaskClient, name: str) -> None:
    page = client.get("/login").text
    token = page.split('value="')[1].split('"')[0]
    assert client.post("/login", data={"name": name, "csrf_token": token}).status_code == 303


def test_every_route_of_the_kit_has_a_guard(app: Flask) -> None:
    assert unguarded(app) == []
    assert guard_of(app, "desk") == "role:receiver,returner"


def test_a_route_without_a_guard_is_found_and_lets_nobody_in(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/open", "open", lambda: "open")
    assert unguarded(app) == ["open"]
    assert client.get("/open").status_code == 403


def test_a_second_guard_is_refused_where_it_is_written() -> None:
    with pytest.raises(TypeError, match="exactly one"):
        guard.public(guard.login(lambda: "twice"))
    with pytest.raises(TypeError, match="at least one role"):
        guard.role()


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/desk?a=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login?next=/desk?a%3D1"
    part = client.get("/desk", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/login?next=/desk")


def test_a_role_opens_its_routes_only(client: FlaskClient) -> None:
    sign_in(client, "Binh")
    assert client.get("/mine").text == "Binh"
    refusal = client.get("/desk")
    assert refusal.status_code == 403
    assert "Cán bộ tiếp nhận" in refusal.text
    sign_in(client, "An")
    assert client.get("/desk").text == "desk"


def test_what_the_office_has_ended_is_ended_in_the_browser(client: FlaskClient, small_office: SmallOffice) -> None:
    sign_in(client, "An")
    small_office.signed_in.clear()
    assert client.get("/mine").status_code == 303


def test_while_something_must_be_done_first_nothing_else_is_open(
    client: FlaskClient, small_office: SmallOffice
) -> None:
    sign_in(client, "An")
    small_office.signed_in = {key: replace(one, pending="password") for key, one in small_office.signed_in.items()}
    assert client.get("/mine").status_code == 303
    assert client.get("/desk").status_code == 303
    assert client.get("/first").text == "password"


def test_a_cookie_kept_from_before_signing_out_opens_nothing(client: FlaskClient) -> None:
    sign_in(client, "An")
    kept = client.get_cookie("test")
    assert kept is not None
    token = client.get("/login").text.split('value="')[1].split('"')[0]
    assert client.post("/logout", data={"csrf_token": token}).status_code == 303
    client.set_cookie("test", kept.value)
    assert client.get("/mine").status_code == 303
