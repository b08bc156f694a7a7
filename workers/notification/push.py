"""Tells a device of a citizen by its browser's push service (RFC 8030), encrypted for that device alone (RFC 8291).

The message holds no name and nothing of the dossier but its code: a title, a line, and the address of the tracking page.
The address of the push service comes from a browser, so it is called as a webhook's is: only where it is public.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from pydantic import AnyHttpUrl
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys, WebPushMessage

from core import vapid
from core.adapters import certificates
from core.domain.channels import PUSH
from core.services.letters import short
from core.services.outside.letter_facts import LetterSource
from core.services.running.outbox_rows import DEVICE
from core.services.running.untold_rows import template_of
from core.services.views.push import Device
from workers.context import WorkerContext
from workers.errors import NotConfigured, Refused, Unavailable
from workers.http import SystemConnection
from workers.notification import letters
from workers.notification.settings import NotificationSettings
from workers.webhooks import PORTS, NotSent, judged, pinned

if TYPE_CHECKING:
    from core.services.views.jobs import Job

SYSTEM, SETTING = "Dịch vụ thông báo đẩy", "MOTCUA_PUSH"
SECONDS: Final = 10.0
#: a push service keeps a message so long for a device that is off, in seconds
KEPT: Final = 3 * 24 * 3600
#: answers of push services: the device is there no more; the message itself is not taken
GONE, NOT_TAKEN = frozenset({404, 410}), frozenset({400, 413})
#: a claim of who sends is valid so long
CLAIM: Final = timedelta(hours=12)
#: bytes of an answer that are read
ANSWER: Final = 4096


def send(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Sends the message to the device that the call names. Returns ``{"sent": True, …}``, or ``{"sent": False, "reason": …}``:
    ``gone`` where the device is told no more, ``refused`` where its push service does not take the message. Raises
    :class:`workers.errors.OutsideError`."""
    device = ctx.office.push.find(UUID(job.headers[DEVICE]))
    if device is None:
        return {"sent": False, "reason": "gone"}
    sealed = _sealed(ctx, device, message(job, ctx, device.language))
    try:
        status, data = _posted(ctx, device, sealed)
    except NotSent as refused:
        if str(refused) == "unresolved":
            raise Unavailable("unreachable", system=SYSTEM) from refused
        ctx.office.push.gone(device.endpoint)
        return {"sent": False, "reason": "gone"}
    if status in GONE:
        ctx.office.push.gone(device.endpoint)
        return {"sent": False, "reason": "gone"}
    if status in NOT_TAKEN:
        return {"sent": False, "reason": "refused"}
    _connection(httpx.Client(), {}).judge(status, data)
    return {"sent": True, "recipients": 1, "way": PUSH}


def message(job: Job, ctx: WorkerContext, language: str) -> dict[str, str]:
    """What the device shows: ``title``, ``body``, the ``address`` it opens, and a ``tag`` (the dossier's code: a newer message
    takes the place of an older one). The title is the office's own words: a procedure's may say a name."""
    address = ctx.settings.address
    found = {**job.payload, "subject": "", "text": ""}
    name = template_of(job.payload, job.headers)
    known = ctx.office.letter_facts.of(LetterSource(job.dossier, name, found, job.context, address))
    title = letters.office_subject(name, known, language)
    body = ". ".join([*short.details(known["notice"], language), _OPEN[language]])
    return {"title": title, "body": body, "address": known["lookup"], "tag": job.dossier, "language": language}


_OPEN: Final = {"vi": "Mở trang tra cứu để xem.", "en": "Open the tracking page to read it."}


def _sealed(ctx: WorkerContext, device: Device, content: Mapping[str, str]) -> WebPushMessage:
    if not ctx.settings.push_key:
        raise NotConfigured("not-configured", system=SYSTEM, setting=f"{SETTING}_KEY")
    private, public = vapid.pem(ctx.settings.push_key)
    sender = letters.mailbox(ctx.settings.of(NotificationSettings).mail_from)
    keys = WebPushKeys(auth=device.auth, p256dh=device.public_key)
    subscription = WebPushSubscription(endpoint=AnyHttpUrl(device.endpoint), keys=keys)
    text = json.dumps(content, ensure_ascii=False).encode()
    try:
        return WebPush(private, public, subscriber=sender, ttl=KEPT).get(text, subscription)
    except ValueError as error:  # a point that is not on the curve
        raise Refused("refused", system=SYSTEM, reason="p256dh") from error


def _posted(ctx: WorkerContext, device: Device, sealed: WebPushMessage) -> tuple[int, bytes]:
    """HTTP status and body. Raises :class:`workers.webhooks.NotSent`, :class:`workers.errors.OutsideError`."""
    parts = urlsplit(device.endpoint)
    port = parts.port or PORTS[parts.scheme]
    where = judged(parts, port, ctx.settings.push_networks)
    url, extensions = pinned(parts, where, port)
    with _client() as client:
        # The library's own claim is by the machine's clock and lacks the port.
        claim = vapid.authorization(
            ctx.settings.push_key,
            f"{parts.scheme}://{parts.netloc}",
            f"mailto:{letters.mailbox(ctx.settings.of(NotificationSettings).mail_from)}",
            ctx.office.context.now() + CLAIM,
        )
        headers = {
            **sealed.headers,
            "authorization": claim,
            "Urgency": "normal",
            "Host": parts.netloc,
            "Content-Type": "application/octet-stream",
        }
        connection = _connection(client, extensions)
        return connection.send("POST", str(url), content=sealed.encrypted, headers=headers, most=ANSWER)


@contextmanager
def _client() -> Iterator[httpx.Client]:
    """Follows no redirect and no proxy of the environment: the address was judged, and only that one is called."""
    with httpx.Client(timeout=SECONDS, trust_env=False, verify=certificates.trusted_authorities()) as client:
        yield client


def _connection(client: httpx.Client, extensions: Mapping[str, Any]) -> SystemConnection:
    return SystemConnection(SYSTEM, SETTING, client, SECONDS, extensions)
