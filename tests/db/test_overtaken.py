"""Commands that read without a lock: whoever comes between is noticed, and nothing is lost or written twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update

from core.db.base import table_of
from core.db.models import CodeCounter, Dossier, Unit
from core.db.unit_of_work import Work
from core.db.writes import WIDEST, Overtaken, Writes
from core.errors import TaskClaimed, TaskClosed
from core.services import fields
from core.services.office import Office
from tests.db.test_tasks import review_task
from tests.support.forms import filled
from tests.support.staff import staff

on_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"])
DOSSIER, COUNTER = table_of(Dossier), table_of(CodeCounter)
MOVE = update(DOSSIER).where(DOSSIER.c.id == bindparam("one"), DOSSIER.c.head_seq == bindparam("stored"))
COUNT = insert(COUNTER)


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], list[int]]:
    """Lets something happen once, after a command has read its task and before it writes; counts its tries."""

    def arrange(act: Callable[[], Any]) -> list[int]:
        tries: list[int] = []
        original = fields.check_task

        def check(*arguments: Any) -> dict[str, Any]:
            tries.append(len(tries))
            if tries == [0]:
                act()
            return original(*arguments)

        monkeypatch.setattr(fields, "check_task", check)
        return tries

    return arrange


@on_postgresql
@pytest.mark.usefixtures("database_url")
class TestSomebodyComesBetween:
    def test_who_completed_first_is_named(self, demo: Office, between: Any) -> None:
        task, rival = review_task(demo), staff(demo, "reviewer", "tuphap")
        tries = between(lambda: demo.tasks.complete(task.id, filled(task.form), rival))
        with pytest.raises(TaskClosed) as refused:
            demo.tasks.complete(task.id, filled(task.form), staff(demo, "reviewer"))
        assert refused.value.params["who"] == rival.name
        assert tries == [0, 1], "the rival's own and the first; the second reads that the task is closed"
        events = [event.kind for event in demo.dossiers.history(task.dossier, staff(demo, "auditor"))]
        assert events.count("clerk.task.completed") == 1
        assert demo.audit.verify(task.dossier, staff(demo, "auditor")).intact

    def test_a_claim_in_between_is_respected(self, demo: Office, between: Any) -> None:
        task = review_task(demo)
        between(lambda: demo.tasks.claim(task.id, staff(demo, "reviewer", "tuphap")))
        with pytest.raises(TaskClaimed):
            demo.tasks.complete(task.id, filled(task.form), staff(demo, "reviewer"))

    def test_an_event_that_does_not_matter_costs_a_second_try_and_nothing_else(
        self, demo: Office, between: Any
    ) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        tries = between(lambda: demo.tasks.claim(task.id, by))
        assert demo.tasks.complete(task.id, filled(task.form), by).state == "completed"
        assert tries == [0, 1]
        assert demo.audit.verify(task.dossier, staff(demo, "auditor")).intact

    def test_the_same_request_in_between_gives_its_answer(self, demo: Office, between: Any) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        answers: list[Any] = []
        data = filled(task.form)
        between(lambda: answers.append(demo.tasks.complete(task.id, data, by, key="same")))
        assert demo.tasks.complete(task.id, data, by, key="same") == answers[0]


@pytest.mark.usefixtures("database_url")
class TestNothingIsWritten:
    @pytest.mark.parametrize("rows", [1, WIDEST])
    def test_where_a_row_has_moved_on(self, demo: Office, rows: int) -> None:
        task = review_task(demo)
        counters = [{"unit_code": f"none-{number}", "day": task.opened.date(), "last": 0} for number in range(rows)]

        def command(work: Work) -> None:
            one = work.scalar(select(Dossier.id).where(Dossier.code == task.dossier))
            work.writes.add(COUNT, counters)
            work.writes.add(MOVE, {"one": one, "stored": 999, "head_seq": 1000}, must=True)

        with pytest.raises(Overtaken):
            demo.world.work.attempt(command)
        with demo.world.work.read() as work:
            assert work.scalar(select(CodeCounter.last).where(CodeCounter.unit_code == "none-0")) is None

    def test_where_what_is_added_is_there_already(self, demo: Office) -> None:
        counter = {"unit_code": "H99", "day": review_task(demo).opened.date(), "last": 0}
        demo.world.work.attempt(lambda work: work.writes.add(COUNT, counter))
        with pytest.raises(Overtaken):
            demo.world.work.attempt(lambda work: work.writes.add(COUNT, counter))


class TestOneStatement:
    @staticmethod
    def writes(*noted: tuple[Any, int]) -> bool:
        writes = Writes()
        for statement, rows in noted:
            writes.add(statement, [{"a": number} for number in range(rows)])
        return writes.combined

    def test_what_can_be_said_at_once(self) -> None:
        assert self.writes((MOVE, 1), (COUNT, 1), (update(table_of(Unit)), 1))
        assert self.writes((update(COUNTER), 1), (COUNT, 3)), "a row is closed and others opened"

    def test_a_row_changed_twice_would_lose_the_second_change(self) -> None:
        assert not self.writes((MOVE, 1), (update(DOSSIER), 1))
        assert not self.writes((MOVE, 2))

    def test_what_was_added_cannot_be_changed_at_once(self) -> None:
        assert not self.writes((COUNT, 1), (update(COUNTER), 1))

    def test_more_than_is_worth_a_text_of_its_own(self) -> None:
        assert not self.writes((COUNT, WIDEST), (MOVE, 1))
