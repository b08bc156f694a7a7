"""The HTTP server of one process: how long it waits for whom, who makes room, and what it says itself."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.settings import Settings
from motcua import channel, server
from motcua.headers import SAFE
from tests.support.processes import wait_until
from tests.support.slow_clients import Attack, Crowd

ANSWER = b"x" * 3_000_000
SHORT = 0.5  # seconds instead of twenty


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    sent = environ["wsgi.input"].read()
    body = ANSWER if environ["PATH_INFO"] == "/large" else f"{len(sent)} {environ['REMOTE_ADDR']}".encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def serving(home: Path, threads: int = 1, app: Any = application, **changes: Any) -> Iterator[server.Server]:
    settings = Settings(home=home, host="127.0.0.1", port=0, **changes)
    running = server.serve(app, settings, threads)
    over = threading.Event()

    def loop() -> None:
        while not over.is_set():
            running.turn(0.05)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield running
    finally:
        over.set()
        thread.join()
        running.drain()
        running.end()


def port(running: server.Server) -> int:
    return int(running.effective_port)


def url(running: server.Server) -> str:
    return f"http://127.0.0.1:{port(running)}"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """All patience is short, and looked at often."""
    waits = dict.fromkeys(channel._PATIENCE, SHORT) | {"work": float("inf")}
    monkeypatch.setattr(channel, "_PATIENCE", waits)
    monkeypatch.setattr(server, "CLEANUP_SECONDS", 0.05)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "attack",
    [
        Attack("nothing at all", b""),
        Attack("half a line, byte by byte", b"GET /", b"a"),
        Attack("a body byte by byte", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n", b"a"),
        Attack("chunks without end", b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        Attack("an answer nobody reads", b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n", receive_buffer=2048),
        Attack("idle", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", reads=True),
    ],
    ids=lambda attack: attack.name,
)
def test_who_keeps_the_server_waiting_is_sent_away(
    tmp_path: Path, attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.slow_clients.DRIP_SECONDS", 0.1)
    with serving(tmp_path) as running, Crowd(port(running), attack, 3):
        wait_until(lambda: len(running.active_channels) == 0, "the end of three connections", patience=30)


@pytest.mark.usefixtures("hurried")
def test_who_is_slow_but_steady_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "STRETCH_BYTES", 100)

    def slowly() -> Iterator[bytes]:
        for _ in range(20):
            yield b"a" * 100
            time.sleep(SHORT / 5)

    with serving(tmp_path) as running:
        answer = httpx.post(f"{url(running)}/", content=slowly(), timeout=60)
    assert answer.text == "2000 127.0.0.1"


def test_one_thread_serves_others_while_nobody_reads_what_it_made(tmp_path: Path) -> None:
    many = Attack("pipelined", b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n" * 30, receive_buffer=2048)
    with serving(tmp_path, threads=1) as running, Crowd(port(running), many, 10):
        for _ in range(5):
            assert httpx.get(f"{url(running)}/", timeout=60).status_code == 200


def test_pipelined_requests_are_all_answered_in_their_order(tmp_path: Path) -> None:
    with serving(tmp_path, threads=4) as running, socket.create_connection(("127.0.0.1", port(running))) as s:
        wanted = [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (n, b"a" * n) for n in range(20)]
        s.sendall(b"".join(wanted))
        s.settimeout(60)
        seen = b""
        while seen.count(b"127.0.0.1") < 20:
            seen += s.recv(65536)
    assert [int(part.split()[-1]) for part in seen.split(b" 127.0.0.1")[:-1]] == list(range(20))


def test_when_all_places_are_taken_the_longest_waiting_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_connections", lambda: 40)
    with serving(tmp_path) as running, Crowd(port(running), Attack("half", b"GET /"), 200) as crowd:
        for _ in range(5):
            assert httpx.get(f"{url(running)}/", timeout=60).status_code == 200
        assert crowd.connected == 200
        assert len(running.active_channels) <= 40


def test_unfinished_bodies_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "CLEANUP_SECONDS", 0.05)
    body = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 39000\r\n\r\n" + b"a" * 30_000
    with serving(tmp_path, upload_limit=10_000) as running, Crowd(port(running), Attack("b", body), 40):
        most = server.SPOOL_REQUESTS * 40_000
        wait_until(lambda: 0 < sum(each.held() for each in list(running.active_channels.values())) <= most, "room")
        assert httpx.get(f"{url(running)}/", timeout=60).status_code == 200


@pytest.mark.parametrize("https", [False, True])
@pytest.mark.parametrize(
    "sent,status",
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nBad Header: a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000, 431),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nab", 413),
    ],
)
def test_what_the_server_says_itself_is_as_guarded_as_a_page(
    tmp_path: Path, sent: bytes, status: int, https: bool
) -> None:
    with serving(tmp_path, secure_cookies=https) as running:
        seen = _answer(running, sent)
    head, _, body = seen.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    assert int(first.split()[1]) == status
    assert {name.lower(): headers.get(name.lower()) for name in SAFE} == {k.lower(): v for k, v in SAFE.items()}
    assert ("strict-transport-security" in headers) == https
    assert not {"server", "via"} & set(headers)
    for telling in (b"waitress", b"gunicorn", b"python", b"max_", b"generated"):
        assert telling not in seen.lower()
    assert body.decode().count("·") == 1  # in both languages


def test_a_body_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with serving(tmp_path, upload_limit=1_000) as running:
        seen = _answer(running, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n" + b"a" * 5_000_000)
    assert seen.startswith(b"HTTP/1.1 413")  # read by a client that was still sending


def test_forwarded_addresses_are_dropped_unless_a_proxy_is_trusted(tmp_path: Path) -> None:
    def told(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [environ.get("HTTP_X_FORWARDED_FOR", "nobody").encode()]

    for proxies, expected in ((0, "nobody"), (1, "203.0.113.9")):
        with serving(tmp_path, app=told, proxies=proxies) as running:
            said = httpx.get(url(running), headers={"X-Forwarded-For": "203.0.113.9"}, timeout=60).text
        assert said == expected


def _answer(running: server.Server, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port(running)), timeout=60) as client:
        client.sendall(sent)
        seen = b""
        while data := client.recv(65536):
            seen += data
    return seen


def test_a_newcomer_is_not_taken_for_the_one_whose_place_it_got(tmp_path: Path) -> None:
    """The system gives a dropped socket's number to the next one, perhaps while events of the old one still wait."""
    running = server.serve(application, Settings(home=tmp_path, host="127.0.0.1", port=0), 1)
    with socket.create_connection(("127.0.0.1", port(running))) as patient, running_down(running):
        while not running.active_channels:
            running.turn(0.05)
        (kept,) = running.active_channels.values()
        kept.overdue(time.monotonic())
        kept._since -= 2 * channel.IDLE_SECONDS
        number = kept.socket.fileno()
        running.next_channel_cleanup = running._next_look = 0
        with socket.create_connection(("127.0.0.1", port(running))) as newcomer:
            newcomer.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            newcomer.settimeout(0.01)
            answer = b""
            for _ in range(200):
                running.turn(0.05)
                answer += heard(newcomer)
                if answer.endswith(b"127.0.0.1"):
                    break
        assert answer.startswith(b"HTTP/1.1 200 OK"), "it was closed for what was seen on the socket before"
        assert number not in running.active_channels or running.active_channels[number] is not kept
        assert heard(patient) == b""


def heard(client: socket.socket) -> bytes:
    """What has come for the client by now."""
    client.settimeout(0.01)
    try:
        return client.recv(65536)
    except (TimeoutError, ConnectionResetError):
        return b""


@contextmanager
def running_down(running: server.Server) -> Iterator[None]:
    try:
        yield
    finally:
        running.drain()
        running.end()
