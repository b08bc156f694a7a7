"""Plays the payment platform: takes orders once per number, has a page to pay at, and tells what came in.

Nobody pays by themselves. A person presses the button of the page; a test says ``POST /_pay {"paymentCode", "amount",
"transaction", "times", "paidAt"}``: another amount, a code nobody has, the same transaction told twice, an older one told
later; ``unreported``: it stands in the file of the day and not in the feed, ``unfiled``: the other way round. The button of
the page also sends the signed callback. ``POST /_trouble {"error", "message", "times"}`` puts an error into the next answers of status 200.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from flask import Flask, Response, jsonify, redirect, render_template_string, request
from werkzeug.wrappers import Response as AnyResponse

from core.adapters import clock as machine
from core.domain.office_time import local
from core.domain.payments import in_dong
from workers.connector import Bilingual, Simulator, SimulatorPage
from workers.payment import statement
from workers.payment.wire import SUCCESS, UNKNOWN_CLIENT
from workers.simulation import KEPT, KEY, Served, simulator
from workers.simulator_journal import Journal

AMOUNT_WRONG = "22"
#: what it signs its callbacks with
SECRET = "simulator-simulator"
PAYMENT_UNKNOWN = "24"
_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Nền tảng thanh toán mô phỏng</title><body style="font-family:sans-serif;max-width:40rem;margin:2rem auto;padding:1rem">
<h1>Nền tảng thanh toán mô phỏng</h1>
{% for one in payments %}<section><h2>{{ one.paymentCode }}</h2><p>{{ one.content }}</p>
<p><strong>{{ in_dong(one.amount) }}</strong></p>
{% if one.paid %}<p>Đã trả.</p>{% elif one.cancelled %}<p>Đã huỷ, không thu nữa.</p>{% else %}<form method="post" action="/pay/{{ one.paymentCode }}">
<button style="font-size:1.2rem;padding:.5rem 1rem">Trả tiền</button></form>{% endif %}
{% if one.returnAddress %}<p><a href="{{ one.returnAddress }}">Quay lại nơi thanh toán</a></p>{% endif %}</section>
{% else %}<p>Chưa có khoản nào.</p>{% endfor %}</body></html>"""


@dataclass(slots=True)
class Platform:
    """The payments and the feed; safe for threads."""

    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    feed: list[dict[str, Any]] = field(default_factory=list)
    #: what the files of the days have: the lines of the feed, unless somebody said otherwise
    filed: list[dict[str, Any]] = field(default_factory=list)
    trouble: dict[str, Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        """Takes up what an earlier start had."""
        for fact in self.journal.facts():
            if "payment" in fact:
                self.payments[fact["payment"]["number"]] = fact["payment"]
            elif "line" in fact:
                self._add(fact["line"])

    def place(self, order: dict[str, Any]) -> dict[str, Any]:
        """The payment under this number; a number it has already gives the payment it has."""
        with self.lock:
            known = self.payments.get(order["number"])
            if known is None:
                known = {**order, "paymentCode": f"TT{secrets.token_hex(6).upper()}", "paid": False}
                self.payments[order["number"]] = known
                self.journal.add({"payment": known})
            return known

    def find(self, code: str) -> dict[str, Any] | None:
        """The payment with the platform's code."""
        return next((one for one in self.payments.values() if one["paymentCode"] == code), None)

    def pay(self, code: str, **told: Any) -> dict[str, Any]:
        """Money comes in; whatever is told is believed."""
        with self.lock:
            known = self.find(code) or {}
            line = {
                "id": f"{len(self.feed) + 1:09d}",
                "transaction": told.get("transaction") or f"GD{secrets.token_hex(6).upper()}",
                "paymentCode": code,
                "amount": told.get("amount", known.get("amount", 0)),
                "paidAt": told.get("paidAt") or (machine.system_clock() - timedelta(seconds=1)).isoformat(),
                "receiptNumber": told.get("receiptNumber", ""),
            }
            self._add(line, bool(told.get("unreported")), bool(told.get("unfiled")))
            self.journal.add({"line": line})
            return line

    def cancel(self, code: str) -> str:
        """Takes no more money for a payment; returns the code of the answer."""
        with self.lock:
            known = self.find(code)
            if known is None or known["paid"] or known.get("cancelled"):
                return PAYMENT_UNKNOWN if known is None else "23" if known["paid"] else "26"
            known["cancelled"] = True
            return SUCCESS

    def next_trouble(self) -> dict[str, Any] | None:
        """The error to put into this answer, if one is due."""
        with self.lock:
            if self.trouble.get("times", 0) < 1:
                return None
            self.trouble["times"] -= 1
            return {"error": self.trouble["error"], "message": self.trouble.get("message", "")}

    def _add(self, line: dict[str, Any], unreported: bool = False, unfiled: bool = False) -> None:
        if not unreported:
            self.feed.append(line)
        if not unfiled:
            self.filed.append(line)
        known = self.find(line["paymentCode"])
        if known is not None:
            known["paid"] = True


def create_app(kept: Path | None = None) -> Flask:
    """The platform's interface and pages; ``kept`` is the journal's file if there is one."""
    app = simulator("simulator-payment")
    platform = Platform(journal=Journal(kept))
    app.extensions["platform"] = platform
    app.before_request(lambda: _guard(platform))
    app.add_url_rule("/payments", "place", lambda: _place(platform), methods=["POST"])
    app.add_url_rule("/transactions", "transactions", lambda: _transactions(platform))
    app.add_url_rule("/payments/<code>/cancel", "cancel", lambda code: _cancel(platform, code), methods=["POST"])
    app.add_url_rule("/statements/<day>", "statement", lambda day: _statement(platform, day))
    app.add_url_rule("/", "pages", lambda: _pages(list(platform.payments.values())))
    app.add_url_rule("/pay/<code>", "page", lambda code: _pages([one] if (one := platform.find(code)) else []))
    app.add_url_rule("/pay/<code>", "paid", lambda code: _paid(platform, code), methods=["POST"])
    app.add_url_rule("/_pay", "pay", lambda: _pay(platform), methods=["POST"])
    app.add_url_rule("/_trouble", "trouble", lambda: _trouble(platform), methods=["POST"])
    return app


def _guard(platform: Platform) -> Response | None:
    """The interface needs to know who asks; the pages are for everybody."""
    if request.path.startswith(("/_", "/pay/")) or request.path == "/":
        return None
    given = request.authorization
    if given is None or not given.username or not given.password:
        return jsonify(error=UNKNOWN_CLIENT, message="Sai mã kết nối.")
    trouble = platform.next_trouble()
    return None if trouble is None else jsonify(trouble)


def _place(platform: Platform) -> Response:
    order: dict[str, Any] = request.get_json(silent=True) or {}
    amount = order.get("amount")
    if not isinstance(amount, int) or amount < 1 or not order.get("number"):
        return jsonify(error=AMOUNT_WRONG, message="Số tiền không hợp lệ.")
    placed = platform.place(order)
    if placed["amount"] != amount:
        return jsonify(error=AMOUNT_WRONG, message="Mã đơn đã dùng cho số tiền khác.")
    address = f"{request.host_url}pay/{placed['paymentCode']}"
    told = {name: placed[name] for name in ("number", "paymentCode", "amount")}
    return jsonify(error=SUCCESS, message="", payAddress=address, **told)


def _transactions(platform: Platform) -> Response:
    after, size = request.args.get("after", ""), request.args.get("limit", 100, type=int)
    items = [line for line in list(platform.feed) if line["id"] > after][: max(1, min(size, 500))]
    return jsonify(error=SUCCESS, message="", items=items)


def _pages(payments: list[dict[str, Any]]) -> str:
    return render_template_string(_PAGE, payments=payments, in_dong=in_dong)


def _cancel(platform: Platform, code: str) -> Response:
    error = platform.cancel(code)
    return jsonify(error=error, message="" if error == SUCCESS else "Không huỷ được.")


def _statement(platform: Platform, day: str) -> Response:
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, statement.COLUMNS, extrasaction="ignore")
    rows.writeheader()
    for line in platform.filed:
        if local(datetime.fromisoformat(line["paidAt"])).date().isoformat() == day:
            rows.writerow(line)
    return Response(out.getvalue().encode(), content_type="text/csv; charset=utf-8")


def _call_back(line: Mapping[str, Any], order: Mapping[str, Any]) -> None:
    """Tells the office at once, signed; an office that is not there hears of it by the feed."""
    office, found, _ = str(order.get("returnAddress", "")).partition("/portal/")
    if not found:
        return
    body = json.dumps(line).encode()
    stamp = str(int(machine.system_clock().timestamp()))
    signed = hmac.new(SECRET.encode(), b".".join((stamp.encode(), body)), hashlib.sha256).hexdigest()
    headers = {"x-payment-signature": signed, "x-payment-timestamp": stamp, "content-type": "application/json"}
    with suppress(httpx.HTTPError):
        httpx.post(f"{office}/api/v1/callbacks/payment-received", content=body, headers=headers, timeout=2)


def _paid(platform: Platform, code: str) -> AnyResponse:
    known = platform.find(code)
    if known is None:
        return Response("Không có khoản này.", status=404, content_type="text/plain; charset=utf-8")
    if not known["paid"] and not known.get("cancelled"):
        _call_back(platform.pay(code), known)
    return redirect(known.get("returnAddress") or f"/pay/{code}", 303)


def _pay(platform: Platform) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    code, times = str(told.pop("paymentCode", "")), int(told.pop("times", 1))
    line = platform.pay(code, **told)
    for _ in range(times - 1):
        platform.pay(code, **{**told, "transaction": line["transaction"], "amount": line["amount"]})
    return jsonify(line)


def _trouble(platform: Platform) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    with platform.lock:
        platform.trouble = {"error": "99", "times": 1, **told}
    return jsonify(platform.trouble)


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    with Served(create_app(home / KEPT / "payment.jsonl"), ports["payment"]) as served:
        yield {"payment": served.port}


SIMULATOR = Simulator(
    ports=("payment",),
    run=_run,
    settings=lambda ports: {
        "payment_url": f"http://127.0.0.1:{ports['payment']}",
        "payment_key": KEY,
        "payment_callback_secret": SECRET,
        "payment_account": "970403:0011012345678",
        "payment_payee": "VAN PHONG TRINH DIEN",
    },
    pages={"payment_page": SimulatorPage("payment", Bilingual(en="payments", vi="Thanh toán"))},
)
