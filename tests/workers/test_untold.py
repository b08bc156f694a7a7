"""Nobody is left without a word: another way first, then a person at the desk; and one mailbox is not the mail server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from core.db.models import Incident, Outbox, Untold
from core.domain.channels import TellBy
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView, Reception
from core.settings import Settings
from tests.db.test_dossier_way import APPLICANT
from tests.db.test_notices import COPY, do
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.staff import hire, staff
from tests.workers.conftest import Mail, Outside
from workers import context as contexts
from workers import jobs, schedule
from workers.context import WorkerContext
from workers.notification import message_simulator
from workers.simulation import CONTROL_NEEDED, Served


@pytest.fixture
def gateway() -> Iterator[Outside]:
    with Served(message_simulator.create_app()) as served:
        yield Outside(served)


@pytest.fixture
def ctx(demo: Office, settings: Settings, mailbox: Mail) -> Iterator[WorkerContext]:
    made = contexts.set_current(WorkerContext(demo, settings.but(smtp_url=mailbox.server.url)))
    schedule.connect_systems(made, None)  # type: ignore[arg-type]
    yield made
    contexts._current.clear()


@pytest.fixture
def with_sms(ctx: WorkerContext, gateway: Outside) -> WorkerContext:
    own = ctx.settings.but(sms_url=gateway.url, sms_key="client:secret", sms_sender="UBNDXAMAU")
    return contexts.set_current(WorkerContext(ctx.office, own))


def opened(office: Office, **changes: Any) -> DossierView:
    form = office.procedures.start_form(COPY)
    who = replace(APPLICANT, **changes)
    command = Reception(COPY, "H99.05", "counter", who, filled(form.schema) if form else {})
    return office.reception.receive(command, staff(office, "receiver"))


def send(ctx: WorkerContext) -> None:
    for row in ctx.office.outbox.due():
        if row.topic == "notify.send":
            jobs.call(str(row.id))


def rows(ctx: WorkerContext, table: Any) -> list[Any]:
    with ctx.office.context.work.read() as work:
        return list(work.execute(select(*table.__table__.c).order_by(table.id)))


def supplement(office: Office, dossier: DossierView) -> None:
    do(office, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp căn cước")


def test_a_dead_mailbox_is_told_by_message_where_there_is_a_gateway(
    with_sms: WorkerContext, gateway: Outside, mailbox: Mail
) -> None:
    dossier = opened(with_sms.office)
    mailbox.misbehave("reject", code="550 5.1.1", message="User unknown")
    send(with_sms)
    (one,) = gateway.served.app.extensions["messages"].messages.values()
    assert one["text"].startswith(f"Da tiep nhan ho so: {dossier.code}")
    event = next(e for e in with_sms.office.dossiers.history(dossier.code, SYSTEM) if e.kind == "worker.call.succeeded")
    assert event.payload["result"]["way"] == "sms"
    assert event.payload["result"]["instead"] == "RCPT TO → 550 5.1.1 User unknown"
    assert rows(with_sms, Incident) == [] and rows(with_sms, Untold) == []


def test_a_letter_that_failed_for_good_is_told_by_the_desk_and_then_settled(ctx: WorkerContext, mailbox: Mail) -> None:
    office, clerk = ctx.office, staff(ctx.office, "receiver")
    dossier = opened(office)
    send(ctx)
    supplement(office, dossier)
    mailbox.misbehave("reject", code="550 5.2.2", message="mailbox full, ask 0912345678")
    send(ctx)
    (incident,) = office.incidents.page(SYSTEM).items
    assert incident.message.startswith("Máy chủ thư từ chối: 550 5.2.2 mailbox full")
    (one,) = office.untold.waiting(clerk)
    assert (one.reason, one.phone, one.applicant) == ("failed", APPLICANT.phone, APPLICANT.name)
    assert one.answer.startswith("RCPT TO → 550 5.2.2 mailbox full") and "0912345678" not in one.answer
    assert one.subject == f"Đề nghị bổ sung hồ sơ: {dossier.code}" and "Bản chụp căn cước" in one.text
    assert office.untold.count(clerk) == 1
    with pytest.raises(BadValue):
        office.untold.done(one.id, "phone", "  ", clerk)
    with pytest.raises(BadValue):
        office.untold.done(one.id, "letter", "x", clerk)
    office.untold.done(one.id, "phone", "Đã gọi bà Thử", clerk, "key")
    office.untold.done(one.id, "phone", "Đã gọi bà Thử", clerk, "key")
    assert office.untold.waiting(clerk) == () and office.untold.count(clerk) == 0
    (told,) = office.untold.told(clerk)
    assert (told.way, told.note, told.done_by) == ("phone", "Đã gọi bà Thử", clerk.name)
    kinds = [event.kind for event in office.dossiers.history(dossier.code, SYSTEM)]
    assert kinds[-2:] == ["engine.incident.closed", "clerk.applicant.told"]
    assert office.incidents.page(SYSTEM).items == [] and office.audit.verify(dossier.code, SYSTEM).intact


def test_a_letter_that_is_sent_after_all_leaves_nothing_to_tell(ctx: WorkerContext, mailbox: Mail) -> None:
    clerk = staff(ctx.office, "receiver")
    opened(ctx.office)
    mailbox.misbehave("reject")
    send(ctx)
    (incident,) = ctx.office.incidents.page(SYSTEM).items
    ctx.office.incidents.retry(incident.id, SYSTEM)
    send(ctx)
    (again,) = ctx.office.incidents.page(SYSTEM).items
    assert len(ctx.office.untold.waiting(clerk)) == 1, "given up twice, told once"
    mailbox.misbehave("ok")
    ctx.office.incidents.retry(again.id, SYSTEM)
    send(ctx)
    (told,) = ctx.office.untold.told(clerk)
    assert told.way == "letter" and ctx.office.untold.waiting(clerk) == ()


@pytest.mark.parametrize(("phone", "tell_by"), [("", TellBy.EMAIL), ("", TellBy.NONE), ("0912345678", TellBy.EMAIL)])
def test_who_cannot_be_reached_is_told_by_the_desk(ctx: WorkerContext, phone: str, tell_by: str) -> None:
    """Of what matters only: that a dossier was received is said by the receipt."""
    dossier = opened(ctx.office, email="", phone=phone, tell_by=tell_by)
    supplement(ctx.office, dossier)
    declined = bool(phone) and tell_by is TellBy.NONE
    found = ctx.office.untold.waiting(staff(ctx.office, "receiver"))
    assert [(one.template, one.reason) for one in found] == ([] if declined else [("status-5", "no-address")])
    assert [row for row in rows(ctx, Outbox) if row.topic == "notify.send"] == []


def test_who_wants_nothing_and_could_be_reached_is_left_alone(ctx: WorkerContext) -> None:
    supplement(ctx.office, opened(ctx.office, tell_by=TellBy.NONE))
    assert rows(ctx, Untold) == []


def test_another_commune_neither_sees_nor_settles_it(ctx: WorkerContext) -> None:
    supplement(ctx.office, opened(ctx.office, email="", phone=""))
    stranger, reviewer = hire(ctx.office, "la", receiver="H99.06"), staff(ctx.office, "reviewer")
    (row,) = rows(ctx, Untold)
    assert ctx.office.untold.waiting(stranger) == () and ctx.office.untold.count(stranger) == 0
    with pytest.raises(NotFound):
        ctx.office.untold.done(row.id, "phone", "đã gọi", stranger)
    with pytest.raises(Forbidden):
        ctx.office.untold.waiting(reviewer)
    assert rows(ctx, Untold)[0].done is None


def failures(ctx: WorkerContext) -> dict[str, tuple[str, int]]:
    systems = ctx.office.outside_systems.overview(staff(ctx.office, "admin"))
    return {one.name: (one.state, one.failures) for one in systems if one.name.startswith("notif")}


def test_one_mailbox_does_not_make_the_mail_server_fail(ctx: WorkerContext, mailbox: Mail) -> None:
    opened(ctx.office)
    mailbox.misbehave("reject")
    send(ctx)
    assert rows(ctx, Untold) and failures(ctx)["notification"] == ("serving", 0)


def test_a_server_that_wants_a_password_is_failing(ctx: WorkerContext, mailbox: Mail) -> None:
    opened(ctx.office)
    mailbox.misbehave("reject", code="530 5.7.0", message="Authentication required")
    send(ctx)
    assert failures(ctx)["notification"] == ("failing", 1)
    (row,) = [row for row in rows(ctx, Outbox) if row.topic == "notify.send"]
    assert row.answer == "RCPT TO → 530 5.7.0 Authentication required"


def test_a_gateway_that_is_away_holds_up_no_letter(
    with_sms: WorkerContext, gateway: Outside, mailbox: Mail, clock: TestClock
) -> None:
    """The breaker is that of the gateway; letters by e-mail go on, and the messages wait without losing a try."""
    most = with_sms.settings.breaker_failures
    gateway.misbehave("down")
    for _ in range(most + 1):
        opened(with_sms.office, tell_by=TellBy.SMS)
    send(with_sms)
    waiting = [row for row in rows(with_sms, Outbox) if row.topic == "notify.send"]
    assert sorted(row.attempts for row in waiting) == [0] + [1] * most
    assert failures(with_sms) == {"notification": ("serving", 0), "notification-sms": ("open", most)}
    opened(with_sms.office)
    send(with_sms)
    assert len(mailbox.mailbox.letters()) == 1
    gateway.misbehave("ok")
    clock.advance(minutes=30)
    with_sms.office.breakers.release_probes()
    send(with_sms)
    send(with_sms)
    assert failures(with_sms)["notification-sms"] == ("serving", 0)
    assert len(gateway.served.app.extensions["messages"].messages) == most + 1


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"nonsense"])
def test_a_control_that_says_nothing_is_told_what_is_expected(mailbox: Mail, body: bytes) -> None:
    mailbox.misbehave("error")
    answer = httpx.post(f"{mailbox.url}/_control", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["message"]) == (422, CONTROL_NEEDED)
    assert mailbox.served.behaviour.control.mode == "error", "nothing is set right by mistake"
