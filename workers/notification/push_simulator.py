"""Plays a push service of browsers (RFC 8030) and the devices behind it: takes messages, checks who sends them (RFC 8292),
decrypts them as a browser does (RFC 8291) and shows them on a page.

``POST /_device {"key"}`` makes a device that takes messages of that public key only, and returns its subscription as a browser
gives it; ``POST /_gone {"device"}`` has it answer 410 from now on.
"""

from __future__ import annotations

import json
import secrets
import struct
import threading
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask, Response, jsonify, render_template_string, request

from core.adapters import clock as machine
from core.vapid import claims_of
from workers.simulation import refusal, simulator

#: the office's key in a demonstration; known to everybody, so it is worth nothing elsewhere
KEY: Final = "ZGVtb25zdHJhdGlvbi1rZXktb2YtdGhlLW9mZmljZSE"
#: a claim may be valid so long, in seconds (RFC 8292, 2)
DAY: Final = 24 * 3600
#: bytes before the key of the sender in a message: salt, size of a record, length of the key
HEAD: Final = 21
_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Thông báo đẩy mô phỏng</title><body style="font-family:sans-serif;max-width:40rem;margin:2rem auto;padding:1rem">
<h1>Thông báo đẩy mô phỏng</h1><p>Thông báo hệ thống gửi tới thiết bị mô phỏng.</p>
{% for one in messages|reverse %}<section><h2>{{ one.message.title }}</h2><p>{{ one.message.body }}</p>
<p><small>{{ one.device }}</small></p></section>{% else %}<p>Chưa có thông báo nào.</p>{% endfor %}</body></html>"""


@dataclass(slots=True)
class Device:
    """A browser on a device. ``sender``: the public key that may send to it, empty: any; ``gone``: it is there no more."""

    private: ec.EllipticCurvePrivateKey
    auth: bytes
    sender: str = ""
    gone: bool = False


@dataclass(slots=True)
class PushService:
    """The devices by name, and what came for them; safe for threads."""

    devices: dict[str, Device] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def opened(body: bytes, private: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """The contents of a message for the device with this key and secret (RFC 8291, section 3.4; RFC 8188, one record).

    Raises ``ValueError`` for anything that is none.
    """
    if len(body) < HEAD:
        raise ValueError("too short")
    salt, (_size, length) = body[:16], struct.unpack("!LB", body[16:HEAD])
    sender, sealed = body[HEAD : HEAD + length], body[HEAD + length :]
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    own = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = private.exchange(ec.ECDH(), other)
    secret = HKDF(SHA256(), 32, salt=auth, info=b"WebPush: info\0" + own + sender).derive(shared)
    key = HKDF(SHA256(), 16, salt=salt, info=b"Content-Encoding: aes128gcm\0").derive(secret)
    nonce = HKDF(SHA256(), 12, salt=salt, info=b"Content-Encoding: nonce\0").derive(secret)
    try:
        padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
    except InvalidTag as error:
        raise ValueError("not for this device") from error
    if padded[-1:] != b"\x02":
        raise ValueError("no last record")
    return padded[:-1]


def create_app() -> Flask:
    """The service and its page."""
    app = simulator("simulator-push")
    service = PushService()
    app.extensions["push"] = service
    app.add_url_rule("/", "page", lambda: render_template_string(_PAGE, messages=list(service.messages)))
    app.add_url_rule("/messages.json", "messages", lambda: jsonify(service.messages))
    app.add_url_rule("/push/<name>", "push", lambda name: _push(service, name), methods=["POST"])
    app.add_url_rule("/_device", "device", lambda: _device(service), methods=["POST"])
    app.add_url_rule("/_gone", "gone", lambda: _gone(service), methods=["POST"])
    return app


def _device(service: PushService) -> Response:
    told = request.get_json(silent=True) or {}
    name, device = secrets.token_hex(12), Device(ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16))
    device.sender = str(told.get("key", ""))
    with service.lock:
        service.devices[name] = device
    public = device.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": _text(public), "auth": _text(device.auth)}
    return jsonify(endpoint=f"{request.host_url}push/{name}", expirationTime=None, keys=keys)


def _gone(service: PushService) -> Response:
    told = request.get_json(silent=True) or {}
    name = str(told.get("device", "")).rpartition("/")[2]
    if name not in service.devices:
        return refusal(404, "UNKNOWN", "no such device")
    service.devices[name].gone = True
    return jsonify(device=name)


def _push(service: PushService, name: str) -> Response:
    device = service.devices.get(name)
    if device is None:
        return refusal(404, "UNKNOWN", "no such device")
    if device.gone:
        return refusal(410, "GONE", "the device has unsubscribed")
    if request.headers.get("Content-Encoding") != "aes128gcm" or not request.headers.get("TTL", "").isdigit():
        return refusal(400, "HEADERS", "Content-Encoding and TTL are needed")
    if wrong := _sender(device, request.headers.get("Authorization", "")):
        return refusal(403, "VAPID", wrong)
    try:
        content = json.loads(opened(request.get_data(), device.private, device.auth))
    except ValueError as error:
        return refusal(400, "MESSAGE", str(error))
    with service.lock:
        service.messages.append({"device": name, "message": content, "ttl": request.headers["TTL"]})
    answer = Response(status=201)
    answer.headers["Location"] = f"/message/{len(service.messages)}"
    return answer


def _sender(device: Device, header: str) -> str:
    """What is wrong with who sends; empty: nothing."""
    scheme, _, rest = header.partition(" ")
    given = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    if scheme.lower() != "vapid" or not {"t", "k"} <= given.keys():
        return "no VAPID"
    if device.sender and given["k"] != device.sender:
        return "another sender"
    try:
        claims = claims_of(given["t"], given["k"])
    except ValueError as error:
        return str(error)
    if claims.get("aud") != request.host_url.rstrip("/"):
        return "for another service"
    now = machine.system_clock().timestamp()
    if not now <= int(claims["exp"]) <= now + DAY or not str(claims.get("sub")).startswith("mailto:"):
        return "valid too long, or from nobody"
    return ""


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
