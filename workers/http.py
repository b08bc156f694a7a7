"""One HTTP conversation with an outside system: bounded in time and size; the response is classified and validated.

Classification: no connection, no answer in time, 5xx, 408, 425, 429, redirects and answers that are not what was agreed
are :class:`Unavailable` (try again later); 401 and 403 are :class:`CredentialsRefused`; any other 4xx is
:class:`Refused` when it gives a reason, and nonsense when it does not (a proxy's error page is no decision).
Redirects are not followed: a moved interface is a thing for a person to see.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

import httpx
import structlog
from pydantic import BaseModel, ValidationError

from core.adapters import certificates
from core.services.context.contracts import Bilingual
from core.storable_text import is_storable, storable
from workers import faults
from workers.errors import CredentialsRefused, NotConfigured, OutsideError, Refused, Unavailable
from workers.masking import masked, shown

Answer = TypeVar("Answer", bound=BaseModel)
LARGEST_ANSWER = 2 * 1024 * 1024
BUSY = frozenset({408, 425, 429})
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SystemConnection:
    """An HTTP connection to one outside system. ``system`` is its name for people; ``setting`` begins its settings' names."""

    system: Bilingual | str
    setting: str
    client: httpx.Client
    seconds: float
    #: of httpx, for every request: whose certificate is to be shown, where the address is pinned
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        *,
        body: BaseModel | Mapping[str, Any] | None = None,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Sends one request and returns the validated answer. Raises :class:`workers.errors.OutsideError`."""
        content = None if body is None else _encoded(body)
        given = {"Content-Type": "application/json", **(headers or {})} if content else dict(headers or {})
        with self._judged():
            status, data = self._exchange(method, path, content, params, given)
        _log.info("outside_call", system=self.setting, method=method, path=path, status=status)
        try:
            self.judge(status, data)
            return self.read(data, answer)
        except OutsideError as error:
            error.answer = f"{method} {path} → HTTP {status}\n{shown(data)}".strip()
            raise

    def exchange(
        self, method: str, path: str, *, content: bytes | None = None, headers: Mapping[str, str], most: int
    ) -> bytes:
        """Sends one request whose body, or whose answer of at most ``most`` bytes, is no JSON. Raises :class:`OutsideError`."""
        status, data = self.send(method, path, content=content, headers=headers, most=most)
        self.judge(status, data)
        return data

    def send(
        self, method: str, path: str, *, content: bytes | None, headers: Mapping[str, str], most: int = LARGEST_ANSWER
    ) -> tuple[int, bytes]:
        """The same for a caller that judges by itself: status and body, whatever they are. Raises :class:`OutsideError`."""
        with self._judged():
            status, data = self._exchange(method, path, content, None, headers, most)
        _log.info("outside_call", system=self.setting, method=method, path=path, status=status)
        return status, data

    def read(self, data: bytes, answer: type[Answer]) -> Answer:
        """``data`` as ``answer``; anything else is nonsense, named by the first field that is wrong."""
        try:
            found = answer.model_validate_json(data)
        except ValidationError as error:
            raise self.nonsense(faults.first(error)) from error
        if b"\\u0000" in data and not all(map(is_storable, _texts(found.model_dump()))):
            raise self.nonsense("a text holds the character U+0000 (NUL)")
        return found

    def nonsense(self, detail: str | Bilingual) -> Unavailable:
        """The error for an answer that is not what was agreed."""
        said = detail if isinstance(detail, Bilingual) else Bilingual(en=detail, vi=detail)
        return Unavailable("nonsense", system=self.system, detail=Bilingual(en=masked(said.en), vi=masked(said.vi)))

    def _exchange(
        self,
        method: str,
        path: str,
        content: bytes | None,
        params: Mapping[str, str | int] | None,
        headers: Mapping[str, str],
        most: int = LARGEST_ANSWER,
    ) -> tuple[int, bytes]:
        """Status and body; the whole conversation stays within ``seconds``, however slowly the body drips."""
        deadline = time.monotonic() + self.seconds
        data = bytearray()
        with self.client.stream(
            method, path, content=content, params=params, headers=headers, extensions=dict(self.extensions)
        ) as response:
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > most:
                    raise self.nonsense("too large")
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the whole answer took too long")
            return response.status_code, bytes(data)

    @contextmanager
    def _judged(self) -> Iterator[None]:
        try:
            yield
        except httpx.TimeoutException as error:
            raise Unavailable("timeout", system=self.system, seconds=f"{self.seconds:g}") from error
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise NotConfigured("bad-setting", setting=f"{self.setting}_URL", detail=masked(str(error))) from error
        except httpx.DecodingError as error:
            raise self.nonsense("encoding") from error
        except httpx.TransportError as error:
            raise Unavailable("unreachable", system=self.system) from error

    def judge(self, status: int, data: bytes) -> None:
        """Raises what a status means that is no success."""
        if 200 <= status < 300:
            return
        if status >= 500:
            raise Unavailable("broken", system=self.system, status=status)
        if status in BUSY:
            raise Unavailable("busy", system=self.system, status=status)
        if status in (401, 403):
            raise CredentialsRefused("credentials", system=self.system, setting=f"{self.setting}_KEY")
        code, reason = stated_reason(data)
        if status < 400 or not reason:
            raise self.nonsense(f"HTTP {status}")
        raise Refused("refused", reason_code=code, system=self.system, reason=masked(reason))


def connection(system: Bilingual | str, setting: str, address: str, seconds: float = 20.0) -> SystemConnection:
    """Opens a line to ``address``. Raises :class:`NotConfigured` when the address is empty. Close ``.client``."""
    if not address:
        raise NotConfigured("not-configured", system=system, setting=f"{setting}_URL")
    limits = httpx.Timeout(seconds, connect=min(seconds, 5.0))
    client = httpx.Client(
        base_url=address, timeout=limits, follow_redirects=False, verify=certificates.trusted_authorities()
    )
    return SystemConnection(system, setting, client, seconds)


class OutsideClient:
    """One conversation with one outside system; what a client of a connector is built on. The block's end closes it."""

    def __init__(self, system: Bilingual | str, setting: str, address: str, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when the address is empty."""
        self._connection = connection(system, setting, address, seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.client.close()


def stated_reason(data: bytes) -> tuple[str, str]:
    """``(code, sentence)`` of a refusal in JSON: ``code``/``errorCode`` and ``message``/``detail``/``title``."""
    try:
        found = json.loads(data)
    except ValueError:
        return "", ""
    if not isinstance(found, dict):
        return "", ""
    code = found.get("code") or found.get("errorCode") or ""
    reason = found.get("message") or found.get("detail") or found.get("title") or code
    return storable(str(code)), storable(str(reason))


def _texts(value: Any) -> Iterator[str]:
    """Every text in what was read, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from (*_texts(name), *_texts(item))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _encoded(body: BaseModel | Mapping[str, Any]) -> bytes:
    if isinstance(body, BaseModel):
        return body.model_dump_json(by_alias=True, exclude_none=True).encode()
    return json.dumps(body, ensure_ascii=False).encode()
