"""Small secrets that must be read again: encrypted under the office's key, so that a copy of the database gives none away."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Unreadable(Exception):
    """Sealed under another key, for somebody else, or damaged."""


def seal(key: str, purpose: str, bound_to: str, text: str) -> str:
    """``text``, readable only with the key, for this purpose and this owner."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = _cipher(key, purpose).encrypt(nonce, text.encode(), bound_to.encode())
    return base64.b64encode(nonce + sealed).decode("ascii")


def unseal(key: str, purpose: str, bound_to: str, sealed: str) -> str:
    """What was sealed. Raises :class:`Unreadable`."""
    try:
        data = base64.b64decode(sealed, validate=True)
        return _cipher(key, purpose).decrypt(data[:_NONCE], data[_NONCE:], bound_to.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def _cipher(key: str, purpose: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=f"motcua {purpose}".encode()).derive(key.encode()))
