"""Notices on a device in a real browser: asked for, shown, given up, with the policy of the pages in force."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import portal.app
from core import vapid
from core.services.office import Office
from core.services.views.dossiers import DossierView
from core.settings import Settings
from tests.support.clock import TestClock
from tests.web.kit.serving import need_front_end, served
from tests.web.portal.conftest import MORNING
from workers.notification import push_simulator
from workers.simulation import Served

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

Receive = Callable[..., DossierView]
#: a browser without an account at its maker's push service: the device is that of the simulator, all else is its own
DEVICE = """PushManager.prototype.subscribe = async function (wanted) {
    window.asked = wanted;
    window.made = { ...%s, toJSON() { return { endpoint: this.endpoint, keys: this.keys } } };
    return window.made;
};
PushManager.prototype.getSubscription = async () => window.made ?? null;
document.addEventListener("securitypolicyviolation", event => (window.breaches ??= []).push(event.effectiveDirective));"""


@pytest.fixture
def pushing(demo: Office) -> Office:
    own = demo.context.settings.but(push_key=vapid.new_key(), push_networks="127.0.0.0/8")
    return Office(dataclasses.replace(demo.context, settings=own))


@pytest.fixture
def app(pushing: Office, settings: Settings, clock: TestClock) -> Flask:
    clock.set(MORNING)
    return portal.app.create_app(pushing, settings)


@pytest.fixture
def subscription(pushing: Office) -> Iterator[dict[str, Any]]:
    with Served(push_simulator.create_app()) as service:
        client = service.app.test_client()
        made = client.post("/_device", json={"key": pushing.push.key()}, base_url=service.url).get_json()
        yield made


def ticket(client: FlaskClient, token: str, dossier: DossierView) -> str:
    told = {"csrf_token": token, "code": dossier.code, "secret": dossier.receipt_secret}
    page = client.post("/track", data=told).text
    return page.split('data-push-ticket="')[1].split('"')[0]


def test_without_a_ticket_nothing_is_kept(
    client: FlaskClient, token: str, receive: Receive, pushing: Office, subscription: dict[str, Any]
) -> None:
    dossier = receive()
    mine, headers = ticket(client, token, dossier), {"X-CSRFToken": token}
    for wrong in ("", "x.y.z", mine[:-2] + "xx"):
        body = {"ticket": wrong, "subscription": subscription}
        assert client.post("/track/push", json=body, headers=headers).status_code == 403
    assert client.post("/track/push", json={"ticket": mine, "subscription": subscription}).status_code == 400, (
        "no token"
    )
    assert not pushing.push.holds(dossier.code, subscription["endpoint"])
    body = {"ticket": mine, "subscription": subscription}
    assert client.post("/track/push", json=body, headers=headers).get_json() == {"on": True}
    inside = {**subscription, "endpoint": "https://192.168.1.1/x"}
    refused = client.post("/track/push", json={"ticket": mine, "subscription": inside}, headers=headers)
    assert refused.status_code == 422 and "công cộng" in refused.get_json()["message"]
    for nonsense in (None, [], {"keys": 1}, {"endpoint": 5, "keys": {"auth": []}}):
        answer = client.post("/track/push", json={"ticket": mine, "subscription": nonsense}, headers=headers)
        assert answer.status_code == 422


def test_an_office_without_a_key_offers_nothing(demo: Office, settings: Settings, receive: Receive) -> None:
    plain, dossier = portal.app.create_app(demo, settings).test_client(), receive()
    token = plain.get("/track").text.split('name="csrf_token" value="')[1].split('"')[0]
    told = {"csrf_token": token, "code": dossier.code, "secret": dossier.receipt_secret}
    assert "data-push" not in plain.post("/track", data=told).text


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    need_front_end()
    with served(app) as found:
        yield found


@pytest.mark.e2e
@pytest.mark.parametrize("width", [1280, 390])
def test_a_citizen_asks_is_told_and_gives_it_up(
    watched: Page, address: str, receive: Receive, pushing: Office, subscription: dict[str, Any], width: int
) -> None:
    dossier, page = receive(), watched
    page.set_viewport_size({"width": width, "height": 800})
    page.context.grant_permissions(["notifications"], origin=address)
    page.add_init_script(DEVICE % json.dumps(subscription))
    page.goto(f"{address}/track?code={dossier.code}")
    page.get_by_label("Mã tra cứu").fill(dossier.receipt_secret or "")
    page.get_by_role("button", name="Tra cứu").click()
    page.get_by_text("Thiết bị này chưa nhận thông báo.").wait_for()
    page.get_by_role("button", name="Báo cho tôi trên thiết bị này").click()
    page.get_by_text("Thiết bị này đang nhận thông báo về hồ sơ.").wait_for()
    asked = page.evaluate("window.asked")
    assert asked["userVisibleOnly"] is True and asked["applicationServerKey"] == pushing.push.key()
    assert pushing.push.holds(dossier.code, subscription["endpoint"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    message = {"title": f"Đã có kết quả: {dossier.code}", "body": "Mở trang tra cứu để xem.", "tag": dossier.code}
    assert _delivered(page, address, message) == [[message["title"], message["body"]]]
    assert ["Một cửa", ""] in _delivered(page, address, None), "what cannot be read is still shown"
    page.get_by_role("button", name="Thôi báo trên thiết bị này").click()
    page.get_by_text("Thiết bị này chưa nhận thông báo.").wait_for()
    assert not pushing.push.holds(dossier.code, subscription["endpoint"])
    assert page.evaluate("window.breaches ?? []") == []


def _delivered(page: Page, address: str, message: dict[str, Any] | None) -> list[list[str]]:
    """The notices the browser shows once its push service has delivered the message (CDP, as the developer tools do it)."""
    context: BrowserContext = page.context
    session = context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"] if not one["isDeleted"]),
    )
    session.send("ServiceWorker.enable")
    for _ in range(50):
        if found:
            break
        page.wait_for_timeout(100)
    data = "{nonsense" if message is None else json.dumps(message, ensure_ascii=False)
    session.send("ServiceWorker.deliverPushMessage", {"origin": address, "registrationId": found[-1], "data": data})
    script = """async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(one => [one.title, one.body]);
    }"""
    shown: list[list[str]] = []
    for _ in range(50):
        shown = page.evaluate(script)
        if len(shown) == (2 if message is None else 1):
            break
        page.wait_for_timeout(100)
    return shown
