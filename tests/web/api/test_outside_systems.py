"""The outside systems through the machines' door and as figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.test import Client
from werkzeug.wrappers import Response

from core.ports import Arrival
from motcua.probes import Probes
from tests.support.staff import staff
from tests.web.api.calling import Api, read, refused
from tests.workers import procedures

if TYPE_CHECKING:
    from core.services.office import Office

TOPIC = "postal.return"
TOKEN = "0123456789abcdef"


def waiting(demo: Office) -> None:
    procedures.deploy(demo, procedures.diagram(TOPIC, **procedures.POST))
    procedures.receive(demo)


def test_pausing_is_for_administrators(api: Api, demo: Office) -> None:
    waiting(demo)
    refused(api("leader").post(f"/outside-systems/topics/{TOPIC}/pause", {"reason": "x"}), 403, "forbidden")
    refused(api("receiver").get("/outside-systems"), 403, "forbidden")
    refused(api("admin").post("/outside-systems/topics/no.topic/pause", {"reason": "x"}), 404, "not-found")
    refused(api("admin").post(f"/outside-systems/topics/{TOPIC}/pause", {}), 422, "input-invalid")
    found = read(api("admin").post(f"/outside-systems/topics/{TOPIC}/pause", {"reason": "bảo trì"}))
    (topic,) = [one for system in found["items"] for one in system["topics"] if one["topic"] == TOPIC]
    assert (topic["waiting"], topic["pause"]["reason"]) == (1, "bảo trì")
    assert read(api("leader").get("/outside-systems")) == found
    found = read(api("admin").post(f"/outside-systems/topics/{TOPIC}/resume", {}))
    (topic,) = [one for system in found["items"] for one in system["topics"] if one["topic"] == TOPIC]
    assert topic["pause"] is None


def test_figures_tell_what_waits(demo: Office) -> None:
    waiting(demo)
    demo.outside_systems.pause(TOPIC, "x", staff(demo, "admin"))
    demo.inbound.keep("till", "callback", Arrival("P-1"), b"{}")
    told = Client(Probes(Response("seen"), demo, TOKEN), Response).get(
        "/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    lines = told.text.splitlines()
    for line in (
        f'motcua_calls_waiting{{topic="{TOPIC}"}} 1.0',
        f'motcua_topic_paused{{topic="{TOPIC}"}} 1.0',
        f'motcua_calls_done{{topic="{TOPIC}",within="hour"}} 0.0',
        'motcua_system_breaker_open{system="postal"} 0.0',
        'motcua_inbound_waiting{source="till"} 1.0',
        'motcua_inbound_refused_today{source="till"} 0.0',
        'motcua_check{check="paused topics"} 0.0',
    ):
        assert line in lines, line
