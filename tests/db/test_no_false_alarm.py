"""Whatever people, workers, time and administrators do through the office, the check says intact: while they do it, and after."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, update

from core.db.models import JournalEntry, JournalHead
from core.domain import codes
from core.domain.history import GENESIS
from core.errors.base import CoreError
from core.errors.requests import NotFound
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.people import NewPerson
from core.services.views.units import NewUnit
from tests.db.test_dossier_way import ORDER, PROCEDURES, open_dossier, walk
from tests.support import offices
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.staff import staff

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Life:
    """A few dossiers and everything that may happen to them, drawn at random; what is refused changes nothing."""

    def __init__(self, office: Office, clock: TestClock, seed: int) -> None:
        self._office, self._clock, self._random = office, clock, Random(seed)
        self._codes: list[str] = []

    def go_on(self, steps: int) -> None:
        """Takes so many random steps."""
        acts = [self._complete] * 6 + [self._claim, self._give_back, self._answer, self._fail, self._paper, self._print]
        acts += [self._wait, self._timers, self._retry, self._move, self._correct, self._cancel]
        for number in range(steps):
            if number % 8 == 0:
                way = self._random.choice(("counter", "post"))
                self._codes.append(open_dossier(self._office, self._random.choice(PROCEDURES), way).code)
            with suppress(CoreError):
                self._random.choice(acts)(self._random.choice(self._codes))

    def _task(self, code: str) -> Any:
        tasks = self._office.dossiers.get(code, SYSTEM).tasks
        return self._random.choice(tasks) if tasks else None

    def _by(self, task: Any) -> Any:
        return next(staff(self._office, role) for role in ORDER if role in task.roles)

    def _complete(self, code: str) -> None:
        if task := self._task(code):
            by = self._by(task)
            form = self._office.tasks.get(task.id, by).form
            decision = self._random.choice(("propose", "supplement", "refuse", "approve", "accept", "return"))
            choices = {"decision": decision} if self._random.random() < 0.5 else {}
            self._office.tasks.complete(task.id, filled(form, **choices), by)

    def _claim(self, code: str) -> None:
        if task := self._task(code):
            self._office.tasks.claim(task.id, self._by(task))

    def _give_back(self, code: str) -> None:
        if task := self._task(code):
            self._office.tasks.unclaim(task.id, self._by(task))

    def _answer(self, _code: str) -> None:
        for row in self._office.outbox.due():
            if job := self._office.outbox.lease(row.id):
                result = {"trackingCode": f"VN-{job.dossier}"} if job.topic == "postal.return" else {}
                self._office.outbox.succeeded(job, result)

    def _fail(self, _code: str) -> None:
        for row in self._office.outbox.due(1):
            if job := self._office.outbox.lease(row.id):
                if self._random.random() < 0.3:
                    self._office.outbox.bpmn_error(job, "E-1", "không nhận")
                else:
                    self._office.outbox.failed(job, "không trả lời", retry=self._random.random() < 0.7)

    def _paper(self, code: str) -> None:
        by = staff(self._office, "receiver")
        self._office.documents.add(code, f"giấy {self._random.random()}.pdf", PDF, None, by)

    def _print(self, code: str) -> None:
        self._office.reception.receipt_printed(code, staff(self._office, "receiver"))

    def _wait(self, _code: str) -> None:
        self._clock.advance(hours=self._random.choice((1, 20, 24 * 9, 24 * 40)))  # over weekends, nights and year ends
        self._office.upkeep.sweep()

    def _timers(self, _code: str) -> None:
        for timer in self._office.timers.due():
            self._office.timers.fire(timer)

    def _retry(self, _code: str) -> None:
        admin = staff(self._office, "admin")
        for incident in self._office.incidents.page(admin).items:
            self._office.incidents.retry(incident.id, admin)

    def _move(self, code: str) -> None:
        admin = staff(self._office, "admin")
        place = self._random.choice(self._places(code, admin))
        steps = self._office.procedures.steps(self._office.dossiers.get(code, SYSTEM).procedure)
        self._office.operations.move(code, place.token, self._random.choice(steps).element, "thử", admin)

    def _places(self, code: str, admin: Any) -> tuple[Any, ...]:
        """Where it stands. Raises :class:`NotFound` where nothing is open any more."""
        places = self._office.operations.tokens(code, admin).places
        if not places:
            raise NotFound(what="Dossier", name=code)
        return places

    def _cancel(self, code: str) -> None:
        if self._random.random() < 0.2:
            admin = staff(self._office, "admin")
            place = self._random.choice(self._places(code, admin))
            self._office.operations.cancel(code, place.token, "thử", admin)

    def _correct(self, code: str) -> None:
        values = {"note": self._random.choice(("một", None, 12, ["a", {"b": 1}])), "returnBy": "counter"}
        self._office.operations.correct(code, values, "thử", staff(self._office, "admin"))


@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("seed", range(4))
def test_random_lives_of_dossiers_leave_everything_intact(demo: Office, clock: TestClock, seed: int) -> None:
    Life(demo, clock, seed).go_on(60)
    assert offices.differences(demo) == []


@pytest.mark.usefixtures("database_url")
def test_what_administrators_do_leaves_everything_intact(demo: Office, clock: TestClock) -> None:
    admin = SYSTEM
    demo.units.create(NewUnit(code="H99.05.09", name="Phòng Thử", kind="room", parent="H99.05"), admin)
    demo.accounts.create_person(
        NewPerson(username="nguoi.thu", name="Nguyễn Thị Thử", password="mật khẩu dài của thử 1", unit="H99.05"), admin
    )
    today = codes.local_day(demo.context.now())
    demo.accounts.grant("nguoi.thu", "reviewer", "H99.05.09", admin, today + timedelta(days=9))
    demo.accounts.grant("nguoi.thu", "reviewer", "H99.05.09", admin)  # earlier than promised
    for _ in range(2):
        demo.accounts.revoke("nguoi.thu", "reviewer", "H99.05.09", admin)
        demo.accounts.grant("nguoi.thu", "reviewer", "H99.05.09", admin)
    clock.advance(days=2)
    demo.accounts.revoke("nguoi.thu", "reviewer", "H99.05.09", admin)
    demo.passwords.set_password("nguoi.thu", "mật khẩu dài của thử 2", admin)
    _, kept = demo.tokens.new_token("nguoi.thu", "một", ["history:read"], admin, demo.context.now() + timedelta(days=9))
    _, ended = demo.tokens.new_token("nguoi.thu", "hai", ["history:read"], admin)
    demo.tokens.revoke_token(ended.id, admin)
    demo.accounts.set_active("nguoi.thu", False, admin)
    demo.accounts.set_active("nguoi.thu", True, admin)
    assert offices.differences(demo) == [] and kept.username == "nguoi.thu"


@pytest.mark.past_the_office
@pytest.mark.usefixtures("database_url")
def test_what_was_there_before_the_journal_is_not_judged(demo: Office) -> None:
    """An office of a release that kept no journal, upgraded: its first entry comes long after its people."""
    with demo.context.work() as work:
        work.session.execute(delete(JournalEntry))
        work.session.execute(update(JournalHead).values(seq=0, hash=GENESIS))
    demo.accounts.create_person(
        NewPerson(username="nguoi.thu", name="Nguyễn Thị Thử", password="mật khẩu dài của thử 1", unit="H99.05"), SYSTEM
    )
    demo.accounts.revoke("lanhdao", "leader", "H99.05", SYSTEM)
    demo.accounts.grant("lanhdao", "leader", "H99.05", SYSTEM)
    found = [one for verdict in demo.audit.verify_all() if verdict.about == "people" for one in verdict.findings]
    assert found == []


@pytest.mark.usefixtures("database_url")
def test_a_check_in_the_middle_of_work_raises_no_alarm(demo: Office) -> None:
    codes = [open_dossier(demo, "2.000908").code for _ in range(4)]
    workers = [threading.Thread(target=walk, args=(demo, code)) for code in codes[:1]]
    for worker in workers:
        worker.start()
    found: list[str] = []
    while any(worker.is_alive() for worker in workers):
        found += offices.differences(demo)
    for worker in workers:
        worker.join()
    assert found == []
