"""A unit that another process made a moment ago is known as soon as somebody meets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core.bootstrap import build
from core.db.models import Unit
from core.errors.requests import NotFound
from core.services.context.directory import Tree
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.people import NewPerson
from core.services.views.tasks import TaskFilter
from core.services.views.units import NewUnit
from core.settings import Settings
from tests.db.test_dossier_way import open_dossier

NEW = "H99.07"


@pytest.fixture
def other(demo: Office, settings: Settings) -> Iterator[Office]:
    """Another process of the same office."""
    built = build(settings, clock=demo.context.clock)
    yield built
    built.close()


@pytest.mark.usefixtures("database_url")
def test_whoever_serves_in_it_works_at_once(demo: Office, other: Office) -> None:
    demo.context.directory.tree()  # read before the unit is there, and fresh for seconds
    other.units.create(
        NewUnit(code=NEW, name="UBND xã Mẫu Ba (trình diễn)", kind="commune", parent="H99", slug="xa-mau-ba"), SYSTEM
    )
    made = other.accounts.create_person(
        NewPerson(username="moi.den", name="Mới Đến", password="mật khẩu dài của thử", unit=NEW), SYSTEM
    )
    for role in ("receiver", "reviewer"):
        other.accounts.grant("moi.den", role, NEW, SYSTEM)
    newcomer = demo.accounts.actor(made.id)
    assert [held.unit_code for held in newcomer.memberships] == [NEW, NEW]
    assert demo.queue.page(TaskFilter(), newcomer).items == []
    opened = open_dossier(other, "1.004873", unit=NEW, by=newcomer)
    assert demo.dossiers.get(opened.code, newcomer).code == opened.code
    assert [task.dossier for task in demo.queue.page(TaskFilter(), newcomer).items] == [opened.code]
    assert demo.context.directory.tree().known(NEW) is not None


def test_a_unit_nobody_made_is_asked_for_once(demo: Office) -> None:
    with demo.context.work.read() as work:
        rows = list(work.scalars(select(Unit)))
    asked: list[int] = []

    def again() -> list[Unit]:
        asked.append(1)
        return rows

    tree = Tree(rows, again)
    for _ in range(3):
        with pytest.raises(NotFound):
            tree.find("H99.99")
    assert asked == [1]
