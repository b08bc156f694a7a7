"""Dossiers moved to another version of their procedure: looked at, run in jobs, interrupted, raced, moved back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db.models import Dossier, Incident, MigrationItem, Outbox, Task, Timer
from core.errors.base import CoreError
from core.errors.migration import MappingInvalid, MigrationState, NotMovedBack, ReasonMissing
from core.errors.rights import Forbidden
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.migration import MigrationOrder
from tests.support import moving
from tests.support.clock import TestClock
from tests.support.moving import CODE, OLD, SHORT, intact, line, rows, service, task, told, version
from tests.support.staff import staff

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def two(demo: Office) -> tuple[Office, list[str]]:
    return demo, moving.between_versions(demo)


# --- looking -------------------------------------------------------------------------------------------------------------


def test_versions_are_compared_and_a_mapping_is_proposed(two):
    office, _ = two
    found = office.comparison.compare(CODE, 1, 2, staff(office, "designer"))
    assert found.added == ("N",) and found.removed == () and found.running == 5
    assert {one.aspect for one in found.changed["A"]} >= {"name", "kind", "roles"}
    assert {one.source: one.waiting for one in found.proposals if one.waiting} == {"A": 3, "B": 2, "Late": 3}
    assert found.mapping["A"] == "A" and found.files_changed == ()


def test_a_dry_run_says_why_and_moves_nothing(demo: Office):
    moving.deployed(demo, OLD)
    codes = moving.opened(demo, 3)
    moving.complete(demo, codes[0])
    moving.deployed(demo, SHORT)
    before = [moving.the_task(demo, code) for code in codes]
    found = moving.checked(demo)
    assert (found.state, found.total, dict(found.counts)) == ("checked", 3, {"movable": 2, "refused": 1})
    (item,) = demo.migrations.items(found.id, staff(demo, "designer"), "refused").items
    assert item.dossier == codes[0]
    assert [(one.code, one.element) for one in item.problems] == [("element-gone", "B")]
    assert [moving.the_task(demo, code) for code in codes] == before
    assert {version(demo, code) for code in codes} == {1}


def test_items_come_by_page(two):
    office, codes = two
    found = moving.checked(office)
    seen, cursor = [], None
    while True:
        page = office.migrations.items(found.id, staff(office, "designer"), cursor=cursor, limit=2)
        seen += [item.dossier for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(codes) and len(seen) == 5


# --- running --------------------------------------------------------------------------------------------------------------


def test_a_migration_moves_every_dossier_and_its_rows(two):
    office, codes = two
    admin = staff(office, "admin")
    reviewer = staff(office, "reviewer")
    held = moving.the_task(office, codes[2])
    office.tasks.claim(held.id, reviewer)
    (timer,) = rows(office, Timer, codes[2])
    found = moving.migrated(office)
    assert (found.state, dict(found.counts), found.started_by) == ("done", {"moved": 5}, admin.name)
    assert {version(office, code) for code in codes} == {2}
    moved = moving.the_task(office, codes[2])
    assert (moved.id, moved.name, moved.kind, moved.roles) == (held.id, "A mới", "approve", ("head",))
    assert moved.assignee == reviewer.username and moved.revision > held.revision
    (again,) = rows(office, Timer, codes[2])
    assert again.due - timer.due == timedelta(days=4)  # counted anew
    (event,) = told(office, codes[2], "designer.dossier.migrated")
    assert (event["old_version"], event["new_version"], event["reason"]) == (1, 2, "Văn bản mới có hiệu lực")
    assert event["revised"] == [{"element": "A", "name": "A mới", "roles": ["head"], "changed": ["kind", "name", "properties", "roles"]}]  # fmt: skip
    intact(office, *codes)
    office.tasks.complete(held.id, {}, reviewer)  # who held it still does
    assert moving.the_task(office, codes[2]).element == "N"
    assert moving.the_task(office, codes[0]).element == "B"  # as it was
    intact(office, *codes)


def test_an_element_of_another_id_keeps_its_task_timer_and_call(demo: Office):
    moving.deployed(demo, line(task("A"), service("C"), moving.timer("Late", "A", "P5D"), names=("A", "C")))
    at_task, at_call = moving.opened(demo, 2)
    moving.complete(demo, at_call)
    moving.deployed(demo, line(task("A2"), service("C2"), moving.timer("Late2", "A2", "P5D"), names=("A2", "C2")))
    mapping = {"Start": "Start", "A": "A2", "C": "C2", "Late": "Late2", "End": "End"}
    before = [rows(demo, Timer, at_task)[0].due, moving.the_task(demo, at_task).id]
    assert moving.migrated(demo, mapping=mapping).counts == {"moved": 2}
    assert [rows(demo, Timer, at_task)[0].due, moving.the_task(demo, at_task).id] == before
    assert rows(demo, Timer, at_task)[0].element == "Late2" and moving.the_task(demo, at_task).element == "A2"
    (call,) = (row for row in rows(demo, Outbox, at_call) if row.token)
    assert call.element == "C2"
    for row in demo.outbox.due():
        job = demo.outbox.lease(row.id)
        assert job is not None and demo.outbox.succeeded(job, {})
    assert demo.dossiers.get(at_call, staff(demo, "auditor")).finished


def test_a_pausing_task_stops_the_clock_and_a_running_one_lets_it_go_on(demo: Office, clock: TestClock):
    moving.deployed(demo, line(task("A"), names=("A",)))
    (code,) = moving.opened(demo)
    moving.deployed(demo, line(task("A", clock="pause", kind="supplement"), names=("A",)))
    moving.deployed(demo, line(task("A"), task("Z"), names=("A", "Z")))
    moving.migrated(demo)
    with demo.context.work.read() as work:
        assert work.scalar(select(Dossier.paused_since).where(Dossier.code == code)) is not None
    clock.advance(days=2)
    due = demo.dossiers.get(code, staff(demo, "auditor")).due
    assert moving.migrated(demo, source=2, target=3).counts == {"moved": 1}
    with demo.context.work.read() as work:
        assert work.scalar(select(Dossier.paused_since).where(Dossier.code == code)) is None
    assert demo.dossiers.get(code, staff(demo, "auditor")).due > due


def test_dossiers_that_came_go_or_changed_meanwhile_are_taken_as_they_are(two):
    office, codes = two
    found = moving.checked(office)
    for _ in range(2):
        moving.complete(office, codes[2])  # it ends
    moving.deployed(office, OLD)  # version 1 is the newest again
    late = moving.opened(office)
    office.migrations.start(found.id, staff(office, "admin"))
    moving.work_off(office, found)
    assert office.migrations.get(found.id, staff(office, "admin")).counts == {"moved": 5, "gone": 1}
    assert [version(office, code) for code in (codes[2], *late)] == [1, 2]
    assert office.migrations.start(found.id, staff(office, "admin")).state == "done"  # again: nothing happens


def test_only_the_dossiers_named_are_moved(two):
    office, codes = two
    assert moving.migrated(office, only=(codes[4],)).counts == {"moved": 1}
    assert [version(office, code) for code in codes] == [1, 1, 1, 1, 2]


def test_a_step_that_fails_in_the_new_version_is_an_incident_and_the_dossier_stays(demo: Office):
    """A dry run sees it, too: here the variable is taken away in between."""
    reads = '<zeebe:assignmentDefinition candidateGroups="=[note.role]"/>'
    other = line(task("A").replace('<zeebe:assignmentDefinition candidateGroups="reviewer"/>', reads), names=("A",))
    moving.deployed(demo, line(task("A"), names=("A",)))
    (code,) = moving.opened(demo)
    moving.deployed(demo, other)
    found = moving.checked(demo)
    assert found.counts == {"refused": 1}
    (item,) = demo.migrations.items(found.id, SYSTEM, "refused").items
    assert item.problems[0].code == "step-failed" and item.problems[0].element == "A"
    demo.migrations.start(found.id, staff(demo, "admin"))
    moving.work_off(demo, found)
    assert demo.migrations.get(found.id, staff(demo, "admin")).counts == {"failed": 1}
    assert version(demo, code) == 1 and len(rows(demo, Incident, code)) == 1
    intact(demo, code)
    demo.tasks.complete(moving.the_task(demo, code).id, {}, SYSTEM)


# --- back -------------------------------------------------------------------------------------------------------------------


def test_a_dossier_is_moved_back_as_it_was(two):
    office, codes = two
    admin = staff(office, "admin")
    code = codes[3]
    kept = ["token", "element", "name", "kind", "form", "audience", "unit_id", "due", "clock", "priority", "local"]

    def picture() -> list[object]:
        tasks = [[getattr(row, name) for name in kept] for row in rows(office, Task, code)]
        return [tasks, [(row.id, row.token, row.element, row.due) for row in rows(office, Timer, code)]]

    before = picture()
    moving.migrated(office)
    assert picture() != before
    back = office.migration_moves.move_back(code, "Nhầm phiên bản", admin, "key-1")
    assert back.version == 1 and [place.element for place in back.places] == ["A"]
    assert office.migration_moves.move_back(code, "Nhầm phiên bản", admin, "key-1") == back
    assert picture() == before and version(office, code) == 1
    (event,) = told(office, code, "admin.dossier.moved-back")
    assert (event["old_version"], event["new_version"], event["reason"]) == (2, 1, "Nhầm phiên bản")
    intact(office, code)
    with pytest.raises(NotMovedBack):
        office.migration_moves.move_back(code, "Nữa", admin)
    moving.complete(office, code)
    assert moving.the_task(office, code).element == "B"
    assert moving.migrated(office, only=(code,)).counts == {"moved": 1}
    intact(office, code)


def test_what_has_gone_on_is_not_moved_back(two):
    office, codes = two
    moving.migrated(office)
    moving.complete(office, codes[3])
    with pytest.raises(NotMovedBack) as refused:
        office.migration_moves.move_back(codes[3], "Nhầm", staff(office, "admin"))
    assert "gone on" in str(refused.value)
    assert version(office, codes[3]) == 2


# --- who ----------------------------------------------------------------------------------------------------------------------


def test_a_designer_orders_and_only_an_administrator_runs(two):
    office, codes = two
    designer = staff(office, "designer")
    with pytest.raises(Forbidden):
        office.migrations.order(
            MigrationOrder(procedure=CODE, source=1, target=2, reason="x"), staff(office, "reviewer")
        )
    with pytest.raises(Forbidden):
        office.comparison.compare(CODE, 1, 2, staff(office, "receiver"))
    migration = moving.order(office)
    office.migrations.pause(migration.id, designer)
    office.migrations.resume(migration.id, designer)
    with pytest.raises(MigrationState):
        office.migrations.start(migration.id, staff(office, "admin"))
    moving.work_off(office, migration)
    for verb in (office.migrations.start, office.migrations.cancel):
        with pytest.raises(Forbidden):
            verb(migration.id, designer)
    with pytest.raises(Forbidden):
        office.migration_moves.move_back(codes[0], "x", designer)


def test_wrong_orders_are_refused_with_what_is_wrong(two):
    office, _ = two
    with pytest.raises(ReasonMissing):
        office.migrations.order(
            MigrationOrder(procedure=CODE, source=1, target=2, reason="  "), staff(office, "designer")
        )
    with pytest.raises(MappingInvalid) as refused:
        moving.order(office, mapping={"A": "Start", "X": "A"})
    assert [one.code for one in refused.value.problems] == ["type-differs", "mapping-source-unknown"]
    with pytest.raises(CoreError):
        moving.order(office, source=2, target=2)
    with office.context.work.read() as work:
        assert work.scalars(select(MigrationItem)).all() == []


def test_the_same_key_orders_once(two):
    office, _ = two
    designer = staff(office, "designer")
    command = MigrationOrder(procedure=CODE, source=1, target=2, reason="Một lần")
    first = office.migrations.order(command, designer, "k")
    assert office.migrations.order(command, designer, "k") == first
    assert len(office.migrations.page(designer).items) == 1
