"""Each turn of a parcel is told to the applicant once: what happened, what the office does, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis

from core.domain.channels import TellBy
from core.services.office import Office
from core.services.views.dossiers import Applicant, DossierView
from core.settings import Settings
from tests.workers import procedures
from tests.workers.conftest import Mail, Outside
from tests.workers.following import call
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext
from workers.postal import tracking
from workers.postal.client import PostalClient
from workers.postal.simulator import SAYINGS


@pytest.fixture
def ctx(demo: Office, settings: Settings, mailbox: Mail, post: Outside) -> Iterator[WorkerContext]:
    pointed = settings.but(smtp_url=mailbox.server.url, postal_url=post.url, postal_key="client:secret")
    yield contexts.set_current(WorkerContext(demo, pointed))
    contexts._current.clear()


def shipped(ctx: WorkerContext, message: str, applicant: Applicant = procedures.APPLICANT) -> tuple[DossierView, str]:
    """A dossier whose parcel is ordered, and the order's number."""
    waits = {**procedures.POST, "message": (message, "trackingCode")}
    procedures.deploy(ctx.office, procedures.diagram("postal.return", **waits))
    dossier = procedures.receive(ctx.office, applicant)
    jobs.call(call(ctx, "postal.return"))
    return dossier, _number(ctx, dossier)


def _number(ctx: WorkerContext, dossier: DossierView) -> str:
    (parcel,) = [one for one in ctx.office.shipments.open() if one.dossier == dossier.code]
    with PostalClient(ctx.settings) as client:
        return client.locate(parcel.tracking_code).orderNumber


def letters(ctx: WorkerContext, mailbox: Mail) -> list[tuple[str, str]]:
    """Subject and text of every letter, after all that wait were sent."""
    for row in ctx.office.outbox.due():
        if row.topic == "notify.send":
            jobs.call(str(row.id))
    return [(one["subject"], " ".join(one["text"].split())) for one in mailbox.mailbox.letters()]


@pytest.mark.parametrize(
    ("code", "message", "subject", "promise", "citizen"),
    [
        ("410", "postal.delivered", "Bưu chính chưa phát được", "sẽ gọi điện cho Ông/Bà để hẹn", "để ý điện thoại"),
        ("510", "postal.returned", "Kết quả đã về cơ quan", "giữ kết quả tại bộ phận một cửa", "đề nghị gửi lại"),
        ("900", "postal.returned", "Kết quả chưa gửi đi", "Kết quả chưa rời cơ quan", "đề nghị gửi bằng đơn mới"),
        ("800", "postal.lost", "Bưu chính làm thất lạc", "Cơ quan cấp lại kết quả", "không phải nộp lại hồ sơ"),
    ],
)
def test_a_turn_is_told_once(
    ctx: WorkerContext, mailbox: Mail, post: Outside, redis: Redis,
    code: str, message: str, subject: str, promise: str, citizen: str,
) -> None:  # fmt: skip
    dossier, number = shipped(ctx, message)
    assert letters(ctx, mailbox) == [], "a first order is told by the letter of the result"
    post.tell("/_advance", orderNumber=number, statusCode=code)
    tracking.follow(ctx, redis)
    redis.flushdb()
    tracking.follow(ctx, redis)
    tracking.reconcile(ctx)
    ((title, text),) = letters(ctx, mailbox)
    assert title.startswith(subject) and title.endswith(dossier.code)
    assert promise in text and citizen in text and f"Bưu chính báo: {SAYINGS[code]}" in text
    assert "Nơi liên hệ: " in text and "Hẹn trả" not in text
    if code == "900":
        assert "không phát được" not in text, "it never left"


def test_an_order_after_another_is_told_with_its_number(
    ctx: WorkerContext, mailbox: Mail, post: Outside, redis: Redis
) -> None:
    dossier, number = shipped(ctx, "postal.returned")
    post.tell("/_advance", orderNumber=number, statusCode="510")
    tracking.follow(ctx, redis)
    with PostalClient(ctx.settings) as client:
        first = client.find(number)
    again = first.model_copy(
        update={"trackingCode": "VN000000009", "orderNumber": f"{dossier.code}-X", "statusCode": "100"}
    )
    for _ in range(2):
        assert tracking.settle(ctx, again)
    told = {title.split(":")[0]: text for title, text in letters(ctx, mailbox)}
    assert len(mailbox.mailbox.letters()) == 2
    assert "Kết quả đã về cơ quan, chưa tới Ông/Bà" in told
    assert "mã bưu gửi VN000000009" in told["Kết quả được gửi lại qua bưu chính"]
    assert "chuyển thường" in told["Kết quả đã về cơ quan, chưa tới Ông/Bà"], "by which service it went"
    assert "Cước bưu chính: " in told["Kết quả đã về cơ quan, chưa tới Ông/Bà"]


@pytest.mark.parametrize(
    "applicant", [replace(procedures.APPLICANT, email=""), replace(procedures.APPLICANT, tell_by=TellBy.NONE)]
)
def test_who_cannot_or_will_not_be_told_gets_nothing(
    ctx: WorkerContext, mailbox: Mail, post: Outside, redis: Redis, applicant: Applicant
) -> None:
    _, number = shipped(ctx, "postal.returned", applicant)
    post.tell("/_advance", orderNumber=number, statusCode="510")
    tracking.follow(ctx, redis)
    assert not [row for row in ctx.office.outbox.due() if row.topic == "notify.send"]
    assert letters(ctx, mailbox) == []
