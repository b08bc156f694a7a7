"""Simulates the national portal: people file dossiers there (``POST /_file``), with their papers, and it hears what became of them.

``_file`` takes a dossier as :class:`workers.national_portal.wire.FiledDossier` with a ``content`` (base64) beside each file, and
``times`` to have it stand in the feed more than once.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, jsonify, request

from workers.connector import Simulator
from workers.national_portal.wire import SUCCESS
from workers.simulation import Served, simulator

KEY: Final = "client:secret-of-the-portal"
SECRET: Final = "whsec_c2ltdWxhdGVkLW5hdGlvbmFsLXBvcnRhbC1zZWNyZXQ"


@dataclass
class Portal:
    """What was filed; safe for threads."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    feed: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    #: the portal's code → what the office said of it, each time
    told: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def file(self, dossier: dict[str, Any], times: int = 1) -> None:
        """A person files a dossier."""
        with self.lock:
            for paper in dossier.get("TaiLieuNop", ()):
                self.files[paper["TepDinhKemId"]] = base64.b64decode(paper.pop("content", ""))
            for _ in range(times):
                self.feed.append({"id": f"{len(self.feed) + 1:09d}", "HoSo": dossier})


def create_app() -> Flask:
    """The portal's interface."""
    app = simulator("simulator-national-portal")
    portal = Portal()
    app.extensions["portal"] = portal
    app.before_request(_guard)
    app.add_url_rule("/HoSo", "filed", lambda: _filed(portal))
    app.add_url_rule("/TepDinhKem/<name>", "file", lambda name: _file(portal, name))
    app.add_url_rule("/TiepNhanHoSo", "acknowledge", lambda: _acknowledged(portal), methods=["POST"])
    app.add_url_rule("/_file", "submit", lambda: _submitted(portal), methods=["POST"])
    return app


def _guard() -> Response | None:
    if request.path.startswith("/_"):
        return None
    given = request.authorization
    if given is None or not given.username or not given.password:
        return Response("", 401)
    return None


def _filed(portal: Portal) -> Response:
    after, size = request.args.get("after", ""), request.args.get("limit", 50, type=int)
    lines = [line for line in list(portal.feed) if line["id"] > after][: max(1, min(size, 500))]
    return jsonify(error_code=SUCCESS, data=lines)


def _file(portal: Portal, name: str) -> Response:
    if name not in portal.files:
        return Response("", 404)
    return Response(portal.files[name], content_type="application/octet-stream")


def _acknowledged(portal: Portal) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    with portal.lock:
        portal.told.setdefault(str(told.get("MaHoSo")), []).append(told)
    return jsonify(error_code=SUCCESS)


def _submitted(portal: Portal) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    portal.file(told, int(told.pop("times", 1)))
    return jsonify(filed=told.get("MaHoSo"))


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    with Served(create_app(), ports["national_portal"]) as served:
        yield {"national_portal": served.port}


SIMULATOR = Simulator(
    ports=("national_portal",),
    run=_run,
    settings=lambda ports: {
        "national_portal_url": f"http://127.0.0.1:{ports['national_portal']}",
        "national_portal_key": KEY,
        "national_portal_callback_secret": SECRET,
    },
)
