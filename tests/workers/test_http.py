"""How answers of outside systems are judged, over real connections."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from pydantic import BaseModel

from tests.support.processes import free_port
from workers.errors import CredentialsRefused, NotConfigured, OutsideError, Refused, Unavailable
from workers.http import LARGEST_ANSWER, connection


class Answer(BaseModel):
    number: int


@contextmanager
def answering(reply: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """A server that takes one connection, reads the request, and does what ``reply`` does."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with listening.accept()[0] as connection:
                connection.recv(65536)
                with suppress(OSError):  # the client had enough
                    reply(connection, over)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        over.set()
        thread.join()


def response(status: str, body: bytes, kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def ask(url: str, seconds: float = 5.0) -> Answer:
    opened = connection("Bưu điện", "MOTCUA_POSTAL", url, seconds)
    with opened.client:
        return opened.ask("GET", "thing", Answer)


def judged(status: str, body: bytes) -> OutsideError:
    with (
        answering(lambda connection, _: connection.sendall(response(status, body))) as url,
        pytest.raises(OutsideError) as caught,
    ):
        ask(url)
    return caught.value


def test_a_good_answer_is_read() -> None:
    with answering(lambda connection, _: connection.sendall(response("200 OK", b'{"number": 7}'))) as url:
        assert ask(url).number == 7


@pytest.mark.parametrize(
    ("status", "code"),
    [("500 X", "broken"), ("503 X", "broken"), ("429 X", "busy"), ("408 X", "busy"), ("425 X", "busy")],
)
def test_faults_of_the_other_side_are_worth_another_try(status: str, code: str) -> None:
    error = judged(status, b'{"message": "later"}')
    assert isinstance(error, Unavailable) and error.retry and error.code == code


@pytest.mark.parametrize("status", ["400 X", "404 X", "409 X", "422 X"])
def test_a_refusal_with_a_reason_is_final(status: str) -> None:
    error = judged(status, '{"code": "NO", "message": "Số điện thoại 0912345678 sai"}'.encode())
    assert isinstance(error, Refused) and not error.retry
    assert error.reason_code == "NO"
    assert error.text("vi") == "Bưu điện từ chối: Số điện thoại 09••••••78 sai"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("404 X", b"<html>nginx</html>"),  # a proxy's page decides nothing
        ("302 X", b""),
        ("200 OK", b"<html>maintenance</html>"),
        ("200 OK", b'{"number": "seven"}'),
        ("200 OK", b"{}"),
        ("200 OK", b"[]"),
        ("200 OK", b""),
        ("400 X", b'["no object"]'),
    ],
)
def test_nonsense_is_worth_another_try(status: str, body: bytes) -> None:
    error = judged(status, body)
    assert isinstance(error, Unavailable) and error.code == "nonsense"


@pytest.mark.parametrize("status", ["401 X", "403 X"])
def test_unknown_credentials_name_the_setting(status: str) -> None:
    error = judged(status, b"")
    assert isinstance(error, CredentialsRefused)
    assert "MOTCUA_POSTAL_KEY" in error.text("en")


def test_garbage_instead_of_http() -> None:
    with (
        answering(lambda connection, _: connection.sendall(b"\x00\x01bananas\r\n\r\n")) as url,
        pytest.raises(Unavailable),
    ):
        ask(url)


def test_an_answer_that_is_cut_short() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"
    with answering(lambda connection, _: connection.sendall(cut)) as url, pytest.raises(Unavailable):
        ask(url)


def test_nobody_listens() -> None:
    with pytest.raises(Unavailable) as caught:
        ask(f"http://127.0.0.1:{free_port()}")
    assert caught.value.code == "unreachable"


def test_a_silent_server_is_given_up() -> None:
    with answering(lambda _, over: over.wait(10) and None) as url, pytest.raises(Unavailable) as caught:
        ask(url, 0.3)
    assert caught.value.text("vi") == "Bưu điện không trả lời trong 0.3 giây."


def test_a_dripping_answer_is_given_up_although_every_drop_is_in_time() -> None:
    def drip(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not over.wait(0.05):
            connection.sendall(b" ")

    with answering(drip) as url, pytest.raises(Unavailable) as caught:
        ask(url, 0.5)
    assert caught.value.code == "timeout"


def test_an_endless_answer_is_given_up() -> None:
    def pour(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        for _ in range(2 * LARGEST_ANSWER // 65536):
            connection.sendall(b" " * 65536)

    with answering(pour) as url, pytest.raises(Unavailable) as caught:
        ask(url)
    assert "too large" in caught.value.text("en")


def test_no_address_is_said_so_with_the_settings_name() -> None:
    with pytest.raises(NotConfigured) as caught:
        connection("Bưu điện", "MOTCUA_POSTAL", "")
    assert "MOTCUA_POSTAL_URL" in caught.value.text("vi") and not caught.value.retry


@pytest.mark.parametrize("address", ["ftp://post.example", "post.example/api"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(NotConfigured):
        ask(address)
