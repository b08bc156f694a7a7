"""Tells a webhook of an event: one POST, signed, to a public address, and what came of it.

The name is resolved once and the connection goes to the very address that was judged: a name that answers differently a moment
later leads nowhere else. Redirects and proxies of the environment are not followed.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

import httpx
import structlog
from rq.timeouts import JobTimeoutException

from core.adapters import certificates
from core.domain import public_addresses
from core.domain.public_addresses import Address
from core.services.views.webhooks import DeliveryJob, Try
from workers.context import WorkerContext
from workers.signatures import sign_standard

#: for the whole conversation; well within the lease (:mod:`core.services.webhooks.deliveries`)
SECONDS: Final = 10.0
#: of the answer, no more is read
ANSWER_BYTES: Final = 1000
MEDIA_TYPE: Final = "application/cloudevents+json; charset=utf-8"
AGENT: Final = "motcua-webhooks"
PORTS: Final = {"https": 443, "http": 80}
_log = structlog.get_logger(__name__)


class NotSent(Exception):
    """Nothing was sent. Its text is a code: ``unresolved``, ``internal``, ``insecure``, ``key``."""


def send(ctx: WorkerContext, delivery: UUID) -> None:
    """One try of a delivery, if it is still to be made."""
    job = ctx.office.webhook_deliveries.lease(delivery)
    if job is None:
        return
    began = time.monotonic()
    try:
        status, answer = _post(ctx, job, began + SECONDS)
        made = Try(status=status, error="", milliseconds=_since(began), answer=answer)
    except NotSent as refused:
        made = Try(status=None, error=str(refused), milliseconds=_since(began))
    except (httpx.TimeoutException, JobTimeoutException):
        # httpx counts from byte to byte: an answer that trickles in is ended by the job's time.
        made = Try(status=None, error="timeout", milliseconds=_since(began))
    except (httpx.HTTPError, httpx.InvalidURL):
        made = Try(status=None, error="unreachable", milliseconds=_since(began))
    _log.info(
        "webhook_sent", delivery=str(job.id), status=made.status, error=made.error, milliseconds=made.milliseconds
    )
    ctx.office.webhook_deliveries.report(job, made)


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)


def _post(ctx: WorkerContext, job: DeliveryJob, deadline: float) -> tuple[int, str]:
    """HTTP status and the beginning of the answer. Raises :class:`NotSent` and errors of httpx."""
    if not job.secrets:
        raise NotSent("key")
    parts, body = urlsplit(job.address), job.body.encode()
    port = parts.port or PORTS[parts.scheme]
    address = judged(parts, port, ctx.settings.webhook_networks)
    headers = {
        **sign_standard(str(job.event_id), body, job.secrets, ctx.office.context.now()),
        "Content-Type": MEDIA_TYPE,
        "User-Agent": AGENT,
        "Host": parts.netloc,
    }
    with httpx.Client(timeout=SECONDS, trust_env=False, verify=certificates.trusted_authorities()) as client:
        return _exchange(client, pinned(parts, address, port), body, headers, deadline)


def _exchange(
    client: httpx.Client,
    request: tuple[httpx.URL, Mapping[str, str]],
    body: bytes,
    headers: Mapping[str, str],
    deadline: float,
) -> tuple[int, str]:
    url, extensions = request
    with client.stream("POST", url, content=body, headers=headers, extensions=dict(extensions)) as response:
        answer = bytearray()
        for chunk in response.iter_raw():
            answer += chunk
            if len(answer) >= ANSWER_BYTES or time.monotonic() > deadline:
                break
        return response.status_code, bytes(answer[:ANSWER_BYTES]).decode("utf-8", "replace")


def pinned(parts: SplitResult, address: Address, port: int) -> tuple[httpx.URL, Mapping[str, str]]:
    """The address to connect to, and the name whose certificate must be shown there."""
    host = f"[{address}]" if address.version == 6 else str(address)
    query = f"?{parts.query}" if parts.query else ""
    url = httpx.URL(f"{parts.scheme}://{host}:{port}{parts.path or '/'}{query}")
    return url, {"sni_hostname": parts.hostname or ""}


def judged(parts: SplitResult, port: int, networks: str) -> Address:
    """The first address of a name that may be called: every one of them must be. Raises :class:`NotSent`."""
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSent("unresolved") from error
    addresses = [one for *_, place in found if (one := public_addresses.parsed(str(place[0])))]
    named = [public_addresses.is_named(one, networks) for one in addresses]
    if not addresses or not all(
        inside or public_addresses.is_public(one) for one, inside in zip(addresses, named, strict=True)
    ):
        raise NotSent("internal")
    if parts.scheme != "https" and not all(named):
        raise NotSent("insecure")
    return addresses[0]
