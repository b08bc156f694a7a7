"""Clients that hold a server without needing it: half-sent requests, bodies that never come, answers nobody reads."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType

DRIP_SECONDS = 1.0
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Attack:
    """What every client of a crowd sends at once, and what it adds byte by byte afterwards."""

    name: str
    opening: bytes
    drip: bytes = b""
    reads: bool = False
    receive_buffer: int = 0


def attacks(large: str = "/portal/", authorization: str = "") -> list[Attack]:
    """Every way to be slow. ``large`` is the address of a big answer."""
    ask = f"GET {large} HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}\r\n\r\n".encode()
    form = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    return [
        Attack("half a request line", b"GET /por", b"t"),
        Attack("half the headers", b"GET /portal/ HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"a"),
        Attack("headers, then nothing", b"GET /portal/ HTTP/1.1\r\nHost: x\r\n"),
        Attack("a body never sent", form + b"Content-Length: 100000\r\n\r\n"),
        Attack("a body byte by byte", form + b"Content-Length: 100000\r\n\r\n", b"a"),
        Attack("chunks without end", form + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        Attack("a large answer unread", ask, receive_buffer=2048),
        Attack("ten large answers unread", ask * 10, receive_buffer=2048),
        Attack("kept alive and idle", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", reads=True),
        Attack("garbage after garbage", b"\x16\x03\x01 \x00garbage\r\n\r\n" * 20),
        Attack("headers too large", b"GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + b"a" * 300_000),
    ]


class Crowd:
    """``count`` clients of one attack, connected until the block ends."""

    def __init__(self, port: int, attack: Attack, count: int) -> None:
        self._port, self._attack, self._count = port, attack, count
        self._sockets: list[socket.socket] = []
        self._over = threading.Event()
        self._drips = threading.Thread(target=self._drip, daemon=True)

    def __enter__(self) -> Crowd:
        for _ in range(self._count):
            with contextlib.suppress(OSError):  # a server may refuse a crowd; it must not refuse the others
                self._sockets.append(self._connect())
        self._drips.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._drips.join()
        for each in self._sockets:
            each.close()

    @property
    def connected(self) -> int:
        """How many got a connection."""
        return len(self._sockets)

    def closed_by_server(self) -> int:
        """How many the server has sent away by now."""
        return sum(_closed(each) for each in self._sockets)

    def _connect(self) -> socket.socket:
        client = socket.socket()
        client.settimeout(2)
        if self._attack.receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._attack.receive_buffer)
        client.connect((HOST, self._port))
        client.settimeout(0.2)
        with contextlib.suppress(OSError):
            client.sendall(self._attack.opening)
            if self._attack.reads:
                client.recv(65536)
        client.setblocking(False)
        return client

    def _drip(self) -> None:
        while self._attack.drip and not self._over.wait(DRIP_SECONDS):
            for each in self._sockets:
                with contextlib.suppress(OSError):
                    each.send(self._attack.drip)


def _closed(client: socket.socket) -> bool:
    try:
        while client.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def served(ask: Callable[[], object], times: int) -> Iterator[float]:
    """Seconds that each of ``times`` ordinary requests took."""
    for _ in range(times):
        begun = time.monotonic()
        ask()
        yield time.monotonic() - begun
