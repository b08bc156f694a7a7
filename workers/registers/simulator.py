"""Plays the three registers: each under its own path, with answers that can be told to be late, wrong, doubled or mixed up.

People whose identity number ends in an even digit are in the register of poor households; everybody has a residence; a
certification is there under every number that begins with a digit. ``POST /_enter {"register", "key", "entry"}`` puts
another entry in (``null``: none). ``POST /_twist {"register", "kind", "times"}`` spoils the next answers: ``pending``
(people still look), ``person`` (somebody else's), ``request`` (the answer to the question before), ``unclear``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, jsonify, request

from core.adapters import clock as machine
from workers.connector import Simulator
from workers.registers.wire import SUBJECT_UNCLEAR
from workers.simulation import KEY, Served, refusal, simulator

REGISTERS: Final = ("poor-households", "certifications", "residence-archive")
STRANGER: Final = "099099999999"


@dataclass(slots=True)
class Shelf:
    """One register: entries by identity number or number, what was asked, and what it said. Safe for threads."""

    name: str
    entries: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    twist: str = ""
    times: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question; the same one however often it is asked."""
        with self.lock:
            number = str(question["request"])
            twist = self._next_twist()
            if twist == "pending":
                return {"request": number, "state": "pending"}
            before = next(reversed(self.said.values()), None)
            answer = self.said.setdefault(number, self._looked_up(question))
            if twist == "person":
                return {**answer, "identityNumber": STRANGER}
            if twist == "request":
                return before or {**answer, "request": "another"}
            return answer

    def unclear(self) -> bool:
        """Whether this question fits several people."""
        with self.lock:
            if self.twist != "unclear" or self.times < 1:
                return False
            self.times -= 1
            return True

    def _next_twist(self) -> str:
        if self.times < 1:
            return ""
        self.times -= 1
        return self.twist

    def _looked_up(self, question: dict[str, Any]) -> dict[str, Any]:
        identity = str(question.get("identityNumber") or "")
        key = str(question.get("number") or identity or question.get("name") or "")
        entry = self.entries[key] if key in self.entries else _usual(self.name, key)
        return {
            "request": question["request"],
            "state": "absent" if entry is None else "found",
            "identityNumber": identity or None,
            "entry": entry,
            "answeredAt": machine.system_clock().isoformat(),
        }


def _usual(register: str, key: str) -> dict[str, Any] | None:
    """What is in a register when nobody put anything in."""
    if register == "poor-households":
        if not key[-1:].isdigit() or int(key[-1]) % 2:
            return None
        return {"household": f"HN-{key[-4:]}", "kind": "poor", "year": 2026, "since": "2026-01-01"}
    if register == "certifications":
        if not key[:1].isdigit():
            return None
        office = "UBND xã Minh Hoạ"
        return {"number": key, "book": "01/2026", "certified": "2026-03-02", "kind": "copy", "office": office}
    return {
        "kind": "permanent",
        "address": "Số 1, thôn Minh Hoạ, xã Minh Hoạ",
        "since": "2020-01-01",
        "archive": "TT-01",
    }


def create_app() -> Flask:
    """The interface of the three registers."""
    app = simulator("simulator-registers")
    shelves = {name: Shelf(name) for name in REGISTERS}
    app.extensions["shelves"] = shelves
    app.add_url_rule("/<name>/lookups", "ask", lambda name: _ask(shelves, name), methods=["POST"])
    app.add_url_rule("/_enter", "enter", lambda: _enter(shelves), methods=["POST"])
    app.add_url_rule("/_twist", "twist", lambda: _twist(shelves), methods=["POST"])
    return app


def _ask(shelves: Mapping[str, Shelf], name: str) -> Response:
    given, question = request.authorization, request.get_json(silent=True) or {}
    if given is None or not given.username or not given.password:
        return refusal(401, "CLIENT_UNKNOWN", "Sai mã kết nối.")
    if name not in shelves:
        return refusal(404, "REGISTER_UNKNOWN", "Không có sổ này.")
    officer = question.get("officer") or {}
    if not (question.get("purpose") and officer.get("username") and question.get("dossier")):
        return refusal(422, "PURPOSE_MISSING", "Thiếu hồ sơ, người tra cứu hoặc mục đích tra cứu.")
    if shelves[name].unclear():
        return refusal(409, SUBJECT_UNCLEAR, "Có nhiều người trùng thông tin.")
    return jsonify(shelves[name].answer(question))


def _enter(shelves: Mapping[str, Shelf]) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    shelves[told["register"]].entries[told["key"]] = told.get("entry")
    return jsonify(told)


def _twist(shelves: Mapping[str, Shelf]) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    shelf = shelves[told["register"]]
    with shelf.lock:
        shelf.twist, shelf.times = str(told["kind"]), int(told.get("times", 1))
    return jsonify(told)


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    with Served(create_app(), ports["registers"]) as served:
        yield {"registers": served.port}


def pointing(url: str) -> dict[str, str]:
    """The settings that point the office at registers at this address."""
    return {
        "households_url": f"{url}/poor-households",
        "households_key": KEY,
        "certifications_url": f"{url}/certifications",
        "certifications_key": KEY,
        "residence_url": f"{url}/residence-archive",
        "residence_key": KEY,
    }


SIMULATOR = Simulator(
    ports=("registers",), run=_run, settings=lambda ports: pointing(f"http://127.0.0.1:{ports['registers']}")
)
