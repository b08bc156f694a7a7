"""Notices on this device: asked for on a dossier's page, given up there again.

A page that was opened with the secret of the receipt carries a ticket: who sends it has shown the secret within the hour. The
secret itself is not kept in the browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, current_app, jsonify, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.errors.requests import BadValue
from core.services.views.push import Device
from web import messages
from web.app_state import app_state
from web.guards import guard
from web.i18n import gettext, language

#: seconds for which a page may ask
TICKET_SECONDS: Final = 3600
WORKER: Final = "push-worker.js"
SCRIPT: Final = Path(__file__).parent / "static" / WORKER
Answer = Response | tuple[Response, int]


def offered(code: str) -> dict[str, str] | None:
    """What a dossier's page needs to offer notices; ``None`` where the office has no key."""
    key = app_state().office.push.key()
    return {"key": key, "ticket": _tickets().dumps(code)} if key else None


@guard.public
def subscribe() -> Answer:
    """POST /track/push — the device is told of the dossier from now on."""
    told, code = _told()
    if code is None:
        return _expired()
    try:
        app_state().office.push.add(code, _device(told.get("subscription")))
    except BadValue as error:
        return jsonify(message=messages.text(error, language())), 422
    return jsonify(on=True)


@guard.public
def unsubscribe() -> Answer:
    """POST /track/push/stop — the device is told of the dossier no more."""
    told, code = _told()
    if code is None:
        return _expired()
    app_state().office.push.remove(code, _text(told, "endpoint"))
    return jsonify(on=False)


@guard.public
def state() -> Answer:
    """POST /track/push/state — whether the device is told of the dossier."""
    told, code = _told()
    if code is None:
        return _expired()
    return jsonify(on=app_state().office.push.holds(code, _text(told, "endpoint")))


@guard.public
def worker() -> Response:
    """GET /push-worker.js — the script that shows the notices; its place says for which pages it stands."""
    return Response(SCRIPT.read_text("utf-8"), mimetype="text/javascript")


def _told() -> tuple[dict[str, Any], str | None]:
    """What was sent, and the code of the dossier it is about; ``None`` without a ticket that holds."""
    found = request.get_json(silent=True)
    told: dict[str, Any] = found if isinstance(found, dict) else {}
    try:
        code = _tickets().loads(_text(told, "ticket"), max_age=TICKET_SECONDS)
    except BadSignature:
        return told, None
    return told, str(code)


def _device(given: Any) -> Device:
    """A subscription as browsers write it (``PushSubscription.toJSON``); what is none is refused by the office."""
    subscription = given if isinstance(given, dict) else {}
    keys = subscription.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    return Device(_text(subscription, "endpoint"), _text(keys, "p256dh"), _text(keys, "auth"), language())


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value[:4000] if isinstance(value, str) else ""


def _expired() -> Answer:
    return jsonify(message=gettext("This page was opened too long ago. Look the dossier up once more.")), 403


def _tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="push")


def register(app: Flask) -> None:
    app.add_url_rule("/track/push", "push_subscribe", subscribe, methods=["POST"])
    app.add_url_rule("/track/push/stop", "push_unsubscribe", unsubscribe, methods=["POST"])
    app.add_url_rule("/track/push/state", "push_state", state, methods=["POST"])
    app.add_url_rule(f"/{WORKER}", "push_worker", worker)
