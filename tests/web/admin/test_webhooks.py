"""The pages of webhooks: made with a secret that is shown once, looked into, sent again, switched off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from admin import webhook_words
from admin.app import create_app
from core.domain.outgoing_events import KINDS
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.web.admin.desks import Desk
from tests.workers.hooks import Told, hooked, hooking, received
from tests.workers.receivers import Receiver, receiver
from workers.context import WorkerContext


@pytest.fixture
def ctx(demo: Office, settings: Settings) -> Iterator[WorkerContext]:
    with hooking(demo, settings) as ctx:
        yield ctx


@pytest.fixture
def app(ctx: WorkerContext) -> Flask:
    """The pages over the office whose webhooks may lead to this machine."""
    built = create_app(ctx.office, ctx.settings)
    built.testing = True
    return built


@pytest.fixture
def other() -> Iterator[Receiver]:
    with receiver() as other:
        yield other


@pytest.fixture
def told(ctx: WorkerContext, other: Receiver) -> Told:
    return hooked(ctx, other)


def test_every_kind_of_event_is_offered_in_one_group() -> None:
    offered = [kind for group in webhook_words.GROUPS.values() for kind in group]
    assert sorted(offered) == sorted(str(kind) for kind in KINDS)
    assert set(webhook_words.GROUPS) == set(webhook_words.GROUP_NAMES)


def test_one_is_made_and_its_secret_shown_once(
    desk: Callable[[str], Desk], ctx: WorkerContext, other: Receiver
) -> None:
    assert "Chưa báo tin cho hệ thống nào" in desk("quantri").get("/webhooks").text
    typed = {"name": "Cổng tỉnh", "address": "https://10.0.0.1/", "unit": "H99.05", "groups": ["status", "tasks"]}
    refused = desk("quantri").send("/webhooks/new", typed, page="/webhooks/new")
    assert refused.status == 422 and "hông gọi địa chỉ nội bộ" in refused.text
    assert refused.form("/webhooks/new").getlist("groups") == ["status", "tasks"], "what was typed stands there again"
    nothing = desk("quantri").send("/webhooks/new", {**typed, "groups": []}, page="/webhooks/new")
    assert nothing.status == 422
    made = desk("quantri").send("/webhooks/new", {**typed, "address": other.url}, page="/webhooks/new")
    secret = made.tree.get_element_by_id("secret").text_content()
    assert made.status == 200 and secret.startswith("whsec_")
    (webhook,) = ctx.office.webhooks.webhooks(SYSTEM)
    assert webhook.kinds[0] == "status.changed" and "clerk.task.completed" in webhook.kinds
    again = desk("quantri").get(f"/webhooks/{webhook.id}")
    assert secret not in again.text and "Hoạt động tốt" in again.text
    assert secret not in desk("thanhtra").get("/audit/journal").text


def test_what_failed_is_seen_with_its_answer_and_sent_again(desk: Callable[[str], Desk], told: Told) -> None:
    told.other.answers = [410]
    code = received(told.office)
    told.turn()
    page = desk("quantri").get("/webhooks")
    assert "Tự động tắt: địa chỉ trả lời là không còn tồn tại (410)" in page.text
    bar = page.tree.find_class("sidebar")[0].text_content()
    assert "Báo tin (webhook)" in bar and "1" in bar.partition("Báo tin (webhook)")[2][:20]
    address = f"/webhooks/{told.id}"
    desk("quantri").send(address, {"do": "on"}, page=address)
    listed = desk("quantri").get(f"{address}/deliveries?state=failed")
    assert code in listed.text and "Trả lời HTTP 410" in listed.text
    (delivery,) = told.page("failed")
    one = desk("quantri").get(f"{address}/deliveries/{delivery.id}")
    assert "answer 410" in one.text and '"specversion": "1.0"' in one.text
    sent = desk("quantri").send(
        f"{address}/deliveries", {"item": str(delivery.id), "do": "ticked"}, page=f"{address}/deliveries"
    )
    assert "Đang gửi lại 1 tin" in sent.text
    told.turn()
    assert [one.state for one in told.page()] == ["delivered"]


def test_days_are_sent_again_as_people_write_them(desk: Callable[[str], Desk], told: Told) -> None:
    received(told.office)
    told.turn()
    address = f"/webhooks/{told.id}/deliveries"
    wrong = desk("quantri").send(address, {"do": "range", "first": "hôm qua", "last": "23/11/2026"}, page=address)
    assert wrong.status == 422 and wrong.form(address)["first"] == "hôm qua"
    desk("quantri").send(address, {"do": "range", "first": "23/11/2026", "last": "23/11/2026"}, page=address)
    told.turn()
    assert len(told.other.sent) == 2 and len(set(told.other.ids)) == 1


def test_a_trial_shows_what_came_back(desk: Callable[[str], Desk], told: Told) -> None:
    address = f"/webhooks/{told.id}"
    shown = desk("quantri").send(address, {"do": "try"}, page=address)
    assert "webhook.tried" in shown.text and "Chưa có." in shown.text
    told.turn()
    assert "Trả lời HTTP 204" in desk("quantri").get(f"{address}/deliveries").text
    assert "Gửi thử" in desk("quantri").get(address).text


def test_secret_kinds_and_the_end(desk: Callable[[str], Desk], told: Told) -> None:
    address, admin = f"/webhooks/{told.id}", desk("quantri")
    renewed = admin.send(f"{address}/secret", {}, page=address)
    assert "whsec_" in renewed.text and "Khoá cũ còn hiệu lực đến" in renewed.text
    assert admin.send(f"{address}/kinds", {"everything": "", "groups": []}, page=address).status == 422
    admin.send(f"{address}/kinds", {"everything": "", "groups": ["payments"]}, page=address)
    assert set(told.office.webhooks.webhook(told.id, SYSTEM).kinds) == set(webhook_words.GROUPS["payments"])
    admin.send(address, {"do": "off"}, page=address)
    received(told.office)
    assert told.turn() == 0
    admin.send(address, {"do": "remove"}, page=address)
    admin.get(address, status=404)
    journal = desk("thanhtra").get("/audit/journal").text
    assert "Đã xoá webhook “Cổng của huyện”" in journal and "Đã tạo khoá bí mật mới" in journal


@pytest.mark.parametrize("username", ["tiepnhan", "lanhdao", "thietke", "thanhtra"])
def test_it_is_for_administrators(desk: Callable[[str], Desk], told: Told, username: str) -> None:
    for address in ("/webhooks", "/webhooks/new", f"/webhooks/{told.id}", f"/webhooks/{told.id}/deliveries"):
        desk(username).get(address, status=403)


def test_an_event_that_was_never_tried_waits_to_be_sent_not_for_its_next_try(
    desk: Callable[[str], Desk], told: Told
) -> None:
    received(told.office)
    told.office.webhook_deliveries.due(0)
    pages = (f"/webhooks/{told.id}", f"/webhooks/{told.id}/deliveries")
    for page in pages:
        text = desk("quantri").get(page).text
        assert "Chờ gửi" in text and ">Chờ gửi lại" not in text.replace("<option", "")
    told.other.answers = [500]
    told.turn()
    assert "Chờ gửi lại" in desk("quantri").get(pages[0]).text
