"""What the office needs from outside itself, as protocols; ``core.adapters`` and the tests implement them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class Clock(Protocol):
    """Where time comes from."""

    def __call__(self) -> datetime:
        """The present moment, aware, in UTC."""


class ContentChanged(Exception):
    """A stored content is no longer the one it is kept as."""

    def __init__(self, sha256: str, found: str) -> None:
        super().__init__(f"the content kept as {sha256} is now {found}")
        self.sha256 = sha256
        self.found = found


class Blobs(Protocol):
    """Contents by their SHA-256: putting the same twice keeps one."""

    def put(self, data: bytes) -> str:
        """Stores ``data`` durably and returns its SHA-256 in hexadecimal."""

    def get(self, sha256: str) -> bytes:
        """The content, hashed again. Raises ``FileNotFoundError``, :class:`ContentChanged`."""

    def problem(self) -> str:
        """Why nothing can be stored at the moment, in a sentence; empty when it can."""


class ScannerAway(Exception):
    """The virus scanner gave no verdict; the text says why, for the log."""


class Scanner(Protocol):
    """Looks for viruses in what is uploaded."""

    def scan(self, data: bytes) -> str | None:
        """The name of what was found, or None. Raises :class:`ScannerAway`."""

    def ping(self) -> None:
        """Returns when the scanner answers. Raises :class:`ScannerAway`."""


class Inside(Protocol):
    """Looks for what a file carries that can act by itself."""

    def __call__(self, media_type: str, data: bytes) -> tuple[str, ...]:
        """Marks such as ``javascript`` or ``macros``; never raises for what is in the file."""


class Passwords(Protocol):
    """Hashes passwords slowly and checks them."""

    def hash(self, password: str) -> str:
        """A salted hash."""

    def matches(self, hashed: str, password: str) -> bool:
        """Whether ``password`` is the one that was hashed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-in that was begun: where the browser is sent, and what must be the same when it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


class SignInProvider(Protocol):
    """Somebody else who says who people are."""

    def begin(self, redirect: str) -> Asked:
        """Begins; ``redirect`` is where the browser comes back to. Raises ``ProviderAway``."""

    def finish(self, redirect: str, code: str, issuer: str | None, asked: Asked) -> Mapping[str, Any]:
        """The claims about the person, checked. Raises ``ProviderAway``, ``SignInUnfinished``."""


class Behind(Protocol):
    """Looks whether those who work behind the doors live: queue, worker, relay. May be slow for seconds, never raises."""

    def __call__(self) -> Mapping[str, str]:
        """Each check and ``ok``, or a sentence on what is wrong."""


class Nudge(Protocol):
    """Wakes the relay after a commit. May be lost."""

    def __call__(self) -> None:
        """Wakes."""
