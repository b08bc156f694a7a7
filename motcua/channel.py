"""One connection of the server: counts the bytes that pass, blocks no thread, and closes clients that are too slow."""

from __future__ import annotations

import contextlib
import fcntl
import socket
import struct
import sys
import termios
import time
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from motcua.refusal import Refusal

HEAD_SECONDS = 20.0  # for the request line and the headers, whole
IDLE_SECONDS = 60.0  # between two requests of one connection
STRETCH_SECONDS = 20.0  # a body or an answer has to move this far …
STRETCH_BYTES = 10_000  # … in every stretch: 500 bytes a second, as Apache asks for
LINGER_SECONDS = 5.0  # a refused client may still be sending; it is heard out so long, or it would not read the answer


class Channel(HTTPChannel):
    """One connection, which knows how long its client has kept it waiting."""

    error_task_class = Refusal
    refused = False
    lingering = False

    def __init__(
        self,
        server: TcpWSGIServer,
        sock: socket.socket,
        addr: Any,
        adj: Adjustments,
        map: Any = None,  # noqa: A002 - waitress's name
    ) -> None:
        self.parked = False
        self.received_bytes = self.sent_bytes = 0
        self.answered = 0
        self._stage: tuple[str, int] = ("idle", 0)
        self._since = time.monotonic()
        self._moved = 0
        super().__init__(server, sock, addr, adj, map=map)

    # what passes is counted

    def received(self, data: bytes) -> bool:
        if self.lingering:
            return False
        self.received_bytes += len(data)
        taken: bool = super().received(data)
        return taken

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent: int = super().send(data, do_close)
        self.sent_bytes += sent
        return sent

    def service(self) -> None:
        super().service()
        self.answered += 1
        self.server.served += 1

    # no thread waits: a second request waits outside until the first answer has gone

    def handle_write(self) -> None:
        super().handle_write()
        if self.parked:
            with self.outbuf_lock:
                free = self.parked and not self.total_outbufs_len
                self.parked = self.parked and not free
            if free:
                self.server.task_dispatcher.add_task(self)

    def writable(self) -> bool:
        return not self.lingering and bool(super().writable())

    def readable(self) -> bool:
        return self.lingering or bool(super().readable())

    def handle_close(self) -> None:
        if self.refused and not self.lingering and self.connected and self.will_close:
            self._linger()
        else:
            super().handle_close()

    def _linger(self) -> None:
        """A client that is closed on while it still sends gets a reset and never sees the answer."""
        self.lingering, self.will_close = True, False
        self._stage, self._since = ("linger", 0), time.monotonic()
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            super().handle_close()

    # who keeps whom waiting

    def stage(self) -> str:
        """What the connection is at: ``work`` is the server's own time, everything else is the client's."""
        if self.lingering:
            return "linger"
        if self.total_outbufs_len:
            return "send"
        if self.requests:
            return "work"
        if self.request is None:
            return "idle"
        return "body" if self.request.headers_finished else "head"

    def overdue(self, now: float) -> bool:
        """Whether the client has had its time. Asked about once a second, which is when the clock is set."""
        stage = (self.stage(), self.answered)
        moved = self.received_bytes if stage[0] in ("head", "body") else self._taken()
        if stage != self._stage:
            self._stage, self._since, self._moved = stage, now, moved
        elif stage[0] in ("body", "send") and moved - self._moved >= STRETCH_BYTES:
            self._since, self._moved = now, moved
        return now - self._since > _PATIENCE[stage[0]]

    def waited(self, now: float) -> float:
        """Seconds the client has kept us waiting; -1 while we keep it waiting."""
        return -1.0 if self.stage() == "work" else now - self._since

    def held(self) -> int:
        """Bytes kept for this client."""
        unfinished = self.request.body_bytes_received if self.request is not None else 0
        return int(unfinished + self.total_outbufs_len)

    def drop(self) -> None:
        """Ends the connection at once; what lies unsent in the system is thrown away as well."""
        with contextlib.suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.lingering = True  # no second farewell
        self.handle_close()

    def _taken(self) -> int:
        """Bytes the client has taken. What the system still holds for it does not count."""
        waiting = 0
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                waiting = struct.unpack("i", fcntl.ioctl(self.socket.fileno(), termios.TIOCOUTQ, b"\0\0\0\0"))[0]
        return self.sent_bytes - waiting


_PATIENCE = {
    "idle": IDLE_SECONDS,
    "head": HEAD_SECONDS,
    "body": STRETCH_SECONDS,
    "send": STRETCH_SECONDS,
    "linger": LINGER_SECONDS,
    "work": float("inf"),
}
