"""The HTTP server of one process: waitress, which takes whole requests and hands out whole answers in one loop and gives
them to threads only in between, with what waitress leaves open: nobody holds a connection, the disk or the last free place
without need.

The rule is the same for every way to be slow. A client has some seconds to say what it wants, and then, in whichever
direction bytes still have to pass, so many have to pass in every stretch of time. When all places are taken, those who have
waited longest make room. A thread never waits for a client.
"""

from __future__ import annotations

import contextlib
import fcntl
import resource
import socket
import struct
import sys
import termios
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask
from waitress.wasyncore import poll2

from motcua.headers import complete

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from core.settings import Settings

HEAD_SECONDS = 20.0  # for the request line and the headers, whole
IDLE_SECONDS = 60.0  # between two requests of one connection
CLEANUP_SECONDS = 1.0  # how often it is looked at
STRETCH_SECONDS = 20.0  # a body or an answer has to move this far …
STRETCH_BYTES = 10_000  # … in every stretch: 500 bytes a second, as Apache asks for
LINGER_SECONDS = 5.0  # a refused client may still be sending; it is heard out so long, or it would not read the answer
LARGEST_HEAD = 64 * 1024
SPOOL_REQUESTS = 8  # unfinished bodies and unread answers may together take as much as this many largest requests
MOST_CONNECTIONS = 2_000
SPARE = 64  # beyond the places there are, so that a newcomer is let in before somebody makes room
FILES_A_CONNECTION = 3  # its socket, and what is put aside on disk in either direction
OWN_FILES = 128
WORDS = {
    413: "Nội dung gửi lên quá lớn. · What was sent is too large.",
    431: "Phần đầu của yêu cầu quá lớn. · The headers of the request are too large.",
    500: "Lỗi ở phía máy chủ. · A fault on the server's side.",
    501: "Máy chủ không hỗ trợ cách gửi này. · The server does not know this way of sending.",
}
OTHERWISE = "Yêu cầu không đúng quy cách. · The request is malformed."


class Refusal(ErrorTask):
    """The server's own answers: a word for people, nothing about the program."""

    def execute(self) -> None:
        error = self.request.error
        self.status = f"{error.code} {error.reason}"
        body = f"{WORDS.get(error.code, OTHERWISE)}\n".encode()
        https = self.channel.server.https
        self.response_headers.extend(complete([("Content-Type", "text/plain; charset=utf-8")], https=https))
        self.channel.refused = True
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):
    """One connection, which knows how long its client has kept it waiting."""

    error_task_class = Refusal
    refused = False
    lingering = False

    def __init__(self, server: Server, sock: socket.socket, addr: Any, adj: Adjustments, map: Any = None) -> None:  # noqa: A002 - waitress's name
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


class Server(TcpWSGIServer):
    """Listens at one address, with a thread pool for the application."""

    channel_class = Channel
    accepting: bool

    def __init__(self, application: WSGIApplication, adj: Adjustments, *, https: bool, **options: Any) -> None:
        self.https = https
        self.served = 0
        self._places = adj.connection_limit - SPARE
        self._tables: dict[int, Any] = {}
        super().__init__(application, self._tables, adj=adj, **options)

    def add_task(self, task: Channel) -> None:
        with task.outbuf_lock:
            task.parked = bool(task.total_outbufs_len)
        if not task.parked:
            self.task_dispatcher.add_task(task)

    def handle_accept(self) -> None:
        super().handle_accept()
        if len(self.active_channels) > self._places:
            self._make_room(1 + self._places // 10)

    def _make_room(self, places: int) -> None:
        """Those who have waited longest for nothing go first."""
        now = time.monotonic()
        waiting = [channel for channel in self.active_channels.values() if channel.waited(now) > 0]
        for channel in sorted(waiting, key=lambda each: each.waited(now), reverse=True)[:places]:
            channel.drop()

    def maintenance(self, now: float) -> None:
        """About once a second; waitress calls it, with its own clock."""
        self.next_channel_cleanup = now + CLEANUP_SECONDS
        now = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.overdue(now):
                channel.drop()
        self._spare_disk()

    def _spare_disk(self) -> None:
        limit = SPOOL_REQUESTS * self.adj.max_request_body_size
        channels = sorted(self._clients(), key=Channel.held, reverse=True)
        held = sum(channel.held() for channel in channels)
        for channel in channels:
            if held <= limit:
                break
            held -= channel.held()
            channel.drop()

    def _clients(self) -> Iterator[Channel]:
        return (channel for channel in self.active_channels.values() if channel.stage() != "work")

    def turn(self, seconds: float = 1.0) -> None:
        """One round of the loop: whatever is ready now, or after at most so many seconds."""
        poll2(seconds, self._tables)

    def drain(self) -> bool:
        """Takes nobody new and sends the idle away. Whether nobody is left."""
        if self.accepting:
            self.accepting = False
            self.del_channel(self._tables)
            self.socket.close()
        for channel in list(self.active_channels.values()):
            if channel.stage() in ("idle", "head"):
                channel.drop()
        return not self.active_channels

    def end(self) -> None:
        """Ends the threads and every connection that is left."""
        self.task_dispatcher.shutdown(timeout=1)
        for channel in list(self.active_channels.values()):
            channel.drop()
        self.trigger.close()


def adjustments(settings: Settings, threads: int) -> Adjustments:
    """How waitress is to behave."""
    return Adjustments(
        host=settings.host,
        port=settings.port,
        threads=threads,
        ident="",
        clear_untrusted_proxy_headers=not settings.proxies,
        connection_limit=_connections() + SPARE,
        max_request_header_size=LARGEST_HEAD,
        max_request_body_size=settings.request_limit + 1,
        outbuf_high_watermark=1 << 40,  # an answer that is not read lies on disk, and no thread waits for its reader
        asyncore_use_poll=True,
        backlog=1024,
    )


def serve(application: WSGIApplication, settings: Settings, threads: int, **options: Any) -> Server:
    """A server of ``application``; ``options`` name the socket where it is not to open one."""
    return Server(application, adjustments(settings, threads), https=settings.secure, **options)


def _connections() -> int:
    """As many as there can be open files for; the limit is raised as far as it may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS * FILES_A_CONNECTION + OWN_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(64, min(MOST_CONNECTIONS, (soft - OWN_FILES) // FILES_A_CONNECTION))
