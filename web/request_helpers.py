"""Helpers for views: htmx requests, redirects after a POST, idempotency keys of forms, safe addresses."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask, Response, redirect, request

KEY_FIELD = "idempotency_key"


def is_htmx() -> bool:
    """Whether a piece of the page is asked for, not a whole page: going back in the browser's history wants the whole."""
    whole = ("HX-Boosted", "HX-History-Restore-Request")
    return request.headers.get("HX-Request") == "true" and not any(
        request.headers.get(name) == "true" for name in whole
    )


def see_other(address: str) -> Response:
    """The answer to a successful POST: 303 to the page that shows the result; a script is told to go there."""
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, code=303)  # type: ignore[return-value]


def new_key() -> str:
    """A fresh idempotency key for one rendered form: ``<input type="hidden" name="idempotency_key">``."""
    return uuid4().hex


def sent_key() -> str | None:
    """The key of the form that was sent, or None; longer than 100 characters is not ours and is dropped."""
    key = request.form.get(KEY_FIELD, "")
    return key if 0 < len(key) <= 100 else None


def safe_address(address: str | None, otherwise: str) -> str:
    """``address`` when it stays on this site, else ``otherwise``: nobody is sent elsewhere by a crafted link."""
    if not address or "\\" in address or any(ord(letter) < 33 for letter in address):
        return otherwise
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//"):
        return otherwise
    return address


def register(app: Flask) -> None:
    app.jinja_env.globals.update(new_key=new_key, is_htmx=is_htmx)
