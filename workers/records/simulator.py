"""Plays the records axis and the offices behind it: takes dossiers and steps once, carries edXML, and answers after a while.

Letters are answered by themselves after ``pace`` seconds, or at once when told: ``POST /_answer {"DocumentId", "text"}``.
``POST /_say {"DocumentId", "StatusCode", "Description"}`` sends a status of a letter of ours, and ``POST /_deliver`` puts the
XML of its body among what waits for us (``?times=2``: doubled, under other ids; ``?first=1``: before what came earlier).
``GET /_state`` shows what the axis has. What happened is kept in memory, and in a journal for the next start.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request

from core.adapters import clock as machine
from core.domain.letters import LetterStatus
from workers.connector import Simulator
from workers.records.edxml import reader
from workers.records.edxml.model import EdocMessage
from workers.records.simulated_axis import Axis
from workers.records.simulated_offices import ANSWER
from workers.records.wire import (
    DOSSIER_EXISTS,
    DOSSIER_UNKNOWN,
    LETTER_REFUSED,
    MESSAGE_UNKNOWN,
    SESSION_ENDED,
    SUCCESS,
    UNIT_UNKNOWN,
)
from workers.simulation import KEPT, KEY, Served, simulator
from workers.simulator_journal import Journal


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
    app.add_url_rule("/edoc", "send", lambda: _send(axis), methods=["POST"])
    app.add_url_rule("/edoc", "waiting", lambda: _waiting(axis))
    app.add_url_rule("/edoc/<name>", "fetch", lambda name: _fetch(axis, name))
    app.add_url_rule("/edoc/<name>", "acknowledge", lambda name: _acknowledge(axis, name), methods=["POST"])
    app.add_url_rule("/_answer", "answer", lambda: _answer(axis), methods=["POST"])
    app.add_url_rule("/_say", "say", lambda: _say(axis), methods=["POST"])
    app.add_url_rule("/_deliver", "deliver", lambda: _deliver(axis), methods=["POST"])
    app.add_url_rule("/_state", "state", lambda: jsonify(axis.state()))
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
    session = request.headers.get("Session") or _body().get("session")
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


def _send(axis: Axis) -> Response:
    key, data = request.headers.get("Idempotency-Key", ""), request.get_data()
    try:
        message = reader.read(data).message
    except reader.DocumentInvalid as error:
        return reply(LETTER_REFUSED, f"Văn bản không đúng cấu trúc: {error.reason}")
    if isinstance(message, EdocMessage):
        if any(one.id == "unknown" for one in message.receivers):
            return reply(UNIT_UNKNOWN, "Không có đơn vị nhận này trên trục.")
        if not message.content:
            return reply(LETTER_REFUSED, "Văn bản thiếu nội dung.")
    kind = "edoc" if isinstance(message, EdocMessage) else "status"
    return reply(data={"docId": axis.send(kind, data, key, message.sender.id)})


def _waiting(axis: Axis) -> Response:
    limit = request.args.get("limit", 100, type=int)
    return reply(items=axis.waiting()[: max(1, min(limit, 500))])


def _fetch(axis: Axis, name: str) -> Response:
    xml = axis.xml(name)
    return reply(MESSAGE_UNKNOWN, "Không có văn bản này.") if xml is None else Response(xml, mimetype="application/xml")


def _acknowledge(axis: Axis, name: str) -> Response:
    axis.acknowledge(name, str(_body().get("status", "")))
    return reply()


def _answer(axis: Axis) -> Response:
    body = _body()
    text = str(body.get("text") or ANSWER)
    if not axis.answer(str(body.get("DocumentId", "")), text, machine.system_clock()):
        return reply(MESSAGE_UNKNOWN, "Không có văn bản này.")
    return reply()


def _say(axis: Axis) -> Response:
    body = _body()
    code, text = LetterStatus(str(body.get("StatusCode", "01"))), str(body.get("Description", "Văn thư"))
    if not axis.say(str(body.get("DocumentId", "")), code, text, machine.system_clock()):
        return reply(MESSAGE_UNKNOWN, "Không có văn bản này.")
    return reply()


def _deliver(axis: Axis) -> Response:
    times, first = request.args.get("times", 1, type=int), request.args.get("first") == "1"
    data = request.get_data()
    return reply(ids=[axis.deliver(data, first=first) for _ in range(times)])


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    with Served(create_app(pace, home / KEPT / "records.jsonl"), ports["records"]) as served:
        yield {"records": served.port}


SIMULATOR = Simulator(
    ports=("records",),
    run=_run,
    settings=lambda ports: {"records_url": f"http://127.0.0.1:{ports['records']}", "records_key": KEY},
)
