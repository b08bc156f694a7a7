"""Plays the post: gives tokens, takes orders once per number, moves them along, and tells so in a feed.

Orders move by themselves, one state every ``pace`` seconds, or at once when told: ``POST /_advance {"orderNumber",
"statusCode", "times", "ago"}``, which tells it ``times`` times and as of ``ago`` seconds before. What happened is kept in memory, and in a journal for the next start.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request

from core.adapters import clock as machine
from workers.connector import Simulator
from workers.postal.client import ORDER_EXISTS
from workers.postal.numbers import collects
from workers.postal.viettel import simulator as viettel
from workers.simulation import KEPT, KEY, Served, refusal, simulator
from workers.simulator_journal import Journal

#: The ordinary way of an order: the simulator's codes (``status_codes.toml``) and what it says.
WAY = (
    ("100", "Đã tạo đơn"),
    ("110", "Bưu cục đã nhận bưu gửi"),
    ("200", "Đang vận chuyển"),
    ("300", "Bưu tá đang phát"),
    ("400", "Phát thành công"),
)
SAYINGS = (
    dict(WAY)
    | {"120": "Đã lấy hàng", "410": "Phát không thành công", "500": "Đang chuyển hoàn"}
    | {"510": "Đã chuyển hoàn", "800": "Bưu gửi bị thất lạc", "900": "Đã hủy"}
)


#: Class of service → đồng and days. A tariff of nobody's, for trying out.
TARIFF = {"standard": (18_000, 4), "express": (32_000, 2)}


@dataclass(slots=True)
class Parcel:
    """An order and where it is on its way; ``next`` is the index in ``WAY`` it reaches at ``due``."""

    number: str
    code: str
    status: str
    at: datetime
    next: int
    due: datetime
    postage: int = 0


@dataclass(slots=True)
class PostOffice:
    """The orders and the feed; safe for threads."""

    pace: timedelta
    parcels: dict[str, Parcel] = field(default_factory=dict)
    feed: list[dict[str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)
    placed: list[tuple[datetime, Parcel]] = field(default_factory=list)
    #: whether it refuses a number it has, as its contract says
    honours: bool = True
    numbers: count[int] = field(default_factory=lambda: count(1))
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        """Takes up the orders of an earlier start."""
        for fact in self.journal.facts():
            parcel, line = fact["parcel"], fact["line"]
            times = {name: datetime.fromisoformat(parcel[name]) for name in ("at", "due")}
            known = self.by_code(parcel["code"])
            taken_up = Parcel(**{**parcel, **times})
            self.parcels[parcel["number"]] = taken_up
            self.placed = [(at, taken_up if one is known else one) for at, one in self.placed]
            if known is None:
                self.placed.append((taken_up.at, taken_up))
            self.feed.append(line)
        self.numbers = count(len(self.placed) + 1)

    def place(self, number: str, service: str = "standard") -> Parcel | None:
        """A new order; None when the number was used before."""
        with self.lock:
            if number in self.parcels and self.honours:
                return None
            now = machine.system_clock()
            code = f"VN{next(self.numbers):09d}"
            self.parcels[number] = Parcel(number, code, "", now, 1, now + self.pace, TARIFF[service][0])
            self.placed.append((now, self.parcels[number]))
            return self.move(number, "100", now)

    def move(self, number: str, status: str, at: datetime) -> Parcel:
        """Puts an order into a state and tells so in the feed. Raises ``KeyError``."""
        with self.lock:
            parcel = self.parcels[number]
            parcel.status, parcel.at = status, at
            line = {"orderNumber": number, "statusCode": status, "statusMessage": SAYINGS.get(status, "")}
            line = {"id": f"{len(self.feed) + 1:024x}", **line, "at": at.isoformat()}
            self.feed.append(line)
            kept = {**asdict(parcel), "at": at.isoformat(), "due": parcel.due.isoformat()}
            self.journal.add({"parcel": kept, "line": line})
            return parcel

    def by_code(self, code: str) -> Parcel | None:
        """The parcel with a tracking code."""
        return next((parcel for _, parcel in list(self.placed) if parcel.code == code), None)

    def advance(self) -> None:
        """Moves every order to where it should be by now, in the order of time."""
        now = machine.system_clock()
        with self.lock:
            while due := [p for p in self.parcels.values() if p.next < len(WAY) and p.due <= now]:
                parcel = min(due, key=lambda p: p.due)
                status, at = WAY[parcel.next][0], parcel.due
                parcel.next, parcel.due = parcel.next + 1, at + self.pace
                self.move(parcel.number, status, at)

    def stop(self, number: str) -> None:
        """Ends an order's own movement: from now on it moves only when told."""
        with self.lock:
            self.parcels[number].next = len(WAY)


def create_app(pace: float = 20.0, kept: Path | None = None, honours: bool = True) -> Flask:
    """The post's interface; ``pace`` in seconds between two states, ``kept`` the journal's file if there is one. One that does
    not ``honour`` a number it has takes every order for a new one."""
    app = simulator("simulator-postal")
    post = PostOffice(timedelta(seconds=pace), journal=Journal(kept), honours=honours)
    app.extensions["post"] = post
    app.before_request(lambda: _guard(post))
    app.add_url_rule("/token", "token", lambda: _token(post), methods=["POST"])
    app.add_url_rule("/order/post", "place", lambda: _place(post), methods=["POST"])
    app.add_url_rule("/order/orderCorrection", "correct", lambda: _change(post, False), methods=["POST"])
    app.add_url_rule("/order/orderCancel", "cancel", lambda: _change(post, True), methods=["POST"])
    app.add_url_rule("/order/servicesCharge", "charges", _charges, methods=["POST"])
    app.add_url_rule("/order/getOrderTracking", "tracking", lambda: _tracking(post))
    app.add_url_rule("/order/getOrders", "orders", lambda: _orders(post))
    app.add_url_rule("/order/<number>", "order", lambda number: _order(post, number))
    app.add_url_rule("/order", "locate", lambda: _locate(post))
    app.add_url_rule("/_advance", "advance", lambda: _advance(post), methods=["POST"])
    return app


def _guard(post: PostOffice) -> Response | None:
    """Everything but the token needs a token."""
    post.advance()
    if request.path == "/token" or request.path.startswith("/_"):
        return None
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return None if given in post.tokens else refusal(401, "TOKEN_INVALID", "Token không hợp lệ.")


def _token(post: PostOffice) -> Response:
    body = request.get_json(silent=True) or {}
    if not body.get("client_id") or not body.get("client_secret"):
        return refusal(401, "CLIENT_UNKNOWN", "Sai mã khách hàng.")
    token = secrets.token_urlsafe(16)
    post.tokens.add(token)
    return jsonify(access_token=token, token_type="Bearer", expires_in=3600)


def _place(post: PostOffice) -> Response:
    body: dict[str, Any] = request.get_json(silent=True) or {}
    receiver = body.get("receiver") or {}
    if not body.get("orderNumber"):
        return refusal(422, "ORDER_INVALID", "Thiếu số đơn.")
    if not receiver.get("Name") or not receiver.get("Tel"):
        return refusal(422, "RECEIVER_INVALID", "Thiếu tên hoặc số điện thoại người nhận.")
    if not receiver.get("Address"):
        return refusal(422, "ADDRESS_UNKNOWN", "Không xác định được địa chỉ người nhận.")
    if collects(str(body["orderNumber"])):
        sender = body.get("sender") or {}
        if not sender.get("Name") or not sender.get("Tel"):
            return refusal(422, "SENDER_INVALID", "Thiếu tên hoặc số điện thoại người gửi.")
        if not sender.get("Address"):
            return refusal(422, "ADDRESS_UNKNOWN", "Không xác định được địa chỉ người gửi.")
    service = str(body.get("service", "standard"))
    if service not in TARIFF:
        return refusal(422, "SERVICE_UNKNOWN", "Không có dịch vụ này.")
    placed = post.place(str(body["orderNumber"]), service)
    return _described(placed) if placed else refusal(409, ORDER_EXISTS, "Số đơn đã tồn tại.")


def _change(post: PostOffice, cancel: bool) -> Response:
    """Corrects or cancels an order that lies at the office; one that was fetched is refused."""
    body: dict[str, Any] = request.get_json(silent=True) or {}
    number = str(body.get("orderNumber", ""))
    parcel = post.parcels.get(number)
    if parcel is None:
        return _described(None)
    if parcel.status != WAY[0][0]:
        return refusal(409, "ORDER_UNDER_WAY", "Bưu gửi đã được nhận, không sửa hoặc huỷ được.")
    if not cancel and not (body.get("receiver") or {}).get("Address"):
        return refusal(422, "ADDRESS_UNKNOWN", "Không xác định được địa chỉ người nhận.")
    if cancel:
        post.stop(number)
        post.move(number, "900", machine.system_clock())
    return _described(parcel)


def _charges() -> Response:
    body: dict[str, Any] = request.get_json(silent=True) or {}
    if not body.get("receiverAddress"):
        return refusal(422, "ADDRESS_UNKNOWN", "Không xác định được địa chỉ người nhận.")
    return jsonify(items=[{"service": s, "amount": amount, "days": days} for s, (amount, days) in TARIFF.items()])


def _order(post: PostOffice, number: str) -> Response:
    return _described(post.parcels.get(number))


def _locate(post: PostOffice) -> Response:
    code = request.args.get("trackingCode", "")
    return _described(post.by_code(code))


def _orders(post: PostOffice) -> Response:
    """All orders since a moment, those too whose number was used again."""
    since, after = datetime.fromisoformat(request.args["from"]), request.args.get("lastId", "")
    size = max(1, min(request.args.get("pageSize", 100, type=int), 500))
    listed = [(at, parcel) for at, parcel in list(post.placed) if at >= since and parcel.code > after]
    items = [{"id": parcel.code, "placed": at.isoformat(), **_facts(parcel)} for at, parcel in listed[:size]]
    return jsonify(items=items)


def _tracking(post: PostOffice) -> Response:
    after, size = request.args.get("lastId", ""), request.args.get("pageSize", 100, type=int)
    items = [line for line in list(post.feed) if line["id"] > after][: max(1, min(size, 500))]
    return jsonify(items=items, lastId=items[-1]["id"] if items else after)


def _advance(post: PostOffice) -> Response:
    body: dict[str, Any] = request.get_json(silent=True) or {}
    number, status = str(body.get("orderNumber", "")), str(body.get("statusCode", "400"))
    if number not in post.parcels:
        return refusal(404, "ORDER_UNKNOWN", "Không có đơn này.")
    post.stop(number)
    at = machine.system_clock() - timedelta(seconds=float(body.get("ago", 0)))
    for _ in range(max(1, min(int(body.get("times", 1)), 10))):
        moved = post.move(number, status, at)
    return _described(moved)


def _described(parcel: Parcel | None) -> Response:
    if parcel is None:
        return refusal(404, "ORDER_UNKNOWN", "Không có đơn này.")
    return jsonify(_facts(parcel))


def _facts(parcel: Parcel) -> dict[str, Any]:
    return {
        "orderNumber": parcel.number,
        "trackingCode": parcel.code,
        "statusCode": parcel.status,
        "statusMessage": SAYINGS.get(parcel.status, ""),
        "at": parcel.at.isoformat(),
        "postage": parcel.postage,
    }


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    first, second = create_app(pace, home / KEPT / "postal.jsonl"), viettel.create_app(pace)
    with (
        Served(first, ports["postal"]) as post,
        Served(second, ports["viettel"]) as other,
        viettel.moving(second, pace),
    ):
        yield {"postal": post.port, "viettel": other.port}


SIMULATOR = Simulator(
    ports=("postal", "viettel"),
    run=_run,
    settings=lambda ports: {
        "postal_url": f"http://127.0.0.1:{ports['postal']}",
        "postal_key": KEY,
        "postal_order_days": "3",
        **viettel.settings(f"http://127.0.0.1:{ports['viettel']}"),
    },
    calls_back={"viettel": "postal-viettel"},
)
