"""The civil-status database: records handed over once, results told once, by whichever way they come first."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis
from werkzeug.test import Client, TestResponse

from core.db.models import InboundItem, Incident
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.settings import Settings
from tests.support import doors
from tests.support.clock import TestClock
from tests.support.staff import staff
from tests.workers import calls, procedures
from tests.workers.conftest import Outside
from workers import context as contexts
from workers import inbound
from workers.civil_status import results, simulator
from workers.context import WorkerContext

SECRET = "a-secret-of-the-registry-office"
RECORD = {
    "childName": '"Trần Thị Bé"',
    "gender": '"female"',
    "birthDate": '"2026-11-20"',
    "birthPlace": '"Bệnh viện Minh Hoạ"',
    "ethnicity": '"Kinh"',
    "motherName": '"Nguyễn Thị Thử"',
    "motherBirth": '"1999"',
    "declarantName": "dossier.applicant.name",
}


@pytest.fixture
def ctx(
    demo: Office, settings: Settings, registry_office: Outside, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WorkerContext]:
    doors.install(monkeypatch)
    pointed = simulator.pointing(registry_office.url)
    _office, worker = doors.with_doors(demo, settings, civil_status_secret=SECRET, **pointed)
    yield contexts.set_current(worker)
    contexts._current.clear()


def asked(
    ctx: WorkerContext, event: str = "birth", *, catch: bool = False, message: str = "registered", **changed: str
) -> DossierView:
    """A dossier that a receiver opened, whose record was handed over and that waits for ``message``."""
    record = ", ".join(f"{name}: {value}" for name, value in {**RECORD, **changed}.items())
    takes = {
        "registered": ("registrationNumber", "registrationBook", "registeredOn", "personalNumber"),
        "returned": ("reason",),
    }
    diagram = procedures.diagram(
        "records.civil-status",
        inputs={"record": "{" + record + "}"},
        headers={"event": event} if event else {},
        outputs={"submission": "submission"},
        message=(f"civil-status.{message}", "submission"),
        takes=takes[message],
        catch_errors=catch,
    )
    procedures.deploy(ctx.office, diagram)
    dossier = procedures.receive(ctx.office, by=staff(ctx.office, "receiver"))
    calls.make(ctx, "records.civil-status")
    return dossier


def code(ctx: WorkerContext, dossier: DossierView) -> str:
    found: str = calls.data(ctx, dossier)["submission"]
    return found


def ended(ctx: WorkerContext, dossier: DossierView) -> bool:
    return "End" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed


def told(ctx: WorkerContext, dossier: DossierView) -> int:
    return [e.kind for e in ctx.office.dossiers.history(dossier.code, SYSTEM)].count("engine.message.delivered")


def sent(registry_office: Outside) -> list[dict[str, Any]]:
    return [request["body"] for request in registry_office.asked("/registrations")]


def send(ctx: WorkerContext, body: dict[str, Any], secret: str = SECRET) -> TestResponse:
    """The database sends a result by itself."""
    from api.app import create_app

    raw = json.dumps(body).encode()
    stamp = str(int(ctx.office.context.now().timestamp()))
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
    client = Client(create_app(ctx.office, ctx.settings))
    return client.post("/callbacks/civil-status", data=raw, headers={"x-signature": signature, "x-timestamp": stamp})


def a_result(code: str, **changed: Any) -> dict[str, Any]:
    usual = {"id": "000000001", "code": code, "state": "registered", "at": "2026-11-23T10:00:00+07:00"}
    return usual | {"number": "7/2026", "registeredOn": "2026-11-23", "personalNumber": "001226000007"} | changed


def test_a_record_is_handed_over_in_an_officers_name(ctx: WorkerContext, registry_office: Outside) -> None:
    dossier, officer = asked(ctx), staff(ctx.office, "receiver")
    (body,) = sent(registry_office)
    assert (body["dossier"], body["event"], body["officer"]) == (dossier.code, "birth", officer.username)
    assert body["officerName"] == officer.name
    assert body["record"]["childName"] == "Trần Thị Bé" and body["record"]["motherBirth"] == "1999"
    assert "fatherName" not in body["record"]
    assert not ended(ctx, dossier) and code(ctx, dossier).startswith("HT")


@pytest.mark.parametrize("way", ["asked for", "sent"])
def test_number_and_result_come_back(
    ctx: WorkerContext, registry_office: Outside, redis: Redis, way: str, database_url: str
) -> None:
    dossier = asked(ctx)
    if way == "sent":
        assert send(ctx, a_result(code(ctx, dossier))).status_code == 200
        inbound.process(ctx, redis)
    else:
        assert results.follow(ctx, redis) == 0
        registry_office.tell("/_decide", code=code(ctx, dossier))
        assert results.follow(ctx, redis) == 1
    assert ended(ctx, dossier)
    found = calls.data(ctx, dossier)
    assert found["registrationNumber"].endswith("/2026") and found["personalNumber"].startswith("001226")
    assert ctx.office.audit.verify(dossier.code, SYSTEM).intact


def test_both_ways_and_every_repeat_are_one_result(
    ctx: WorkerContext, registry_office: Outside, redis: Redis, database_url: str
) -> None:
    dossier = asked(ctx)
    line = registry_office.tell("/_decide", code=code(ctx, dossier), times=3)
    assert [send(ctx, line).status_code for _ in range(2)] == [200, 200]
    results.follow(ctx, redis)
    redis.flushdb()
    results.follow(ctx, redis)
    assert ended(ctx, dossier) and told(ctx, dossier) == 1 and len(calls.rows(ctx, InboundItem)) == 1


def test_results_may_come_in_any_order(ctx: WorkerContext, registry_office: Outside, redis: Redis) -> None:
    first, second = asked(ctx), procedures.receive(ctx.office, by=staff(ctx.office, "receiver"))
    calls.make(ctx, "records.civil-status")
    for dossier in (second, first):
        registry_office.tell("/_decide", code=code(ctx, dossier))
    registry_office.tell("/_mix")
    results.follow(ctx, redis)
    assert ended(ctx, first) and ended(ctx, second)
    assert calls.data(ctx, first)["registrationNumber"] != calls.data(ctx, second)["registrationNumber"]


def test_what_comes_back_to_be_corrected_says_why(ctx: WorkerContext, registry_office: Outside, redis: Redis) -> None:
    dossier = asked(ctx, message="returned")
    registry_office.tell("/_decide", code=code(ctx, dossier), state="returned", reason="Sai nơi sinh.")
    results.follow(ctx, redis)
    assert calls.data(ctx, dossier)["reason"] == "Sai nơi sinh."


def test_a_result_nobody_waits_for_blocks_nothing(ctx: WorkerContext, registry_office: Outside, redis: Redis) -> None:
    dossier = asked(ctx)
    registry_office.tell("/_decide", code="HT-OF-ANOTHER-OFFICE")
    registry_office.tell("/_decide", code=code(ctx, dossier))
    assert results.follow(ctx, redis) == 1 and ended(ctx, dossier)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": ""},
        {"registeredOn": None},
        {"state": "returned", "reason": " "},
        {"state": "lost"},
        {"personalNumber": "12"},
        {"at": "2026-11-23T10:00:00"},
    ],
)
def test_a_result_without_what_it_must_tell_is_put_aside(
    ctx: WorkerContext, redis: Redis, changed: dict[str, Any], database_url: str
) -> None:
    dossier = asked(ctx)
    assert send(ctx, a_result(code(ctx, dossier), **changed)).status_code == 200
    inbound.process(ctx, redis)
    (item,) = calls.rows(ctx, InboundItem)
    assert item.state == "parked" and not ended(ctx, dossier)


def test_a_message_somebody_else_signed_is_refused(ctx: WorkerContext, database_url: str) -> None:
    dossier = asked(ctx)
    assert send(ctx, a_result(code(ctx, dossier)), secret="another-secret-altogether").status_code == 401
    assert calls.rows(ctx, InboundItem) == []


@pytest.mark.parametrize("mode", ["down", "error", "nonsense", "slow"])
def test_a_lost_answer_makes_no_second_entry(
    ctx: WorkerContext, registry_office: Outside, clock: TestClock, mode: str
) -> None:
    registry_office.misbehave(mode, times=1, delay=0.2, path="/registrations")
    dossier = asked(ctx)
    clock.advance(hours=1)
    calls.make(ctx, "records.civil-status")
    assert code(ctx, dossier)
    assert len(registry_office.served.app.extensions["registry"].records) == 1
    assert len({body["request"] for body in sent(registry_office)}) == 1


@pytest.mark.parametrize("reason", ["RECORD_INVALID", "ALREADY_REGISTERED"])
@pytest.mark.parametrize("catch", [True, False])
def test_a_refusal_is_a_matter_of_the_dossier(
    ctx: WorkerContext, registry_office: Outside, reason: str, catch: bool
) -> None:
    registry_office.tell("/_trouble", code=reason)
    dossier = asked(ctx, catch=catch)
    assert calls.refused(ctx, dossier) is catch
    assert len(calls.rows(ctx, Incident)) == (0 if catch else 1)


@pytest.mark.parametrize(
    ("event", "changed", "named"),
    [
        ("", {}, "event"),
        ("birth", {"childName": "null"}, "record.childName"),
        ("birth", {"birthDate": '"20/11/2026"'}, "record.birthDate"),
        ("birth", {"motherIdentity": '"123"'}, "record.motherIdentity"),
        ("birth", {"childNmae": '"x"'}, "record.childNmae"),
        ("death", {}, "record."),
        ("marriage", {}, "record."),
    ],
)
def test_a_record_that_is_not_complete_is_not_handed_over(
    ctx: WorkerContext, registry_office: Outside, event: str, changed: dict[str, str], named: str
) -> None:
    asked(ctx, event, **changed)
    assert sent(registry_office) == []
    (incident,) = calls.rows(ctx, Incident)
    assert named in incident.message


@pytest.mark.parametrize(
    ("event", "record"),
    [
        (
            "death",
            '{name: "Nguyễn Văn Mất", birth: "1950", deathDate: "2026-11-15", deathPlace: "tại nhà", '
            "declarantName: dossier.applicant.name}",
        ),
        (
            "marriage",
            '{husbandName: "A", husbandIdentity: "001099000001", husbandBirth: "1999", '
            'wifeName: "B", wifeIdentity: "001099000002", wifeBirth: "1999-01-02"}',
        ),
    ],
)
def test_deaths_and_marriages_are_handed_over_as_births(
    ctx: WorkerContext, registry_office: Outside, event: str, record: str
) -> None:
    diagram = procedures.diagram(
        "records.civil-status",
        inputs={"record": record},
        headers={"event": event},
        outputs={"submission": "submission"},
    )
    procedures.deploy(ctx.office, diagram)
    dossier = procedures.receive(ctx.office, by=staff(ctx.office, "receiver"))
    calls.make(ctx, "records.civil-status")
    (body,) = sent(registry_office)
    assert body["event"] == event and ended(ctx, dossier)


def test_without_an_officer_nothing_is_handed_over(ctx: WorkerContext, registry_office: Outside) -> None:
    asked(ctx)
    procedures.receive(ctx.office)
    calls.make(ctx, "records.civil-status")
    assert len(sent(registry_office)) == 1
    (incident,) = calls.rows(ctx, Incident)
    assert "công chức" in incident.message


def test_the_call_is_made_again_by_itself(ctx: WorkerContext, registry_office: Outside) -> None:
    registry_office.misbehave("down", times=1, path="/registrations")
    asked(ctx)
    row = calls.row_of(ctx, "records.civil-status")
    assert (row.state, row.attempts) == ("ready", 1)
