"""Webhooks through the machines' door: what the pages offer, with the rights the pages have."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from standardwebhooks import Webhook as Standard
from werkzeug.test import Client
from werkzeug.wrappers import Response

from core.services.people.tokens import SCOPES
from core.services.views.actors import SYSTEM
from motcua.probes import Probes
from tests.support.staff import hire
from tests.web.api.calling import Api, Caller, mounted, read, refused
from tests.workers import procedures
from tests.workers.hooks import PLAIN
from workers.signatures import sign_standard

if TYPE_CHECKING:
    from apiflask import APIFlask

    from core.services.office import Office

NEW = {"name": "Cổng của huyện", "address": "https://motcua.example/tin", "unit": "H99.05"}
TOKEN = "0123456789abcdef"


def made(api: Api, **more: Any) -> Any:
    return read(api("admin").post("/webhooks", NEW | more), 201)


def events(demo: Office, count: int) -> None:
    procedures.deploy(demo, PLAIN)
    for _ in range(count):
        procedures.receive(demo)


def test_one_is_made_read_changed_paused_and_removed(api: Api) -> None:
    answer = api("admin").post("/webhooks", NEW)
    first = read(answer, 201)
    where = f"/webhooks/{first['id']}"
    assert answer.headers["Location"].endswith(where)
    assert first["secret"].startswith("whsec_") and (first["unit"], first["active"]) == ("H99.05", True)
    shown = {name: value for name, value in first.items() if name != "secret"}
    assert read(api("admin").get(where)) == shown and read(api("admin").get("/webhooks")) == {"items": [shown]}
    changed = read(api("admin").post(f"{where}/change", {"name": "Kho dữ liệu", "kinds": ["clerk.task.completed"]}))
    assert (changed["name"], changed["kinds"]) == ("Kho dữ liệu", ["clerk.task.completed"])
    moved = read(api("admin").post(f"{where}/change", {"address": "https://motcua.example/moi"}))
    assert (moved["address"], moved["kinds"]) == ("https://motcua.example/moi", ["clerk.task.completed"])
    paused = read(api("admin").post(f"{where}/pause"))
    assert (paused["active"], paused["off_reason"]) == (False, "person")
    assert read(api("admin").post(f"{where}/resume"))["active"] is True
    assert read(api("admin").post(f"{where}/remove")) == {"items": []}
    refused(api("admin").get(where), 404, "not-found")


def test_what_is_wrong_is_refused_by_field_and_nothing_is_changed(api: Api, database_url: str) -> None:
    where = f"/webhooks/{made(api)['id']}"
    for body, field in (
        ({"address": "http://motcua.example/tin"}, "address"),
        ({"address": "https://127.0.0.1/tin"}, "address"),
        ({"kinds": ["no.such.kind"]}, "kinds"),
        ({"name": "Tên mới", "address": "https://a:b@motcua.example/"}, "address"),
        ({}, "name"),
    ):
        problem = refused(api("admin").post(f"{where}/change", body), 422, "bad-value")
        assert [one["pointer"] for one in problem["errors"]] == [f"/{field}"]
    refused(api("admin").post("/webhooks", NEW | {"secret": "x"}), 422, "input-invalid")
    assert {read(api("admin").get(where))[name] for name in ("name", "address")} == {NEW["name"], NEW["address"]}


def test_two_secrets_sign_for_a_day(api: Api, demo: Office) -> None:
    first = made(api)
    second = read(api("admin").post(f"/webhooks/{first['id']}/secret"))
    assert second["secret"] != first["secret"] and second["old_until"]
    events(demo, 1)
    (due,) = demo.webhook_deliveries.due(10)
    job = demo.webhook_deliveries.lease(due.id)
    assert job is not None
    assert job.secrets == (second["secret"], first["secret"])
    now = demo.context.now()
    signed = sign_standard(str(job.event_id), job.body.encode(), job.secrets, now)["webhook-signature"]
    for secret in job.secrets:
        assert Standard(secret).sign(str(job.event_id), now, job.body) in signed


def test_what_was_sent_is_listed_and_sent_again(api: Api, demo: Office, database_url: str) -> None:
    events(demo, 1)
    before, where = demo.context.now(), f"/webhooks/{made(api)['id']}"
    events(demo, 3)
    demo.webhook_deliveries.due(10)
    page = read(api("admin").get(f"{where}/deliveries?limit=2"))
    rest = read(api("admin").get(f"{where}/deliveries?limit=2&cursor={page['next']}"))
    assert (len(page["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    one = read(api("admin").get(f"{where}/deliveries/{page['items'][0]['id']}"))
    assert one["body"].startswith("{") and "body" not in page["items"][0] and one["kind"] == "clerk.dossier.received"
    read(api("admin").post(f"{where}/pause"))
    assert len(read(api("admin").get(f"{where}/deliveries?state=failed"))["items"]) == 3
    refused(api("admin").post(f"{where}/replay", {"deliveries": [one["id"]]}), 422, "bad-value")
    read(api("admin").post(f"{where}/resume"))
    assert read(api("admin").post(f"{where}/replay", {"deliveries": [one["id"]]})) == {"count": 1}
    span = {"since": str((before - timedelta(hours=1)).isoformat()), "until": (before + timedelta(hours=1)).isoformat()}
    assert read(api("admin").post(f"{where}/replay", span))["count"] >= 3
    for body in ({}, {"since": span["since"]}, {"deliveries": [one["id"]], **span}):
        refused(api("admin").post(f"{where}/replay", body), 422, "bad-value")
    tried = read(api("admin").post(f"{where}/try"), 202)
    assert (tried["dossier"], tried["state"], tried["tries"]) == (None, "waiting", [])


def test_others_neither_see_nor_make_any(api: Api, app: APIFlask, demo: Office) -> None:
    where = f"/webhooks/{made(api)['id']}"
    assert read(api("leader").get("/webhooks")) == {"items": []}
    refused(api("leader").get(where), 404, "not-found")
    refused(api("leader").post("/webhooks", NEW), 403, "forbidden")
    hire(demo, "lang.gieng", admin="H99.06")
    neighbour = Caller(mounted(app), demo.tokens.create_token("lang.gieng", "x", SCOPES, SYSTEM))
    assert read(neighbour.get("/webhooks")) == {"items": []}
    refused(neighbour.post("/webhooks", NEW), 403, "forbidden")
    reading = Caller(mounted(app), demo.tokens.create_token("lang.gieng", "y", ("incidents:read",), SYSTEM))
    refused(reading.post("/webhooks", NEW), 403, "scope-missing")


def test_figures_tell_of_all_webhooks_together(api: Api, demo: Office) -> None:
    first, _second = made(api)["id"], made(api, name="Khác")["id"]
    read(api("admin").post(f"/webhooks/{_second}/pause"))
    events(demo, 2)
    demo.webhook_deliveries.due(10)
    told = Client(Probes(Response("seen"), demo, TOKEN), Response).get(
        "/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    lines = [line for line in told.text.splitlines() if line.startswith("motcua_webhook")]
    for line in (
        'motcua_webhooks{state="on"} 1.0',
        'motcua_webhooks{state="off"} 1.0',
        "motcua_webhook_deliveries_waiting 2.0",
        "motcua_webhook_deliveries_in_progress 0.0",
        'motcua_webhook_deliveries_delivered{within="day"} 0.0',
    ):
        assert line in lines, line
    assert first not in told.text and len(lines) == 13, "webhooks make no series of their own"
