"""Whole installations of this software side by side: each with its database, its address and its workers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.serving import BaseWSGIServer, make_server

from core.ports import Clock
from core.services.office import Office
from core.settings import Settings
from motcua.wsgi import compose
from workers import context as contexts
from workers import inbound, jobs
from workers.composition import build
from workers.context import WorkerContext


@dataclass
class Installation:
    """One installation: its office, the server in front of it, and what its relay and its workers would do."""

    office: Office
    settings: Settings
    server: BaseWSGIServer

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def ctx(self) -> WorkerContext:
        return WorkerContext(self.office, self.settings)

    def work(self) -> None:
        """Carries out the calls to other systems that are due, and takes what they have sent."""
        contexts.set_current(self.ctx)
        inbound.process(self.ctx, None)  # type: ignore[arg-type]
        for call in self.office.outbox.due():
            if call.topic.startswith("office."):
                jobs.call(str(call.id))


def listening() -> BaseWSGIServer:
    """A server on a free port that does not answer yet."""
    return make_server("127.0.0.1", 0, lambda environ, start: [], threaded=True)


@contextmanager
def installed(settings: Settings, clock: Clock, server: BaseWSGIServer) -> Iterator[Installation]:
    """An installation behind a server, until the block ends."""
    office = build(settings)
    assert office.context.clock is clock, "the test's clock is that of every office built in this process"
    server.app = compose(office, settings)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Installation(office, settings, server)
    finally:
        server.shutdown()
        thread.join(timeout=60)
        office.close()
        contexts._current.clear()
