"""What people see and do of dossiers that are none of theirs: nothing."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy import insert, update

from bpmn.redaction import redactable
from core.db.models import Incident
from core.domain.identifiers import uuid7
from core.errors.dossiers import CannotAdvance, DossierFinished
from core.errors.requests import NotFound
from core.errors.rights import Forbidden
from core.services.interventions.operations import Operations
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant, DossierView, Reception
from core.services.views.migration import MigrationOrder
from tests.support import moving
from tests.support.staff import hire, staff
from tests.workers import procedures

HERE, THERE, TOP = "H99.06", "H99.05", "H99"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
APPLICANT = Applicant("Trần Thị Bí Mật", "001099123456", "0912345678", "bi.mat@vi-du.example", "Số 7 ngõ Kín")
PRIVATE = [
    *(getattr(APPLICANT, name) for name in ("name", "identity_number", "phone", "email", "address")),
    "Bệnh án 42",
]


@pytest.fixture
def dossier(demo: Office) -> DossierView:
    """A dossier of the commune THERE that waits for a task."""
    procedures.deploy(demo, moving.OLD)
    return procedures.receive(demo, APPLICANT, "counter", note="Bệnh án 42")


def incident(office: Office, dossier: DossierView) -> Any:
    """An incident whose message tells everything that is known of the applicant."""
    values = {"id": uuid7(), "dossier_id": dossier.id, "kind": "step", "element": "A", "state": "open"}
    told = f"{'; '.join(PRIVATE).upper()} / {json.dumps(PRIVATE)} / 0912 345 678"
    words = redactable("A: {told} is no number", told=told)
    with office.context.work() as work:
        texts = {"message": words, "redacted": words.redacted}
        work.session.execute(insert(Incident), {**values, **texts, "opened": office.context.now()})
    return values["id"]


def hidden(words: str) -> bool:
    return not any(value.lower() in words.lower() for value in [*PRIVATE, "912345678", "0912 345 678", "\\u1ea7n"])


@pytest.mark.parametrize("role", ["admin", "designer"])
def test_who_keeps_the_office_sees_what_failed_and_nothing_about_anybody(
    demo: Office, dossier: DossierView, database_url: str, role: str
) -> None:
    number, by = incident(demo, dossier), staff(demo, role)
    retried = demo.incidents.retry(number, by)
    for seen in (demo.incidents.get(number, by), demo.incidents.page(by, "all").items[0], retried):
        assert seen.dossier == dossier.code
        assert hidden(seen.message), seen.message
        assert seen.message == "A: … is no number"
    leader = demo.incidents.get(number, staff(demo, "leader"))
    assert APPLICANT.name.upper() in leader.message


def test_what_was_sent_outside_is_shown_to_those_who_see_the_dossier(demo: Office, database_url: str) -> None:
    procedures.deploy(demo, procedures.diagram("postal.return", **procedures.POST))
    procedures.receive(demo, APPLICANT)
    (row,) = demo.outbox.due(10)
    job = demo.outbox.lease(row.id)
    assert job is not None
    address = APPLICANT.address
    demo.outbox.failed(job, f"no such place: {address}", retry=False, redacted="no such place: …")
    (found,) = demo.incidents.page(staff(demo, "admin")).items
    assert found.payload == {"receiver": "…", "phone": "…", "address": "…"}
    assert found.message == "no such place: …"
    (found,) = demo.incidents.page(staff(demo, "leader")).items
    assert found.payload["receiver"] == APPLICANT.name


#: what a diagram may make of a name, each of which stops a step and quotes what it made
DERIVED = {
    "timer": '<bpmn:timeDate>=date and time(split(note," ")[1])</bpmn:timeDate>',
    "part": "<bpmn:timeDate>=substring(note,1,5)</bpmn:timeDate>",
    "around": '<bpmn:timeDate>="x"+note+"y"</bpmn:timeDate>',
    "upper": "<bpmn:timeDuration>=upper case(note)</bpmn:timeDuration>",
    "replaced": '<bpmn:timeDate>=replace(note,"ễ","e")</bpmn:timeDate>',
}
SECRET = "Nguyễn Bí Mật"


def waiting(timer: str) -> bytes:
    """A, then a timer that cannot be set."""
    event = f"<bpmn:intermediateCatchEvent id='Late'><bpmn:timerEventDefinition id='D'>{timer}</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"  # fmt: skip
    return moving.line(moving.task("A"), event, names=("A", "Late"))


def nothing_of(secret: str, words: str) -> bool:
    parts = {secret, secret.upper(), *secret.split(), secret[:5], secret.split()[0].upper()}
    return not any(part in words for part in parts)


@pytest.mark.parametrize("kind", DERIVED)
def test_what_a_diagram_made_of_a_name_is_no_more_shown_than_the_name(demo: Office, kind: str) -> None:
    procedures.deploy(demo, waiting(DERIVED[kind]))
    code = procedures.receive(demo, APPLICANT, "counter", note=SECRET).code
    with pytest.raises(CannotAdvance):
        moving.complete(demo, code)
    for role in ("admin", "designer"):
        (found,) = demo.incidents.page(staff(demo, role)).items
        assert nothing_of(SECRET, found.message), found.message
        assert found.element == "Late" and "…" in found.message
    (found,) = demo.incidents.page(staff(demo, "leader")).items
    assert not nothing_of(SECRET, found.message)


@pytest.mark.parametrize("kind", DERIVED)
def test_a_dry_run_tells_the_designer_as_little(demo: Office, kind: str) -> None:
    old = moving.timer("Late", "A", "P5D")
    moving.deployed(demo, moving.OLD)
    code = procedures.receive(demo, APPLICANT, "counter", note=SECRET).code
    moving.deployed(
        demo,
        moving.OLD.replace(old.encode(), re.sub(r"<bpmn:timeD.*</bpmn:timeDuration>", DERIVED[kind], old).encode()),
    )
    batch = moving.checked(demo)
    assert batch.counts == {"refused": 1}
    (item,) = demo.migrations.items(batch.id, staff(demo, "designer")).items
    assert item.dossier == code and item.problems[0].element == "Late"
    assert nothing_of(SECRET, json.dumps([asdict(one) for one in item.problems], ensure_ascii=False))
    (item,) = demo.migrations.items(batch.id, SYSTEM).items
    assert not nothing_of(SECRET, item.problems[0].message)


def test_a_message_written_before_there_were_two_readings_is_shown_to_nobody_else(
    demo: Office, dossier: DossierView
) -> None:
    number = incident(demo, dossier)
    with demo.context.work() as work:
        work.session.execute(update(Incident).where(Incident.id == number).values(redacted=None))
    assert demo.incidents.get(number, staff(demo, "admin")).message == "…"


def test_a_neighbour_finds_no_incident(demo: Office, dossier: DossierView) -> None:
    number = incident(demo, dossier)
    for by in (hire(demo, "quantri.hai", admin=HERE, leader=HERE), hire(demo, "thietke.hai", designer=HERE)):
        assert demo.incidents.page(by, "all").items == []
        for verb in (demo.incidents.get, demo.incidents.retry):
            with pytest.raises(NotFound):
                verb(number, by)


#: every verb about one dossier, tried by an administrator of another commune
OPERATIONS: dict[str, Any] = {
    "tokens": lambda office, code, by: office.operations.tokens(code, by),
    "move": lambda office, code, by: office.operations.move(code, "2", "B", "vì", by),
    "cancel": lambda office, code, by: office.operations.cancel(code, "2", "vì", by),
    "restart": lambda office, code, by: office.operations.restart(code, "A", [], "vì", by),
    "correct": lambda office, code, by: office.operations.correct(code, {"note": "x"}, "vì", by),
    "move_back": lambda office, code, by: office.migration_moves.move_back(code, "vì", by),
}


@pytest.mark.parametrize("verb", OPERATIONS)
def test_a_foreign_dossier_is_like_none(demo: Office, dossier: DossierView, database_url: str, verb: str) -> None:
    by = hire(demo, "quantri.hai", admin=HERE, leader=HERE)
    said = []
    for code in (dossier.code, "H99.05-261123-9999"):
        with pytest.raises(NotFound) as refused:
            OPERATIONS[verb](demo, code, by)
        said.append(str(refused.value).replace(code, "?"))
    assert said[0] == said[1]
    with pytest.raises(Forbidden):  # who sees it may know that it is there
        OPERATIONS[verb](demo, dossier.code, hire(demo, "quantri.ba", admin=HERE, leader=THERE))


def test_every_operation_is_tried() -> None:
    verbs = {name for name, _ in inspect_functions(Operations)}
    assert verbs <= OPERATIONS.keys()


def inspect_functions(cls: type) -> list[tuple[str, Any]]:
    return [(name, verb) for name, verb in vars(cls).items() if callable(verb) and not name.startswith("_")]


class TestMigrations:
    def ordered(self, office: Office) -> tuple[Any, list[str]]:
        codes = moving.between_versions(office)
        return moving.order(office), codes

    def test_strangers_neither_see_nor_touch_it(self, demo: Office, database_url: str) -> None:
        found, _ = self.ordered(demo)
        by = hire(demo, "quantri.hai", admin=HERE, designer=HERE)
        assert demo.migrations.page(by).items == []
        for verb in ("get", "items", "start", "pause", "resume", "cancel"):
            said = []
            for number in (found.id, uuid7()):
                with pytest.raises(NotFound) as refused:
                    getattr(demo.migrations, verb)(number, by)
                said.append(str(refused.value).replace(str(number), "?"))
            assert said[0] == said[1]

    def test_who_administers_a_part_sees_the_part_and_does_not_run_the_whole(
        self, demo: Office, database_url: str
    ) -> None:
        moving.between_versions(demo)
        elsewhere = Reception(moving.CODE, f"{HERE}.01", "counter", APPLICANT, {"note": "x"}, "counter")
        demo.procedures.deploy(procedures.files(moving.OLD), SYSTEM)
        code = demo.reception.receive(elsewhere, SYSTEM).code
        found = moving.order(demo)
        assert found.total == 6
        part = hire(demo, "quantri.hai", admin=HERE)
        assert demo.migrations.get(found.id, part).total == 1
        assert [item.dossier for item in demo.migrations.items(found.id, part).items] == [code]
        with pytest.raises(Forbidden):
            demo.migrations.cancel(found.id, part)
        assert demo.migrations.cancel(found.id, staff(demo, "admin")).state == "cancelled"

    def test_an_order_takes_the_own_dossiers_only(self, demo: Office, database_url: str) -> None:
        moving.between_versions(demo)
        by = hire(demo, "thietke.hai", designer=HERE)
        made = demo.migrations.order(MigrationOrder(procedure=moving.CODE, source=1, target=2, reason="vì"), by)
        assert (made.total, demo.migrations.get(made.id, by).total) == (0, 0)


class TestPapers:
    @pytest.mark.parametrize("role", ["auditor", "designer", "admin"])
    def test_who_only_looks_adds_none(self, demo: Office, dossier: DossierView, role: str) -> None:
        by = hire(demo, "nguoi.xem", auditor=TOP, **({} if role == "auditor" else {role: TOP}))
        with pytest.raises(Forbidden):
            demo.documents.add(dossier.code, "x.pdf", PDF, None, by)
        assert demo.documents.of(dossier.code, SYSTEM) == ()

    def test_a_stranger_learns_nothing(self, demo: Office, dossier: DossierView) -> None:
        by = hire(demo, "la", receiver=HERE)
        for code in (dossier.code, "H99.05-261123-9999"):
            with pytest.raises(NotFound):
                demo.documents.add(code, "x.pdf", PDF, None, by)

    def test_a_finished_dossier_takes_none(self, demo: Office, dossier: DossierView, database_url: str) -> None:
        by = staff(demo, "receiver")
        paper = demo.documents.add(dossier.code, "x.pdf", PDF, None, by, key="one")
        for _ in range(2):
            moving.complete(demo, dossier.code)
        assert demo.dossiers.get(dossier.code, SYSTEM).finished
        for actor in (by, SYSTEM):
            with pytest.raises(DossierFinished):
                demo.documents.add(dossier.code, "y.pdf", PDF, None, actor)
        assert demo.documents.add(dossier.code, "x.pdf", PDF, None, by, key="one") == paper, "the first answer again"

    def test_who_only_looks_leaves_none_in_the_house(self, demo: Office) -> None:
        for role in ("auditor", "designer"):
            with pytest.raises(Forbidden):
                demo.documents.add(None, "x.pdf", PDF, None, staff(demo, role))
