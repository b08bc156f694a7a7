"""Protocols of what the services need from outside (clock, storage, scanner, sign-in provider); ``core.adapters`` implements them."""

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
    """Stored content no longer has the SHA-256 it is stored under."""

    def __init__(self, sha256: str, found: str) -> None:
        super().__init__(f"the content kept as {sha256} is now {found}")
        self.sha256 = sha256
        self.found = found


class Blobs(Protocol):
    """A content-addressed store: file contents by their SHA-256, each stored once."""

    def put(self, data: bytes) -> str:
        """Stores ``data`` durably and returns its SHA-256 in hexadecimal."""

    def get(self, sha256: str) -> bytes:
        """The content, whose hash is checked. Raises ``FileNotFoundError``, :class:`ContentChanged`."""

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


class FileInspector(Protocol):
    """Finds active content and decompression bombs in an uploaded file."""

    def __call__(self, media_type: str, data: bytes) -> tuple[str, ...]:
        """The marks of the file, such as ``javascript`` or ``macros``; never raises for its content."""


class SignatureVerifier(Protocol):
    """Tells what the signatures inside a PDF file are worth."""

    def __call__(self, data: bytes, at: datetime) -> Mapping[str, Any]:
        """The findings at a moment (aware), for ``core.domain.signed_files.read``; never raises for the file's content.

        May take seconds.
        """


class TypesettingFailed(Exception):
    """A paper could not be set; the text says where and why, for whoever wrote its template."""


class Typesetter(Protocol):
    """Makes papers."""

    def __call__(self, source: str, values: Mapping[str, Any], made: datetime) -> bytes:
        """The paper of the Typst template ``source`` as PDF, dated ``made`` (aware). ``values`` can be written as JSON.

        Raises :class:`TypesettingFailed`.
        """


class Passwords(Protocol):
    """Hashes passwords slowly and checks them."""

    def hash(self, password: str) -> str:
        """A salted hash."""

    def matches(self, hashed: str, password: str) -> bool:
        """Whether ``password`` is the one that was hashed."""


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """A sign-in begun with the provider: where the browser is sent (``address``), and what the provider's answer must match."""

    address: str
    state: str
    nonce: str
    verifier: str


class SignInProvider(Protocol):
    """An external identity provider (OpenID Connect)."""

    def begin(self, redirect: str) -> SignInRequest:
        """Begins; ``redirect`` is where the browser comes back to. Raises ``ProviderAway``."""

    def finish(self, redirect: str, code: str, issuer: str | None, pending: SignInRequest) -> Mapping[str, Any]:
        """The claims about the person, checked. Raises ``ProviderAway``, ``SignInUnfinished``."""


class WorkerHealth(Protocol):
    """Checks the background processes (queue server, workers, relay). May take seconds; never raises."""

    def __call__(self) -> Mapping[str, str]:
        """Name of each check → ``ok``, or a sentence on what is wrong."""


class SignatureWrong(Exception):
    """A callback is not signed by whom it should be, or not lately. The text says why, for the log."""


class MessageIncomplete(Exception):
    """A callback does not name what every one of its source must name. The text is that name, which anybody may know."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of something another system sent before anything is done with it.

    ``external_id`` is the other side's own name for it: the same twice is the same thing. ``message`` and ``key`` are
    empty where the contents could not be read. ``fingerprint``: of what may not differ when it comes again; empty: it may.
    ``versions``: what differs is a later version of it, and no contradiction.
    """

    external_id: str
    message: str = ""
    key: str = ""
    fingerprint: str = ""
    versions: bool = False


class CallbackDoor(Protocol):
    """Takes what one outside system sends by itself."""

    @property
    def answer(self) -> Mapping[str, Any]:
        """What that system wants to be answered once its message is kept."""

    @property
    def most(self) -> int:
        """Bytes of a message."""

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Raises :class:`SignatureWrong` and :class:`MessageIncomplete`. The names of ``headers`` are in lower case; ``body`` is as it came."""

    def kept(self, body: bytes) -> bytes:
        """What of it is kept: as it came, but for the secret itself where the message holds it."""

    def read(self, body: bytes) -> Arrival:
        """What it is; never raises for its contents."""


@dataclass(frozen=True, slots=True)
class PostageQuote:
    """What a carrier takes for a class of service, whole đồng. ``days``: it says it needs so many; None: it does not say."""

    service: str
    carrier: str
    amount: int
    days: int | None = None


class PostageAway(Exception):
    """No carrier tells its prices now; the text says why, for the log."""


class Postage(Protocol):
    """Asks carriers what a letter costs. May take a few seconds."""

    def __call__(self, origin: str, address: str) -> tuple[PostageQuote, ...]:
        """The prices from the office's address to another one. Raises :class:`PostageAway`."""


class RelayWakeup(Protocol):
    """Wakes the relay after a commit. Best effort: without it the relay looks by itself once a second."""

    def __call__(self) -> None:
        """Sends the wake-up; never raises."""
