"""Tokens through the machines' door: made once, listed, revoked; never wider or longer than who makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apiflask import APIFlask

from core.services.views.actors import SYSTEM
from tests.web.api.calling import Api, Caller, mounted, read, refused

if TYPE_CHECKING:
    from core.services.office import Office
    from tests.support.clock import TestClock

NEW = {"name": "hộ tịch", "scopes": ["tasks:read"]}


def test_made_once_listed_and_revoked(api: Api, app: APIFlask) -> None:
    made = read(api("receiver").post("/tokens", NEW), 201)
    assert made["token"].startswith("mc_")
    assert (made["username"], made["state"], made["used"], made["expires"]) == ("tiepnhan", "valid", None, None)
    machine = Caller(mounted(app), made["token"])
    assert machine.get("/tasks").status_code == 200
    listed = {one["id"]: one for one in read(api("receiver").get("/tokens"))["items"]}
    assert listed[made["id"]]["used"] is not None
    assert "token" not in listed[made["id"]]
    assert read(api("receiver").post(f"/tokens/{made['id']}/revoke"))["state"] == "revoked"
    assert read(api("receiver").post(f"/tokens/{made['id']}/revoke"))["state"] == "revoked"
    refused(machine.get("/tasks"), 401, "token-unknown")


def test_attack_a_token_makes_none_that_may_more_or_lives_longer(app: APIFlask, demo: Office, clock: TestClock) -> None:
    from datetime import timedelta

    ends = clock() + timedelta(days=1)
    secret, _ = demo.tokens.new_token("tiepnhan", "klein", ["tokens:write", "tasks:read"], SYSTEM, ends)
    machine = Caller(mounted(app), secret)
    refused(machine.post("/tokens", {**NEW, "scopes": ["dossiers:write"]}), 403, "scope-missing")
    made = read(machine.post("/tokens", {**NEW, "expires": "2099-01-01T00:00:00Z"}), 201)
    assert made["expires"] == ends.isoformat().replace("+00:00", "Z")
    refused(Caller(mounted(app), made["token"]).get("/tokens"), 403, "scope-missing")


def test_attack_the_tokens_of_others_do_not_exist(api: Api, demo: Office) -> None:
    theirs = demo.tokens.tokens(SYSTEM, "lanhdao")[0]
    for answer in (
        api("receiver").get("/tokens", query_string={"username": "lanhdao"}),
        api("receiver").get("/tokens", query_string={"username": "nobody-at-all"}),
        api("receiver").post("/tokens", {**NEW, "username": "lanhdao"}),
        api("receiver").post(f"/tokens/{theirs.id}/revoke"),
    ):
        refused(answer, 404, "not-found")
    assert read(api("admin").get("/tokens", query_string={"username": "lanhdao"}))["items"]
    assert read(api("admin").post(f"/tokens/{theirs.id}/revoke"))["state"] == "revoked"


def test_what_is_wrong_is_named(api: Api) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"scopes": ["tasks:read"]}, "/name"),
        ({**NEW, "scopes": []}, "/scopes"),
        ({**NEW, "scopes": ["everything"]}, "/scopes"),
        ({**NEW, "expires": "2001-01-01T00:00:00Z"}, "/expires"),
        ({**NEW, "expires": "tomorrow"}, "/expires"),
        ({**NEW, "expires": "2030-01-01T00:00:00"}, "/expires"),
        ({**NEW, "name": "   "}, "/name"),
    ]
    for body, pointer in cases:
        answer = api("receiver").post("/tokens", body)
        assert [one["pointer"] for one in read(answer, 422)["errors"]] == [pointer], body
