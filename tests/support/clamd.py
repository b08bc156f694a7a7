"""A virus scanner for tests that speaks clamd's protocol to the letter, and can be told to fail in each way it does."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: The EICAR test file, put together here so that no scanner takes this file for it.
EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-" + "TEST-FILE!$H+H*").encode()
STREAM_MAX = 25 * 1024 * 1024


class FakeClamd:
    """``mode``: ``right``, ``error``, ``silent`` (closes), ``hangs``, ``full`` (takes no more than a little)."""

    def __init__(self) -> None:
        self.mode = "right"
        self.asked: list[bytes] = []
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"

    def end(self) -> None:
        self._over.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as heard:
            connection.settimeout(30)
            command = _until_nought(heard)
            self.asked.append(command)
            said = {"silent": b"", "error": b"stream: Can't allocate memory ERROR\0"}.get(self.mode)
            if self.mode == "hangs":
                self._over.wait(20)
                return
            if self.mode == "full":
                heard.read(64 * 1024)
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            if command == b"zPING":
                said = b"PONG\0" if said is None else said
            else:
                data = _stream(heard)
                if said is None:
                    said = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"
            connection.sendall(said)


def _until_nought(heard: object) -> bytes:
    command = b""
    while not command.endswith(b"\0"):
        letter = heard.read(1)  # type: ignore[attr-defined]
        if not letter:
            break
        command += letter
    return command.rstrip(b"\0")


def _stream(heard: object) -> bytes:
    data = b""
    while (size := struct.unpack("!L", heard.read(4))[0]) > 0:  # type: ignore[attr-defined]
        assert size <= STREAM_MAX
        data += heard.read(size)  # type: ignore[attr-defined]
    return data


@contextmanager
def fake() -> Iterator[FakeClamd]:
    """A running one."""
    scanner = FakeClamd()
    try:
        yield scanner
    finally:
        scanner.end()
