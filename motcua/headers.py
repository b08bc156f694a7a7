"""The headers that every answer of every door carries, whoever made it: a page, the interface for machines, a probe, an
error, or the server itself before any door was asked. A door that needs something else sets it; here is what it left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
#: What tells a stranger which programs run here.
TELLING = frozenset({"server", "via", "x-powered-by"})
HTTPS_ONLY = ("Strict-Transport-Security", f"max-age={365 * 24 * 3600}")


def complete(headers: Iterable[tuple[str, str]], *, https: bool) -> list[tuple[str, str]]:
    """``headers`` with every safe header that is missing, without those that tell too much."""
    kept = [(name, value) for name, value in headers if name.lower() not in TELLING]
    present = {name.lower() for name, _ in kept}
    safe = [*SAFE.items(), *([HTTPS_ONLY] if https else [])]
    return kept + [(name, value) for name, value in safe if name.lower() not in present]


class SafeHeaders:
    """WSGI middleware around all doors."""

    def __init__(self, doors: WSGIApplication, *, https: bool) -> None:
        self._doors = doors
        self._https = https

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def started(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
            answer = complete(headers, https=self._https)
            return start_response(status, answer, error) if error else start_response(status, answer)

        return self._doors(environ, started)
