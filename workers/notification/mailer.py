"""Hands a message to a mail server over SMTP, and judges its answer. Keeps no connection and no copy.

A 5xx answer is the server's last word: on a mailbox or a letter :class:`MessageRefused`, on us :class:`Refused`; a 4xx answer, a server that cannot be reached, hangs or
talks nonsense is worth another try. Passwords never travel in clear text, except to this machine itself.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from core.services.context.contracts import Bilingual
from workers.errors import CredentialsRefused, MessageRefused, NotConfigured, OutsideError, Refused, Unavailable
from workers.masking import masked, shown

SYSTEM = Bilingual(en="the mail server", vi="Máy chủ thư")
SETTING = "MOTCUA_SMTP_URL"
#: answers that ask for a name and a password (RFC 4954)
UNKNOWN_CLIENT = frozenset({530, 534, 535, 538})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes: from ``smtp://user:password@host:port`` or ``smtps://…``."""

    host: str
    port: int
    secure: bool
    username: str = ""
    password: str = ""

    @classmethod
    def of(cls, url: str) -> Server:
        """Reads the setting. Raises :class:`NotConfigured` when it is empty or wrong."""
        if not url:
            raise NotConfigured("not-configured", system=SYSTEM, setting=SETTING)
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS[parts.scheme]
        except (ValueError, KeyError) as error:
            raise NotConfigured("bad-setting", setting=SETTING, detail="smtp://host:port") from error
        if not parts.hostname:
            raise NotConfigured("bad-setting", setting=SETTING, detail="smtp://host:port")
        name, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, parts.scheme == "smtps", name, password)


def deliver(server: Server, mail: EmailMessage, sender: str, recipients: Sequence[str], seconds: float = 20.0) -> int:
    """Sends ``mail``; returns how many recipients the server refused (never all). Raises :class:`OutsideError`.

    A server without SMTPUTF8 (RFC 6531) cannot take a mailbox beyond ASCII, now or later: it is refused for good, and
    the other recipients get the letter.
    """
    try:
        with _connected(server, seconds) as smtp:
            able = list(recipients) if smtp.has_extn("smtputf8") else [one for one in recipients if one.isascii()]
            if not able:
                raise MessageRefused("address-unsupported", reason_code="ADDRESS_UNSUPPORTED", system=SYSTEM)
            if len(able) < len(recipients):
                mail.replace_header("To", ", ".join(able))
            return len(recipients) - len(able) + len(smtp.send_message(mail, sender, able))
    except (OSError, smtplib.SMTPException) as error:
        raise _judged(error, seconds) from error
    except UnicodeEncodeError as error:
        raise NotConfigured("bad-setting", setting=SETTING, detail="user name and password in ASCII") from error


def _connected(server: Server, seconds: float) -> smtplib.SMTP:
    """A connection, encrypted when the server offers it, logged in when there is a name."""
    context = ssl.create_default_context()
    name = socket.gethostname()  # given, because the default asks the name service and may wait for it
    if server.secure:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, name, timeout=seconds, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, name, timeout=seconds)
    try:
        smtp.ehlo()
        _encrypt(smtp, server, context)
        if server.username:
            smtp.login(server.username, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _encrypt(smtp: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    if server.secure or server.host in LOOPBACK:
        return
    if smtp.has_extn("starttls"):
        smtp.starttls(context=context)
        smtp.ehlo()
    elif server.username:
        raise NotConfigured("bad-setting", setting=SETTING, detail="no encryption offered, so no password is sent")


def _judged(error: OSError | smtplib.SMTPException, seconds: float) -> OutsideError:
    match error:
        case smtplib.SMTPAuthenticationError() if error.smtp_code >= 500:
            found: OutsideError = CredentialsRefused("credentials", system=SYSTEM, setting=SETTING)
            found.answer = _shown("AUTH", error.smtp_code, error.smtp_error)
            return found
        case smtplib.SMTPRecipientsRefused():
            # Worth another try as long as one of them may be reached later.
            return _answered("RCPT TO", *min(error.recipients.values()))
        case smtplib.SMTPResponseException():
            return _answered(_COMMANDS.get(type(error), ""), error.smtp_code, error.smtp_error)
        case _ if TimeoutError in (type(error), type(error.__context__)):  # smtplib wraps a late answer
            return Unavailable("timeout", system=SYSTEM, seconds=f"{seconds:g}")
        case _:
            return Unavailable("unreachable", system=SYSTEM)


#: what was said when the server answered so
_COMMANDS: Final[Mapping[type[Exception], str]] = {
    smtplib.SMTPSenderRefused: "MAIL FROM",
    smtplib.SMTPDataError: "DATA",
}
#: of these, what the server says holds for one mailbox or one letter
_OF_ONE_LETTER: Final = frozenset({"RCPT TO", "DATA"})


def _answered(command: str, code: int, reason: bytes | str) -> OutsideError:
    text = _text(reason)
    if code in UNKNOWN_CLIENT:
        found: OutsideError = CredentialsRefused("credentials", system=SYSTEM, setting=SETTING)
    elif 500 <= code < 600:
        kind = MessageRefused if command in _OF_ONE_LETTER else Refused
        found = kind("refused", reason_code=str(code), system=SYSTEM, reason=masked(f"{code} {text}"))
    elif 400 <= code < 500:
        found = Unavailable("broken", system=SYSTEM, status=code)
    else:
        found = Unavailable("nonsense", system=SYSTEM, detail=masked(text) or str(code))
    found.answer = _shown(command, code, reason)
    return found


def _shown(command: str, code: int, reason: bytes | str) -> str:
    """What the server said to which command, as incidents and calls show it: ``RCPT TO → 550 5.1.1 no such mailbox``."""
    said = shown(f"{code} {_text(reason)}".strip().encode())
    return f"{command} → {said}" if command else said


def _text(reason: bytes | str) -> str:
    return reason.decode(errors="replace") if isinstance(reason, bytes) else reason
