"""The key pair by which push services know the office (VAPID, RFC 8292): P-256, written as unpadded base64url."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

#: bytes of a private key
LENGTH: Final = 32


def new_key() -> str:
    """A new private key, 43 characters."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(LENGTH))


def public_key(private: str) -> str:
    """The public half, as browsers take it (``applicationServerKey``): 65 bytes, uncompressed. Raises ``ValueError``."""
    return _text(_key(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def pem(private: str) -> tuple[bytes, bytes]:
    """Both halves as PEM, the private one first. Raises ``ValueError``."""
    key = _key(private)
    return (
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def authorization(private: str, audience: str, subject: str, expires: datetime) -> str:
    """The header ``Authorization`` of a message (RFC 8292, section 3): a JWT by ES256 and the public key. ``audience``: the
    origin of the push service; ``subject``: whom it may ask, ``mailto:…``; ``expires``: within a day."""
    claims = {"aud": audience, "exp": int(expires.timestamp()), "sub": subject}
    signing = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(_key(private).sign(signing.encode(), ec.ECDSA(SHA256())))
    return f"vapid t={signing}.{_text(r.to_bytes(LENGTH) + s.to_bytes(LENGTH))}, k={public_key(private)}"


def claims_of(token: str, public: str) -> dict[str, Any]:
    """What a JWT by ES256 claims, once its signature fits the public key. Raises ``ValueError``."""
    signing, _, signature = token.rpartition(".")
    raw = data_of(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data_of(public))
    pair = encode_dss_signature(int.from_bytes(raw[:LENGTH]), int.from_bytes(raw[LENGTH:]))
    try:
        key.verify(pair, signing.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise ValueError("the signature does not fit") from error
    found: dict[str, Any] = json.loads(data_of(signing.partition(".")[2]))
    return found


def data_of(text: str) -> bytes:
    """The bytes of an unpadded base64url text. Raises ``ValueError``."""
    found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _text(found) != text.rstrip("="):
        raise ValueError("no base64url")
    return found


def _key(private: str) -> ec.EllipticCurvePrivateKey:
    data = data_of(private)
    if len(data) != LENGTH:
        raise ValueError("a private key of P-256 has 32 bytes")
    return ec.derive_private_key(int.from_bytes(data), ec.SECP256R1())


def _json(value: dict[str, Any]) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
