"""Two whole installations of this software: one asks, the other opens a dossier, and the answer goes home."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from core.db.models import InboundItem, InboundRefusal
from core.domain.states import ANY_STATE
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierFilter, DossierRow, DossierView
from core.settings import Settings
from tests.support import offices
from tests.support.clock import TestClock
from tests.support.installations import Installation, installed, listening
from tests.unit.bpmn import diagrams as d
from tests.workers import procedures
from workers.offices.wire import DOOR, SENDER
from workers.signatures import sign_standard

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwbXRoaXJk"
PDF = b"%PDF-1.4\n" + random.Random(3).randbytes(600_000)
ASKING = d.diagram(
    d.start(),
    d.user("Wait_Papers"),
    d.service(
        "Ask",
        d.mappings(
            {
                "office": '="H98"',
                "unit": '="H99.05.01"',
                "matter": '="kinship"',
                "question": '="Ông A đã đăng ký kết hôn chưa?"',
                "data": '={note: "khẩn"}',
                "papers": '="all"',
            },
            {"requestCode": "=requestCode"},
        ),
        topic="office.ask",
    ),
    d.catch("Handed", d.message_event("Paper"), d.mappings(outputs={"receivedAt": "=receivedAt", "by": "=receivedBy"})),
    d.catch(
        "Answered",
        d.message_event("Answer"),
        d.mappings(outputs={"answer": "=answer", "answeredBy": "=answeredBy", "married": "=result.married"}),
    ),
    d.user("Read"),
    d.end(),
    d.path("Start", "Wait_Papers", "Ask", "Handed", "Answered", "Read", "End"),
    beside=d.message("Paper", "office.paper-received", "=requestCode")
    + d.message("Answer", "office.answered", "=requestCode"),
)
HANDED = '<zeebe:taskHeaders><zeebe:header key="kind" value="paper-received"/></zeebe:taskHeaders>'
TO = {"office": "=askedBy", "requestCode": "=requestCode"}
ANSWERING = d.diagram(
    d.begin("Asked", "Ask", d.takes("requestCode", "askedBy", "question")),
    d.user("Receive_Paper"),
    d.service(
        "Tell",
        d.mappings(TO | {"answer": '="đủ giấy tờ"', "at": '=date and time("2026-11-23T10:15:00+07:00")'}) + HANDED,
        topic="office.answer",
    ),
    d.user("Look"),
    d.service(
        "Send",
        d.mappings(TO | {"answer": '="Chưa đăng ký kết hôn"', "result": "={married: false}", "papers": '="all"'}),
        topic="office.answer",
    ),
    d.user("File"),
    d.end(),
    d.path("Asked", "Receive_Paper", "Tell", "Look", "Send", "File", "End"),
    beside=d.message("Ask", "office.asked.kinship", ""),
)


@dataclass
class Pair:
    """A commune that asks and the office it asks, which has another address, another database and another key."""

    commune: Installation
    other: Installation

    def work(self) -> None:
        for _ in range(3):
            self.commune.work()
            self.other.work()

    def asked(self) -> DossierView:
        """A dossier of the commune whose paper went over with the question."""
        dossier = procedures.receive(self.commune.office)
        self.commune.office.documents.add(dossier.code, "to-khai.pdf", PDF, None, SYSTEM)
        complete(self.commune.office, dossier.code)
        return dossier


def complete(office: Office, code: str) -> None:
    """Completes the one open task of a dossier."""
    (task,) = office.dossiers.get(code, SYSTEM).tasks
    office.tasks.claim(task.id, SYSTEM)
    office.tasks.complete(task.id, {}, SYSTEM)


def inbox(installation: Installation) -> list[tuple[str, str]]:
    items = installation.office.inbox.page(SYSTEM, ANY_STATE).items
    return [(one.state, one.reason) for one in items]


def theirs(pair: Pair) -> list[DossierRow]:
    return list(pair.other.office.dossiers.page(DossierFilter(procedure="9.999902"), SYSTEM).items)


@pytest.fixture
def pair(
    demo: Office, settings: Settings, clock: TestClock, _template: offices.Template, tmp_path: Any
) -> Iterator[Pair]:
    here, there = listening(), listening()
    home = _template.copy_home(tmp_path / "other-home")
    url = _template.copy_database(tmp_path / "other-home")
    ours = settings.but(
        offices_code="H99", offices_partners=f"H98 http://127.0.0.1:{there.server_port} {SECRET}", port=here.server_port
    )
    others = offices.configured(home, url).but(
        secret_key="another-office-0123456789abcdef0123456789abcdef",
        offices_code="H98",
        offices_partners=f"H99 http://127.0.0.1:{here.server_port} {SECRET}",
        port=there.server_port,
    )
    try:
        with installed(ours, clock, here) as commune, installed(others, clock, there) as other:
            procedures.deploy(commune.office, ASKING)
            procedures.deploy(other.office, ANSWERING, "9.999902")
            yield Pair(commune, other)
    finally:
        _template.drop(url)


def test_a_dossier_goes_over_with_its_papers_and_comes_home(database_url: str, pair: Pair) -> None:
    dossier = pair.asked()
    pair.work()
    (opened,) = theirs(pair)
    view = pair.other.office.dossiers.get(opened.code, SYSTEM)
    assert view.applicant.name == procedures.APPLICANT.name and view.data["note"] == "khẩn"
    assert view.data["question"] == "Ông A đã đăng ký kết hôn chưa?" and view.data["askedBy"] == "H99"
    (paper,) = pair.other.office.documents.of(opened.code, SYSTEM)
    assert pair.other.office.documents.open(paper.id, SYSTEM).content == PDF
    complete(pair.other.office, opened.code)
    pair.work()
    told = pair.commune.office.dossiers.get(dossier.code, SYSTEM).data
    assert told["receivedAt"].startswith("2026-11-23T10:15:00") and told["by"].startswith("UBND xã Mẫu Một")
    pair.other.office.documents.add(opened.code, "tra-loi.pdf", PDF + b"%", None, SYSTEM)
    complete(pair.other.office, opened.code)
    pair.work()
    told = pair.commune.office.dossiers.get(dossier.code, SYSTEM).data
    assert (told["answer"], told["married"]) == ("Chưa đăng ký kết hôn", False)
    names = [one.name for one in pair.commune.office.documents.of(dossier.code, SYSTEM)]
    assert sorted(names) == ["to-khai.pdf", "to-khai.pdf", "tra-loi.pdf"]
    assert {state for state, _ in inbox(pair.commune) + inbox(pair.other)} == {"taken"}


def test_the_other_side_is_away_and_a_lost_answer_opens_nothing_twice(pair: Pair, clock: TestClock) -> None:
    pair.asked()
    door, pair.other.server.app = pair.other.server.app, lambda environ, start: _broken(environ, start, door)
    pair.work()  # it took the question, and its answer was lost
    pair.other.server.app = door
    assert len(theirs(pair)) == 1
    clock.advance(seconds=pair.commune.settings.retry_seconds[0] + 1)
    pair.work()
    assert len(theirs(pair)) == 1 and inbox(pair.other) == [("taken", "")]


def test_every_procedure_that_begins_with_the_matter_gets_the_papers(pair: Pair) -> None:
    procedures.deploy(pair.other.office, ANSWERING.replace(b'id="Process"', b'id="Second"'), "9.999903")
    pair.asked()
    pair.work()
    office = pair.other.office
    opened = office.dossiers.page(DossierFilter(), SYSTEM).items
    codes = [one.code for one in opened if one.procedure in ("9.999902", "9.999903")]
    assert [[paper.name for paper in office.documents.of(code, SYSTEM)] for code in codes] == [["to-khai.pdf"]] * 2


def _broken(environ: Any, start: Any, door: Any) -> list[bytes]:
    list(door(environ, lambda *_: None))
    start("502 Bad Gateway", [("Content-Type", "text/html")])
    return [b"<html>"]


def test_nobody_speaks_for_another_office(pair: Pair) -> None:
    body = b'{"id": "1", "from": "H99", "to": "H98", "kind": "asked", "request": "x", "at": "2026-11-23T02:00:00Z", "text": "?"}'

    def send(sender: str, signed: bytes, secret: str = SECRET, late: int = 0) -> int:
        now = pair.other.office.context.now() + timedelta(minutes=late)
        headers = {**sign_standard("1", signed, [secret], now), SENDER: sender}
        return httpx.post(pair.other.url + DOOR, content=body, headers=headers).status_code

    assert send("H97", body) == 401
    assert send("H99", body, "whsec_" + "B" * 40) == 401
    assert send("H99", body.replace(b"H99", b"H97")) == 401
    assert send("H99", body, late=-6) == 401
    forged = body.replace(b'"H99"', b'"H97"')
    headers = {**sign_standard("1", forged, [SECRET], pair.other.office.context.now()), SENDER: "H99"}
    assert httpx.post(pair.other.url + DOOR, content=forged, headers=headers).status_code == 401
    # What is not said at all is asked for; an office that is unknown here is answered like a wrong signature.
    unnamed = {name: value for name, value in headers.items() if name != SENDER}
    answer = httpx.post(pair.other.url + DOOR, content=body, headers=unnamed)
    assert (answer.status_code, answer.json()["code"]) == (400, "callback-incomplete")
    assert SENDER in answer.json()["detail"]
    anonymous = body.replace(b'"from": "H99", ', b"")
    signed = {**sign_standard("1", anonymous, [SECRET], pair.other.office.context.now()), SENDER: "H99"}
    answer = httpx.post(pair.other.url + DOOR, content=anonymous, headers=signed)
    assert (answer.status_code, "“from”" in answer.json()["detail"]) == (400, True)
    answer = httpx.post(pair.other.url + DOOR, content=anonymous, headers=signed | {"webhook-signature": "v1,x"})
    assert answer.status_code == 401, "what is in a body nobody signed is told to nobody"
    with pair.other.office.context.work.read() as work:
        assert work.scalars(select(InboundItem.id)).all() == []
        assert work.scalars(select(InboundRefusal.source)).all() == ["offices"]
    assert send("H99", body) == 200
    pair.other.work()
    assert inbox(pair.other) == [("parked", "unreadable")], "without matter, unit and applicant it opens nothing"


def test_what_cannot_be_opened_waits_for_a_person_with_the_reason(pair: Pair) -> None:
    procedures.deploy(pair.commune.office, ASKING.replace(b"kinship", b"tax"))
    pair.asked()
    pair.work()
    assert inbox(pair.other) == [("waiting", "unmatched")] and theirs(pair) == []


def test_an_office_nobody_has_exchanged_keys_with_is_named(pair: Pair) -> None:
    procedures.deploy(pair.commune.office, ASKING.replace(b"H98", b"H97"))
    dossier = pair.asked()
    pair.work()
    (trouble,) = pair.commune.office.dossiers.get(dossier.code, SYSTEM).troubles
    assert trouble.incident is not None and inbox(pair.other) == []
