"""Client of ClamAV's daemon, clamd(8): the INSTREAM command sends length-prefixed chunks, ended by a length of zero.

Written here because it is one command and the existing client libraries have licences this project cannot use.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from urllib.parse import urlsplit

from core.ports import ScannerAway

CHUNK = 256 * 1024
TIMEOUT = 30.0  # seconds, for each read and write
MAX_ANSWER_BYTES = 4096
PORT = 3310
NO_ANSWER = "it closed the connection without an answer"


class Clamd:
    """Implements :class:`core.ports.Scanner`."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        self._url = url
        self._timeout = timeout

    def scan(self, data: bytes) -> str | None:
        answer = self._send(b"zINSTREAM\0", data)
        if answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND") or "?"
        if answer == "stream: OK":
            return None
        raise ScannerAway(answer[:200] or NO_ANSWER)

    def ping(self) -> None:
        if (answer := self._send(b"zPING\0")) != "PONG":
            raise ScannerAway(answer[:200] or NO_ANSWER)

    def _send(self, command: bytes, data: bytes = b"") -> str:
        try:
            with self._connected() as connection:
                # Above its limit (StreamMaxLength) it answers and closes the connection before everything is sent.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    connection.sendall(command)
                    for at in range(0, len(data), CHUNK):
                        chunk = data[at : at + CHUNK]
                        connection.sendall(struct.pack("!L", len(chunk)) + chunk)
                    if data:
                        connection.sendall(struct.pack("!L", 0))
                return _answer(connection)
        except OSError as error:
            raise ScannerAway(f"{type(error).__name__}: {error.strerror or error}") from error

    def _connected(self) -> socket.socket:
        if self._url.startswith("unix://"):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(self._timeout)
            try:
                connection.connect(self._url.removeprefix("unix://"))
            except OSError:
                connection.close()
                raise
            return connection
        target = urlsplit(self._url)
        return socket.create_connection((target.hostname or "", target.port or PORT), timeout=self._timeout)


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < MAX_ANSWER_BYTES:
        chunk = connection.recv(MAX_ANSWER_BYTES)
        if not chunk:
            break
        received += chunk
    return received.decode("utf-8", "replace").strip("\0\n ")
