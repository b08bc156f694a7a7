"""Tasks taken, given back, completed: by the right people, once, and by one of two at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from core.errors.base import CoreError
from core.errors.forms import FieldError, FormInvalid
from core.errors.requests import KeyReused, NotFound
from core.errors.rights import Forbidden
from core.errors.tasks import TaskChanged, TaskClaimed, TaskClosed
from core.services.office import Office
from core.services.views.tasks import TaskFilter, TaskView
from tests.db.test_dossier_way import open_dossier
from tests.support.forms import filled
from tests.support.staff import staff

MARITAL = "1.004873"


def review_task(office: Office) -> TaskView:
    """The review task of a fresh dossier."""
    dossier = open_dossier(office, MARITAL)
    (task,) = dossier.tasks
    assert "reviewer" in task.roles
    return office.tasks.get(task.id, staff(office, "reviewer"))


def together(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Runs ``act`` at the same moment in ``count`` threads; answers and refusals."""

    def run(number: int) -> Any:
        try:
            return act(number)
        except CoreError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.usefixtures("database_url")
class TestTogether:
    def test_of_two_who_complete_at_the_same_moment_one_wins_and_the_other_is_told_who(self, demo: Office) -> None:
        task = review_task(demo)
        people = [staff(demo, "reviewer"), staff(demo, "reviewer", "tuphap")]
        answers = together(2, lambda number: demo.tasks.complete(task.id, filled(task.form), people[number]))
        (won,) = [answer for answer in answers if isinstance(answer, TaskView)]
        (lost,) = [answer for answer in answers if not isinstance(answer, TaskView)]
        assert isinstance(lost, TaskClosed)
        assert lost.params["who"] == won.closed_by
        events = [event.kind for event in demo.dossiers.history(task.dossier, staff(demo, "auditor"))]
        assert events.count("clerk.task.completed") == 1

    def test_fifty_completions_with_one_key_have_one_effect_and_one_answer(self, demo: Office) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        data = filled(task.form)
        answers = together(50, lambda _: demo.tasks.complete(task.id, data, by, key="one"))
        assert {(answer.id, answer.state, answer.revision) for answer in answers} == {(task.id, "completed", 1)}
        assert len({answer.closed for answer in answers}) == 1
        events = [event.kind for event in demo.dossiers.history(task.dossier, staff(demo, "auditor"))]
        assert events.count("clerk.task.completed") == 1
        assert demo.audit.verify(task.dossier, staff(demo, "auditor")).intact

    def test_thirty_receptions_at_once_get_thirty_codes_in_a_row(self, demo: Office) -> None:
        codes = sorted(answer.code for answer in together(30, lambda _: open_dossier(demo, MARITAL)))
        numbers = [int(code.rpartition("-")[2]) for code in codes]
        assert numbers == list(range(numbers[0], numbers[0] + 30))

    def test_of_two_who_claim_one_holds_it(self, demo: Office) -> None:
        task = review_task(demo)
        people = [staff(demo, "reviewer"), staff(demo, "reviewer", "tuphap")]
        answers = together(2, lambda number: demo.tasks.claim(task.id, people[number]))
        assert sum(isinstance(answer, TaskClaimed) for answer in answers) == 1


@pytest.mark.usefixtures("database_url")
class TestRights:
    def test_a_task_is_in_the_queue_of_its_room_and_of_nobody_elses(self, demo: Office) -> None:
        task = review_task(demo)

        def seen(username: str, role: str = "reviewer") -> bool:
            page = demo.queue.page(TaskFilter(), staff(demo, role, username))
            return task.id in {item.id for item in page.items}

        assert seen("tuphap")
        assert seen("thamdinh")
        assert not seen("xaydung")
        assert not seen("lanhdao", "leader")

    def test_a_colleague_of_another_room_may_not_complete(self, demo: Office) -> None:
        task = review_task(demo)
        with pytest.raises(NotFound):
            demo.tasks.complete(task.id, filled(task.form), staff(demo, "reviewer", "xaydung"))

    def test_a_leader_sees_the_task_but_may_not_do_it(self, demo: Office) -> None:
        task = review_task(demo)
        assert demo.tasks.get(task.id, staff(demo, "leader")).allowed == ()
        with pytest.raises(Forbidden):
            demo.tasks.complete(task.id, filled(task.form), staff(demo, "leader"))

    def test_an_unknown_task_is_not_found(self, demo: Office) -> None:
        with pytest.raises(NotFound):
            demo.tasks.claim(uuid4(), staff(demo, "reviewer"))


@pytest.mark.usefixtures("database_url")
class TestOneAfterTheOther:
    def test_claimed_by_another_names_the_holder(self, demo: Office) -> None:
        task = review_task(demo)
        demo.tasks.claim(task.id, staff(demo, "reviewer", "tuphap"))
        with pytest.raises(TaskClaimed) as refused:
            demo.tasks.complete(task.id, filled(task.form), staff(demo, "reviewer"))
        assert "tư pháp" in refused.value.params["who"]

    def test_a_head_gives_back_what_an_absent_colleague_holds(self, demo: Office) -> None:
        task = review_task(demo)
        demo.tasks.claim(task.id, staff(demo, "reviewer", "tuphap"))
        freed = demo.tasks.unclaim(task.id, staff(demo, "head"))
        assert freed.assignee is None
        demo.tasks.claim(task.id, staff(demo, "reviewer"))

    def test_claiming_twice_is_claiming_once(self, demo: Office) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        first, second = demo.tasks.claim(task.id, by), demo.tasks.claim(task.id, by)
        assert first.assignee == second.assignee == "thamdinh"
        events = [event.kind for event in demo.dossiers.history(task.dossier, staff(demo, "auditor"))]
        assert events.count("clerk.task.claimed") == 1

    def test_wrong_fields_are_named_and_nothing_moves(self, demo: Office) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        before = demo.dossiers.get(task.dossier, by)
        with pytest.raises(FormInvalid) as refused:
            demo.tasks.complete(task.id, {"nonsense": 1}, by)
        assert refused.value.fields["nonsense"] == [FieldError("unknown")]
        assert len(refused.value.fields) > 1
        assert demo.dossiers.get(task.dossier, by) == before

    def test_a_task_done_already_says_who_and_when(self, demo: Office) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        demo.tasks.complete(task.id, filled(task.form), by)
        with pytest.raises(TaskClosed) as refused:
            demo.tasks.complete(task.id, filled(task.form), by)
        assert refused.value.params["who"] == by.name

    def test_a_key_cannot_be_used_for_something_else(self, demo: Office) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        demo.tasks.complete(task.id, filled(task.form), by, key="k")
        with pytest.raises(KeyReused) as refused:
            demo.tasks.complete(task.id, {"other": True}, by, key="k")
        assert f"“{task.name}” of dossier {task.dossier} was completed" in str(refused.value)

    def test_a_revision_that_is_gone_is_refused(self, demo: Office) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        demo.tasks.claim(task.id, by)
        with pytest.raises(TaskChanged):
            demo.tasks.complete(task.id, filled(task.form), by, revision=task.revision)

    def test_a_draft_is_what_the_form_starts_from(self, demo: Office) -> None:
        task, by = review_task(demo), staff(demo, "reviewer")
        demo.tasks.save_draft(task.id, {"note": "đang viết dở"}, by)
        assert demo.tasks.get(task.id, by).data["note"] == "đang viết dở"
