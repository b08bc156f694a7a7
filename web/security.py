"""Headers, cookies and keys: what a browser is told about a page and what may be read from it.

Scripts come from our own files only; there is no inline script anywhere. Inline styles are refused as well, except on a page
that calls :func:`allow_inline_styles` (the modeler inserts style elements).
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from pathlib import Path

from flask import Flask, Response, g

from core.settings import Settings

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
YEAR = 365 * 24 * 3600


def configure(app: Flask, settings: Settings, cookie: str) -> None:
    """Sets cookies, key and size limit of an application and adds the headers to every answer."""
    app.config.update(
        SECRET_KEY=key_for(settings, cookie),
        SESSION_COOKIE_NAME=cookie,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=12 * 3600,
        MAX_CONTENT_LENGTH=settings.upload_limit * 2,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch is not lost
    )
    app.after_request(_headers(settings))


def allow_inline_styles() -> None:
    """Lets this one answer carry inline styles; for pages with the modeler only."""
    g.inline_styles = True


def key_for(settings: Settings, purpose: str) -> bytes:
    """The signing key of one purpose, so that a cookie of one door is worth nothing at another."""
    return hashlib.blake2b(purpose.encode(), key=_master(settings), digest_size=32).digest()


def _master(settings: Settings) -> bytes:
    if settings.secret_key:
        return hashlib.sha256(settings.secret_key.encode()).digest()
    return hashlib.sha256(_kept(settings.home / "secret-key").encode()).digest()


def _kept(path: Path) -> str:
    """The key of the data folder; the first process to come makes it, the others read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return _read(path)


def _read(path: Path) -> str:
    for _ in range(100):
        if text := path.read_text().strip():
            return text
        time.sleep(0.02)  # another process made the file a moment ago and is about to fill it
    raise RuntimeError(f"{path} is empty. Remove it, or set MOTCUA_SECRET_KEY.")


def _headers(settings: Settings):  # type: ignore[no-untyped-def]
    def add(response: Response) -> Response:
        policy = dict(POLICY)
        if g.get("inline_styles"):
            policy["style-src"] = "'self' 'unsafe-inline'"
        text = "; ".join(f"{name} {value}" for name, value in policy.items())
        response.headers.setdefault("Content-Security-Policy", text)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.secure_cookies:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    return add
