"""Every route has one guard; a token lets in who it says, and no further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from apiflask import APIFlask

from core.services.people.tokens import SCOPES
from core.services.views.actors import SYSTEM
from tests.web.api.calling import Api, Caller, mounted, read, reception, refused
from web.guards import guard_of, unguarded

if TYPE_CHECKING:
    from core.services.office import Office

#: checked by the signature of what is sent
SIGNED = {"callbacks.receive_callback"}
PUBLIC = {"service.get_health", "service.get_openapi"}


def test_every_route_has_one_guard(app: APIFlask) -> None:
    assert unguarded(app) == [], "put @scope(...) or @public between the route and the rest"
    for rule in app.url_map.iter_rules():
        guard = guard_of(app, rule.endpoint)
        if rule.endpoint in PUBLIC:
            assert guard == "public"
        elif rule.endpoint in SIGNED:
            assert guard == "signed"
        else:
            assert str(guard).removeprefix("scope:") in SCOPES, rule.endpoint


def test_a_route_that_changes_something_needs_a_scope_to_write(app: APIFlask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in SIGNED:
            continue
        writes = str(guard_of(app, rule.endpoint)).endswith(":write")
        assert writes == ("POST" in (rule.methods or ())), rule.endpoint


def test_a_second_guard_is_refused() -> None:
    from api.auth import public, scope

    with pytest.raises(TypeError, match="exactly one"):
        scope("tasks:read")(public(lambda: None))  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "token-missing"),
        ("Basic dGllcG5oYW46eA==", "token-missing"),
        ("Bearer", "token-missing"),
        ("Bearer mc_wrong", "token-unknown"),
        ("Bearer \udcff\x01ư".encode("utf-8", "replace").decode("latin-1"), "token-unknown"),
    ],
)
def test_nobody_gets_in_without_a_good_token(api: Api, header: str | None, code: str) -> None:
    answer = api(None).get("/tasks", headers={"Authorization": header} if header else {})
    problem = refused(answer, 401, code)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert problem["instance"] == "/api/v1/tasks"


def test_the_session_of_a_browser_is_no_token(api: Api) -> None:
    refused(api(None).get("/tasks", headers={"Cookie": "session=anything"}), 401, "token-missing")


def test_a_token_without_the_scope_is_refused_before_anything_is_read(api: Api, app: APIFlask, demo: Office) -> None:
    token = demo.tokens.create_token("tiepnhan", "reads tasks", ["tasks:read"], SYSTEM)
    limited = Caller(mounted(app), token)
    assert limited.get("/tasks").status_code == 200
    problem = refused(limited.post("/dossiers", {"nonsense": True}), 403, "scope-missing")
    assert "dossiers:write" in problem["detail"]


def test_a_revoked_persons_token_is_worth_nothing(api: Api, demo: Office) -> None:
    demo.accounts.set_active("tiepnhan", False, SYSTEM)
    refused(api("receiver").get("/tasks"), 401, "token-unknown")


def test_who_guesses_tokens_is_told_to_wait_and_a_right_one_from_the_same_address_works(api: Api) -> None:
    wrong = {"Authorization": "Bearer mc_guess"}
    for _ in range(20):
        refused(api(None).get("/tasks", headers=wrong), 401, "token-unknown")
    answer = api(None).get("/tasks", headers=wrong)
    refused(answer, 429, "too-many-tries")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert api("receiver").get("/tasks").status_code == 200
    refused(api(None).get("/tasks", headers=wrong, environ_base={"REMOTE_ADDR": "192.0.2.7"}), 401, "token-unknown")


def test_a_role_sees_what_is_its_own(api: Api, dossier: Any) -> None:
    elements = {task["element"] for task in read(api("reviewer").get("/tasks"))["items"]}
    assert elements == {"Task_Review"}
    assert read(api("leader").get("/tasks"))["items"] == []
    assert read(api("designer").get("/tasks"))["items"] == []
    refused(api("designer").get(f"/dossiers/{dossier['code']}"), 404, "not-found")
    refused(api("leader").post("/dossiers", reception()), 403, "forbidden")
    refused(api("receiver").get("/incidents"), 403, "forbidden")
