"""What an administrator may do to one dossier by hand: with a reason, in the history, or refused and nothing changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from core import jsontext
from core.db.models import Dossier, DossierState, Incident, Timer
from core.errors.base import CoreError
from core.errors.migration import ReasonMissing, StepRefused
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden, ScopeMissing
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from tests.support import moving
from tests.support.moving import OLD, flow, intact, line, rows, task, told
from tests.support.staff import staff
from web import messages

pytestmark = pytest.mark.usefixtures("database_url")
FORK = line(
    '<bpmn:parallelGateway id="Fork"/><bpmn:parallelGateway id="Join"/>', task("One"), task("Two"), task("After"),
    flow("Fork", "Two"), flow("Two", "Join"), names=("Fork", "One", "Join", "After"),
)  # fmt: skip


def the_dossier(office: Office, diagram: bytes = OLD) -> tuple[str, Actor]:
    moving.deployed(office, diagram)
    (code,) = moving.opened(office)
    return code, staff(office, "admin")


def token(office: Office, code: str, element: str) -> str:
    found = office.operations.tokens(code, staff(office, "admin")).places
    return next(place.token for place in found if place.element == element)


def state(office: Office, code: str) -> tuple[bytes, str, int]:
    with office.context.work.read() as work:
        query = select(DossierState.state, DossierState.variables, Dossier.head_seq).join(Dossier)
        return tuple(work.execute(query.where(Dossier.code == code)).one())


def test_a_token_is_moved_with_a_reason(demo: Office):
    code, admin = the_dossier(demo)
    found = demo.operations.move(code, token(demo, code, "A"), "B", "Đã thẩm định ngoài hệ thống", admin, "k1")
    assert [place.element for place in found.places] == ["B"] and found.version == 1
    again = demo.operations.move(code, "2", "B", "Đã thẩm định ngoài hệ thống", admin, "k1")
    assert again == found
    assert moving.the_task(demo, code).element == "B" and rows(demo, Timer, code) == []
    (event,) = told(demo, code, "admin.token.moved")
    assert (event["element"], event["target"], event["reason"]) == ("A", "B", "Đã thẩm định ngoài hệ thống")
    assert event["cancelled"] == ["A"] and event["opened"][0]["element"] == "B"
    intact(demo, code)
    moving.complete(demo, code)
    assert demo.dossiers.get(code, staff(demo, "auditor")).finished


def test_a_cancelled_branch_ends_the_dossier_or_is_refused(demo: Office):
    code, admin = the_dossier(demo, FORK)
    before = state(demo, code)
    with pytest.raises(StepRefused) as refused:
        demo.operations.cancel(code, token(demo, code, "One"), "Thừa", admin)
    assert "chờ mãi" in messages.text(refused.value, "vi")
    assert state(demo, code) == before and rows(demo, Incident, code) == []
    other, _ = the_dossier(demo, OLD)
    found = demo.operations.cancel(other, token(demo, other, "A"), "Người nộp rút", admin)
    assert found.finished and found.places == ()
    (event,) = told(demo, other, "admin.branch.cancelled")
    assert event["ended"] == "terminated" and event["element"] == "A"
    intact(demo, code, other)


def test_a_task_is_started_again(demo: Office):
    code, admin = the_dossier(demo)
    moving.complete(demo, code)
    demo.operations.restart(code, "A", [token(demo, code, "B")], "Thiếu chữ ký", admin)
    open_task = moving.the_task(demo, code)
    assert open_task.element == "A" and len(rows(demo, Timer, code)) == 1
    (event,) = told(demo, code, "admin.task.restarted")
    assert (event["element"], event["instead_of"]) == ("A", ["B"])
    intact(demo, code)


def test_a_variable_is_corrected_and_what_it_was_is_told(demo: Office):
    code, admin = the_dossier(demo)
    demo.operations.correct(code, {"note": "đúng", "fee": jsontext.loads("1.10")}, "Gõ nhầm", admin)
    _, variables, _ = state(demo, code)
    assert jsontext.loads(variables)["note"] == "đúng" and '"fee":1.10' in variables.replace(" ", "")
    (event,) = told(demo, code, "admin.variables.corrected")
    assert event["before"] == {"note": None, "fee": None} and event["changed"]["note"] == "đúng"
    intact(demo, code)
    for wrong in ({}, {"dossier": 1}):
        with pytest.raises((BadValue, StepRefused)):
            demo.operations.correct(code, wrong, "x", admin)


def test_who_may(demo: Office):
    code, admin = the_dossier(demo)
    place = token(demo, code, "A")
    for role in ("reviewer", "designer", "leader", "auditor"):
        with pytest.raises(Forbidden):
            demo.operations.move(code, place, "B", "x", staff(demo, role))
    with pytest.raises(Forbidden):
        demo.operations.tokens(code, staff(demo, "reviewer"))
    limited = Actor("token", admin.id, admin.username, admin.name, admin.memberships, frozenset({"tasks:write"}))
    with pytest.raises(ScopeMissing):
        demo.operations.move(code, place, "B", "x", limited)
    with pytest.raises(ReasonMissing):
        demo.operations.move(code, place, "B", "  ", admin)
    with pytest.raises(NotFound):
        demo.operations.cancel("H99.00", place, "x", admin)
    with pytest.raises(StepRefused):
        demo.operations.move(code, "99", "B", "x", admin)
    assert moving.the_task(demo, code).element == "A"


def test_a_clerk_and_an_administrator_at_the_same_moment(demo: Office):
    """Whoever comes second finds what the first left; nothing is done twice and nothing is half."""
    code, admin = the_dossier(demo)
    place, open_task = token(demo, code, "A"), moving.the_task(demo, code)

    def run(act: object) -> object:
        try:
            return act()  # type: ignore[operator]
        except CoreError as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        clerk = pool.submit(run, lambda: demo.tasks.complete(open_task.id, {}, SYSTEM))
        operator = pool.submit(run, lambda: demo.operations.move(code, place, "B", "x", admin))
        errors = [one for one in (clerk.result(), operator.result()) if isinstance(one, CoreError)]
    assert len(errors) == 1
    assert moving.the_task(demo, code).element == "B"
    intact(demo, code)
