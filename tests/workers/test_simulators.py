"""The simulators of `motcua up`: all at once, with the settings that point at them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import httpx
import pytest

from core import settings as core_settings
from core.settings import Settings
from tests.support.processes import free_port, listens, wait_until
from tests.workers.conftest import Outside
from workers import simulators
from workers.notification.mailer import Server
from workers.postal.client import PostalClient
from workers.records.client import RecordsClient


def test_their_settings_lead_to_them(pointing: Callable[..., Settings]) -> None:
    with simulators.running(pointing()) as addresses:
        variables = {name: value for name, value in addresses.items() if name.startswith("MOTCUA_")}
        settings = core_settings.read(variables)
        with PostalClient(settings) as post, RecordsClient(settings) as axis:
            assert post.movements("") == () and axis.known("H1") is None
        assert listens(Server.of(settings.smtp_url).port)
        assert "Hộp thư thử nghiệm" in httpx.get(addresses["mail_page"]).text


def test_they_take_the_ports_they_are_given_and_end(pointing: Callable[..., Settings]) -> None:
    ports = {name: free_port() for name in ("postal_port", "records_port", "smtp_port", "mail_port")}
    stop, told = threading.Event(), list[Mapping[str, str]]()
    thread = threading.Thread(target=simulators.run, args=(pointing(), stop), kwargs={**ports, "announce": told.append})
    thread.start()
    wait_until(lambda: told, "the announcement")
    assert all(listens(port) for port in ports.values())
    assert told[0]["MOTCUA_POSTAL_URL"] == f"http://127.0.0.1:{ports['postal_port']}"
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive() and not any(listens(port) for port in ports.values())


@pytest.mark.parametrize("body", [{"mode": "sulk"}, {"mode": "slow", "delay": -1}, {"more": 1}, [], None])
def test_a_control_that_makes_no_sense_is_refused(post: Outside, body: object) -> None:
    answer = httpx.post(f"{post.url}/_control", json=body)
    assert answer.status_code == 422 and answer.json()["code"] == "CONTROL_INVALID"


def test_a_misbehaviour_lasts_as_often_as_it_was_told(post: Outside) -> None:
    post.misbehave("error", times=2)
    assert [httpx.post(f"{post.url}/token", json={}).status_code for _ in range(3)] == [503, 503, 401]
