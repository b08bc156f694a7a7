"""Dossiers that stand in a called process, moved to another version of the caller; and what an operator may do there."""

from __future__ import annotations

import pytest

from core.errors.migration import StepRefused
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.migration import MigrationOrder
from tests.db.test_called_processes import CALLED, CALLER, begin, called, caller, complete, deploy, label, task
from tests.support import moving
from tests.support.staff import staff

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def paired(demo: Office) -> Office:
    deploy(demo, CALLED, called(), "answer", "Kết quả xác minh")
    deploy(demo, CALLER, caller(), "seen")
    return demo


def test_the_called_process_stays_on_its_version_under_the_new_name_of_its_call(paired: Office) -> None:
    dossier = begin(paired)
    inside = task(paired, dossier)
    deploy(paired, CALLER, caller().replace(b"Verify", b"Check"), "seen")
    deploy(paired, CALLED, called("Other"), "other", "Khác")
    found = paired.comparison.compare(CALLER, 1, 2, staff(paired, "designer"))
    assert {one.source: one.waiting for one in found.proposals if one.waiting} == {"Verify": 1}
    mapping = {name: name for name in ("Start", "First", "Last", "End")} | {"Verify": "Check"}
    order = paired.migrations.order(
        MigrationOrder(procedure=CALLER, source=1, target=2, reason="Tên mới", mapping=mapping), SYSTEM
    )
    moving.work_off(paired, order)
    paired.migrations.start(order.id, SYSTEM)
    moving.work_off(paired, order)
    assert paired.migrations.get(order.id, SYSTEM).counts == {"moved": 1}
    moved = task(paired, dossier)
    assert (moved.id, moved.element, label(moved)) == (inside.id, "Check/Ask", "Kết quả xác minh")
    complete(paired, dossier, answer="Mrs An's")
    assert task(paired, dossier).element == "Last"
    moving.intact(paired, dossier.code)


def test_a_called_process_is_moved_back_and_is_not_touched_alone(paired: Office) -> None:
    dossier = begin(paired)
    deploy(paired, CALLER, caller().replace(b"Verify", b"Check"), "seen")
    mapping = {"First": "First", "Verify": "Check"}
    order = paired.migrations.order(
        MigrationOrder(procedure=CALLER, source=1, target=2, reason="Tên mới", mapping=mapping), SYSTEM
    )
    moving.work_off(paired, order)
    paired.migrations.start(order.id, SYSTEM)
    moving.work_off(paired, order)
    admin = staff(paired, "admin")
    back = paired.migration_moves.move_back(dossier.code, "Nhầm", admin)
    assert [place.element for place in back.places] == ["Verify"] and task(paired, dossier).element == "Verify/Ask"
    inside = str(int(back.places[0].token) + 2)  # the token of the task in the called process
    with pytest.raises(StepRefused):
        paired.operations.cancel(dossier.code, inside, "x", admin)
    found = paired.operations.move(dossier.code, back.places[0].token, "Last", "Đã xác minh", admin)
    assert [place.element for place in found.places] == ["Last"] and task(paired, dossier).element == "Last"
    moving.intact(paired, dossier.code)
