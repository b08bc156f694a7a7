"""A page is read at once: what it shows comes from one moment, and costs few transactions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.db.reading import Reading
from core.services.office import Office
from core.services.views.actors import SYSTEM
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import code_on


def test_a_task_page_is_one_reading_beside_its_frame(
    demo: Office, desk: Callable[[str], Desk], receive: Callable[..., Shown], readings: list[Reading]
) -> None:
    (task,) = demo.dossiers.get(code_on(receive()), SYSTEM).tasks
    clerk = desk("tuphap")
    clerk.get(f"/tasks/{task.id}")  # the words of a version's forms are read once a process
    readings.clear()
    clerk.get(f"/tasks/{task.id}")
    assert len(readings) == 4, "who is there, the page, what waits for them, and what is unread"


@pytest.mark.parametrize("tab", ["", "/papers", "/history", "/diagram"])
def test_a_dossier_page_is_one_reading_beside_its_frame(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], readings: list[Reading], tab: str
) -> None:
    code = code_on(receive())
    clerk = desk("tuphap")
    clerk.get(f"/dossiers/{code}{tab}")  # the words of a version's forms are read once a process
    readings.clear()
    clerk.get(f"/dossiers/{code}{tab}")
    assert len(readings) == 4, "who is there, the page, what waits for them, and what is unread"
