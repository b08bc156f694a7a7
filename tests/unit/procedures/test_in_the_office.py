"""The shipped procedures in a real office: each role finds its task where it works, workers answer, the result is handed over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from core.services.seed import COMMUNE
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import Applicant, DossierView, Reception
from core.services.views.tasks import TaskView
from tests.unit.procedures import clerk
from tests.unit.procedures.shipped import APPLIED_FOR, details, form_files

if TYPE_CHECKING:
    from core.services.office import Office

APPLICANT = Applicant(
    name="Người nộp Minh Hoạ",
    identity_number="001099000001",
    phone="0912345678",
    email="minh-hoa@vi-du.example",
    address="Số 1, thôn Minh Hoạ, xã Mẫu Một",
)
LONGEST = 40


class Desk:
    """All roles of the demonstration, and the office they work in."""

    def __init__(self, office: Office, credentials: dict[str, Any]) -> None:
        self.office = office
        self.tokens = credentials["tokens"]
        self.secrets: dict[str, str] = {}

    def actor(self, role: str) -> Actor:
        return self.office.accounts.actor_of_token(self.tokens[role])

    def open(self, slug: str, channel: str, return_by: str) -> str:
        """A dossier as the desk opens it, with the start form filled from its schema alone."""
        told = details(slug)
        schema = json.loads(form_files(slug)[told["start_form"]])
        reception = Reception(told["code"], COMMUNE, channel, APPLICANT, clerk.fill(schema), return_by)  # type: ignore[arg-type]
        opened = self.office.reception.receive(reception, self.actor("receiver"))
        self.secrets[opened.code] = str(opened.receipt_secret)
        return opened.code

    def dossier(self, code: str) -> DossierView:
        return self.office.dossiers.get(code, self.actor("leader"))

    def work(self, task: TaskView) -> None:
        """The first role of the task claims and completes it, with the form as the interface shows it."""
        by = self.actor(task.roles[0])
        self.office.tasks.claim(task.id, by)
        schema = self.office.tasks.get(task.id, by).form
        assert schema is not None
        self.office.tasks.complete(task.id, clerk.fill(dict(schema)), by)

    def run_workers(self) -> list[str]:
        """Answers every call that is due; the topics answered."""
        done = []
        for row in self.office.outbox.due():
            job = self.office.outbox.lease(row.id)
            assert job is not None
            answer = dict(clerk.ANSWERS.get(row.topic, {}))
            if row.topic == "records.document":
                answer["inquiryCode"] = job.payload["inquiryCode"]
            assert self.office.outbox.succeeded(job, answer)
            self.hear(row.topic, answer)
            done.append(row.topic)
        return done

    def hear(self, topic: str, answer: dict[str, Any]) -> None:
        """What the other side says later, said at once."""
        name, key = {
            "records.document": ("records.answer", "inquiryCode"),
            "records.civil-status": ("civil-status.registered", "submission"),
        }.get(topic, ("", ""))
        if name:
            self.office.messages.correlate(name, answer[key], clerk.MESSAGES[name], SYSTEM)

    def go_on(self, code: str) -> list[str]:
        """Does what waits: a person's task, the workers' calls, the delivery. The topics answered."""
        dossier = self.dossier(code)
        for task in dossier.tasks[:1]:
            self.work(task)
        topics = self.run_workers()
        if "postal.return" in topics:
            self.office.messages.correlate("postal.delivered", "MH0001", {}, self.actor("receiver"))
        return topics


@pytest.fixture
def desk(demo: Office, credentials: dict[str, Any]) -> Desk:
    return Desk(demo, credentials)


def test_demonstration_serves_what_is_shipped(desk: Desk) -> None:
    offered = {view.code for view in desk.office.procedures.catalogue()}
    assert offered >= {details(slug)["code"] for slug in APPLIED_FOR}


@pytest.mark.parametrize("return_by", ["counter", "post"])
@pytest.mark.parametrize("slug", APPLIED_FOR)
def test_a_dossier_goes_from_the_desk_to_the_citizens_hand(desk: Desk, slug: str, return_by: str) -> None:
    code = desk.open(slug, "counter", return_by)
    topics: list[str] = []
    for _ in range(LONGEST):
        topics += desk.go_on(code)
        if desk.dossier(code).status == 10:
            break
    view = desk.dossier(code)
    assert (view.status, view.tasks, view.stopped) == (10, (), False)
    assert view.finished is not None and view.returned is not None
    assert ("postal.return" in topics) == (return_by == "post")
    assert "notify.send" in topics


@pytest.mark.parametrize("slug", APPLIED_FOR)
def test_the_appraisal_waits_in_the_room_of_the_field(desk: Desk, slug: str) -> None:
    code = desk.open(slug, "counter", "counter")
    for _ in range(LONGEST):
        task = desk.dossier(code).tasks[0]
        if task.kind == "review" and task.roles == ("reviewer",):
            break
        desk.work(task)
    room = desk.office.context.directory.tree()
    serving = [node.code for node in room.nodes.values() if details(slug)["field_code"] in node.fields]
    assert task.unit in serving and task.unit.startswith(COMMUNE)


def test_waiting_for_papers_and_for_the_fee_stops_the_clock(desk: Desk) -> None:
    code = desk.open("house-permit", "counter", "counter")
    while (task := desk.dossier(code).tasks[0]).kind != "pay":
        assert desk.dossier(code).paused_since is None
        desk.work(task)
    assert desk.dossier(code).paused_since is not None and desk.dossier(code).status == 6
    desk.work(task)
    assert desk.dossier(code).paused_since is None
