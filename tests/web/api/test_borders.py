"""Every address of the machines' door with something's id in it, called by those who have nothing to do with it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from apiflask import APIFlask

from core.db.models import Incident
from core.domain.identifiers import uuid7
from core.services.people.tokens import SCOPES
from core.services.views.actors import SYSTEM
from core.services.views.shipments import ParcelOrder, ParcelReport
from core.services.views.webhooks import NewWebhook
from tests.support import moving
from tests.support.staff import hire
from tests.web.api.calling import Caller, mounted
from tests.web.api.test_documents import form

if TYPE_CHECKING:
    from core.services.office import Office

HERE = "H99.06"
#: every role there is, in the wrong commune
EVERYTHING = dict.fromkeys(("receiver", "reviewer", "head", "leader", "registrar", "returner", "auditor", "designer", "admin"), HERE)  # fmt: skip
#: what a right request says, by the end of its address; a new address with an id must be able to answer 404 with it
BODIES: dict[str, Any] = {
    "complete": {"data": {}},
    "move-back": {"reason": "vì"},
    "correct": {"receiver": "A", "phone": "0900000001", "address": "Số 1", "reason": "vì"},
    "restart": {"element": "A", "instead_of": [], "reason": "vì"},
    "cancel": {"reason": "vì"},
    "move": {"element": "B", "reason": "vì"},
    "variables": {"values": {"note": "x"}, "reason": "vì"},
    "edit": {"data": {}, "reason": "vì"},
    "answer": {"data": {}, "reason": "vì"},
    "remap": {"reason": "vì"},
    "skip": {"reason": "vì"},
    "change": {"name": "x"},
    "replay": {"deliveries": [str(uuid7())]},
}
#: what everybody may see, whoever they are
PUBLIC = {"/procedures/<code>", "/callbacks/<source>"}
#: no commune's: an administrator of one may not touch them, whether they are there or not
OF_THE_WHOLE = {f"/outside-systems/topics/<topic>/{verb}" for verb in ("pause", "resume")}


@pytest.fixture
def theirs(demo: Office) -> dict[str, str]:
    """Things of another commune, by the name they have in addresses."""
    codes = moving.between_versions(demo)
    order = moving.order(demo)
    dossier = demo.dossiers.get(codes[0], SYSTEM)
    paper = demo.documents.add(dossier.code, "x.pdf", form()["data"]["file"][0].getvalue(), None, SYSTEM)
    ordered = ParcelOrder(number="1", carrier="Bưu điện", service="standard", receiver="A", address="Số 1")
    report = ParcelReport("VN-elsewhere", "created", demo.context.now(), "Đã tạo đơn", "1", order=ordered)
    assert demo.shipments.record(dossier.code, report)
    handed = replace(report, tracking_code="VN-handed", key="2", order=replace(ordered, number="2"))
    assert demo.shipments.record(dossier.code, handed)
    manifest = demo.manifests.hand_over(["VN-handed"], "Bưu tá", SYSTEM)
    new = NewWebhook(name="Cổng", address="https://motcua.example/tin", unit="H99.05")
    webhook, _ = demo.webhooks.create_webhook(new, SYSTEM)
    incident = uuid7()
    values = {"id": incident, "dossier_id": dossier.id, "kind": "step", "element": "A", "message": "x", "state": "open"}
    with demo.context.work() as work:
        work.session.add(Incident(**values, opened=demo.context.now()))
    return {
        "code": dossier.code,
        "token": "2",
        "tracking_code": "VN-elsewhere",
        "number": manifest.number,
        "task_id": str(dossier.tasks[0].id),
        "document_id": str(paper.id),
        "incident_id": str(incident),
        "migration_id": str(order.id),
        "webhook_id": str(webhook),
        "delivery_id": str(demo.webhook_log.try_out(webhook, SYSTEM)),
        "token_id": str(demo.tokens.tokens(SYSTEM, "tiepnhan")[0].id),
    }


@pytest.fixture
def stranger(app: APIFlask, demo: Office) -> Caller:
    """A machine of the neighbouring commune with every role there, and every scope."""
    hire(demo, "nguoi.la", **EVERYTHING)
    return Caller(mounted(app), demo.tokens.create_token("nguoi.la", "x", SCOPES, SYSTEM))


def addresses(app: APIFlask) -> list[tuple[str, str]]:
    """Method and rule of everything that has an id in its address."""
    return sorted(
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.arguments and rule.endpoint != "static" and rule.rule not in PUBLIC | OF_THE_WHOLE
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def call(caller: Caller, method: str, rule: str, ids: dict[str, str]) -> Any:
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids[found[1]], rule)
    if method == "GET":
        return caller.get(path)
    if rule.endswith("/documents"):
        return caller.post(path, **form())
    body = next((body for end, body in BODIES.items() if rule.endswith(f"/{end}") and "migrations" not in rule), None)
    return caller.post(path, body)


def test_what_is_another_communes_is_like_nothing(
    app: APIFlask, stranger: Caller, theirs: dict[str, str], database_url: str
) -> None:
    nothing = theirs | {
        name: "H99.05-261123-9999" if name == "code" else str(uuid7()) for name in theirs if name != "token"
    }
    assert len(addresses(app)) > 20
    for method, rule in addresses(app):
        foreign, unknown = (call(stranger, method, rule, ids) for ids in (theirs, nothing))
        said = [bare(answer, ids) for answer, ids in ((foreign, theirs), (unknown, nothing))]
        assert (foreign.status_code, unknown.status_code) == (404, 404), (method, rule, foreign.get_data(as_text=True))
        assert said[0] == said[1], (method, rule)
        assert {key for key, _ in foreign.headers} == {key for key, _ in unknown.headers}


def test_what_is_the_whole_offices_is_no_communes(app: APIFlask, stranger: Caller) -> None:
    assert {rule for _method, rule in addresses(app)}.isdisjoint(OF_THE_WHOLE)
    for rule in OF_THE_WHOLE:
        told = [
            stranger.post(rule.replace("<topic>", topic), {"reason": "vì"}) for topic in ("postal.return", "no.topic")
        ]
        assert [answer.status_code for answer in told] == [403, 403]
        assert told[0].get_json()["detail"] == told[1].get_json()["detail"]


def bare(answer: Any, ids: dict[str, str]) -> str:
    """The answer's words without the ids that were asked for."""
    words: str = answer.get_data(as_text=True)
    for value in ids.values():
        words = words.replace(value, "?") if len(value) > 8 else words
    return words


def test_lists_hold_nothing_of_others(stranger: Caller, theirs: dict[str, str]) -> None:
    for path in ("/dossiers", "/tasks", f"/tasks?dossier={theirs['code']}", "/incidents?state=all", "/migrations"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.get_json()["items"]) == (200, []), path
