"""The pages of the second factor: set up, asked for, lost and reset."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyotp
from flask import Flask

from admin.app import create_app
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.support import offices
from tests.support.clock import TestClock
from tests.web.admin.desks import Desk, Shown


def code(secret: str, clock: TestClock) -> str:
    return pyotp.TOTP(secret).generate_otp(int(clock().timestamp()) // 30)


def set_up(desk: Desk, clock: TestClock) -> tuple[str, Shown]:
    """Sets the second factor up; the secret, and the page with the recovery codes."""
    shown = desk.send("/account/factor/begin", page="/account/factor")
    secret = shown.tree.find_class("factor-key")[0].text_content().replace(" ", "")
    square = shown.tree.find_class("factor-square")[0]
    assert square.get("src").startswith("data:image/svg+xml")
    assert square.get("alt")
    done = desk.send("/account/factor/confirm", {"code": code(secret, clock)}, page="/account/factor")
    return secret, done


def test_set_up_asked_for_and_reset(
    desk: Callable[[str], Desk], app: Flask, credentials: dict[str, list[dict[str, str]]], clock: TestClock
) -> None:
    here = desk("tuphap")
    wrong = here.send("/account/factor/begin", page="/account/factor")
    wrong = here.post("/account/factor/confirm", wrong.form("confirm"), {"code": "000000"})
    assert wrong.status == 422
    assert "Mã không đúng" in wrong.tree.get_element_by_id("f-code-error").text_content()
    secret, done = set_up(here, clock)
    codes = re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", done.text)
    assert len(codes) == 10
    assert codes[0] not in here.get("/account/factor").text

    password = next(one["password"] for one in credentials["accounts"] if one["username"] == "tuphap")
    clock.advance(seconds=60)
    other = Desk(app)
    asked = other.sign_in("tuphap", password)
    assert "Xác thực bước hai" in asked.text
    for address in ("/queue", "/account", "/account/factor", "/account/password"):
        assert other.client.get(address).status_code == 303, address
    assert other.send("/login/code", {"code": "123456"}, page="/login/code").status == 401
    shown = other.send("/login/code", {"code": code(secret, clock)}, page="/login/code?next=/queue")
    assert shown.answer.request.path == "/queue"

    admin = desk("quantri")
    admin.send("/people/tuphap/factor/reset", page="/people/tuphap/access")
    assert other.client.get("/queue").status_code == 303
    assert Desk(app).sign_in("tuphap", password).answer.request.path == "/"


def test_a_role_that_needs_one_sets_it_up_first(demo: Office, settings: Settings, clock: TestClock) -> None:
    import json

    accounts = json.loads((settings.home / "demo-credentials.json").read_text("utf-8"))["accounts"]
    passwords = {one["username"]: one["password"] for one in accounts}
    changed = settings.but(second_factor_roles="admin,leader")
    with offices.opened(changed, clock) as strict:
        app = create_app(strict, changed)
        free, bound = Desk(app), Desk(app)
        assert free.sign_in("tuphap", passwords["tuphap"]).answer.request.path == "/"
        shown = bound.sign_in("lanhdao", passwords["lanhdao"])
        assert shown.answer.request.path == "/account/factor"
        assert "bắt buộc" in shown.text
        assert bound.client.get("/queue").status_code == 303
        _, done = set_up(bound, clock)
        assert done.status == 200
        assert bound.client.get("/queue").status_code == 200
        assert not [one for one in bound.get("/account/factor").actions() if one.endswith("/remove")]


def test_attack_an_administrator_resets_nobody_beyond_the_border(desk: Callable[[str], Desk], demo: Office) -> None:
    from tests.support.staff import hire

    hire(demo, "quantri.mauhai", admin="H99.06")
    demo.passwords.set_password("quantri.mauhai", "một mật khẩu nữa", SYSTEM, must_change=False)
    stranger = Desk(desk("quantri").client.application)
    assert stranger.sign_in("quantri.mauhai", "một mật khẩu nữa").status == 200
    fields = stranger.get("/account").form("/logout")
    for address in ("/people/tuphap/factor/reset", "/people/tuphap/identity", "/people/tuphap/tokens"):
        assert stranger.post(address, fields, {"subject": "x", "name": "x", "scopes": "tasks:read"}).status == 404
    for address in ("/people/tuphap/access", "/people/tuphap/tokens"):
        assert stranger.client.get(address).status_code == 404


def test_attack_the_password_alone_makes_no_new_tries_at_the_code(
    desk: Callable[[str], Desk], app: Flask, credentials: dict[str, list[dict[str, str]]], clock: TestClock
) -> None:
    """Each try in a fresh browser, each after a new sign-in with the right password."""
    set_up(desk("tuphap"), clock)
    password = next(one["password"] for one in credentials["accounts"] if one["username"] == "tuphap")
    answers = []
    for number in range(8):
        thief = Desk(app)
        thief.sign_in("tuphap", password)
        answers.append(thief.send("/login/code", {"code": f"{number:06}"}, page="/login/code").status)
    assert answers == [401] * 5 + [429] * 3
