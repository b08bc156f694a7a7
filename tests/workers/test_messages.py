"""Applicants told by telephone: in the one way they chose, once an event, in as many segments as are paid for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import select
from werkzeug.test import Client

from core.db.models import Incident, Outbox
from core.domain import sms
from core.domain.channels import TellBy
from core.errors.forms import FormInvalid
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView, Reception
from core.settings import Settings
from tests.db.test_dossier_way import APPLICANT
from tests.db.test_notices import COPY, do
from tests.support import doors
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.staff import staff
from tests.workers.conftest import Mail, Outside
from workers import connector_health, inbound, jobs
from workers import context as contexts
from workers.context import WorkerContext
from workers.notification import message_simulator
from workers.simulation import Served

SECRET = "the-gateway-signs-with-this"


@pytest.fixture
def gateway() -> Iterator[Outside]:
    with Served(message_simulator.create_app()) as served:
        yield Outside(served)


@pytest.fixture
def ctx(demo: Office, settings: Settings, gateway: Outside, mailbox: Mail) -> Iterator[WorkerContext]:
    pointed = settings.but(
        smtp_url=mailbox.server.url,
        base_url="https://motcua.example",
        sms_url=gateway.url,
        sms_key="client:secret",
        sms_sender="UBNDXAMAU",
        oa_url=gateway.url,
        oa_token="token-of-the-account",
        oa_template="ho-so",
        message_callback_secret=SECRET,
    )
    yield contexts.set_current(WorkerContext(demo, pointed))
    contexts._current.clear()


def opened(ctx: WorkerContext, way: str, **changes: Any) -> DossierView:
    form = ctx.office.procedures.start_form(COPY)
    who = replace(APPLICANT, tell_by=way, **changes)
    command = Reception(COPY, "H99.05", "counter", who, filled(form.schema) if form else {})
    return ctx.office.reception.receive(command, staff(ctx.office, "receiver"))


def send(ctx: WorkerContext) -> None:
    for row in ctx.office.outbox.due():
        if row.topic == "notify.send":
            jobs.call(str(row.id))


def taken(gateway: Outside) -> list[dict[str, Any]]:
    return list(gateway.served.app.extensions["messages"].messages.values())


def supplement(ctx: WorkerContext, dossier: DossierView) -> None:
    do(ctx.office, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp")


def rows(ctx: WorkerContext, table: Any) -> list[Any]:
    with ctx.office.context.work.read() as work:
        return list(work.execute(select(*table.__table__.c).order_by(table.id)))


def test_the_way_that_was_chosen_is_the_only_one(ctx: WorkerContext, gateway: Outside, mailbox: Mail) -> None:
    dossier = opened(ctx, TellBy.SMS)
    send(ctx)
    send(ctx)
    (one,) = taken(gateway)
    assert mailbox.mailbox.letters() == []
    body = one["body"]
    assert (body["to"], body["sender"], body["encoding"]) == ("84912345678", "UBNDXAMAU", "gsm7")
    assert body["text"].startswith(f"Da tiep nhan ho so: {dossier.code}.")
    assert body["text"].endswith(f"Xem: https://motcua.example/portal/track?code={dossier.code}")
    assert body["segments"] == sms.size(body["text"]).segments == 1


def test_a_message_says_what_is_asked_and_names_nobody(ctx: WorkerContext, gateway: Outside) -> None:
    dossier = opened(ctx, TellBy.SMS)
    supplement(ctx, dossier)
    send(ctx)
    text = taken(gateway)[-1]["text"]
    assert f"De nghi bo sung ho so: {dossier.code}. Han cuoi 17:00 23/12/2026. Xem: https://" in text
    known = (APPLICANT.name, sms.plain(APPLICANT.name), APPLICANT.phone, APPLICANT.identity_number, APPLICANT.email)
    assert not any(word in text for word in known)


def test_an_account_message_fills_the_registered_template(ctx: WorkerContext, gateway: Outside) -> None:
    dossier = opened(ctx, TellBy.OA)
    supplement(ctx, dossier)
    send(ctx)
    body = taken(gateway)[-1]["body"]
    assert (body["template_id"], body["phone"]) == ("ho-so", "84912345678")
    assert body["template_data"] == {
        "code": dossier.code,
        "subject": f"Đề nghị bổ sung hồ sơ: {dossier.code}",
        "details": "Hạn cuối 17:00 23/12/2026",
        "page": f"https://motcua.example/portal/track?code={dossier.code}",
    }


def test_who_wants_nothing_gets_nothing(ctx: WorkerContext, gateway: Outside, mailbox: Mail) -> None:
    dossier = opened(ctx, TellBy.NONE)
    supplement(ctx, dossier)
    assert [row for row in rows(ctx, Outbox) if row.topic == "notify.send"] == []
    assert taken(gateway) == [] and mailbox.mailbox.letters() == []


@pytest.mark.parametrize("way", [TellBy.SMS, TellBy.OA])
def test_a_message_needs_a_number(ctx: WorkerContext, way: TellBy) -> None:
    with pytest.raises(FormInvalid) as refused:
        opened(ctx, way, phone="")
    assert [one.code for one in refused.value.fields["applicant.phone"]] == ["needed-by-message"]


def test_an_unknown_way_is_refused(ctx: WorkerContext) -> None:
    with pytest.raises(FormInvalid) as refused:
        opened(ctx, "pigeon")
    assert [one.code for one in refused.value.fields["applicant.tell_by"]] == ["not-an-option"]


def test_ways_without_a_gateway_are_not_offered(ctx: WorkerContext, settings: Settings) -> None:
    assert connector_health.ways(settings) == {"email"}
    assert connector_health.ways(ctx.settings) == {"email", "sms", "oa"}
    assert ctx.office.reception.ways() == (TellBy.EMAIL, TellBy.NONE)


@pytest.mark.parametrize(
    ("way", "error", "again"),
    [
        (TellBy.SMS, "99", True),
        (TellBy.SMS, "21", False),
        (TellBy.SMS, "01", False),
        (TellBy.OA, -144, True),
        (TellBy.OA, -118, False),
        (TellBy.OA, -124, False),
    ],
)
def test_an_error_inside_an_answer_of_200_is_an_error(
    ctx: WorkerContext, gateway: Outside, mailbox: Mail, way: TellBy, error: object, again: bool
) -> None:
    opened(ctx, way)
    gateway.tell("/_trouble", error=error, message="Số 0912345678 không nhận")
    send(ctx)
    assert taken(gateway) == []
    (row,) = [row for row in rows(ctx, Outbox) if row.topic == "notify.send"]
    assert (row.state == "ready") is again and row.system == f"notification-{way}"
    if error in ("01", -124):  # the gateway does not know us: that is for an administrator
        assert len(rows(ctx, Incident)) == 1 and mailbox.mailbox.letters() == []
    elif not again:
        assert rows(ctx, Incident) == [] and len(mailbox.mailbox.letters()) == 1, "told in another way"
    assert not any("0912345678" in one.message for one in rows(ctx, Incident))


@pytest.mark.parametrize("mode", ["down", "error", "nonsense"])
def test_a_gateway_that_is_away_is_tried_again_and_sends_once(
    ctx: WorkerContext, gateway: Outside, clock: TestClock, mode: str
) -> None:
    opened(ctx, TellBy.SMS)
    gateway.misbehave(mode, times=1)
    send(ctx)
    clock.advance(minutes=2)
    send(ctx)
    assert len(taken(gateway)) == 1 and rows(ctx, Incident) == []


def test_a_long_message_leaves_out_its_details_then_waits_for_a_person(ctx: WorkerContext, gateway: Outside) -> None:
    far = "https://dichvucong.tinh-minh-hoa.example"
    tight = WorkerContext(ctx.office, ctx.settings.but(sms_segments=2, sms_diacritics=True, base_url=far))
    contexts.set_current(tight)
    dossier = opened(tight, TellBy.SMS)
    supplement(tight, dossier)
    send(tight)
    text = taken(gateway)[-1]["body"]["text"]
    assert "Đề nghị bổ sung" in text and "Hạn cuối" not in text and sms.size(text) == sms.Size("ucs2", 2)
    contexts.set_current(WorkerContext(ctx.office, ctx.settings.but(sms_segments=1, sms_diacritics=True)))
    opened(ctx, TellBy.SMS)
    send(ctx)
    assert "MOTCUA_SMS_SEGMENTS" in rows(ctx, Incident)[0].message


@pytest.fixture
def told(ctx: WorkerContext) -> Callable[..., int]:
    """Sends a signed receipt through the door of the interface; returns the status of the answer."""
    from api.app import create_app

    office, _worker = doors.with_doors(ctx.office, ctx.settings)
    client = Client(create_app(office, ctx.settings))

    def post(secret: str = SECRET, **receipt: Any) -> int:
        data = json.dumps({"at": office.context.now().isoformat(), **receipt}).encode()
        headers = message_simulator.signed(data, str(int(office.context.now().timestamp())), secret)
        return client.post("/callbacks/notification-receipt", data=data, headers=headers).status_code

    return post


def kinds(ctx: WorkerContext, dossier: DossierView) -> list[str]:
    found = [event.kind for event in ctx.office.dossiers.history(dossier.code, SYSTEM)]
    return [kind for kind in found if kind.startswith("worker.message.")]


def test_a_receipt_stands_in_the_history_once(
    ctx: WorkerContext, gateway: Outside, redis: Redis, told: Callable[..., int]
) -> None:
    dossier = opened(ctx, TellBy.SMS)
    send(ctx)
    name = taken(gateway)[0]["id"]
    assert told("somebody-elses-secret", event="1", message=name, state="delivered") == 401
    for event in ("1", "1", "2"):
        assert told(event=event, message=name, state="delivered") == 200
    inbound.process(ctx, redis)
    inbound.process(ctx, redis)
    assert kinds(ctx, dossier) == ["worker.message.delivered"] and rows(ctx, Incident) == []
    assert ctx.office.audit.verify(dossier.code, SYSTEM).intact


def test_a_message_that_did_not_arrive_waits_for_a_person(
    ctx: WorkerContext, gateway: Outside, redis: Redis, told: Callable[..., int]
) -> None:
    dossier = opened(ctx, TellBy.OA, email="")
    send(ctx)
    name = taken(gateway)[0]["id"]
    told(event="1", message=name, state="failed", reason="Thuê bao 0912345678 không liên lạc được")
    inbound.process(ctx, redis)
    assert kinds(ctx, dossier) == ["worker.message.failed"]
    (incident,) = rows(ctx, Incident)
    assert "không liên lạc được" in incident.message and "0912345678" not in incident.message
    assert "0912345678" not in incident.redacted and "Thuê bao" not in incident.redacted
    (untold,) = ctx.office.untold.waiting(staff(ctx.office, "receiver"))
    assert (untold.reason, untold.dossier, untold.phone) == ("undelivered", dossier.code, "0912345678")
    assert untold.subject == f"Đã tiếp nhận hồ sơ: {dossier.code}"


def test_a_message_that_did_not_arrive_goes_by_e_mail_where_there_is_one(
    ctx: WorkerContext, gateway: Outside, mailbox: Mail, redis: Redis, told: Callable[..., int]
) -> None:
    opened(ctx, TellBy.OA)
    send(ctx)
    told(event="1", message=taken(gateway)[0]["id"], state="failed", reason="máy tắt")
    inbound.process(ctx, redis)
    send(ctx)
    assert len(mailbox.mailbox.letters()) == 1 and len(taken(gateway)) == 1
    assert rows(ctx, Incident) == [] and ctx.office.untold.waiting(staff(ctx.office, "receiver")) == ()


@pytest.mark.parametrize(
    "receipt",
    [
        {"message": "H99.05-261123-9999-0123456789abcdef", "state": "delivered"},
        {"message": "H99.05-261123-0001", "state": "delivered"},
        {"message": "H99.05-261123-0001-0123456789abcdef", "state": "lost in space"},
    ],
)
def test_a_receipt_that_concerns_nothing_changes_nothing(
    ctx: WorkerContext, redis: Redis, told: Callable[..., int], receipt: dict[str, str]
) -> None:
    dossier = opened(ctx, TellBy.SMS)
    assert told(event="1", **receipt) == 200
    assert inbound.process(ctx, redis) == 0 and kinds(ctx, dossier) == []
