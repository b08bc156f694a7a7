"""The HTTP server of one process: waitress, plus protection against slow clients.

Waitress reads whole requests and writes whole responses in one loop; threads only see complete requests, so none waits
for a client. Added here: a client has some seconds to send its headers, and after that a minimum number of bytes must
pass in every interval, in whichever direction is due. When the limit of connections is reached, those that have waited
longest are closed.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.wasyncore import poll2

from motcua.channel import Channel

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from core.settings import Settings

CLEANUP_SECONDS = 1.0  # interval of the check for slow clients
LARGEST_HEAD = 64 * 1024
SPOOL_REQUESTS = 8  # unfinished bodies and unread answers may together take as much as this many largest requests
MOST_CONNECTIONS = 2_000
SPARE = 64  # accepted beyond the limit, so that a new client gets in before an old one is closed
FILES_A_CONNECTION = 3  # its socket, and a spool file for each direction
OWN_FILES = 128


class Server(TcpWSGIServer):
    """Listens at one address, with a thread pool for the application."""

    channel_class = Channel
    accepting: bool

    def __init__(self, application: WSGIApplication, adj: Adjustments, *, https: bool, **options: Any) -> None:
        self.https = https
        self.served = 0
        self._next_look = 0.0
        self._limit = adj.connection_limit - SPARE
        self._tables: dict[int, Any] = {}
        super().__init__(application, self._tables, adj=adj, **options)

    def add_task(self, task: Channel) -> None:
        with task.outbuf_lock:
            task.parked = bool(task.total_outbufs_len)
        if not task.parked:
            self.task_dispatcher.add_task(task)

    def _make_room(self, connections: int) -> None:
        """Closes so many of the connections that wait, the longest waiting first."""
        now = time.monotonic()
        waiting = [channel for channel in self.active_channels.values() if channel.waited(now) > 0]
        for channel in sorted(waiting, key=lambda each: each.waited(now), reverse=True)[:connections]:
            channel.drop()

    def maintenance(self, now: float) -> None:
        """Nothing: waitress calls it while it gathers whom to listen to, when nobody may be dropped (see :meth:`turn`)."""
        self.next_channel_cleanup = now + CLEANUP_SECONDS

    def _look_after(self) -> None:
        """Closes connections that are overdue, take too much disk, or exceed the limit."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + CLEANUP_SECONDS
            for channel in list(self.active_channels.values()):
                if channel.overdue(now):
                    channel.drop()
            self._spare_disk()
        if len(self.active_channels) > self._limit:
            self._make_room(1 + self._limit // 10)

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
        """One round of the loop: whatever is ready now, or after at most so many seconds.

        Connections are dropped only between two rounds. Within a round the number of a dropped socket may be reused
        for a new client, which would then be closed because of events of the old one.
        """
        self._look_after()
        poll2(seconds, self._tables)

    def drain(self) -> bool:
        """Accepts no new connections and closes idle ones; returns whether none is left."""
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
