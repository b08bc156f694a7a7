"""Who may go where: every route has one guard, sessions, CSRF, and what each role sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from core.services.office import Office
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import MARITAL, code_on, only_task, person
from web.guards import guard_of, unguarded

PUBLIC = {
    *("account.login", "account.sign_in_now", "account.logout", "provider.begin", "provider.back"),
    *("asset", "plain", "choose_language"),
}


def test_every_route_has_exactly_one_guard(app: Flask) -> None:
    assert unguarded(app) == []


def test_only_these_routes_are_public(app: Flask) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if guard_of(app, rule.endpoint) == "public"}
    assert found == PUBLIC


def test_every_page_sends_strangers_to_sign_in(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC or "GET" not in (rule.methods or ()):
            continue
        values: dict[str, Any] = {name: _example(rule, name) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        answer = client.get(address)
        assert answer.status_code == 303, address
        assert answer.location.startswith("/login?next="), address


def _example(rule: Any, name: str) -> Any:
    kind = type(rule._converters[name]).__name__
    return {"UUIDConverter": "00000000-0000-0000-0000-000000000001", "IntegerConverter": 1}.get(kind, "x")


def test_signing_in_leads_back(app: Flask, credentials: dict[str, Any]) -> None:
    desk = Desk(app)
    account = next(found for found in credentials["accounts"] if found["username"] == "tuphap")
    page = desk.get("/dossiers?late=late")
    assert "Đăng nhập" in page.text
    answer = desk.post(
        "/login", page.form("/login"), {"username": "tuphap", "password": account["password"]}, follow=False
    )
    assert answer.status == 303
    assert answer.answer.location == "/dossiers?late=late"


@pytest.mark.parametrize("wanted", ["https://example.net/", "//example.net", "/\\example.net"])
def test_nobody_is_sent_elsewhere_after_signing_in(app: Flask, credentials: dict[str, Any], wanted: str) -> None:
    account = credentials["accounts"][0]
    desk = Desk(app)
    fields = desk.get("/login").form("/login")
    typed = {"username": account["username"], "password": account["password"], "next": wanted}
    assert desk.post("/login", fields, typed, follow=False).answer.location == "/"


def test_a_wrong_password_and_an_unknown_name_look_alike(app: Flask) -> None:
    answers = [Desk(app).sign_in(name, "sai") for name in ("tiepnhan", "khong-co")]
    assert {answer.status for answer in answers} == {401}
    assert len({answer.tree.find_class("notice")[0].text_content() for answer in answers}) == 1


def test_guessing_is_slowed_down(app: Flask) -> None:
    statuses = [Desk(app).sign_in("tiepnhan", f"sai {number}").status for number in range(30)]
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert Desk(app).sign_in("thamdinh", "sai").status == 401, "a colleague at the same address is not locked out"


def test_signing_out_ends_the_session(desk: Callable[[str], Desk]) -> None:
    clerk = desk("tuphap")
    clerk.send("/logout", page="/")
    assert clerk.client.get("/queue").status_code == 303


def test_a_new_password_ends_open_sessions(desk: Callable[[str], Desk], demo: Office) -> None:
    clerk = desk("tuphap")
    demo.passwords.set_password("tuphap", "một mật khẩu mới", person(demo, "quantri"))
    assert clerk.client.get("/queue").status_code == 303


def test_a_form_without_its_token_does_nothing(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    receive()
    clerk = desk("tuphap")
    task = only_task(clerk, "Thẩm định hồ sơ")
    answer = clerk.client.post(f"{task}/claim", data={})
    assert answer.status_code == 400
    assert "chưa ai nhận" in clerk.get(task).text


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("tuphap", f"/dossiers/new/{MARITAL}"),
        ("tiepnhan", "/audit"),
        ("tiepnhan", "/designer"),
        ("tiepnhan", "/designer/upload"),
        ("tiepnhan", "/people"),
        ("tiepnhan", "/incidents"),
        ("thanhtra", "/people"),
        ("thietke", "/people"),
        ("lanhdao", "/system"),
    ],
)
def test_a_missing_right_is_told_in_words(desk: Callable[[str], Desk], who: str, address: str) -> None:
    answer = desk(who).client.get(address)
    assert answer.status_code == 403
    assert "vai trò" in answer.get_data(as_text=True)


def test_another_room_neither_sees_nor_does_the_task(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    receive()
    task = only_task(desk("tuphap"), "Thẩm định hồ sơ")
    token = desk("vanthu").get("/").form("/logout")["csrf_token"]
    answer = desk("vanthu").client.post(
        f"{task}/complete", data={"csrf_token": token, "decision": "propose", "certifiedStatus": "x"}
    )
    assert answer.status_code == 403
    assert "chưa ai nhận" in desk("tuphap").get(task).text


def test_a_designer_sees_no_dossier(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    code = code_on(receive())
    for part in ("", "/papers", "/history", "/diagram", "/receipt"):
        assert desk("thietke").client.get(f"/dossiers/{code}{part}").status_code == 404


def test_papers_are_not_for_everybody(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    code = code_on(receive())
    page = desk("tiepnhan").get(f"/dossiers/{code}/papers")
    link = next(link.get("href") for link in page.tree.iterfind(".//a") if "/documents/" in (link.get("href") or ""))
    assert desk("tiepnhan").client.get(link).status_code == 200
    assert desk("thietke").client.get(link).status_code == 404


def test_places_are_those_of_the_roles(desk: Callable[[str], Desk]) -> None:
    places = {
        "tiepnhan": ["/", "/queue", "/dossiers/new", "/dossiers", "/parcels", "/untold", "/payments", "/register"],
        "thanhtra": ["/", "/audit"],
        "thietke": ["/", "/designer", "/letters", "/incidents"],
        "quantri": ["/", "/letters", "/incidents", "/outside-systems", "/inbox", "/webhooks", "/people", "/system"],
    }
    for who, expected in places.items():
        links = desk(who).get("/").tree.find_class("sidebar")[0].iterfind(".//a")
        assert [link.get("href") for link in links] == expected


def test_the_other_language(desk: Callable[[str], Desk]) -> None:
    clerk = desk("tuphap")
    assert "Việc cần làm" in clerk.get("/queue").text
    clerk.send("/language/en", page="/queue")
    page = clerk.get("/queue").text
    assert "Everything for me" in page
    assert "Việc cần làm" not in page
