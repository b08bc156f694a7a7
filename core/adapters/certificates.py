"""The certificate authorities that outgoing TLS connections trust."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def trusted_authorities() -> ssl.SSLContext:
    """The certificate authorities httpx trusts by itself, ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` included.

    Reading them takes tens of milliseconds, and httpx would read them for every client; contexts may be shared.
    """
    return httpx.create_ssl_context()
