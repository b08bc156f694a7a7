"""What the civil-status database decided: asked for by cursor, or sent by itself; told to the process that waits, once.

Both ways bring the same result under the same id, so whichever is first counts.
"""

from __future__ import annotations

from typing import Any

from redis import Redis

from workers import inbound
from workers.arrivals import contents
from workers.civil_status.client import CivilStatusClient
from workers.civil_status.settings import CivilStatusSettings
from workers.civil_status.wire import Result
from workers.connector import Inbound, InboundMessage
from workers.context import WorkerContext
from workers.errors import Unreadable
from workers.faults import missing
from workers.feed import Feed
from workers.signatures import HmacSha256


def follow(ctx: WorkerContext, redis: Redis) -> int:
    """Reads once what was decided; does nothing while no database is configured. Returns how many results were taken."""
    if not ctx.settings.of(CivilStatusSettings).civil_status_url:
        return 0
    with CivilStatusClient(ctx.settings) as database:
        Feed("civil-status", redis, database.results, lambda one: inbound.keep(ctx, SOURCE, one)).follow()
    return inbound.process(ctx, redis)


def read(body: bytes) -> InboundMessage:
    """A result as the message it is. Raises :class:`Unreadable` for one without what its state tells."""
    one = contents(body, Result)
    if one.state == "returned":
        if not one.reason.strip():
            raise Unreadable(missing("reason"))
        return InboundMessage(one.id, "civil-status.returned", one.code, {"reason": one.reason})
    if not one.number.strip() or one.registeredOn is None:
        raise Unreadable(missing("number, registeredOn"))
    told: dict[str, Any] = {"registrationNumber": one.number, "registeredOn": one.registeredOn.isoformat()}
    more = {"registrationBook": one.book, "personalNumber": one.personalNumber}
    return InboundMessage(one.id, "civil-status.registered", one.code, told | {k: v for k, v in more.items() if v})


SOURCE = Inbound("civil-status", read, HmacSha256("x-signature", "x-timestamp"), "civil_status_secret")
