"""Security headers, cookies and the signing key of each door.

Scripts come from our own files only; there is no inline script anywhere. Inline styles are refused as well, except on a page
that calls :func:`allow_inline_styles` (the modeler inserts style elements).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Flask, Response, g

from core.errors.settings import SettingInvalid
from core.services.office import Office
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


def configure(app: Flask, office: Office, settings: Settings, cookie: str) -> None:
    """Sets cookies, key and size limit of an application and adds the headers to every answer."""
    app.config.update(
        SECRET_KEY=key_for(office, settings, cookie),
        SESSION_COOKIE_NAME=cookie_name(cookie, settings),
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
        MAX_CONTENT_LENGTH=settings.request_limit,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch is not lost
    )
    app.after_request(_headers(settings))


def cookie_name(name: str, settings: Settings) -> str:
    """The name a cookie has in force: with the prefix a browser refuses it from a neighbouring host and from plain HTTP."""
    return f"__Host-{name}" if settings.secure else name


def allow_inline_styles() -> None:
    """Lets this one answer carry inline styles; for pages with the modeler only."""
    g.inline_styles = True


def key_for(office: Office, settings: Settings, purpose: str) -> bytes:
    """The signing key of one purpose, so that a cookie of one door is worth nothing at another.

    Where no key is set the office has one of its data folder. Raises :class:`SettingInvalid` without either.
    """
    secret = settings.secret_key or (office.context.settings.secret_key if office else "")
    if not secret:
        raise SettingInvalid(name="MOTCUA_SECRET_KEY", reason="a door needs a key for its cookies")
    master = hashlib.sha256(secret.encode()).digest()
    return hashlib.blake2b(purpose.encode(), key=master, digest_size=32).digest()


def _headers(settings: Settings) -> Callable[[Response], Response]:
    def add(response: Response) -> Response:
        policy = dict(POLICY)
        if g.get("inline_styles"):
            policy["style-src"] = "'self' 'unsafe-inline'"
        text = "; ".join(f"{name} {value}" for name, value in policy.items())
        response.headers.setdefault("Content-Security-Policy", text)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    return add
