"""Each reading of a dossier tells on what basis it was shown, as it was at that moment."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db.models import Access
from core.services.audit.views import AccessFilter
from core.services.evidence import access
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import DossierFilter, DossierView
from core.services.views.tasks import TaskFilter
from tests.db.test_dossier_way import open_dossier
from tests.support.staff import hire, staff
from tests.web.api.calling import OUTCOMES


@pytest.fixture
def dossier(demo: Office, database_url: str) -> DossierView:
    return open_dossier(demo, "1.004873")


def read_by(demo: Office, code: str, by: Actor) -> tuple[str, str]:
    """The basis noted for a reading now."""
    access.open_request("web", "dossier.data")
    demo.dossiers.get(code, by)
    access.write_request(demo.context)
    with demo.context.work.read() as work:
        line = work.scalars(select(Access).order_by(Access.id.desc()).limit(1)).one()
    assert (line.dossier, line.username) == (code, by.username)
    return line.basis, line.basis_of


def test_a_task_now_a_task_before_and_a_role_alone_are_told_apart(demo: Office, dossier: DossierView) -> None:
    (task,) = dossier.tasks
    reviewer, leader, auditor = staff(demo, "reviewer"), staff(demo, "leader"), staff(demo, "auditor")
    assert read_by(demo, dossier.code, reviewer) == ("offered", task.name)
    demo.tasks.claim(task.id, reviewer)
    assert read_by(demo, dossier.code, reviewer) == ("holds", task.name)
    other = hire(demo, "thu.hai", reviewer=reviewer.memberships[0].unit_code)
    assert read_by(demo, dossier.code, other) == ("role", f"reviewer@{reviewer.memberships[0].unit_code}")
    assert read_by(demo, dossier.code, leader)[0] == "role"
    assert read_by(demo, dossier.code, auditor) == ("role", f"auditor@{auditor.memberships[0].unit_code}")
    assert read_by(demo, dossier.code, staff(demo, "receiver")) == ("received", "")
    role, data = OUTCOMES["Task_Review"]
    assert role == "reviewer"
    demo.tasks.complete(task.id, data, reviewer)
    assert read_by(demo, dossier.code, reviewer) == ("did", task.name)
    assert read_by(demo, dossier.code, leader)[0] == "offered"


def test_several_dossiers_in_one_request_have_each_their_own(demo: Office, dossier: DossierView) -> None:
    other = open_dossier(demo, "1.004873")
    reviewer = staff(demo, "reviewer")
    demo.tasks.claim(other.tasks[0].id, reviewer)
    access.open_request("api", "get_dossier", "đối soát")
    demo.dossiers.get(dossier.code, reviewer)
    demo.dossiers.get(other.code, reviewer)
    demo.dossiers.page(DossierFilter(search="Nguyễn"), reviewer)
    demo.queue.page(TaskFilter(), reviewer)
    access.write_request(demo.context)
    with demo.context.work.read() as work:
        lines = list(work.scalars(select(Access).where(Access.door == "api").order_by(Access.id)))
    assert [(line.dossier, line.basis, line.searched) for line in lines] == [
        (dossier.code, "offered", False),
        (other.code, "holds", False),
        (None, "", True),
        (None, "", False),
    ]
    assert {line.purpose for line in lines} == {"đối soát"}


def test_the_bearer_of_a_receipt_is_told_from_staff(demo: Office, dossier: DossierView) -> None:
    assert dossier.receipt_secret
    access.open_request("portal", "track.show")
    demo.dossiers.lookup(dossier.code, dossier.receipt_secret, "192.0.2.7")
    access.write_request(demo.context)
    page = demo.traces.accesses(AccessFilter(dossier=dossier.code), SYSTEM)
    assert (page.items[0].basis, page.items[0].kind) == ("bearer", "citizen")
