"""Encrypts small secrets that must be read again (AES-256-GCM), so that a copy of the database gives none away."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class DecryptionFailed(Exception):
    """The text was encrypted with another key or for another owner, or was damaged."""


def encrypt(key: str, purpose: str, bound_to: str, text: str) -> str:
    """``text`` encrypted: readable only with the key, for this purpose and the owner it is bound to (authenticated data)."""
    nonce = secrets.token_bytes(_NONCE)
    encrypted = _cipher(key, purpose).encrypt(nonce, text.encode(), bound_to.encode())
    return base64.b64encode(nonce + encrypted).decode("ascii")


def decrypt(key: str, purpose: str, bound_to: str, encrypted: str) -> str:
    """The text that was encrypted. Raises :class:`DecryptionFailed`."""
    try:
        data = base64.b64decode(encrypted, validate=True)
        return _cipher(key, purpose).decrypt(data[:_NONCE], data[_NONCE:], bound_to.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise DecryptionFailed from error


def _cipher(key: str, purpose: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=f"motcua {purpose}".encode()).derive(key.encode()))
