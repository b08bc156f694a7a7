"""What the values of settings look like: each function returns the value it was given, made uniform, or raises ``ValueError``.

Empty means “not set” and is let through; which settings may be empty is decided by their defaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from core import vapid

SECRET_BYTES: Final = 32
DRIVERS: Final = {"sqlite": "pysqlite", "postgresql": "psycopg"}
#: Names of mail domains that exist in a house and nowhere else.
HOUSE_DOMAINS: Final = ("localhost", "local", "internal", "test")
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_PROTOCOL = re.compile(r"tcp|udp|sctp")
_NUMBER = re.compile(r"[0-9]{1,5}")
_WAIT = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,2})?")  # 1.800 may mean two things, so it means none
_RATE = re.compile(r"(?P<system>[a-z][a-z0-9-]*)=(?P<calls>[1-9][0-9]{0,4})/(?P<unit>[smh])")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<mailbox>[^<>]+)>")
#: What Kubernetes and Docker tell a process of the services beside it, one called “motcua” among them, and the shape of
#: each value: ``SERVICE_HOST=10.0.0.1``, ``SERVICE_PORT_HTTP=8000``, ``PORT=tcp://10.0.0.1:8000``, ``PORT_8000_TCP_ADDR=…``.
_SERVICE = r"MOTCUA(?:_[A-Z0-9]+)*"
_PORT = rf"{_SERVICE}_PORT_[0-9]{{1,5}}_(?:TCP|UDP|SCTP)"
_LINKS: Final = (
    (re.compile(rf"{_SERVICE}_SERVICE_HOST|{_PORT}_ADDR"), "address"),
    (re.compile(rf"{_SERVICE}_SERVICE_PORT(?:_[A-Z0-9_]+)?|{_PORT}_PORT"), "number"),
    (re.compile(rf"{_PORT}_PROTO"), "protocol"),
    (re.compile(rf"{_SERVICE}_PORT|{_PORT}"), "link"),
)


def service_link(name: str, text: str) -> bool:
    """Whether a variable is no setting but what a container's engine tells of a service: its name and its value say so."""
    shape = next((shape for pattern, shape in _LINKS if pattern.fullmatch(name)), "")
    if shape == "protocol":
        return bool(_PROTOCOL.fullmatch(text))
    if shape == "number":
        return _port(text)
    if shape == "address":
        return _address(text)
    protocol, _, place = text.partition("://")
    at, _, number = place.rpartition(":")
    return shape == "link" and bool(_PROTOCOL.fullmatch(protocol)) and _address(at.strip("[]")) and _port(number)


def _port(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and 0 < int(text) < 65536


def _address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def host(text: str) -> str:
    """An IP address or a host name."""
    try:
        ip_address(text)
    except ValueError:
        if not _HOST.fullmatch(text) or re.fullmatch(r"[0-9.]+", text):
            raise
    return text


def networks(text: str) -> str:
    """Networks of IP addresses, separated by commas."""
    return ",".join(str(ip_network(one.strip())) for one in text.split(",")) if text else text


def push_key(text: str) -> str:
    """A private key of the office at push services: 32 bytes of P-256 as unpadded base64url (:mod:`core.vapid`)."""
    if text:
        vapid.public_key(text)
    return text


def web_address(text: str) -> str:
    """The beginning of web addresses: ``http(s)://host[:port][/path]``."""
    if not text:
        return text
    parts = _split(text, "http", "https")
    if "?" in text or "#" in text or "@" in parts.netloc or not parts.hostname:
        raise ValueError("a base address has a host, and no query, fragment or password")
    return text


def clamd_url(text: str) -> str:
    """``tcp://host[:port]`` or ``unix:///path``."""
    if not text or (text.startswith("unix:///") and text.isprintable()):
        return text
    parts = _split(text, "tcp")
    if (
        not parts.hostname
        or parts.port == 0
        or parts.path not in ("", "/")
        or "?" in text
        or "#" in text
        or "@" in text
    ):
        raise ValueError("a scanner has a host and a port, and nothing else")
    return text


def token(text: str) -> str:
    """A secret that travels in a header."""
    if text and not re.fullmatch(r"[!-~]{16,200}", text):
        raise ValueError("a token is long, and of plain signs")
    return text


def secrets(text: str) -> str:
    """One secret that messages are signed with, or two with a comma between while one takes the other's place."""
    if text and not re.fullmatch(r"[!-+\--~]{16,200}(?:,[!-+\--~]{16,200})?", text):
        raise ValueError("one or two secrets, long and of plain signs")
    return text


def smtp_url(text: str) -> str:
    """``smtp://[user:password@]host[:port]`` or ``smtps://…``."""
    if not text:
        return text
    parts = _split(text, "smtp", "smtps")
    if not parts.hostname or parts.path not in ("", "/") or "?" in text or "#" in text:
        raise ValueError("a mail server has a host and nothing after it")
    if parts.port == 0 or (parts.username is not None and not parts.password):
        raise ValueError("a user name needs a password")
    return text


def redis_url(text: str) -> str:
    """``redis://[[user]:password@]host[:port][/number]``, ``rediss://…`` or ``unix:///path``."""
    if not text or (text.startswith("unix:///") and text.isprintable()):
        return text
    parts = _split(text, "redis", "rediss")
    if parts.fragment or not parts.hostname:
        raise ValueError("a queue has a host or a socket")
    if not re.fullmatch(r"/?[0-9]{0,5}", parts.path):
        raise ValueError("a database of the queue is a number")
    from redis.connection import parse_url

    parse_url(text)  # type: ignore[no-untyped-call]
    return text


def database_url(text: str) -> str:
    """A URL of one of the two databases, with the driver that is installed."""
    if not text:
        return text
    from sqlalchemy import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        url = make_url(text)
        driver = url.get_driver_name()
    except SQLAlchemyError as error:
        raise ValueError("no URL of a database") from error
    if DRIVERS.get(url.get_backend_name()) != driver:
        raise ValueError("another database, or another driver")
    if url.get_backend_name() == "sqlite":
        if url.host or not url.database or url.database == ":memory:" or "mode=memory" in text:
            raise ValueError("every process of the office opens the same file")
    elif url.port is not None and not 0 < url.port < 65536:
        raise ValueError("no port")
    return text


def secret_key(text: str) -> str:
    """A secret long enough to sign with."""
    if text and len(text.encode()) < SECRET_BYTES:
        raise ValueError("too short")
    return text


def pair(text: str) -> str:
    """``name:secret``; the secret may hold colons."""
    name, colon, secret = text.partition(":")
    if text and not (name.strip() and colon and secret.strip() and text.isprintable()):
        raise ValueError("not a pair")
    return text


def role_list(text: str) -> str:
    """Names of roles separated by commas, or ``*``."""
    names = [name.strip() for name in text.split(",")] if text else []
    if names != ["*"] and not all(name.isidentifier() for name in names):
        raise ValueError("not a list of roles")
    return ",".join(names)


def claim(text: str) -> str:
    """The name of a claim."""
    if not re.fullmatch(r"[A-Za-z0-9_:/.-]{1,100}", text):
        raise ValueError("not a name")
    return text


def sender(text: str) -> str:
    """One mailbox, maybe with a display name before it: ``Một Cửa <motcua@example.vn>``."""
    if not text.isprintable():
        raise ValueError("a header cannot hold this")
    named = _NAMED.fullmatch(text)
    _mailbox(named["mailbox"] if named else text)
    return text


def waits(given: str | Iterable[float]) -> tuple[float, ...]:
    """Seconds, from a text ``60,300`` or from numbers."""
    parts = given.split(",") if isinstance(given, str) else [f"{float(wait):g}" for wait in given]
    found = [part.strip() for part in parts]
    if not 1 <= len(found) <= 20 or not all(_WAIT.fullmatch(part) for part in found):
        raise ValueError("not a list of seconds")
    return tuple(float(part) for part in found)


def call_rates(text: str) -> str:
    """``system=number/unit`` separated by commas; the unit is ``s``, ``m`` or ``h``."""
    parts = [part.strip() for part in text.split(",")] if text else []
    found = [_RATE.fullmatch(part) for part in parts]
    if not all(found) or len({rate["system"] for rate in found if rate}) < len(parts):
        raise ValueError("not a list of rates")
    return ",".join(parts)


def rates_of(text: str) -> dict[str, tuple[int, str]]:
    """System → calls and unit, of a text that :func:`call_rates` has let through."""
    found = (_RATE.fullmatch(part) for part in text.split(","))
    return {rate["system"]: (int(rate["calls"]), rate["unit"]) for rate in found if rate}


def _split(text: str, *schemes: str) -> SplitResult:
    """The parts of a URL with one of the schemes, a host that can be one, and a port that is none or one."""
    if not text.isprintable() or " " in text or "\\" in text:
        raise ValueError("a URL has no blanks")
    parts = urlsplit(text)
    if parts.scheme not in schemes or not text[len(parts.scheme) :].startswith("://"):
        raise ValueError("another scheme")
    if parts.port is not None and not 0 < parts.port < 65536:
        raise ValueError("no port")
    if parts.hostname:
        host(parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else parts.hostname)
    return parts


def _mailbox(text: str) -> None:
    from email_validator import EmailNotValidError, validate_email

    local, _, domain = text.rpartition("@")
    if domain.lower().rpartition(".")[2] in HOUSE_DOMAINS:
        text = f"{local}@{host(domain)}.vn"  # the checker knows public names only
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise ValueError("no mailbox") from error


def pem_file(path: str) -> str:
    """The path of a PEM file that is there. Raises ``ValueError``; what is in it is read when it is used."""
    try:
        if path and b"-----BEGIN " not in Path(path).read_bytes():
            raise ValueError("no PEM file")
    except OSError as error:
        raise ValueError(error.strerror or "not readable") from error
    return path
