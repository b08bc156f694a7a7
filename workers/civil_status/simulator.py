"""Plays the civil-status database: takes records once, registers them after a while, and tells what came of it.

``POST /_decide {"code", "state", "reason", "times"}`` decides one at once, as often as told; ``POST /_trouble {"code", "times"}`` makes
the next hand-overs fail with a reason (``RECORD_INVALID``, ``ALREADY_REGISTERED``); ``POST /_mix`` turns the order of the feed round.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request

from core.adapters import clock as machine
from core.domain.office_time import local
from workers.connector import Simulator
from workers.simulation import KEPT, KEY, Served, refusal, simulator
from workers.simulator_journal import Journal


@dataclass(slots=True)
class Registry:
    """Records by our number, and the feed; safe for threads."""

    pace: timedelta
    journal: Journal = field(default_factory=Journal)
    lock: threading.RLock = field(default_factory=threading.RLock)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)
    feed: list[dict[str, Any]] = field(default_factory=list)
    trouble: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Knows what it was told before it was started again."""
        for fact in self.journal.facts():
            if "record" in fact:
                self.records[fact["record"]["request"]] = fact["record"]
            elif "line" in fact:
                self.feed.append(fact["line"])
                self.decided.add(fact["line"]["code"])

    def take(self, given: dict[str, Any]) -> dict[str, Any]:
        """The record under this number; a number it has keeps its code."""
        with self.lock:
            known = self.records.get(given["request"])
            if known is None:
                known = {**given, "code": f"HT{secrets.token_hex(6).upper()}", "taken": _now().isoformat()}
                self.records[given["request"]] = known
                self.journal.add({"record": known})
            return known

    def lines(self) -> list[dict[str, Any]]:
        """The feed, with what has become due in the meantime."""
        with self.lock:
            due = _now() - self.pace
            for one in self.records.values():
                if one["code"] not in self.decided and datetime.fromisoformat(one["taken"]) <= due:
                    self.decide(one["code"], "registered")
            return list(self.feed)

    def decide(self, code: str, state: str, reason: str = "") -> dict[str, Any]:
        """Decides a record, whatever was decided before."""
        with self.lock:
            count = len(self.feed) + 1
            line: dict[str, Any] = {"id": f"{count:09d}", "code": code, "state": state, "at": _now().isoformat()}
            if state == "returned":
                line["reason"] = reason or "Sai thông tin, đề nghị chỉnh sửa."
            else:
                today = local(_now()).date()
                line |= {
                    "number": f"{count}/{today.year}",
                    "book": f"01/{today.year}",
                    "registeredOn": today.isoformat(),
                }
                line |= {"personalNumber": f"001226{count:06d}"}
            self.feed.append(line)
            self.decided.add(code)
            self.journal.add({"line": line})
            return line

    def next_trouble(self) -> str:
        """The reason with which this hand-over fails, if one is due."""
        with self.lock:
            if self.trouble.get("times", 0) < 1:
                return ""
            self.trouble["times"] -= 1
            return str(self.trouble["code"])


def create_app(pace: float, kept: Path | None = None) -> Flask:
    """The interface; ``pace``: seconds until a record is registered; ``kept``: the journal's file if there is one."""
    app = simulator("simulator-civil-status")
    registry = Registry(timedelta(seconds=pace), journal=Journal(kept))
    app.extensions["registry"] = registry
    app.before_request(_guard)
    app.add_url_rule("/registrations", "take", lambda: _take(registry), methods=["POST"])
    app.add_url_rule("/results", "results", lambda: _results(registry))
    app.add_url_rule("/_decide", "decide", lambda: _decide(registry), methods=["POST"])
    app.add_url_rule("/_trouble", "trouble", lambda: _trouble(registry), methods=["POST"])
    app.add_url_rule("/_mix", "mix", lambda: _mix(registry), methods=["POST"])
    return app


def _guard() -> Response | None:
    given = request.authorization
    if request.path.startswith("/_") or (given is not None and given.username and given.password):
        return None
    return refusal(401, "CLIENT_UNKNOWN", "Sai mã kết nối.")


def _take(registry: Registry) -> Response:
    given: dict[str, Any] = request.get_json(silent=True) or {}
    trouble = registry.next_trouble()
    if trouble:
        return refusal(422, trouble, "Cơ sở dữ liệu hộ tịch không nhận.")
    if not (given.get("request") and given.get("officer") and given.get("record")):
        return refusal(422, "RECORD_INVALID", "Thiếu người đăng ký hoặc nội dung đăng ký.")
    known = registry.take(given)
    return jsonify(request=known["request"], code=known["code"])


def _results(registry: Registry) -> Response:
    after, size = request.args.get("after", ""), request.args.get("limit", 100, type=int)
    return jsonify(items=[line for line in registry.lines() if line["id"] > after][: max(1, min(size, 500))])


def _decide(registry: Registry) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    line = registry.decide(told["code"], told.get("state", "registered"), told.get("reason", ""))
    with registry.lock:
        registry.feed += [{**line} for _ in range(int(told.get("times", 1)) - 1)]
    return jsonify(line)


def _trouble(registry: Registry) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    with registry.lock:
        registry.trouble = {"code": "RECORD_INVALID", "times": 1, **told}
    return jsonify(registry.trouble)


def _mix(registry: Registry) -> Response:
    with registry.lock:
        registry.feed.reverse()
    return jsonify(registry.feed)


def _now() -> datetime:
    return machine.system_clock()


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    with Served(create_app(pace, home / KEPT / "civil-status.jsonl"), ports["civil-status"]) as served:
        yield {"civil-status": served.port}


def pointing(url: str) -> dict[str, str]:
    """The settings that point the office at a database at this address."""
    return {"civil_status_url": url, "civil_status_key": KEY}


SIMULATOR = Simulator(
    ports=("civil-status",), run=_run, settings=lambda ports: pointing(f"http://127.0.0.1:{ports['civil-status']}")
)
