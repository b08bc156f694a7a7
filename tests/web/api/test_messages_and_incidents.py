"""Messages from outside, and incidents, through the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.db.test_messages_between_dossiers import ANSWERING, ANSWERS
from tests.web.api.calling import OUTCOMES, Api, read, reception, refused, the_task
from tests.workers import procedures

if TYPE_CHECKING:
    from core.services.office import Office


def to_the_post(api: Api, demo: Office) -> tuple[str, Any]:
    """A dossier whose result waits for the post: its code, and the outside call under lease."""
    code = read(api("receiver").post("/dossiers", reception(return_by="post")), 201)["code"]
    for element in ("Task_Review", "Task_Sign", "Task_Issue"):
        role, data = OUTCOMES[element]
        read(api(role).post(f"/tasks/{the_task(api(role), code)['id']}/complete", {"data": data}))
    (row,) = [row for row in demo.outbox.due(50) if row.topic == "postal.return"]
    job = demo.outbox.lease(row.id)
    assert job is not None
    return code, job


def test_a_message_moves_the_dossier_that_waits_for_it(api: Api, demo: Office) -> None:
    code, job = to_the_post(api, demo)
    demo.outbox.succeeded(job, {"trackingCode": "VN123"})
    body = {"name": "postal.delivered", "correlation_key": "VN123", "variables": {}}
    other = {**body, "correlation_key": "VN999"}
    refused(api("returner").post("/messages", other), 404, "nothing-waiting")
    headers = {"Idempotency-Key": "delivered-VN123"}
    for _ in range(2):
        assert read(api("returner").post("/messages", body, headers=headers)) == {"dossiers": [code]}
    assert read(api("receiver").get(f"/dossiers/{code}"))["status"] == 10
    refused(api("returner").post("/messages", body), 404, "nothing-waiting")


def test_nobody_says_past_the_ledger_that_money_came_in(api: Api) -> None:
    body = {"name": " payment.received ", "correlation_key": "P1", "variables": {"amount": 75_000}}
    problem = refused(api("receiver").post("/messages", body), 403, "message-reserved")
    assert "payment.received" in problem["detail"]


def test_a_message_opens_a_dossier_or_says_what_it_lacks(api: Api, demo: Office) -> None:
    procedures.deploy(demo, ANSWERING, ANSWERS)
    applicant = {"name": "Người nộp Minh Hoạ", "phone": "0900000001"}
    body: dict[str, Any] = {"name": "inquiry.asked", "variables": {"applicant": applicant, "returnBy": "counter"}}
    problem = refused(api("receiver").post("/messages", body), 422, "form-invalid")
    assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/variables/unit", "required")]
    body["variables"]["unit"] = procedures.DESK
    refused(api("reviewer").post("/messages", body), 403, "forbidden")
    (code,) = read(api("receiver").post("/messages", body))["dossiers"]
    assert read(api("receiver").get(f"/dossiers/{code}"))["applicant"]["name"] == applicant["name"]


def test_a_signal_may_reach_nobody(api: Api) -> None:
    """That it reaches those who wait is told in tests/db/test_signals.py."""
    headers = {"Idempotency-Key": "signal-1"}
    for _ in range(2):
        sent = api("leader").post("/signals", {"name": "flood", "variables": {"place": "A"}}, headers=headers)
        assert read(sent, 202) == {"dossiers": []}
    problem = refused(api("leader").post("/signals", {"name": "other"}, headers=headers), 409, "key-reused")
    assert "tín hiệu đã được phát" in problem["detail"]
    refused(api("leader").post("/signals", {"variables": {}}), 422, "input-invalid")


def test_an_incident_can_be_seen_and_retried(api: Api, demo: Office) -> None:
    code, job = to_the_post(api, demo)
    demo.outbox.failed(job, "the post answered nonsense", retry=False)
    (incident,) = read(api("admin").get("/incidents"))["items"]
    assert (incident["dossier"], incident["topic"], incident["state"]) == (code, "postal.return", "open")
    assert incident["message"] == "…", "the other side's words may be about somebody"
    assert "nonsense" in read(api("leader").get(f"/incidents/{incident['id']}"))["message"]
    assert read(api("admin").get(f"/incidents/{incident['id']}")) == incident
    retried = read(api("admin").post(f"/incidents/{incident['id']}/retry"))
    assert retried["state"] == "resolved"
    assert read(api("admin").get("/incidents"))["items"] == []
    assert [item["id"] for item in read(api("admin").get("/incidents?state=resolved"))["items"]] == [incident["id"]]
    assert "postal.return" in [row.topic for row in demo.outbox.due(50)]


def test_a_failed_call_is_corrected_answered_or_skipped(api: Api, demo: Office) -> None:
    code, job = to_the_post(api, demo)
    demo.outbox.failed(job, "the address is unknown", retry=False, answer="POST /order → HTTP 422")
    (line,) = read(api("leader").get("/incidents"))["items"]
    at = f"/incidents/{line['id']}"
    assert line["actions"] == ["retry", "edit", "remap", "answer", "skip"] and line["answer"].endswith("422")
    (trouble,) = read(api("leader").get(f"/dossiers/{code}"))["troubles"]
    assert trouble["incident"] == line["id"] and trouble["blocks"]
    refused(api("leader").post(f"{at}/skip", {"reason": ""}), 422, "input-invalid")
    wrong = refused(api("leader").post(f"{at}/edit", {"data": {"amount": "?"}, "reason": "x"}), 422, "form-invalid")
    assert wrong["errors"][0]["pointer"] == "/data/amount"
    refused(api("designer").post(f"{at}/answer", {"reason": "x"}), 403, "forbidden")
    edited = read(api("leader").post(f"{at}/edit", {"data": {**line["payload"], "phone": "0911"}, "reason": "số sai"}))
    assert (edited["state"], edited["settlement"], edited["reason"]) == ("resolved", "edited", "số sai")
    refused(api("leader").post(f"{at}/skip", {"reason": "x"}), 409, "incident-settled")
    again = next(
        job for row in demo.outbox.due(50) if (job := demo.outbox.lease(row.id)) and job.topic == "postal.return"
    )
    assert again.payload["phone"] == "0911"
    demo.outbox.failed(again, "the post is closed", retry=False)
    (line,) = read(api("leader").get("/incidents"))["items"]
    answered = {"data": {"trackingCode": "VN9"}, "reason": "đã gửi tại bưu cục"}
    read(api("leader").post(f"/incidents/{line['id']}/answer", answered))
    assert read(api("leader").get(f"/dossiers/{code}"))["data"]["trackingCode"] == "VN9"


def test_several_incidents_are_settled_at_once(api: Api, demo: Office) -> None:
    _, job = to_the_post(api, demo)
    demo.outbox.failed(job, "the post is closed", retry=False)
    (line,) = read(api("leader").get("/incidents"))["items"]
    nobody = "00000000-0000-0000-0000-000000000000"
    body = {"incidents": [line["id"], nobody], "action": "remap", "reason": "mở cửa lại"}
    done, missing = read(api("leader").post("/incidents/settle", body))["items"]
    assert done["settled"] and done["incident"] == line["id"]
    assert not missing["settled"] and missing["code"] == "not-found" and missing["message"]


def test_incidents_are_for_administrators(api: Api) -> None:
    refused(api("receiver").get("/incidents"), 403, "forbidden")
    refused(api("admin").get("/incidents?state=burning"), 422, "input-invalid")
    nothing = "/incidents/00000000-0000-0000-0000-000000000000"
    refused(api("admin").post(f"{nothing}/retry"), 404, "not-found")
