"""Plays the records axis and the offices behind it: takes dossiers and steps once, and answers letters after a while.

Letters are answered by themselves after ``pace`` seconds, or at once when told: ``POST /_answer {"MaVanBan",
"TraLoi", "GhiChu"}``. ``GET /_state`` shows what the axis has. What happened is kept in memory, and in a
journal for the next start.
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
from workers.connector import Simulator
from workers.records.wire import DOSSIER_EXISTS, DOSSIER_UNKNOWN, SESSION_ENDED, SUCCESS
from workers.simulation import KEPT, KEY, Served, simulator
from workers.simulator_journal import Journal

UNIT_UNKNOWN = "11"
LETTER_REFUSED = "12"
ANSWER = "Đã tra cứu sổ đăng ký: không có thông tin trái với nội dung cần xác minh."


@dataclass(slots=True)
class Axis:
    """What the axis has; safe for threads."""

    pace: timedelta
    sessions: set[str] = field(default_factory=set)
    dossiers: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)
    letters: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        """Takes up what an earlier start had; letters still open are due a while after this one."""
        for fact in self.journal.facts():
            match fact:
                case {"dossier": dossier}:
                    self.dossiers[dossier["MaHoSo"]] = dossier
                case {"step": step}:
                    self.steps.append(step)
                case {"letter": letter}:
                    self.letters[letter["MaVanBan"]] = {**letter, "due": machine.system_clock() + self.pace}
                case {"answer": answer}:
                    self.letters[answer["MaVanBan"]]["due"] = None
                    self.answers.append(answer)

    def add_dossier(self, dossier: dict[str, Any]) -> None:
        """A dossier, or its newer state."""
        self.dossiers[dossier["MaHoSo"]] = dossier
        self.journal.add({"dossier": dossier})

    def add_step(self, step: dict[str, Any]) -> None:
        """A step of a dossier, once."""
        with self.lock:
            if step not in self.steps:
                self.steps.append(step)
                self.journal.add({"step": step})

    def add_letter(self, letter: dict[str, Any]) -> None:
        """A letter, once per code; it will be answered after a while."""
        with self.lock:
            if letter["MaVanBan"] not in self.letters:
                self.letters[letter["MaVanBan"]] = {**letter, "due": machine.system_clock() + self.pace}
                self.journal.add({"letter": letter})

    def answer(self, code: str, text: str, note: str, at: datetime) -> None:
        """Answers a letter. Raises ``KeyError``."""
        with self.lock:
            letter = self.letters[code]
            letter["due"] = None
            entry = {"MaVanBan": code, "TraLoi": text, "NguoiTraLoi": f"Đơn vị {letter['NoiNhan']}", "GhiChu": note}
            answer = {"id": f"{len(self.answers) + 1:012d}", **entry, "at": at.isoformat()}
            self.answers.append(answer)
            self.journal.add({"answer": answer})

    def advance(self) -> None:
        """Answers what is due by now."""
        now = machine.system_clock()
        with self.lock:
            for code, letter in self.letters.items():
                if letter["due"] is not None and letter["due"] <= now:
                    self.answer(code, ANSWER, "", now)


def create_app(pace: float = 20.0, kept: Path | None = None) -> Flask:
    """The axis's interface; ``pace`` in seconds until a letter is answered, ``kept`` the journal's file if there is one."""
    app = simulator("simulator-records")
    axis = Axis(timedelta(seconds=pace), journal=Journal(kept))
    app.extensions["axis"] = axis
    app.before_request(lambda: _guard(axis))
    app.add_url_rule("/login", "login", lambda: _login(axis), methods=["POST"])
    app.add_url_rule("/TraCuuHoSo", "look-up", lambda: _look_up(axis), methods=["POST"])
    app.add_url_rule("/DongBoHoSoMC", "dossier", lambda: _dossier(axis), methods=["POST"])
    app.add_url_rule("/CapNhatTienDoHoSoMC", "step", lambda: _step(axis), methods=["POST"])
    app.add_url_rule("/letters", "letter", lambda: _letter(axis), methods=["POST"])
    app.add_url_rule("/answers", "answers", lambda: _answers(axis))
    app.add_url_rule("/_answer", "answer", lambda: _answer(axis), methods=["POST"])
    app.add_url_rule("/_state", "state", lambda: _state(axis))
    return app


def reply(code: str = SUCCESS, message: str = "", **values: Any) -> Response:
    """An answer as the axis gives it: always 200, with its own code."""
    return jsonify(error_code=code, error_message=message, **values)


def _body() -> dict[str, Any]:
    found = request.get_json(silent=True)
    return found if isinstance(found, dict) else {}


def _guard(axis: Axis) -> Response | None:
    axis.advance()
    if request.path == "/login" or request.path.startswith("/_"):
        return None
    session = _body().get("session") or request.headers.get("Session")
    return None if session in axis.sessions else reply(SESSION_ENDED, "Phiên làm việc đã hết hạn.")


def _login(axis: Axis) -> Response:
    body = _body()
    if not body.get("username") or not body.get("password"):
        return reply(SESSION_ENDED, "Sai tên đăng nhập hoặc mật khẩu.")
    session = secrets.token_urlsafe(16)
    axis.sessions.add(session)
    return reply(session=session)


def _look_up(axis: Axis) -> Response:
    code = str(_body().get("MaHoSo", ""))
    dossier = axis.dossiers.get(code)
    if dossier is None:
        return reply(DOSSIER_UNKNOWN, "Không tìm thấy hồ sơ.")
    last = max((step["ThoiDiemXuLy"] for step in list(axis.steps) if step["MaHoSo"] == code), default="")
    return reply(data={"MaHoSo": code, "TrangThaiHoSo": dossier["TrangThaiHoSo"], "ThoiDiemXuLy": last})


def _dossier(axis: Axis) -> Response:
    body = _body()
    updating = body.get("isUpdating") == "True"
    with axis.lock:
        for dossier in body.get("data", []):
            known = dossier["MaHoSo"] in axis.dossiers
            if known != updating:
                return reply(DOSSIER_EXISTS, "Hồ sơ đã có.") if known else reply(DOSSIER_UNKNOWN, "Chưa có hồ sơ.")
            axis.add_dossier(dossier)
    return reply()


def _step(axis: Axis) -> Response:
    for step in _body().get("data", []):
        if step["MaHoSo"] not in axis.dossiers:
            return reply(DOSSIER_UNKNOWN, "Chưa có hồ sơ.")
        axis.add_step(step)
    return reply()


def _letter(axis: Axis) -> Response:
    letter: dict[str, Any] = _body().get("data") or {}
    if not letter.get("NoiNhan") or letter["NoiNhan"] == "unknown":
        return reply(UNIT_UNKNOWN, "Không có đơn vị nhận này trên trục.")
    if not letter.get("MaVanBan") or not letter.get("NoiDung"):
        return reply(LETTER_REFUSED, "Văn bản thiếu mã hoặc nội dung.")
    axis.add_letter(letter)
    return reply()


def _answers(axis: Axis) -> Response:
    after, limit = request.args.get("after", ""), request.args.get("limit", 100, type=int)
    return reply(items=[item for item in list(axis.answers) if item["id"] > after][: max(1, min(limit, 500))])


def _answer(axis: Axis) -> Response:
    body = _body()
    try:
        text = str(body.get("TraLoi") or ANSWER)
        axis.answer(str(body.get("MaVanBan", "")), text, str(body.get("GhiChu", "")), machine.system_clock())
    except KeyError:
        return reply("13", "Không có văn bản này.")
    return reply()


def _state(axis: Axis) -> Response:
    with axis.lock:
        return jsonify(dossiers=axis.dossiers, steps=axis.steps, letters=axis.letters, answers=axis.answers)


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    with Served(create_app(pace, home / KEPT / "records.jsonl"), ports["records"]) as served:
        yield {"records": served.port}


SIMULATOR = Simulator(
    ports=("records",),
    run=_run,
    settings=lambda ports: {"records_url": f"http://127.0.0.1:{ports['records']}", "records_key": KEY},
)
