"""A device of a citizen on which they want to be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Device:
    """A browser's subscription at its push service. ``endpoint``: the address there; ``public_key`` (65 bytes, P-256) and
    ``auth`` (16 bytes): what messages to it are encrypted with, as unpadded base64url; ``language``: ``vi`` or ``en``."""

    endpoint: str
    public_key: str
    auth: str
    language: str = "vi"
