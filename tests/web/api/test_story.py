"""A dossier through the door from reception to the citizen's hand, and what is refused on the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from core.domain import codes
from core.domain.history import GENESIS
from core.services.views.actors import SYSTEM
from tests.web.api.calling import OUTCOMES, Api, Caller, mounted, read, reception, refused, the_task

if TYPE_CHECKING:
    from core.services.office import Office

TASK_KEYS = {"id", "element", "name", "kind", "form", "data", "roles", "unit", "assignee", "due", "revision"}


def finish(api: Api, code: str, until: str | None = None) -> None:
    """Completes one task after the other, each by its role, up to but without ``until``."""
    for element, (role, data) in OUTCOMES.items():
        if element == until:
            return
        task = the_task(api(role), code)
        assert task["element"] == element
        read(api(role).post(f"/tasks/{task['id']}/complete", {"data": data}))


@pytest.mark.usefixtures("database_url")
def test_from_reception_to_return(api: Api) -> None:
    answer = api("receiver").post("/dossiers", reception())
    made = read(answer, 201)
    assert answer.headers["Location"] == f"/api/v1/dossiers/{made['code']}"
    assert codes.parse_code(made["code"])
    assert len(made["receipt_secret"]) >= 8
    assert made["due"].endswith("Z")
    assert made["finished"] is None
    assert 1 <= made["status"] <= 5
    finish(api, made["code"])
    done = read(api("receiver").get(f"/dossiers/{made['code']}"))
    assert done["status"] == 10
    assert done["finished"] and done["returned"]
    assert done["tasks"] == []
    assert done["receipt_secret"] is None
    assert read(api("receiver").get("/tasks", query_string={"dossier": made["code"]}))["items"] == []
    closed = read(api("receiver").get("/tasks", query_string={"dossier": made["code"], "state": "completed"}))
    assert {task["element"] for task in closed["items"]} == set(OUTCOMES)


def test_the_history_is_a_chain(api: Api, dossier: Any) -> None:
    finish(api, dossier["code"])
    events = read(api("auditor").get(f"/dossiers/{dossier['code']}/history"))
    assert events["next"] is None
    kinds = [event["kind"] for event in events["items"]]
    assert kinds[0] == "clerk.dossier.received"
    assert kinds.count("clerk.task.completed") == len(OUTCOMES)
    previous = GENESIS
    for number, event in enumerate(events["items"], start=1):
        assert (event["seq"], event["previous_hash"]) == (number, previous)
        previous = event["hash"]


def test_a_task_carries_its_form(api: Api, dossier: Any) -> None:
    task = the_task(api("reviewer"), dossier["code"])
    assert task.keys() >= TASK_KEYS
    assert task["form"]["id"] == "tham-dinh"
    assert any(part.get("key") == "decision" for part in task["form"]["components"])
    assert task["roles"] == ["reviewer"]
    assert task["assignee"] is None
    assert read(api("reviewer").get(f"/tasks/{task['id']}")) == task


def test_claim_and_give_back(api: Api, dossier: Any) -> None:
    task = the_task(api("reviewer"), dossier["code"])
    path = f"/tasks/{task['id']}"
    held = read(api("reviewer").post(f"{path}/claim"))
    assert held["assignee"] == "thamdinh"
    assert held["revision"] == task["revision"] + 1
    assert held.keys() == task.keys()
    mine = read(api("reviewer").get("/tasks", query_string={"assignee": "me"}))["items"]
    assert [item["id"] for item in mine] == [task["id"]]
    assert read(api("reviewer").get("/tasks", query_string={"assignee": "none"}))["items"] == []
    free = read(api("reviewer").post(f"{path}/unclaim"))
    assert free["assignee"] is None


def test_what_somebody_else_holds_or_did_is_named(api: Api, app: Any, demo: Office, dossier: Any) -> None:
    token = demo.tokens.create_token("tuphap", "second reviewer", ["tasks:write", "tasks:read"], SYSTEM)
    second = Caller(mounted(app), token)
    task = the_task(api("reviewer"), dossier["code"])
    read(api("reviewer").post(f"/tasks/{task['id']}/claim"))
    outcome = {"data": OUTCOMES["Task_Review"][1]}
    for verb, body in (("claim", None), ("complete", outcome)):
        problem = refused(second.post(f"/tasks/{task['id']}/{verb}", body), 409, "task-claimed")
        assert "Chuyên viên thẩm định" in problem["detail"]
    read(api("reviewer").post(f"/tasks/{task['id']}/complete", outcome))
    problem = refused(second.post(f"/tasks/{task['id']}/complete", outcome), 409, "task-closed")
    assert "Chuyên viên thẩm định" in problem["detail"]


def test_a_task_read_before_it_changed(api: Api, dossier: Any) -> None:
    task = the_task(api("reviewer"), dossier["code"])
    read(api("reviewer").post(f"/tasks/{task['id']}/claim"))
    body = {"data": OUTCOMES["Task_Review"][1], "revision": task["revision"]}
    refused(api("reviewer").post(f"/tasks/{task['id']}/complete", body), 409, "task-changed")
    body["revision"] = task["revision"] + 1
    read(api("reviewer").post(f"/tasks/{task['id']}/complete", body))


def test_a_form_with_faults_changes_nothing(api: Api, dossier: Any) -> None:
    task = the_task(api("reviewer"), dossier["code"])
    answer = api("reviewer").post(f"/tasks/{task['id']}/complete", {"data": {"decision": "perhaps"}})
    problem = refused(answer, 422, "form-invalid")
    assert "/data/decision" in [fault["pointer"] for fault in problem["errors"]]
    assert the_task(api("reviewer"), dossier["code"])["revision"] == task["revision"]


def test_another_roles_task(api: Api, dossier: Any) -> None:
    task = the_task(api("reviewer"), dossier["code"])
    answer = api("receiver").post(f"/tasks/{task['id']}/complete", {"data": OUTCOMES["Task_Review"][1]})
    assert "reviewer" not in refused(answer, 403, "forbidden")["title"]


@pytest.mark.usefixtures("database_url")
def test_the_same_key_gets_the_first_answer(api: Api) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    first = read(api("receiver").post("/dossiers", reception(), headers=headers), 201)
    again = read(api("receiver").post("/dossiers", reception(), headers=headers), 201)
    assert again["code"] == first["code"]
    assert len(read(api("receiver").get("/dossiers"))["items"]) == 1
    other = reception(return_by="post")
    problem = refused(api("receiver").post("/dossiers", other, headers=headers), 409, "key-reused")
    assert f"hồ sơ {first['code']} đã được tiếp nhận" in problem["detail"]


@pytest.mark.usefixtures("database_url")
def test_many_completions_at_once_with_one_key_are_one(api: Api, dossier: Any) -> None:
    task = the_task(api("reviewer"), dossier["code"])
    body, headers = {"data": OUTCOMES["Task_Review"][1]}, {"Idempotency-Key": "once"}
    caller = api("reviewer")

    def complete(_number: int) -> Any:
        return read(caller.post(f"/tasks/{task['id']}/complete", body, headers=headers))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(complete, range(16)))
    assert all(answer == answers[0] for answer in answers)
    events = read(api("auditor").get(f"/dossiers/{dossier['code']}/history"))["items"]
    assert [event["kind"] for event in events].count("clerk.task.completed") == 1


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_follow_each_other(api: Api, limit: int) -> None:
    made = {read(api("receiver").post("/dossiers", reception()), 201)["code"] for _ in range(5)}
    seen: list[str] = []
    for path, key in (("/dossiers", "code"), ("/tasks", "dossier")):
        seen, cursor = [], None
        caller = api("receiver" if path == "/dossiers" else "reviewer")
        while True:
            query = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
            page = read(caller.get(path, query_string=query))
            assert len(page["items"]) <= limit
            seen += [item[key] for item in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert sorted(seen) == sorted(made)


def test_numbers_come_back_digit_by_digit(api: Api, dossier: Any) -> None:
    answer = api("receiver").get(f"/dossiers/{dossier['code']}")
    assert b'"copies":1,' in answer.data or b'"copies":1}' in answer.data
    assert read(answer)["data"]["copies"] == 1


def test_lists_of_dossiers_mask_identities(api: Api, dossier: Any) -> None:
    (line,) = read(api("receiver").get("/dossiers", query_string={"search": "nguoi nop"}))["items"]
    assert line["identity_masked"] == "0010••••0001"
    assert b"001099000001" not in api("receiver").get("/dossiers").data
    assert read(api("receiver").get("/dossiers", query_string={"finished": "true"}))["items"] == []
