"""What a diagram says of a task in a property that the row keeps is what the task's row and view have, also after a move."""

from __future__ import annotations

import pytest

from core.db.models import Task
from core.services.office import Office
from core.services.running.task_facts import KEPT
from tests.support import moving
from tests.support.moving import intact, line, rows, task

pytestmark = pytest.mark.usefixtures("database_url")
SAID = {one.name: one.example for one in KEPT}
UNSAID = {one.name: one.default for one in KEPT}


def kept(office: Office, code: str) -> list[dict[str, object]]:
    """The kept properties of the one task, as its row and its view have them."""
    (row,), view = rows(office, Task, code), moving.the_task(office, code)
    return [{name: getattr(found, name) for name in SAID} for found in (row, view)]


def test_a_task_has_what_its_diagram_says(demo: Office) -> None:
    moving.deployed(demo, line(task("A", **SAID), names=("A",)))
    (code,) = moving.opened(demo)
    assert kept(demo, code) == [SAID, SAID]
    intact(demo, code)


def test_a_task_has_what_is_usual_where_the_diagram_says_nothing(demo: Office) -> None:
    moving.deployed(demo, line(task("A"), names=("A",)))
    (code,) = moving.opened(demo)
    assert kept(demo, code) == [UNSAID, UNSAID]
    intact(demo, code)


def test_a_move_to_another_version_changes_it_and_putting_it_back_changes_it_again(demo: Office) -> None:
    moving.deployed(demo, line(task("A"), names=("A",)))
    (code,) = moving.opened(demo)
    moving.deployed(demo, line(task("A", **SAID), names=("A",)))
    assert moving.migrated(demo).counts == {"moved": 1}
    assert kept(demo, code) == [SAID, SAID]
    intact(demo, code)
