"""Plays the gateways of messages: text messages under ``/messages``, an official account under ``/message/template``.

Both take a message once per id, show them on a page, and say by a signed callback that it arrived. A test says
``POST /_trouble {"error", "message", "times"}`` for an error inside the next answers of status 200, ``POST /_receipts
{"state", "reason", "times"}`` for what the next receipts say (``none``: there is none).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from flask import Flask, Response, jsonify, render_template_string, request

from core.adapters import clock as machine
from workers.simulation import simulator

#: what it signs its callbacks with
SECRET = "simulator-simulator"
#: what a real account has as its token, and its registered template
TOKEN, TEMPLATE = "simulator-token-of-the-account", "ho-so"
_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Tin nhắn mô phỏng</title><body style="font-family:sans-serif;max-width:40rem;margin:2rem auto;padding:1rem">
<h1>Tin nhắn mô phỏng</h1><p>Tin nhắn hệ thống gửi đi được giữ lại ở đây; không tin nào ra ngoài.</p>
{% for one in messages|reverse %}<section><h2>{{ one.way }} → {{ one.phone }}</h2><p>{{ one.text }}</p>
<p><small>{{ one.note }}</small></p></section>{% else %}<p>Chưa có tin nào.</p>{% endfor %}</body></html>"""


@dataclass(slots=True)
class Sent:
    """Everything that was taken, by our id, and what is to go wrong; safe for threads."""

    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    trouble: dict[str, Any] = field(default_factory=dict)
    receipts: dict[str, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str, way: str, body: dict[str, Any], phone: str, text: str, note: str) -> str:
        """The gateway's number of a message; the same id again gives the same."""
        with self.lock:
            known = self.messages.get(name)
            if known is None:
                number = f"{way.upper()}{secrets.token_hex(6)}"
                known = {
                    "id": name,
                    "way": way,
                    "body": body,
                    "phone": phone,
                    "text": text,
                    "note": note,
                    "number": number,
                }
                self.messages[name] = known
            return str(known["number"])

    def next_trouble(self) -> dict[str, Any] | None:
        """The error to put into this answer, if one is due."""
        with self.lock:
            return self._next(self.trouble)

    def next_receipt(self) -> dict[str, Any]:
        """What the receipt of this message says."""
        with self.lock:
            return self._next(self.receipts) or {"state": "delivered"}

    @staticmethod
    def _next(told: dict[str, Any]) -> dict[str, Any] | None:
        if told.get("times", 0) < 1:
            return None
        told["times"] -= 1
        return {name: value for name, value in told.items() if name != "times"}


def create_app() -> Flask:
    """The gateways and their page."""
    app = simulator("simulator-messages")
    sent = Sent()
    app.extensions["messages"] = sent
    app.add_url_rule("/", "page", lambda: render_template_string(_PAGE, messages=list(sent.messages.values())))
    app.add_url_rule("/messages", "sms", lambda: _sms(sent), methods=["POST"])
    app.add_url_rule("/message/template", "oa", lambda: _oa(sent), methods=["POST"])
    app.add_url_rule("/_trouble", "trouble", lambda: _told(sent.trouble), methods=["POST"])
    app.add_url_rule("/_receipts", "receipts", lambda: _told(sent.receipts), methods=["POST"])
    return app


def _told(kept: dict[str, Any]) -> Response:
    kept.clear()
    kept.update({"times": 1, **(request.get_json(silent=True) or {})})
    return jsonify(kept)


def _sms(sent: Sent) -> Response:
    given = request.authorization
    if given is None or not given.username or not given.password:
        return jsonify(error="01", message="Sai mã kết nối.")
    if trouble := sent.next_trouble():
        return jsonify(trouble)
    body: dict[str, Any] = request.get_json(silent=True) or {}
    note = f"{body.get('encoding')}, {body.get('segments')} phần, {body.get('sender') or 'không tên'}"
    number = sent.take(str(body["id"]), "sms", body, str(body["to"]), str(body["text"]), note)
    _receipt(sent, body, str(body["id"]))
    return jsonify(error="00", message="", messageId=number)


def _oa(sent: Sent) -> Response:
    if not request.headers.get("Authorization", "").removeprefix("Bearer "):
        return jsonify(error=-124, message="Access token invalid")
    if trouble := sent.next_trouble():
        return jsonify(trouble)
    body: dict[str, Any] = request.get_json(silent=True) or {}
    data = body.get("template_data", {})
    text = " · ".join(str(data.get(name, "")) for name in ("subject", "details", "page"))
    number = sent.take(str(body["tracking_id"]), "oa", body, str(body["phone"]), text, str(body.get("template_id")))
    _receipt(sent, body, str(body["tracking_id"]))
    return jsonify(error=0, message="Success", data={"msg_id": number})


def _receipt(sent: Sent, body: dict[str, Any], name: str) -> None:
    """Calls back, signed, a moment later; an office that is not there misses it, as with a real gateway."""
    told = sent.next_receipt()
    if told["state"] == "none" or not body.get("callback"):
        return
    receipt = {"event": f"{name}:{told['state']}", "message": name, "at": machine.system_clock().isoformat(), **told}
    data = json.dumps(receipt).encode()
    threading.Thread(target=_call_back, args=(str(body["callback"]), data), daemon=True).start()


def _call_back(address: str, data: bytes) -> None:
    with suppress(httpx.HTTPError):
        httpx.post(address, content=data, headers=signed(data, str(int(machine.system_clock().timestamp()))), timeout=2)


def signed(data: bytes, stamp: str, secret: str = SECRET) -> dict[str, str]:
    """The headers of a callback."""
    signature = hmac.new(secret.encode(), b".".join((stamp.encode(), data)), hashlib.sha256).hexdigest()
    return {"x-message-signature": signature, "x-message-timestamp": stamp, "content-type": "application/json"}
