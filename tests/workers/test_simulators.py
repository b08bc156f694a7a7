"""The simulators of `motcua up`: all at once, with the settings that point at them."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask, request

from core.settings import Settings
from tests.support import edxml
from tests.support.clock import START, TestClock
from tests.support.processes import free_port, listens, wait_until
from tests.workers.conftest import Outside
from workers import simulators
from workers.notification.mailer import Server
from workers.notification.simulator import Mailbox, MailServer
from workers.postal.client import PostalClient
from workers.postal.simulator import PostOffice
from workers.postal.viettel.client import ViettelClient
from workers.postal.wire import Order, Receiver, Sender
from workers.records.client import RecordsClient
from workers.records.edxml import writer
from workers.records.simulator import Axis
from workers.settings import read
from workers.simulation import Behaviour, Served
from workers.simulator_journal import Journal


def test_their_settings_lead_to_them(pointing: Callable[..., Settings]) -> None:
    with simulators.running(pointing()) as addresses:
        variables = {name: value for name, value in addresses.items() if name.startswith("MOTCUA_")}
        settings = read(variables)
        with PostalClient(settings) as post, RecordsClient(settings) as axis:
            assert post.movements("") == () and axis.known("H1") is None
        assert listens(Server.of(settings.smtp_url).port)
        assert "Hộp thư thử nghiệm" in httpx.get(addresses["mail_page"]).text


def test_they_take_the_ports_they_are_given_and_end(pointing: Callable[..., Settings]) -> None:
    ports = {name: free_port() for name in simulators.ports()}
    stop, told = threading.Event(), list[Mapping[str, str]]()
    thread = threading.Thread(
        target=simulators.run, args=(pointing(), stop), kwargs={"wanted": ports, "announce": told.append}
    )
    thread.start()
    wait_until(lambda: told, "the announcement")
    assert all(listens(port) for port in ports.values())
    assert told[0]["MOTCUA_POSTAL_URL"] == f"http://127.0.0.1:{ports['postal']}"
    stop.set()
    thread.join(timeout=60)
    assert not thread.is_alive() and not any(listens(port) for port in ports.values())


ORDER = Order(
    customerCode="c",
    orderNumber="M1",
    description="d",
    sender=Sender(Name="A", Tel="0900000000", Address="Số 1"),
    receiver=Receiver(Name="B", Tel="0900000001", Address="Số 2"),
)


def test_what_calls_the_office_back_is_told_where_it_listens(
    pointing: Callable[..., Settings], clock: TestClock
) -> None:
    """An order nobody asks about moves all the same, and the office is told of each code at its own door."""
    told: list[dict[str, Any]] = []
    office = Flask("office")

    @office.post("/api/v1/callbacks/postal-viettel")
    def take() -> str:
        told.append(request.get_json())
        return ""

    with Served(office) as door:
        settings = pointing(HOST="127.0.0.1", PORT=str(door.port))
        with simulators.running(settings, pace=0.1) as addresses:
            client = ViettelClient(
                read({name: value for name, value in addresses.items() if name.startswith("MOTCUA_")})
            )
            with client:
                client.create(ORDER, START)
            for code in (105, 200, 300, 500, 501):
                clock.advance(seconds=1)
                wait_until(lambda: told and told[-1]["DATA"]["ORDER_STATUS"] == code, f"code {code}")  # noqa: B023


def test_the_mail_server_hangs_up_when_it_ends(tmp_path: Path) -> None:
    """At whatever moment: connections that were just accepted were left open."""
    for callers in range(20):
        with ExitStack() as calls:
            with MailServer(Mailbox(tmp_path), Behaviour()) as server:
                address = ("127.0.0.1", Server.of(server.url).port)
                lines = [calls.enter_context(socket.create_connection(address, 10)) for _ in range(callers % 4)]
            for line in lines:
                with suppress(ConnectionResetError):
                    while line.recv(1024):  # times out where nobody hangs up
                        pass
    gc.collect()  # a connection left open is a ResourceWarning, which fails the test


@pytest.mark.parametrize("body", [{"mode": "sulk"}, {"mode": "slow", "delay": -1}, {"more": 1}, [], None])
def test_a_control_that_makes_no_sense_is_refused(post: Outside, body: object) -> None:
    answer = httpx.post(f"{post.url}/_control", json=body)
    assert answer.status_code == 422 and answer.json()["code"] == "CONTROL_INVALID"


def test_a_misbehaviour_lasts_as_often_as_it_was_told(post: Outside) -> None:
    post.misbehave("error", times=2)
    assert [httpx.post(f"{post.url}/token", json={}).status_code for _ in range(3)] == [503, 503, 401]


def test_the_post_remembers_its_parcels_and_its_feed_over_a_restart(tmp_path: Path) -> None:
    kept = tmp_path / "simulators" / "postal.jsonl"
    before = PostOffice(timedelta(0), journal=Journal(kept))
    assert before.place("M1") and before.place("M2")
    before.move("M1", "200", START)
    with kept.open("a", encoding="utf-8") as file:
        file.write('\n{"parcel": {"num')  # the process was killed while it wrote
    after = PostOffice(timedelta(0), journal=Journal(kept))
    assert (after.parcels, after.feed) == (before.parcels, before.feed)
    assert after.place("M1") is None, "a number that was used before is refused after the restart too"
    after.advance()
    assert {parcel.status for parcel in after.parcels.values()} == {"400"}
    numbers = [line["id"] for line in after.feed]
    assert numbers == sorted(set(numbers)), "the feed goes on where it stopped"
    third = after.place("M3")
    assert third and third.code == "VN000000003"
    assert PostOffice(timedelta(0), journal=Journal(kept)).feed == after.feed


def test_the_axis_remembers_over_a_restart(tmp_path: Path) -> None:
    kept = tmp_path / "records.jsonl"
    before = Axis(timedelta(0), journal=Journal(kept))
    before.add_dossier({"MaHoSo": "H1", "TrangThaiHoSo": "2"})
    before.add_step({"MaHoSo": "H1", "ThoiDiemXuLy": "20261122080000"})
    first, second = (edxml.document(edxml.DocumentCode(number, "X"), sender=edxml.OURS) for number in "12")
    for letter in (first, second):
        before.send("edoc", writer.write(letter), letter.document_id, letter.sender.id)
    before.answer(first.document_id, "Không có", START)
    before.acknowledge("R00000001", "done")
    after = Axis(timedelta(0), journal=Journal(kept))
    assert (after.dossiers, after.steps, after.inbox) == (before.dossiers, before.steps, before.inbox)
    assert after.waiting() == []
    after.advance()
    assert [one["messagetype"] for one in after.waiting()] == ["status", "status", "edoc", "status"]
    again = Axis(timedelta(0), journal=Journal(kept))
    again.advance()
    assert again.inbox == after.inbox
