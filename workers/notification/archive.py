"""The mailbox in which the mail server keeps copies of what it has sent: asked before a letter is sent (IMAP4rev1, RFC 3501).

A worker may die between the server's *accepted* and the office's note of it. The copy is then found by the letter's
Message-ID, which depends on nothing but the call. Nothing is written there, and an archive that does not answer holds no
letter up: a letter that comes twice is better than none.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

import structlog

from workers.notification.mailer import LOOPBACK

SECONDS = 5.0
PORTS = {"imap": 143, "imaps": 993}
_log = structlog.get_logger(__name__)


def checked(text: str) -> str:
    """The setting: empty, ``imap://user:password@host[:port]/folder`` or ``imaps://…``. Raises ``ValueError``."""
    if not text:
        return text
    parts = urlsplit(text)
    if parts.scheme not in PORTS or not parts.hostname or parts.port == 0 or not (parts.username and parts.password):
        raise ValueError("a mailbox has a server, a user and a password")
    if not text.isascii() or not text.isprintable() or parts.query or parts.fragment or not parts.path.strip("/"):
        raise ValueError("a mailbox has a folder, written as its server writes it")
    return text


def holds(url: str, message_id: str) -> bool:
    """Whether the archive has a letter with this Message-ID. ``False`` without an archive, and when it does not answer."""
    if not url:
        return False
    try:
        with _opened(url) as server:
            kind, found = server.search(None, "HEADER", "Message-ID", _quoted(message_id))
            return kind == "OK" and bool(found[0])
    except (OSError, imaplib.IMAP4.error) as error:
        _log.warning("mail_archive_away", error=type(error).__name__)
        return False


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    """The folder, open for reading. A password travels encrypted, except to this machine itself."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    context = ssl.create_default_context()
    server = (
        imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=SECONDS)
        if parts.scheme == "imaps"
        else imaplib.IMAP4(host, port, timeout=SECONDS)
    )
    try:
        if parts.scheme == "imap" and host not in LOOPBACK:
            server.starttls(context)
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        kind, _ = server.select(_quoted(unquote(parts.path.strip("/"))), readonly=True)
        if kind != "OK":
            raise imaplib.IMAP4.error("no such folder")
        yield server
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
