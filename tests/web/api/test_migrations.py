"""Migrations and an administrator's verbs through the door, from the proposal to the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from core.services.views.actors import SYSTEM
from tests.support import moving
from tests.web.api.calling import Api, read, refused

if TYPE_CHECKING:
    from core.services.office import Office


@pytest.fixture
def codes(demo: Office) -> list[str]:
    """Three dossiers on version 1; version 2 is there, and the last one waits where version 2 has nothing."""
    moving.deployed(demo, moving.OLD)
    found = moving.opened(demo, 3)
    moving.complete(demo, found[2])
    moving.deployed(demo, moving.SHORT)
    return found


def ordered(api: Api, **changes: Any) -> Any:
    body = {"procedure": moving.CODE, "source": 1, "target": 2, "reason": "Luật mới"} | changes
    return api("designer").post("/migrations", body)


def test_a_migration_from_the_proposal_to_the_way_back(api: Api, demo: Office, codes: list[str]) -> None:
    query = {"procedure": moving.CODE, "source": "1", "target": "2"}
    found = read(api("designer").get("/migrations/proposal", query_string=query))
    assert found["removed"] == ["B"] and found["running"] == 3 and found["mapping"]["A"] == "A"
    answer = ordered(api, mapping=found["mapping"])
    made = read(answer, 201)
    address = f"/migrations/{made['id']}"
    assert answer.headers["Location"] == f"/api/v1{address}" and made["state"] == "checking"
    refused(api("admin").post(f"{address}/start"), 409, "migration-state")
    demo.migration_jobs.process_chunk(UUID(made["id"]))
    assert read(api("designer").get(address))["counts"] == {"movable": 2, "refused": 1}
    (item,) = read(api("designer").get(f"{address}/items?state=refused"))["items"]
    assert item["dossier"] == codes[2] and item["problems"][0]["element"] == "B"
    assert "ánh xạ" in item["problems"][0]["message"]
    english = api("designer").get(f"{address}/items?state=refused", headers={"Accept-Language": "en"})
    assert "map it" in read(english)["items"][0]["problems"][0]["message"]
    refused(api("designer").post(f"{address}/start"), 403, "forbidden")
    assert read(api("admin").post(f"{address}/start"))["state"] == "running"
    assert read(api("admin").post(f"{address}/pause"))["paused"] is True
    assert read(api("admin").post(f"{address}/resume"))["paused"] is False
    moving.work_off(demo, demo.migrations.page(SYSTEM).items[0])
    done = read(api("admin").get(address))
    assert (done["state"], done["counts"]) == ("done", {"moved": 2, "refused": 1})
    refused(api("admin").post(f"{address}/cancel"), 409, "migration-state")
    back = read(api("admin").post(f"/dossiers/{codes[0]}/move-back", {"reason": "Nhầm"}))
    assert back["version"] == 1
    refused(api("admin").post(f"/dossiers/{codes[0]}/move-back", {"reason": "Nữa"}), 409, "not-moved-back")
    (listed,) = read(api("designer").get("/migrations"))["items"]
    assert listed["counts"] == {"moved": 1, "moved-back": 1, "refused": 1}


def test_wrong_orders_say_what_is_wrong(api: Api, codes: list[str]) -> None:
    problem = refused(ordered(api, mapping={"A": "Start"}), 422, "mapping-invalid")
    assert [(one["code"], one["element"]) for one in problem["problems"]] == [("type-differs", "A")]
    refused(ordered(api, reason="  "), 422, "reason-missing")
    refused(ordered(api, reason=""), 422, "input-invalid")
    refused(ordered(api, target=9), 404, "procedure-unknown")
    refused(ordered(api, target=1), 422, "bad-value")
    refused(ordered(api, dry=True), 422, "input-invalid")
    refused(api("reviewer").get("/migrations"), 403, "forbidden")
    for _ in range(2):
        body = {"procedure": moving.CODE, "source": 1, "target": 2, "reason": "Luật mới", "dossiers": [codes[0]]}
        assert read(api("designer").post("/migrations", body, headers={"Idempotency-Key": "m1"}), 201)["total"] == 1
    assert len(read(api("designer").get("/migrations"))["items"]) == 1


def test_an_administrators_verbs(api: Api, codes: list[str]) -> None:
    admin, code = api("admin"), codes[0]
    (place,) = read(admin.get(f"/dossiers/{code}/tokens"))["places"]
    assert (place["element"], place["inside"]) == ("A", None)
    address = f"/dossiers/{code}/tokens/{place['token']}/move"
    refused(admin.post(address, {"element": "B"}), 422, "input-invalid")
    refused(api("leader").post(address, {"element": "B", "reason": "x"}), 403, "forbidden")
    refused(admin.post(address, {"element": "Late", "reason": "x"}), 409, "step-refused")
    moved = read(admin.post(address, {"element": "B", "reason": "Đã làm ngoài hệ thống"}))
    (place,) = moved["places"]
    assert place["element"] == "B"
    again = {"element": "A", "instead_of": [place["token"]], "reason": "Thiếu giấy"}
    (place,) = read(admin.post(f"/dossiers/{code}/restart", again))["places"]
    assert place["element"] == "A"
    read(admin.post(f"/dossiers/{code}/variables", {"values": {"fee": 12.50}, "reason": "Gõ nhầm"}))
    assert str(read(admin.get(f"/dossiers/{code}/tokens"))["version"]) == "1"
    ended = read(admin.post(f"/dossiers/{code}/tokens/{place['token']}/cancel", {"reason": "Rút hồ sơ"}))
    assert ended["finished"] and ended["places"] == []
    kinds = [event["kind"] for event in read(api("auditor").get(f"/dossiers/{code}/history"))["items"]]
    assert kinds[1:] == [
        "admin.token.moved", "admin.task.restarted", "admin.variables.corrected", "admin.branch.cancelled",
    ]  # fmt: skip
    refused(admin.get("/dossiers/H99.00-000000-0000/tokens"), 404, "not-found")
