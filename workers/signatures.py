"""Signatures of what is sent without being asked for, here and by others: checked over the body as it came, with a time against replays.

A verifier raises :class:`SignatureWrong` unless one of the secrets has signed exactly this body lately. Two secrets are
in force while one takes the other's place.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from core import jsontext
from core.ports import SignatureWrong

__all__ = [
    "TOLERANCE",
    "HmacSha256",
    "SignatureWrong",
    "TokenInBody",
    "Verify",
    "sign_standard",
    "standard_key",
    "standard_webhooks",
]

#: By how much the sender's clock may differ from ours; older messages are replays.
TOLERANCE: Final = timedelta(minutes=5)
#: Begins a secret of Standard Webhooks; what follows is base64.
PREFIX: Final = "whsec_"
#: ``(headers with names in lower case, body, secrets, now)``; raises :class:`SignatureWrong`.
Verify = Callable[[Mapping[str, str], bytes, Sequence[str], datetime], None]


def standard_webhooks(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """Standard Webhooks 1.0: ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature`` with ``v1`` signatures."""
    name, stamp, signatures = (headers.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    if not (name and stamp and signatures):
        raise SignatureWrong("missing")
    require_recent(stamp, now)
    signed = b".".join((name.encode(), stamp.encode(), body))
    given = [value for version, _, value in (one.partition(",") for one in signatures.split()) if version == "v1"]
    wanted = [base64.b64encode(_digest(standard_key(secret), signed)).decode() for secret in secrets]
    _require_one(given, wanted)


def sign_standard(name: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks 1.0 for a body with this id: a signature by each secret, the one in force first."""
    stamp = str(int(now.timestamp()))
    signed = b".".join((name.encode(), stamp.encode(), body))
    signatures = [f"v1,{base64.b64encode(_digest(standard_key(one), signed)).decode()}" for one in secrets]
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": " ".join(signatures)}


def standard_key(secret: str) -> bytes:
    """The key of a Standard Webhooks secret. Raises :class:`SignatureWrong` for one that is no base64."""
    text = secret.removeprefix(PREFIX)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignatureWrong("our secret is no base64") from error


@dataclass(frozen=True, slots=True)
class HmacSha256:
    """The signature of most carriers and payment platforms: HMAC-SHA256, in hexadecimal, over ``timestamp.body``.

    ``header``: where it stands; ``prefix``: what stands before it there. ``timestamp``: the header with the seconds since
    1970.
    """

    header: str
    timestamp: str
    prefix: str = ""

    def __call__(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
        """See :data:`Verify`."""
        given, stamp = headers.get(self.header, ""), headers.get(self.timestamp, "")
        if not (given and stamp):
            raise SignatureWrong("missing")
        require_recent(stamp, now)
        signed = b".".join((stamp.encode(), body))
        wanted = [_digest(secret.encode(), signed).hex() for secret in secrets]
        _require_one([given.removeprefix(self.prefix).lower()], wanted)


@dataclass(frozen=True, slots=True)
class TokenInBody:
    """A shared token as a field of the JSON body, as some carriers send it: no signature, and no time against replays.

    It proves who sends, not that nobody changed what is sent: only over TLS. Whoever reads such a message must know it again
    when it is repeated. The token is blanked before the message is kept (:meth:`workers.inbound.SourceDoor.kept`).
    """

    field: str

    def __call__(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
        """See :data:`Verify`."""
        try:
            found = jsontext.loads(body)
        except jsontext.JsonInvalid as error:
            raise SignatureWrong("missing") from error
        given = found.get(self.field) if isinstance(found, dict) else None
        if not isinstance(given, str) or not given or given.encode(errors="replace") not in body:
            raise SignatureWrong("missing")
        _require_one([given], secrets)


def require_recent(stamp: str, now: datetime) -> None:
    """Raises :class:`SignatureWrong` unless ``stamp`` (seconds since 1970) is about now."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise SignatureWrong("the time is no number")
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        raise SignatureWrong("too old or too new")


def _digest(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


def _require_one(given: Sequence[str], wanted: Sequence[str]) -> None:
    """Raises unless one of the signatures is one of those wanted; takes the same time whichever it is."""
    pairs = [hmac.compare_digest(one.encode(), other.encode()) for one in given for other in wanted]
    if not any(pairs):
        raise SignatureWrong("wrong")
