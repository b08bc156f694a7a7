"""Citizens told on their devices: encrypted for one device, without a name, and given up when the device is gone."""

from __future__ import annotations

import dataclasses
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from core import vapid
from core.db.models import Incident, Outbox, PushSubscription, Untold
from core.domain.channels import TellBy
from core.errors.requests import BadValue
from core.services.office import Office
from core.services.views.dossiers import DossierView, Reception
from core.services.views.push import Device
from core.settings import Settings
from tests.db.test_dossier_way import APPLICANT
from tests.db.test_notices import COPY, do
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.staff import staff
from tests.workers.conftest import Mail, Outside
from workers import connector_health, jobs, schedule
from workers import context as contexts
from workers.context import WorkerContext
from workers.notification import push_simulator
from workers.simulation import Served


@pytest.fixture
def service() -> Iterator[Outside]:
    with Served(push_simulator.create_app()) as served:
        yield Outside(served)


@pytest.fixture
def ctx(demo: Office, settings: Settings, mailbox: Mail, service: Outside) -> Iterator[WorkerContext]:
    """An office that tells on devices, and lets a push service of this machine be called."""
    own = settings.but(
        smtp_url=mailbox.server.url,
        base_url="https://motcua.example",
        push_key=vapid.new_key(),
        push_networks="127.0.0.0/8",
    )
    ways = connector_health.ways(own)
    office = Office(dataclasses.replace(demo.context, settings=own, ways=ways))
    made = contexts.set_current(WorkerContext(office, own))
    schedule.connect_systems(made, None)  # type: ignore[arg-type]
    yield made
    contexts._current.clear()


def opened(ctx: WorkerContext, **changes: Any) -> DossierView:
    form = ctx.office.procedures.start_form(COPY)
    who = replace(APPLICANT, **changes)
    command = Reception(COPY, "H99.05", "counter", who, filled(form.schema) if form else {})
    return ctx.office.reception.receive(command, staff(ctx.office, "receiver"))


def device(ctx: WorkerContext, service: Outside, language: str = "vi") -> Device:
    made = service.tell("/_device", key=ctx.office.push.key())
    return Device(made["endpoint"], made["keys"]["p256dh"], made["keys"]["auth"], language)


def send(ctx: WorkerContext) -> None:
    for row in ctx.office.outbox.due():
        if row.topic == "notify.send":
            jobs.call(str(row.id))


def shown(service: Outside) -> list[dict[str, Any]]:
    return list(service.served.app.extensions["push"].messages)


def rows(ctx: WorkerContext, table: Any) -> list[Any]:
    with ctx.office.context.work.read() as work:
        return list(work.execute(select(*table.__table__.c).order_by(table.id)))


def supplement(ctx: WorkerContext, dossier: DossierView) -> None:
    do(ctx.office, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp căn cước")


def test_a_device_is_told_beside_the_way_that_was_chosen_and_names_nobody(
    ctx: WorkerContext, service: Outside, mailbox: Mail
) -> None:
    dossier = opened(ctx)
    ctx.office.push.add(dossier.code, device(ctx, service))
    supplement(ctx, dossier)
    send(ctx)
    (one,) = shown(service)
    assert one["message"] == {
        "title": f"Đề nghị bổ sung hồ sơ: {dossier.code}",
        "body": "Hạn cuối 17:00 23/12/2026. Mở trang tra cứu để xem.",
        "address": f"https://motcua.example/portal/track?code={dossier.code}",
        "tag": dossier.code,
        "language": "vi",
    }
    assert len(mailbox.mailbox.letters()) == 2, "of the reception, and this one"
    assert APPLICANT.name not in str(one) and APPLICANT.identity_number not in str(one)


def test_who_wants_no_letters_is_told_on_the_device_they_asked_for(ctx: WorkerContext, service: Outside) -> None:
    dossier = opened(ctx, tell_by=TellBy.NONE)
    ctx.office.push.add(dossier.code, device(ctx, service))
    supplement(ctx, dossier)
    send(ctx)
    assert len(shown(service)) == 1 and rows(ctx, Untold) == []


def test_a_device_is_told_once_and_no_more_when_it_is_given_up(ctx: WorkerContext, service: Outside) -> None:
    dossier, mine = opened(ctx), device(ctx, service)
    for _ in range(2):
        ctx.office.push.add(dossier.code, mine)
    assert ctx.office.push.holds(dossier.code, mine.endpoint)
    supplement(ctx, dossier)
    ctx.office.push.remove(dossier.code, mine.endpoint)
    send(ctx)
    assert shown(service) == [] and not ctx.office.push.holds(dossier.code, mine.endpoint)
    assert rows(ctx, Incident) == []


def test_a_device_that_is_gone_is_forgotten_for_every_dossier(ctx: WorkerContext, service: Outside) -> None:
    first, second, mine = opened(ctx), opened(ctx), device(ctx, service)
    for dossier in (first, second):
        ctx.office.push.add(dossier.code, mine)
    service.tell("/_gone", device=mine.endpoint)
    supplement(ctx, first)
    send(ctx)
    assert rows(ctx, PushSubscription) == [] and rows(ctx, Incident) == [] and rows(ctx, Untold) == []


def test_a_push_service_that_is_away_is_asked_again_and_holds_up_no_letter(
    ctx: WorkerContext, service: Outside, mailbox: Mail, clock: TestClock
) -> None:
    dossier = opened(ctx)
    ctx.office.push.add(dossier.code, device(ctx, service))
    service.misbehave("error", times=1, path="/push")
    supplement(ctx, dossier)
    send(ctx)
    assert len(mailbox.mailbox.letters()) == 2 and shown(service) == []
    (waiting,) = [row for row in rows(ctx, Outbox) if row.system == "notification-push"]
    assert waiting.state == "ready"
    clock.advance(minutes=2)
    send(ctx)
    assert len(shown(service)) == 1


def test_another_sender_is_refused_and_an_administrator_sees_it(ctx: WorkerContext, service: Outside) -> None:
    dossier = opened(ctx)
    made = service.tell("/_device", key=vapid.public_key(vapid.new_key()))
    ctx.office.push.add(dossier.code, Device(made["endpoint"], made["keys"]["p256dh"], made["keys"]["auth"]))
    supplement(ctx, dossier)
    send(ctx)
    (incident,) = rows(ctx, Incident)
    assert "MOTCUA_PUSH_KEY" in incident.message and shown(service) == [] and rows(ctx, Untold) == []


def test_only_the_newest_devices_of_a_dossier_are_told(ctx: WorkerContext, service: Outside) -> None:
    dossier = opened(ctx)
    for _ in range(7):
        ctx.office.push.add(dossier.code, device(ctx, service))
    assert len(rows(ctx, PushSubscription)) == 5


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://u:p@push.example/",
        "ftp://x",
        "",
        "x" * 3000,
    ],
)
def test_an_address_that_may_not_be_called_is_refused(demo: Office, endpoint: str) -> None:
    office = Office(dataclasses.replace(demo.context, settings=demo.context.settings.but(push_key=vapid.new_key())))
    with pytest.raises(BadValue):
        office.push.add("H99.05-261123-0001", Device(endpoint, PUBLIC, AUTH))


def test_a_name_that_leads_inside_is_never_called(ctx: WorkerContext, service: Outside) -> None:
    """Seen when it is called: the subscription is forgotten."""
    dossier, mine = opened(ctx), device(ctx, service)
    ctx.office.push.add(
        dossier.code, replace(mine, endpoint=mine.endpoint.replace("127.0.0.1", "localhost").replace("http:", "https:"))
    )
    strict = ctx.settings.but(push_networks="")
    contexts.set_current(WorkerContext(ctx.office, strict))
    supplement(ctx, dossier)
    send(ctx)
    assert shown(service) == [] and rows(ctx, PushSubscription) == []


def test_a_damaged_message_is_not_shown(ctx: WorkerContext, service: Outside) -> None:
    made = service.tell("/_device")
    headers = {"Content-Encoding": "aes128gcm", "TTL": "60"}
    assert httpx.post(made["endpoint"], content=b"x" * 200, headers=headers).status_code == 403


# RFC 8291, appendix A: the keys and the message of its example
PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95"
    "bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_is_read() -> None:
    private = ec.derive_private_key(int.from_bytes(vapid.data_of(PRIVATE)), ec.SECP256R1())
    assert vapid.public_key(PRIVATE) == PUBLIC
    body = urlsafe_b64decode(MESSAGE + "=" * (-len(MESSAGE) % 4))
    assert push_simulator.opened(body, private, vapid.data_of(AUTH)) == b"When I grow up, I want to be a watermelon"
    with pytest.raises(ValueError, match="not for this device"):
        push_simulator.opened(body, private, b"0" * 16)
    with pytest.raises(ValueError, match="too short"):
        push_simulator.opened(b"", private, b"")


@pytest.mark.parametrize("wrong", ["short", "ä" * 43, PUBLIC, "=" * 43])
def test_a_key_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        vapid.public_key(wrong)
    assert len(vapid.new_key()) == 43
