"""Plays Viettel Post: gives tokens, takes orders once per number, moves them along, and calls the office back.

Orders move by themselves, one code every ``pace`` seconds, when somebody asks for something, and without anybody's asking as long as
:func:`moving` lasts; ``POST /_advance
{"reference", "status", "times", "ago", "date"}`` moves one and stops it, tells it ``times`` times, as of ``ago`` seconds before or at
whatever ``date`` says. ``POST /_callback {"url"}`` says where the office listens: until then nobody is told.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx
from flask import Flask, Response, jsonify, request

from core.adapters import clock as machine
from core.domain.office_time import local
from workers.postal.numbers import collects
from workers.postal.viettel import codes
from workers.postal.viettel.wire import CANCEL, MOMENT
from workers.simulation import simulator

#: what its webhook carries; the office compares it
TOKEN = "viettel-post-simulator-token"
#: the ordinary way, and what it says of each code
WAY = (100, 105, 200, 300, 500, 501)
SAYINGS = {
    100: "Đã tiếp nhận đơn", 105: "Bưu tá đã lấy hàng", 107: "Khách yêu cầu huỷ", 200: "Đã nhận tại bưu cục",
    300: "Đang vận chuyển", 500: "Giao bưu tá đi phát", 501: "Phát thành công", 502: "Chuyển hoàn",
    504: "Hoàn thành công", 505: "Tồn, phát không thành công", 517: "Thất lạc",
}  # fmt: skip
#: ORDER_SERVICE → đồng; a tariff of nobody's
TARIFF = {"VTK": 16_500, "VCN": 30_000}


@dataclass(slots=True)
class Parcel:
    """An order and where it is; ``next``: the index in ``WAY`` it reaches at ``due``."""

    reference: str
    code: str
    status: int
    next: int
    due: datetime


@dataclass(slots=True)
class Depot:
    """The orders; safe for threads."""

    pace: timedelta
    parcels: dict[str, Parcel] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    numbers: count[int] = field(default_factory=lambda: count(1))
    lock: threading.RLock = field(default_factory=threading.RLock)
    callback: str = ""

    def place(self, reference: str) -> Parcel:
        """The order of this number; the same one when it comes again."""
        with self.lock:
            if reference not in self.parcels:
                due = machine.system_clock() + self.pace
                self.parcels[reference] = Parcel(reference, f"VTP{next(self.numbers):09d}", WAY[0], 1, due)
            return self.parcels[reference]

    def advance(self) -> None:
        """Moves every order to where it should be by now, and tells so."""
        now = machine.system_clock()
        moved: list[tuple[Parcel, datetime]] = []
        with self.lock:
            for parcel in self.parcels.values():
                if parcel.next < len(WAY) and parcel.due <= now:
                    parcel.status, parcel.next = WAY[parcel.next], parcel.next + 1
                    moved.append((replace(parcel), parcel.due))
                    parcel.due += self.pace
        for parcel, at in moved:
            self.tell(parcel, local(at).strftime(MOMENT))

    def tell(self, parcel: Parcel, date: str, token: str = TOKEN) -> int:
        """Calls the office back; returns what it answered, 0: nobody was there."""
        if not self.callback:
            return 0
        data = {
            "ORDER_NUMBER": parcel.code,
            "ORDER_REFERENCE": parcel.reference,
            "ORDER_STATUSDATE": date,
            "ORDER_STATUS": parcel.status,
            "STATUS_NAME": SAYINGS.get(parcel.status, ""),
            "NOTE": "",
        }
        with suppress(httpx.HTTPError):
            return httpx.post(self.callback, json={"DATA": data, "TOKEN": token}, timeout=5).status_code
        return 0


def create_app(pace: float = 20.0) -> Flask:
    """Viettel Post's interface; ``pace`` in seconds between two codes."""
    app = simulator("simulator-viettel")
    depot = Depot(timedelta(seconds=pace))
    app.extensions["depot"] = depot
    app.before_request(lambda: _guard(depot))
    app.add_url_rule("/v2/user/Login", "login", lambda: _login(depot), methods=["POST"])
    app.add_url_rule("/v2/order/createOrderNlp", "create", lambda: _create(depot), methods=["POST"])
    app.add_url_rule("/v2/order/UpdateOrder", "update", lambda: _update(depot), methods=["POST"])
    app.add_url_rule("/v2/order/getPriceAllNlp", "prices", _prices, methods=["POST"])
    app.add_url_rule("/_advance", "advance", lambda: _advance(depot), methods=["POST"])
    app.add_url_rule("/_callback", "callback", lambda: _listen(depot), methods=["POST"])
    return app


@contextmanager
def moving(app: Flask, pace: float) -> Iterator[None]:
    """Lets its orders move without anybody's asking, until the block ends: its customers are called, they do not ask."""
    depot: Depot = app.extensions["depot"]
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(max(pace, 0.1)):
            depot.advance()

    thread = threading.Thread(target=run, name="simulator-viettel-clock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def answer(data: Any = None, status: int = 200, message: str = "OK") -> Response:
    """An answer as all of its are: what it means stands inside."""
    return jsonify(status=status, error=status != 200, message=message, data=data)


def _guard(depot: Depot) -> Response | None:
    """Everything but the login needs a token."""
    depot.advance()
    if request.path.endswith("/Login") or request.path.startswith("/_"):
        return None
    return None if request.headers.get("Token") in depot.tokens else answer(None, 202, "Token hết hạn")


def _login(depot: Depot) -> Response:
    body = _body()
    if not body.get("USERNAME") or body.get("PASSWORD", "wrong") == "wrong":
        return answer(None, 201, "Sai tài khoản")
    token = secrets.token_urlsafe(16)
    depot.tokens.add(token)
    return answer({"token": token})


def _create(depot: Depot) -> Response:
    body = _body()
    reference = str(body.get("ORDER_NUMBER", ""))
    if body.get("ORDER_SERVICE") not in codes.services().values():
        return answer(None, 400, "Dịch vụ không tồn tại")
    ours, theirs = ("RECEIVER", "SENDER") if collects(reference) else ("SENDER", "RECEIVER")
    if not body.get(f"{theirs}_FULLNAME") or not body.get(f"{theirs}_PHONE"):
        return answer(None, 207 if theirs == "SENDER" else 206, "Thiếu tên hoặc số điện thoại")
    if not body.get(f"{theirs}_ADDRESS"):
        return answer(None, 205, "Không xác định được địa chỉ")
    if not reference or not body.get(f"{ours}_FULLNAME"):
        return answer(None, 400, "Thiếu số đơn hoặc đơn vị")
    placed = depot.place(reference)
    return answer({"ORDER_NUMBER": placed.code, "MONEY_TOTAL": TARIFF[body["ORDER_SERVICE"]]})


def _update(depot: Depot) -> Response:
    body = _body()
    parcel = next((one for one in depot.parcels.values() if one.code == body.get("ORDER_NUMBER")), None)
    if parcel is None or body.get("TYPE") != CANCEL:
        return answer(None, 400, "Không có đơn này")
    if parcel.status == 107:
        return answer()
    if parcel.status != WAY[0]:
        return answer(None, 400, "Đơn đã lấy hàng, không huỷ được")
    parcel.status, parcel.next = 107, len(WAY)
    depot.tell(parcel, local(machine.system_clock()).strftime(MOMENT))
    return answer()


def _prices() -> Response:
    body = _body()
    if not body.get("RECEIVER_ADDRESS"):
        return answer(None, 205, "Không xác định được địa chỉ")
    return answer([{"MA_DV_CHINH": code, "GIA_CUOC": amount} for code, amount in TARIFF.items()])


def _advance(depot: Depot) -> Response:
    body = _body()
    parcel = depot.parcels.get(str(body.get("reference", "")))
    if parcel is None:
        return answer(None, 400, "Không có đơn này")
    parcel.status, parcel.next = int(body.get("status", 501)), len(WAY)
    at = machine.system_clock() - timedelta(seconds=float(body.get("ago", 0)))
    date = str(body.get("date") or local(at).strftime(MOMENT))
    told = [
        depot.tell(parcel, date, str(body.get("token", TOKEN)))
        for _ in range(max(1, min(int(body.get("times", 1)), 10)))
    ]
    return answer({"ORDER_NUMBER": parcel.code, "told": told})


def _listen(depot: Depot) -> Response:
    depot.callback = str(_body().get("url", ""))
    return answer()


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def settings(address: str) -> Mapping[str, str]:
    """The settings that point the office at it."""
    return {"viettel_url": address, "viettel_key": "simulator:simulator", "viettel_callback_secret": TOKEN}
