"""What a person does about a call that failed for good: edit, map anew, answer, skip, many at once."""

from __future__ import annotations

from uuid import UUID

import pytest

from core.errors.base import CoreError
from core.errors.dossiers import IncidentSettled, NotRepairable
from core.errors.forms import FormInvalid
from core.errors.migration import ReasonMissing, StepRefused
from core.errors.requests import NotFound
from core.errors.rights import Forbidden
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.services.views.jobs import Job
from tests.db.test_dossier_way import open_dossier
from tests.db.test_failed_calls import WHY, call_off, failed, kinds
from tests.db.test_world_outside import MONDAY, postal_job
from tests.support import moving
from tests.support.clock import TestClock
from tests.support.moving import line, service, task
from tests.support.offices import differences
from tests.support.staff import staff

pytestmark = pytest.mark.usefixtures("database_url")
REASON = "bưu chính báo sai địa chỉ"


def incident(office: Office) -> UUID:
    (found,) = office.incidents.page(staff(office, "leader")).items
    return found.id


def _mapped(inputs: str) -> str:
    """A call with these input mappings."""
    mapping = f"<zeebe:ioMapping>{inputs}</zeebe:ioMapping></bpmn:extensionElements>"
    return service("S").replace("</bpmn:extensionElements>", mapping)


def call_of(office: Office, code: str) -> Job:
    """The dossier's call from its diagram, under lease."""
    jobs = [job for row in office.outbox.due() if (job := office.outbox.lease(row.id))]
    return next(job for job in jobs if job.dossier == code and ":" in job.idempotency_key and not job.headers)


def dossier(office: Office, code: str) -> DossierView:
    return office.dossiers.get(code, SYSTEM)


class TestEdit:
    def test_the_call_is_made_again_with_what_was_corrected_under_another_key(
        self, demo: Office, clock: TestClock
    ) -> None:
        code = failed(demo, clock)
        before = demo.incidents.get(incident(demo), staff(demo, "leader"))
        assert before.actions == ("retry", "edit", "remap", "answer", "skip")
        inputs = {**before.payload, "address": "Số 9, tổ Minh Hoạ"}
        after = demo.call_repairs.edit(before.id, inputs, REASON, staff(demo, "leader"))
        assert (after.state, after.settlement, after.reason, after.actions) == ("resolved", "edited", REASON, ())
        job = postal_job(demo)
        assert job.payload["address"] == "Số 9, tổ Minh Hoạ" and job.attempts == 1
        assert job.idempotency_key != before.key
        told = demo.dossiers.history(code, SYSTEM)[-1]
        assert told.kind == "admin.call.edited" and told.payload["reason"] == REASON
        assert told.payload["inputs"]["address"]["after"] == "Số 9, tổ Minh Hoạ"
        assert set(told.payload["inputs"]) == {"address"}
        demo.outbox.succeeded(job, {"trackingCode": "VN1"})
        assert dossier(demo, code).data["trackingCode"] == "VN1"
        assert not differences(demo)

    def test_unchanged_it_keeps_its_key(self, demo: Office, clock: TestClock) -> None:
        failed(demo, clock)
        before = demo.incidents.get(incident(demo), staff(demo, "leader"))
        demo.call_repairs.edit(before.id, before.payload, REASON, staff(demo, "leader"))
        assert postal_job(demo).idempotency_key == before.key

    def test_inputs_are_held_to_the_contract(self, demo: Office, clock: TestClock) -> None:
        failed(demo, clock)
        one = incident(demo)
        given = demo.incidents.get(one, staff(demo, "leader")).payload
        with pytest.raises(FormInvalid) as refused:
            demo.call_repairs.edit(one, {**given, "amount": "nhiều", "adress": "x"}, REASON, staff(demo, "leader"))
        assert {name: found[0].code for name, found in refused.value.fields.items()} == {
            "amount": "wrong-type",
            "adress": "unknown",
        }
        assert demo.incidents.get(one, SYSTEM).state == "open"

    def test_who_may_not_see_the_dossier_edits_nothing(self, demo: Office, clock: TestClock) -> None:
        failed(demo, clock)
        one, admin = incident(demo), staff(demo, "admin")
        seen = demo.incidents.get(one, admin)
        assert "edit" not in seen.actions and seen.redacted and set(seen.payload.values()) <= {"…"}
        with pytest.raises(NotFound):
            demo.call_repairs.edit(one, {}, REASON, admin)


class TestRemap:
    def test_inputs_are_computed_anew_by_the_version_the_dossier_was_moved_to(self, demo: Office) -> None:
        moving.deployed(
            demo, line(_mapped('<zeebe:input source="=1 + 1" target="text"/>'), task("A"), names=("S", "A"))
        )
        (code,) = moving.opened(demo, 1)
        demo.outbox.failed(call_of(demo, code), WHY, retry=False)
        before = demo.incidents.get(incident(demo), staff(demo, "leader"))
        assert before.payload == {"text": 2}
        mended = '<zeebe:input source="=&quot;Chào &quot; + dossier.applicant.name" target="subject"/>'
        moving.deployed(demo, line(_mapped(mended), task("A"), names=("S", "A")))
        moving.migrated(demo)
        after = demo.call_repairs.remap(before.id, REASON, staff(demo, "designer"))
        assert after.settlement == "remapped"
        job = call_of(demo, code)
        applicant = demo.dossiers.get(code, SYSTEM).applicant.name
        assert job.payload == {"subject": f"Chào {applicant}"}, "what is no longer mapped is no longer sent"
        assert job.idempotency_key != before.key
        assert demo.outbox.succeeded(job, {"sent": True})
        assert kinds(demo, code)[-2:] == ["admin.call.remapped", "worker.call.succeeded"]
        told = demo.dossiers.history(code, SYSTEM)[-2].payload
        assert told["inputs"]["text"] == {"before": 2, "after": None}
        assert not differences(demo)

    def test_what_the_engine_refuses_changes_nothing(self, demo: Office) -> None:
        moving.deployed(
            demo, line(_mapped('<zeebe:input source="=1 + 1" target="text"/>'), task("A"), names=("S", "A"))
        )
        (code,) = moving.opened(demo, 1)
        demo.outbox.failed(call_of(demo, code), WHY, retry=False)
        wrong = _mapped("").replace('type="notify.send"', 'type="notify.send" retries="=500 + dossier.status"')
        moving.deployed(demo, line(wrong, task("A"), names=("S", "A")))
        moving.migrated(demo)
        before = kinds(demo, code)
        with pytest.raises(StepRefused):
            demo.call_repairs.remap(incident(demo), REASON, staff(demo, "designer"))
        assert kinds(demo, code) == before
        assert demo.incidents.get(incident(demo), SYSTEM).state == "open"

    def test_a_letter_has_no_mapping(self, demo: Office, clock: TestClock) -> None:
        clock.set(MONDAY)
        open_dossier(demo, "2.000908", "post")
        (letter,) = (
            job for row in demo.outbox.due() if (job := demo.outbox.lease(row.id)) and job.topic == "notify.send"
        )
        demo.outbox.failed(letter, WHY, retry=False)
        one = incident(demo)
        assert "remap" not in demo.incidents.get(one, staff(demo, "leader")).actions
        with pytest.raises(NotRepairable):
            demo.call_repairs.remap(one, REASON, staff(demo, "leader"))
        demo.call_repairs.skip(one, REASON, staff(demo, "leader"))
        assert not demo.incidents.page(staff(demo, "leader")).items
        assert not differences(demo)


class TestAnswer:
    def test_the_dossier_goes_on_with_what_the_person_knows(self, demo: Office, clock: TestClock) -> None:
        code = failed(demo, clock)
        one = incident(demo)
        with pytest.raises(FormInvalid):
            demo.call_repairs.answer(one, {"trackingCod": "VN7"}, REASON, staff(demo, "leader"))
        demo.call_repairs.answer(one, {"trackingCode": "VN7"}, REASON, staff(demo, "leader"))
        assert dossier(demo, code).data["trackingCode"] == "VN7"
        told = demo.dossiers.history(code, SYSTEM)[-1]
        assert (told.kind, told.payload["result"]) == ("admin.call.answered", {"trackingCode": "VN7"})
        assert demo.messages.correlate("postal.delivered", "VN7", {}, SYSTEM) == (code,)
        assert not demo.outbox.due() or all(row.topic != "postal.return" for row in demo.outbox.due())
        assert not differences(demo)

    def test_a_refusal_of_the_contract_takes_the_diagrams_other_way(self, demo: Office, clock: TestClock) -> None:
        code = failed(demo, clock)
        one = incident(demo)
        with pytest.raises(CoreError):
            demo.call_repairs.answer(one, {}, REASON, staff(demo, "leader"), fault="no-such")
        demo.call_repairs.answer(one, {}, REASON, staff(demo, "leader"), fault="address-unknown")
        (task,) = dossier(demo, code).tasks
        assert task.kind == "return"
        assert not differences(demo)


class TestSkip:
    def test_what_follows_is_told_before_and_is_what_follows(self, demo: Office, clock: TestClock) -> None:
        code = failed(demo, clock)
        one = incident(demo)
        before = kinds(demo, code)
        outlook = demo.call_repairs.outlook(one, staff(demo, "leader"))
        assert outlook and (outlook.waits or outlook.tasks or outlook.refused)
        assert kinds(demo, code) == before and dossier(demo, code).troubles, "nothing was written"
        if outlook.refused:
            with pytest.raises(CoreError):
                demo.call_repairs.skip(one, REASON, staff(demo, "leader"))
            assert demo.incidents.get(one, SYSTEM).state == "open"
        else:
            demo.call_repairs.skip(one, REASON, staff(demo, "leader"))
            assert kinds(demo, code)[-1] == "admin.call.skipped"
            assert tuple(task.name for task in dossier(demo, code).tasks) == outlook.tasks
        assert not differences(demo)

    def test_a_step_that_needs_no_answer_is_passed(self, demo: Office) -> None:
        moving.deployed(demo, line(service("S"), task("A"), names=("S", "A")))
        (code,) = moving.opened(demo, 1)
        demo.outbox.failed(call_of(demo, code), WHY, retry=False)
        outlook = demo.call_repairs.outlook(incident(demo), staff(demo, "leader"))
        assert outlook is not None
        assert (outlook.tasks, outlook.ends, outlook.refused) == (("A",), False, "")
        demo.call_repairs.skip(incident(demo), REASON, staff(demo, "leader"))
        assert [one.name for one in dossier(demo, code).tasks] == ["A"]
        assert demo.dossiers.history(code, SYSTEM)[-1].payload["reason"] == REASON
        assert not differences(demo)

    def test_designers_draw_and_do_not_decide(self, demo: Office, clock: TestClock) -> None:
        failed(demo, clock)
        one = incident(demo)
        assert demo.incidents.get(one, staff(demo, "designer")).actions == ("retry", "remap")
        with pytest.raises(Forbidden):
            demo.call_repairs.skip(one, REASON, staff(demo, "designer"))
        with pytest.raises(ReasonMissing):
            demo.call_repairs.skip(one, " ", staff(demo, "leader"))


def test_the_first_of_two_wins(demo: Office, clock: TestClock) -> None:
    code = failed(demo, clock)
    one = incident(demo)
    demo.call_repairs.answer(one, {"trackingCode": "VN7"}, REASON, staff(demo, "leader"))
    before = kinds(demo, code)
    for again in (
        lambda: demo.call_repairs.answer(one, {"trackingCode": "VN8"}, REASON, staff(demo, "leader")),
        lambda: demo.call_repairs.remap(one, REASON, staff(demo, "leader")),
    ):
        with pytest.raises(IncidentSettled):
            again()
    assert kinds(demo, code) == before


def test_many_at_once_each_by_itself(demo: Office, clock: TestClock) -> None:
    first, second = failed(demo, clock), failed(demo, clock)
    call_off(demo, first)
    ids = [one.id for one in demo.incidents.page(SYSTEM, "all").items]
    results = demo.call_repairs.many(ids, "remap", REASON, staff(demo, "leader"))
    assert {one.dossier: one.settled for one in results if one.settled} == {second: True}
    (refused,) = (one for one in results if not one.settled)
    assert isinstance(refused.error, IncidentSettled)
    assert kinds(demo, second)[-1] == "admin.call.remapped"


def test_what_came_back_is_kept_for_those_who_may_see_it(demo: Office, clock: TestClock) -> None:
    failed(demo, clock)
    demo.incidents.retry(incident(demo), staff(demo, "admin"), "đã sửa kết nối")
    job = postal_job(demo)
    demo.outbox.failed(job, WHY, retry=False, answer='POST /order → HTTP 422\n{"code": "X"}')
    one = incident(demo)
    assert demo.incidents.get(one, staff(demo, "leader")).answer.startswith("POST /order → HTTP 422")
    assert demo.incidents.get(one, staff(demo, "admin")).answer == "…"
