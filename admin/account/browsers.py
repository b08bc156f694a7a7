"""Browsers in which somebody has signed in before: tries from there are counted separately, so nobody elsewhere can use them up.

The cookie says nothing about who is signed in and opens nothing: a stolen one gives a guesser ten tries of its own.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from core.domain import text
from web.app_state import app_state
from web.security import cookie_name
from web.session import current_session

COOKIE = "motcua_browser"
SECONDS = 400 * 24 * 3600  # browsers keep no cookie longer
MOST = 12  # people who share a browser; the one who signed in longest ago is forgotten first


def mark_of(username: str) -> str:
    """The mark of this browser, if this person has signed in with it before; else nothing."""
    kept = _read()
    return kept.mark if _name(username) in kept.names else ""


def remember(answer: Response, username: str) -> Response:
    """Keeps in the browser that this person has signed in with it; not before the second factor was shown.

    Who knows the password alone would else get fresh tries at the code with each new browser.
    """
    current = current_session()
    if current is not None and current.pending == "factor":
        return answer
    kept, name = _read(), _name(username)
    names = [*[one for one in kept.names if one != name][-MOST + 1 :], name]
    answer.set_cookie(
        _cookie(),
        _signer().dumps({"mark": kept.mark or secrets.token_urlsafe(16), "names": names}),
        max_age=SECONDS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return answer


@dataclass(frozen=True, slots=True)
class BrowserCookie:
    """The random ``mark`` of a browser, and the hashed names of those who have signed in with it, the last one last."""

    mark: str = ""
    names: Sequence[str] = ()


def _read() -> BrowserCookie:
    """What the cookie holds; nothing where there is none of ours."""
    try:
        kept = _signer().loads(request.cookies.get(_cookie(), ""))
    except BadSignature:
        return BrowserCookie()
    ours = isinstance(kept, dict) and kept.keys() == {"mark", "names"}
    return BrowserCookie(str(kept["mark"]), kept["names"]) if ours else BrowserCookie()


def _cookie() -> str:
    return cookie_name(COOKIE, app_state().settings)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(
        current_app.secret_key or "", salt="browser", signer_kwargs={"digest_method": hashlib.sha256}
    )


def _name(username: str) -> str:
    """Not the name itself: the cookie can be read by whoever sits down at the browser."""
    key = current_app.secret_key
    secret = key if isinstance(key, bytes) else (key or "").encode()
    name = text.username(username).encode(errors="surrogatepass")
    return hashlib.blake2b(name, key=secret[:64], digest_size=8).hexdigest()
