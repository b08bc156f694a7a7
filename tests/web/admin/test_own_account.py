"""The own account at the desk: passwords of one's own, sessions that end on the server, tokens shown once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.people import NewPerson
from tests.support.clock import TestClock
from tests.support.staff import staff
from tests.web.admin.desks import Desk

FIRST, OWN = "mật khẩu được cấp", "mật khẩu của riêng tôi"


@pytest.fixture
def newcomer(app: Flask, demo: Office) -> Desk:
    """Somebody whose password an administrator has made, just signed in."""
    demo.accounts.create_person(NewPerson(username="moi", name="Người Mới", password=FIRST), SYSTEM)
    demo.accounts.grant("moi", "receiver", "H99.05.01", SYSTEM)
    desk = Desk(app)
    assert desk.sign_in("moi", FIRST).status == 200
    return desk


def test_an_admin_made_password_is_changed_before_anything_else(newcomer: Desk, demo: Office, app: Flask) -> None:
    for address in ("/", "/queue", "/account", "/account/tokens", "/search?search=a"):
        answer = newcomer.client.get(address)
        assert answer.status_code == 303, address
    shown = newcomer.get("/queue")
    assert "Đặt mật khẩu riêng" in shown.text
    assert "Các mục" not in shown.text  # no way around it
    token = demo.tokens.create_token("moi", "máy", ["tasks:read"], SYSTEM)
    done = newcomer.send(
        "/account/password", {"old": FIRST, "new": OWN, "again": OWN}, page="/account/password?next=/queue"
    )
    assert done.status == 200
    assert newcomer.client.get("/queue").status_code == 200
    assert demo.accounts.actor_of_token(token).username == "moi"  # machines are not asked
    assert Desk(app).sign_in("moi", OWN).status == 200
    assert Desk(app).sign_in("moi", FIRST).status == 401


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"old": "sai", "new": OWN, "again": OWN}, "old", "Đây không phải mật khẩu hiện tại"),
        ({"old": FIRST, "new": "ngắn", "again": "ngắn"}, "new", "10"),
        ({"old": FIRST, "new": FIRST, "again": FIRST}, "new", "khác mật khẩu hiện tại"),
        ({"old": FIRST, "new": OWN, "again": OWN + "x"}, "again", "Không trùng"),
        ({}, "old", "Đây không phải mật khẩu hiện tại"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(newcomer: Desk, typed: dict[str, str], field: str, words: str) -> None:
    shown = newcomer.send("/account/password", typed, page="/account/password")
    assert shown.status == 422
    error = shown.tree.get_element_by_id(f"f-{field}-error")
    assert words in error.text_content()
    assert shown.tree.get_element_by_id(f"f-{field}").get("aria-invalid") == "true"


def test_changing_the_own_password_ends_the_other_sessions(
    app: Flask, desk: Callable[[str], Desk], credentials: dict[str, Any]
) -> None:
    password = next(one["password"] for one in credentials["accounts"] if one["username"] == "tiepnhan")
    other = Desk(app)
    other.sign_in("tiepnhan", password)
    here = desk("tiepnhan")
    here.send("/account/password", {"old": password, "new": OWN, "again": OWN}, page="/account/password")
    assert here.client.get("/account").status_code == 200
    assert other.client.get("/account").status_code == 303


def test_attack_guessing_the_present_password_from_an_open_session_is_slow(desk: Callable[[str], Desk]) -> None:
    here = desk("tiepnhan")
    for _ in range(10):
        here.send("/account/password", {"old": "x", "new": OWN, "again": OWN}, page="/account/password")
    shown = here.send("/account/password", {"old": "x", "new": OWN, "again": OWN}, page="/account/password")
    assert shown.status == 429
    assert int(shown.answer.headers["Retry-After"]) > 0


def test_attack_a_cookie_kept_from_before_signing_out_is_refused(desk: Callable[[str], Desk]) -> None:
    here = desk("tiepnhan")
    kept = here.client.get_cookie("motcua_staff")
    assert kept is not None
    here.send("/logout", page="/")
    here.client.set_cookie("motcua_staff", kept.value)
    assert here.client.get("/account").status_code == 303


def test_sessions_end_when_unused_and_after_so_many_hours(desk: Callable[[str], Desk], clock: TestClock) -> None:
    here = desk("tiepnhan")
    clock.advance(minutes=235)
    assert here.client.get("/account").status_code == 200
    clock.advance(minutes=235)
    assert here.client.get("/account").status_code == 200  # used in between
    clock.advance(minutes=245)
    assert here.client.get("/account").status_code == 303
    other = desk("thamdinh")
    for _ in range(3):
        clock.advance(minutes=230)
        assert other.client.get("/account").status_code == 200
    clock.advance(minutes=60)
    assert other.client.get("/account").status_code == 303  # twelve hours


def test_one_ends_a_session_elsewhere_but_not_somebody_elses(
    app: Flask, desk: Callable[[str], Desk], credentials: dict[str, Any]
) -> None:
    password = next(one["password"] for one in credentials["accounts"] if one["username"] == "tiepnhan")
    here, away, stranger = desk("tiepnhan"), Desk(app), desk("thamdinh")
    away.sign_in("tiepnhan", password)
    shown = here.get("/account")
    rows = shown.tree.xpath("//tbody/tr")
    assert len(rows) == 2
    action = next(row for row in rows if "phiên này" not in row.text_content()).xpath(".//form/@action")[0]
    fields = stranger.get("/account").form("/logout")
    assert stranger.post(action, fields).status == 404
    assert away.client.get("/account").status_code == 200
    here.post(action, shown.form(action))
    assert away.client.get("/account").status_code == 303
    assert here.client.get("/account").status_code == 200


def test_a_reset_password_and_a_closed_account_end_tokens_and_sessions(
    desk: Callable[[str], Desk], demo: Office
) -> None:
    from core.errors.sign_in import TokenUnknown

    for username, address, changed in (
        ("tuphap", "/people/tuphap/password", {}),
        ("xaydung", "/people/xaydung/active", {"active": "no"}),
    ):
        token = demo.tokens.create_token(username, "máy", ["tasks:read"], SYSTEM)
        working = desk(username)
        assert working.client.get("/account").status_code == 200
        desk("quantri").send(address, changed, page=f"/people/{username}")
        assert working.client.get("/account").status_code == 303
        with pytest.raises(TokenUnknown):
            demo.accounts.actor_of_token(token)
    demo.accounts.set_active("xaydung", True, staff(demo, "admin"))
    with pytest.raises(TokenUnknown):  # reopening revives nothing
        demo.accounts.actor_of_token(token)


def test_a_token_is_shown_once_and_worth_nothing_once_revoked(
    desk: Callable[[str], Desk], demo: Office, clock: TestClock
) -> None:
    here = desk("tiepnhan")
    fields = here.get("/account/tokens").form("/account/tokens")
    fields.setlist("scopes", ["tasks:read"])
    shown = here.post("/account/tokens", fields, {"name": "Phần mềm hộ tịch", "days": "30"})
    secret = shown.tree.get_element_by_id("token").text_content()
    assert re.fullmatch(r"mc_[\w-]{43}", secret)
    assert secret not in here.get("/account/tokens").text
    assert "chưa bao giờ" in here.get("/account/tokens").text
    assert demo.accounts.actor_of_token(secret).scopes == {"tasks:read"}
    assert "chưa bao giờ" not in here.get("/account/tokens").text.split("trình diễn")[0]
    clock.advance(days=29)
    assert demo.accounts.actor_of_token(secret).username == "tiepnhan"


def test_a_token_that_ran_out_or_was_revoked_is_refused(
    app: Flask, demo: Office, clock: TestClock, desk: Callable[[str], Desk]
) -> None:
    from datetime import timedelta

    from core.errors.sign_in import TokenUnknown

    by = staff(demo, "receiver")
    short, _ = demo.tokens.new_token("tiepnhan", "ngắn", ["tasks:read"], by, clock() + timedelta(days=1))
    long, view = demo.tokens.new_token("tiepnhan", "dài", ["tasks:read"], by)
    clock.advance(days=1, seconds=1)
    with pytest.raises(TokenUnknown):
        demo.accounts.actor_of_token(short)
    here = desk("tiepnhan")
    page = here.get("/account/tokens")
    assert "đã hết hạn" in page.text
    here.post(f"/account/tokens/{view.id}/revoke", page.form(f"{view.id}/revoke"))
    with pytest.raises(TokenUnknown):
        demo.accounts.actor_of_token(long)


def test_a_form_without_a_name_or_scope_is_told_so(desk: Callable[[str], Desk]) -> None:
    shown = desk("tiepnhan").send("/account/tokens", {"name": "x"}, page="/account/tokens")
    assert shown.status == 422
    assert "Chọn ít nhất một mục" in shown.tree.get_element_by_id("f-scopes-error").text_content()


def test_attack_nobody_sees_or_revokes_the_tokens_of_others(desk: Callable[[str], Desk], demo: Office) -> None:
    from uuid import UUID

    from core.errors.requests import NotFound

    view = demo.tokens.tokens(SYSTEM, "lanhdao")[0]
    for username in ("tiepnhan", "thanhtra", "thietke"):
        here = desk(username)
        assert here.client.get("/people/lanhdao/tokens").status_code == 403
        fields = here.get("/account").form("/logout")
        assert here.post(f"/account/tokens/{view.id}/revoke", fields).status == 404
        with pytest.raises(NotFound):
            demo.tokens.new_token("lanhdao", "x", ["tasks:read"], staff(demo, "", username))
    assert demo.tokens.tokens(SYSTEM, "lanhdao")[0].state == "valid"
    assert isinstance(view.id, UUID)
    assert desk("quantri").client.get("/people/lanhdao/tokens").status_code == 200
