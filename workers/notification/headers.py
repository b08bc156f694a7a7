"""Headers of a letter that come back character for character, whatever they hold and whoever folds them.

The standard library's own folding (Python 3.11 to 3.13) writes the blank between two encoded words, where RFC 2047,
section 6.2, has readers drop it: "tình trạng hôn nhân" arrived as "tình trạnghôn nhân". Here a text beyond ASCII is encoded
as a whole, its blanks inside the words. The classes carry that with them, so any policy serialises them alike.
"""

from __future__ import annotations

from email.charset import Charset
from email.header import Header
from email.headerregistry import AddressHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any

#: what a line may hold, RFC 5322 2.1.1
WIDTH = 76
_UTF8 = Charset("utf-8")


def encoded(text: str, used: int = 0) -> str:
    """``text`` for a header in which ``used`` characters precede it: as it is where that is safe, else encoded words.

    What looks like an encoded word already is encoded, too: it was meant as it stands.
    """
    if text.isascii() and text.isprintable() and "=?" not in text and used + len(text) <= WIDTH:
        return text
    return Header(text, _UTF8, maxlinelen=WIDTH, header_name="x" * max(used - 2, 0)).encode(linesep="\r\n")


def source(text: str) -> str:
    """What to set a header to, so that it says ``text``: setting one reads encoded words, and a text may look like some."""
    return text if "=?" not in text else Header(text, _UTF8, maxlinelen=0).encode()


class _Text:
    """A header of free text."""

    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        """The header's lines, in the policy's line ends."""
        body = encoded(str(self), len(self.name) + 2)
        return _lines(f"{self.name}: {body}", policy)


class _Addresses:
    """A header of mailboxes, one a line."""

    name: str
    addresses: Any

    def fold(self, *, policy: EmailPolicy) -> str:
        """The header's lines, in the policy's line ends."""
        return _lines(f"{self.name}: " + ",\r\n ".join(_mailbox(one) for one in self.addresses), policy)


def _mailbox(address: Any) -> str:
    if not address.display_name:
        return str(address.addr_spec)
    name = encoded(address.display_name)
    if name == address.display_name:
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name}\r\n <{address.addr_spec}>"


def _lines(text: str, policy: EmailPolicy) -> str:
    return text.replace("\r\n", policy.linesep) + policy.linesep


class _Subject(_Text, UnstructuredHeader):
    max_count = 1


class _Mailboxes(_Addresses, AddressHeader):
    max_count = 1


def policy() -> EmailPolicy[EmailMessage]:
    """The policy of letters: that of SMTP, with these headers."""
    registry = HeaderRegistry()
    registry.map_to_type("subject", _Subject)  # type: ignore[arg-type]  # it makes a BaseHeader of it
    for name in ("from", "to", "reply-to"):
        registry.map_to_type(name, _Mailboxes)  # type: ignore[arg-type]
    return SMTP.clone(header_factory=registry)
