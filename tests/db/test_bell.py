"""The bell of a person's pages: a step done before comes back, a letter fails, an opinion is asked; each is told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from core.db.models import Incident, StaffNotice, Task
from core.domain.identifiers import uuid7
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import DossierView, Reception
from tests.db.test_dossier_way import APPLICANT
from tests.db.test_notices import COPY, do
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.staff import staff


def opened(office: Office) -> DossierView:
    form = office.procedures.start_form(COPY)
    command = Reception(COPY, "H99.05", "counter", APPLICANT, filled(form.schema) if form else {})
    return office.reception.receive(command, staff(office, "receiver"))


def told(office: Office, by: Actor) -> list[tuple[str, str]]:
    return [(one.kind, one.dossier) for one in office.bell.page(by)]


def reviewer(office: Office, dossier: DossierView) -> Actor:
    """Who completed the review last."""
    with office.context.work.read() as work:
        query = select(Task.closed_by_id).where(Task.dossier_id == dossier.id, Task.element == "Task_Review")
        found = work.scalars(query.where(Task.closed_by_id.is_not(None))).first()
    assert found is not None
    return office.accounts.actor(found, address="127.0.0.1")


def test_a_step_that_comes_back_is_told_to_who_did_it(demo: Office, clock: TestClock) -> None:
    dossier = opened(demo)
    mark = demo.bell.gather(None)
    do(demo, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp")
    who = reviewer(demo, dossier)
    assert told(demo, who) == [] and demo.bell.unread(who) == 0
    clock.advance(hours=1)
    do(demo, dossier.code, "Task_Supplement")
    assert [task.element for task in demo.dossiers.get(dossier.code, SYSTEM).tasks] == ["Task_Review"]
    again = demo.bell.gather(mark)
    assert told(demo, who) == [("task-returned", dossier.code)] and demo.bell.unread(who) == 1
    assert demo.bell.gather(mark) == again and demo.bell.gather(None) == again, "looked at again, told once"
    assert demo.bell.unread(who) == 1


def test_reading_is_ones_own(demo: Office, clock: TestClock) -> None:
    dossier = opened(demo)
    do(demo, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp")
    clock.advance(hours=1)
    do(demo, dossier.code, "Task_Supplement")
    demo.bell.gather(None)
    who, other = reviewer(demo, dossier), staff(demo, "leader")
    (one,) = demo.bell.page(who)
    demo.bell.read(other, one.id)
    demo.bell.read(other)
    assert demo.bell.unread(who) == 1 and told(demo, other) == []
    demo.bell.read(who, one.id)
    assert demo.bell.unread(who) == 0 and [one.unread for one in demo.bell.page(who)] == [False]
    clock.advance(hours=24 * 31)
    demo.upkeep.sweep()
    assert demo.bell.page(who) == ()


@pytest.mark.parametrize(
    ("kind", "topic", "expected"),
    [
        ("call", "postal.return", "call-failed"),
        ("call", "notify.send", "letter-undelivered"),
        ("message", "notify.send", "letter-undelivered"),
    ],
)
def test_what_failed_is_told_to_whose_dossier_it_is(
    demo: Office, clock: TestClock, kind: str, topic: str, expected: str
) -> None:
    dossier = opened(demo)
    do(demo, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp")
    demo.bell.gather(None)
    with demo.context.work() as work:
        row = {"id": uuid7(), "dossier_id": dossier.id, "kind": kind, "element": "", "topic": topic, "message": "x"}
        work.session.execute(insert(Incident), row | {"state": "open", "opened": demo.context.now()})
    mark = demo.bell.gather(None)
    demo.bell.gather(mark)
    assert told(demo, reviewer(demo, dossier)) == [(expected, dossier.code)]


@pytest.mark.past_the_office
def test_an_opinion_is_asked_of_those_who_may_give_it_and_what_one_takes_is_no_news(demo: Office) -> None:
    dossier, asked = opened(demo), staff(demo, "reviewer")
    (task,) = demo.dossiers.get(dossier.code, SYSTEM).tasks
    demo.tasks.claim(task.id, staff(demo, "reviewer", "tuphap"))
    demo.bell.gather(None)
    assert told(demo, staff(demo, "reviewer", "tuphap")) == []
    with demo.context.work() as work:
        work.session.execute(update(Task).where(Task.id == task.id).values(kind="inquire", assignee_id=None))
    demo.bell.gather(None)
    with demo.context.work.read() as work:
        people = set(work.scalars(select(StaffNotice.person_id).where(StaffNotice.kind == "opinion-asked")))
    assert {asked.id, staff(demo, "reviewer", "tuphap").id} & people and staff(demo, "leader").id not in people
    assert demo.context.now() - timedelta(days=1) < demo.bell.page(staff(demo, "reviewer", "tuphap"))[0].at
