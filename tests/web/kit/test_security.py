from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import web
from core.errors.settings import SettingInvalid
from core.settings import Settings
from tests.web.kit.small_office import SmallOffice
from web import guard, security

DOOR = web.Door(name="t", package="web", cookie="t", login_endpoint="login")


def test_every_answer_carries_the_policy(client: FlaskClient) -> None:
    for address in ("/", "/nothing", "/refused/fault"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"


def test_inline_styles_only_where_a_page_asks(app: Flask) -> None:
    @app.get("/modeler")
    @guard.public
    def modeler() -> str:
        security.allow_inline_styles()
        return "modeler"

    client = app.test_client()
    assert "style-src 'self' 'unsafe-inline'" in client.get("/modeler").headers["Content-Security-Policy"]
    assert "style-src 'self';" in client.get("/").headers["Content-Security-Policy"]


def test_no_page_of_the_kit_has_an_inline_script_or_style(client: FlaskClient) -> None:
    for address in ("/", "/nothing", "/refused/form"):
        text = client.get(address).text
        assert "<script>" not in text
        assert "style=" not in text
        assert "onclick" not in text


def test_the_cookie_is_of_this_door_and_out_of_reach_for_scripts(client: FlaskClient) -> None:
    cookie = client.get("/login").headers["Set-Cookie"]
    assert cookie.startswith("test=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_tls_cookies_are_secure_and_browsers_are_told_to_stay(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, secret_key="k" * 32, secure_cookies=True)
    app = web.create_app(SmallOffice(), settings, DOOR)
    app.add_url_rule("/here", "here", guard.public(lambda: "here"))
    assert app.config["SESSION_COOKIE_SECURE"]
    assert "max-age=31536000" in app.test_client().get("/here").headers["Strict-Transport-Security"]


def test_two_doors_do_not_read_each_others_cookies(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, secret_key="k" * 32)
    assert security.key_for(None, settings, "staff") != security.key_for(None, settings, "public")


def test_a_door_without_any_key_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="MOTCUA_SECRET_KEY"):
        security.key_for(None, Settings(home=tmp_path), "staff")


def test_more_than_the_uploads_limit_is_refused_in_words(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, secret_key="k" * 32, upload_limit=1000)
    app = web.create_app(SmallOffice(), settings, DOOR)
    app.add_url_rule("/take", "take", guard.public(lambda: "taken"), methods=["POST"])
    answer = app.test_client().post("/take", data={"paper": (io.BytesIO(b"x" * 5000), "a.pdf")})
    assert answer.status_code == 413
    assert 'error-number">' in answer.text
    assert "Tệp gửi lên quá lớn" in answer.text


def test_a_post_without_a_token_is_refused_in_words(client: FlaskClient) -> None:
    answer = client.post("/login", data={"name": "An"})
    assert answer.status_code == 400
    assert "Phiên làm việc đã kết thúc" in answer.text


@pytest.mark.parametrize(
    "hops,expected",
    [(0, "127.0.0.1"), (1, "203.0.113.7")],
)
def test_the_address_behind_a_proxy_counts_only_when_the_proxy_is_trusted(
    tmp_path: Path, hops: int, expected: str
) -> None:
    from flask import request

    settings = Settings(home=tmp_path, secret_key="k" * 32, proxies=hops)
    app = web.create_app(SmallOffice(), settings, DOOR)
    app.add_url_rule("/who", "who", guard.public(lambda: request.remote_addr))
    assert app.test_client().get("/who", headers={"X-Forwarded-For": "203.0.113.7"}).text == expected


@pytest.mark.parametrize(
    "changes,secure",
    [
        ({}, False),
        ({"base_url": "http://motcua.example.vn"}, False),
        ({"base_url": "https://motcua.example.vn"}, True),
        ({"secure_cookies": True}, True),
        ({"base_url": "https://motcua.example.vn", "secure_cookies": False}, False),
    ],
)
def test_an_address_with_https_makes_every_cookie_safe(
    tmp_path: Path, changes: dict[str, object], secure: bool
) -> None:
    settings = Settings(home=tmp_path, secret_key="k" * 32, **changes)
    app = web.create_app(SmallOffice(), settings, DOOR)
    app.add_url_rule("/form", "form", guard.public(lambda: _with_a_token()))
    cookie = app.test_client().get("/form", base_url="https://motcua.example.vn").headers["Set-Cookie"]
    parts = [part.strip() for part in cookie.split(";")]
    assert parts[0].startswith("__Host-t=" if secure else "t=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
    assert ("Secure" in parts) == secure
    assert not [part for part in parts if part.startswith("Domain")]


def _with_a_token() -> str:
    from flask_wtf.csrf import generate_csrf

    return generate_csrf()
