"""The other side of a webhook for tests: a server that answers as it is told and reads with the standards' own libraries."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, request

from workers.simulation import Served


class Receiver:
    """What it was sent, in order, and how it answers: a status for each of the next requests, then 204; after ``delay``
    seconds, as long as the receiver is there."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay, self.over = delay, threading.Event()
        self.sent: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.url = ""

    def app(self) -> Flask:
        """The server."""
        app = Flask("receiver")

        @app.post("/events")
        def events() -> Response:
            self.sent.append(({name.lower(): value for name, value in request.headers.items()}, request.get_data()))
            self.over.wait(self.delay)
            status = self.answers.pop(0) if self.answers else 204
            headers = {"Location": "/elsewhere"} if status == 302 else {}
            return Response(b"" if status == 204 else f"answer {status}", status, headers)

        return app

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.sent]


@contextmanager
def receiver(delay: float = 0.0) -> Iterator[Receiver]:
    """A receiver on a port of this machine."""
    made = Receiver(delay)
    with Served(made.app()) as served:
        made.url = f"{served.url}/events"
        try:
            yield made
        finally:
            made.over.set()
