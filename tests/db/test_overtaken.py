"""Commands that read without a lock: whoever comes between is noticed, and nothing is lost or written twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, delete, func, insert, select, text, update

from core.bootstrap import build
from core.db.base import table_of
from core.db.conflicts import ConcurrentUpdate
from core.db.fast.combined import MAX_COMMANDS, combinable
from core.db.fast.recent import Recent, Remembered
from core.db.models import Audience, CodeCounter, Dossier, Unit
from core.db.reading import Reading
from core.db.unit_of_work import Attempt
from core.db.writes import Write
from core.errors.forms import FormInvalid
from core.errors.tasks import TaskClaimed, TaskClosed
from core.services.cases import cases
from core.services.evidence import history
from core.services.office import Office
from core.services.tasks import fields
from core.services.views.tasks import TaskView
from core.settings import Settings
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


@on_postgresql
@pytest.mark.usefixtures("database_url")
class TestMemory:
    """Two processes, each with what it remembers of the dossiers it stepped."""

    @pytest.fixture
    def other(self, demo: Office, settings: Settings) -> Iterator[Office]:
        built = build(settings, clock=demo.context.clock)
        yield built
        built.close()

    @staticmethod
    def proposed(office: Office) -> TaskView:
        """The task after the review, as the process that completed the review remembers it."""
        task = review_task(office)
        office.tasks.complete(task.id, filled(task.form), staff(office, "reviewer"))
        (opened,) = office.dossiers.get(task.dossier, staff(office, "auditor")).tasks
        assert office.context.recent.of_task(opened.id) is not None
        return office.tasks.get(opened.id, staff(office, opened.roles[0]))

    def test_the_next_step_is_taken_from_memory(self, demo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        task = self.proposed(demo)
        monkeypatch.setattr(cases, "_case", None)
        done = demo.tasks.complete(task.id, filled(task.form), staff(demo, task.roles[0]))
        assert done.state == "completed"

    def test_what_was_claimed_here_is_completed_from_memory(
        self, demo: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        task = review_task(demo)
        demo.tasks.claim(task.id, staff(demo, "reviewer"))
        monkeypatch.setattr(cases, "_case", None)
        assert demo.tasks.complete(task.id, filled(task.form), staff(demo, "reviewer")).revision == task.revision + 2

    def test_what_another_process_did_meanwhile_counts(self, demo: Office, other: Office) -> None:
        task = self.proposed(demo)
        by = staff(other, task.roles[0])
        other.tasks.complete(task.id, filled(task.form), by)
        with pytest.raises(TaskClosed) as refused:
            demo.tasks.complete(task.id, filled(task.form), staff(demo, task.roles[0]))
        assert refused.value.params["who"] == by.name
        assert demo.audit.verify(task.dossier, staff(demo, "auditor")).intact

    def test_a_claim_in_this_process_is_not_overlooked(self, demo: Office) -> None:
        task = self.proposed(demo)
        demo.tasks.claim(task.id, staff(demo, task.roles[0]))
        done = demo.tasks.complete(task.id, filled(task.form), staff(demo, task.roles[0]))
        assert done.revision == task.revision + 2, "the claim and the completion"

    def test_a_refusal_is_asked_of_the_database(self, demo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        task = self.proposed(demo)
        read: list[object] = []

        def reading(*asked: Any) -> Any:
            read.append(asked)
            return original(*asked)

        original = cases._case
        monkeypatch.setattr(cases, "_case", reading)
        with pytest.raises(FormInvalid):
            demo.tasks.complete(task.id, {"no such field": 1}, staff(demo, task.roles[0]))
        assert len(read) == 1

    def test_a_server_that_went_away_is_not_asked_for_ever(self, demo: Office, postgres_server: Any) -> None:
        task = self.proposed(demo)
        with demo.context.work.reading.connect() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            connection.exec_driver_sql(f"{ended} AND datname = current_database()")
        by = staff(demo, task.roles[0])
        answers = []
        for _ in range(3):
            with suppress(Exception):
                answers.append(demo.tasks.complete(task.id, filled(task.form), by))
        assert [answer.state for answer in answers] == ["completed"]


def test_the_oldest_is_forgotten() -> None:
    recent = Recent(kept=2)
    dossiers = [uuid4() for _ in range(3)]
    tasks = [uuid4() for _ in range(3)]
    for dossier, task in zip(dossiers, tasks, strict=True):
        recent.keep(dossier, Remembered({}, {task: {}}, b"", {}))
    recent.keep(dossiers[2], Remembered({}, {}, b"", {}))
    assert [recent.of_task(task) is not None for task in tasks] == [False, True, False]


@pytest.mark.usefixtures("database_url")
class TestNothingIsWritten:
    @pytest.mark.parametrize("rows", [1, MAX_COMMANDS])
    def test_where_a_row_has_moved_on(self, demo: Office, rows: int) -> None:
        task = review_task(demo)
        counters = [{"unit_code": f"none-{number}", "day": task.opened.date(), "last": 0} for number in range(rows)]

        def command(work: Attempt) -> None:
            one = work.scalar(select(Dossier.id).where(Dossier.code == task.dossier))
            work.writes.add(COUNT, counters)
            work.writes.add(MOVE, {"one": one, "stored": 999, "head_seq": 1000}, must=True)

        with pytest.raises(ConcurrentUpdate):
            demo.context.work.attempt(command)
        with demo.context.work.read() as work:
            assert work.scalar(select(CodeCounter.last).where(CodeCounter.unit_code == "none-0")) is None

    def test_where_what_is_added_is_there_already(self, demo: Office) -> None:
        counter = {"unit_code": "H99", "day": review_task(demo).opened.date(), "last": 0}
        demo.context.work.attempt(lambda work: work.writes.add(COUNT, counter))
        with pytest.raises(ConcurrentUpdate):
            demo.context.work.attempt(lambda work: work.writes.add(COUNT, counter))


class TestOneStatement:
    @staticmethod
    def writes(*noted: tuple[Any, int]) -> bool:
        return combinable([Write(statement, [{"a": n} for n in range(rows)]).shape for statement, rows in noted])

    def test_what_can_be_said_at_once(self) -> None:
        assert self.writes((MOVE, 1), (COUNT, 1), (update(table_of(Unit)), 1))
        assert self.writes((update(COUNTER), 1), (COUNT, 3)), "a row is closed and others opened"

    def test_a_row_changed_twice_would_lose_the_second_change(self) -> None:
        assert not self.writes((MOVE, 1), (update(DOSSIER), 1))
        assert not self.writes((MOVE, 2))

    def test_what_is_deleted_cannot_come_back_at_once(self) -> None:
        assert self.writes((delete(COUNTER), 1), (MOVE, 1))
        assert not self.writes((delete(COUNTER), 1), (COUNT, 1))

    def test_what_was_added_cannot_be_changed_at_once(self) -> None:
        assert not self.writes((COUNT, 1), (update(COUNTER), 1))

    def test_more_than_is_worth_a_text_of_its_own(self) -> None:
        assert not self.writes((COUNT, MAX_COMMANDS), (MOVE, 1))


@pytest.mark.past_the_office
@pytest.mark.usefixtures("database_url")
class TestAnAttemptChangesNothingByItself:
    """A command without locks has its writes to note them; whatever else it tries changes nothing and is refused."""

    @pytest.mark.parametrize("statement", [COUNT, update(COUNTER), delete(COUNTER), text("DELETE FROM code_counter")])
    def test_a_statement_that_is_no_select_is_refused(self, office: Office, statement: Any) -> None:
        values = {"unit_code": "H99", "day": date(2026, 1, 5), "last": 1}
        with office.context.work() as work:
            work.connection.execute(COUNT, values)

        def act(work: Any) -> None:
            work.execute(statement, {**values, "unit_code": "H98"} if statement is COUNT else None)

        with pytest.raises(TypeError, match="SELECT"), office.context.work.read() as reading:
            act(reading)
        if office.context.work._unlocked is not None:
            with pytest.raises(TypeError, match="SELECT"):
                office.context.work.attempt(act)
        with office.context.work.read() as reading:
            assert reading.execute(select(COUNTER.c.unit_code, COUNTER.c.last)).all() == [("H99", 1)]

    def test_what_a_failing_attempt_noted_is_not_written(self, office: Office) -> None:
        def act(work: Attempt) -> None:
            work.writes.add(COUNT, {"unit_code": "H99", "day": date(2026, 1, 5), "last": 1})
            raise RuntimeError("it failed after all")

        with pytest.raises(RuntimeError):
            office.context.work.attempt(act)
        with office.context.work.read() as reading:
            assert reading.execute(select(COUNTER.c.last)).all() == []

    def test_an_attempt_has_no_way_to_write_but_to_note_it(self) -> None:
        assert not [name for name in ("session", "connection", "send", "add", "flush") if hasattr(Attempt, name)]
        assert not hasattr(Reading, "writes")

    def test_the_audience_of_a_task_is_gone_with_the_attempt(
        self, demo: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The audience of a new task is written with the step, not before it."""
        task = review_task(demo)
        demo.context.directory._stored.clear()
        with demo.context.work() as work:
            work.session.execute(delete(Audience).where(Audience.role == "leader"))

        def fail(*_: Any) -> None:
            raise RuntimeError("the step could not be told")

        monkeypatch.setattr(history, "write_head", fail)
        with pytest.raises(RuntimeError):
            demo.tasks.complete(task.id, filled(task.form), staff(demo, "reviewer"))
        with demo.context.work.read() as reading:
            assert reading.scalar(select(func.count()).select_from(Audience).where(Audience.role == "leader")) == 0
