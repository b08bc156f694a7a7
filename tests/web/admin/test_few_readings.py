"""A page is read at once: what it shows comes from one moment, and costs few transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from core.db.reading import Reading
from core.db.unit_of_work import UnitOfWork
from core.services.office import Office
from core.services.views.actors import SYSTEM
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import code_on


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Reading]:
    """The transactions that read, one after the other."""
    seen: list[Reading] = []
    original = UnitOfWork.read

    @contextmanager
    def counted(self: UnitOfWork) -> Iterator[Reading]:
        with original(self) as work:
            seen.append(work)
            yield work

    monkeypatch.setattr(UnitOfWork, "read", counted)
    return seen


def test_a_task_page_is_one_reading_beside_its_frame(
    demo: Office, desk: Callable[[str], Desk], receive: Callable[..., Shown], readings: list[Reading]
) -> None:
    (task,) = demo.dossiers.get(code_on(receive()), SYSTEM).tasks
    clerk = desk("tuphap")
    clerk.get(f"/tasks/{task.id}")  # the words of a version's forms are read once a process
    readings.clear()
    clerk.get(f"/tasks/{task.id}")
    assert len(readings) == 3, "who is there, the page, and what waits for them"
