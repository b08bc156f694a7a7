"""Holds the post's own list of orders against the office's shipments: what is wrong goes to the inbox.

It finds what nothing else can: a second parcel under one number, from a post that does not refuse a repeated number, and an order whose
answer was lost for good. What becomes of it a person decides (:func:`take`): given to its dossier it is followed like any
other, set aside it was dealt with at the post.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel
from redis import Redis

from core.services.views.shipments import CarrierOrder
from workers import inbound
from workers.arrivals import contents
from workers.connector import Arrived, Inbound, InboundMessage
from workers.context import WorkerContext
from workers.errors import Declined
from workers.postal.client import PostalClient
from workers.postal.delivery import record
from workers.postal.numbers import dossier_of
from workers.postal.settings import PostalSettings
from workers.postal.states import ShipmentState
from workers.postal.wire import ListedOrder

#: An order this young is not judged: the worker that placed it may not have written it down yet.
YOUNG: Final = timedelta(minutes=10)
#: Pages of the list read in one pass.
PAGES: Final = 200


class WrongOrder(BaseModel):
    """An order of the post's list, and why it stands in the inbox."""

    order: ListedOrder
    reason: str


def compare(ctx: WorkerContext, redis: Redis) -> int:
    """Reads the list of the last days; does nothing where ``MOTCUA_POSTAL_ORDER_DAYS`` is 0. Returns how many wrong
    orders were new to the inbox."""
    own = ctx.settings.of(PostalSettings)
    if not (own.postal_url and own.postal_order_days):
        return 0
    now = ctx.office.context.now()
    listed = _listed(ctx, now - timedelta(days=own.postal_order_days))
    found = sum(inbound.keep(ctx, SOURCE, wrong) for wrong in _wrong(ctx, listed, now))
    if found:
        inbound.process(ctx, redis)
    return found


def _listed(ctx: WorkerContext, since: datetime) -> list[ListedOrder]:
    found: list[ListedOrder] = []
    with PostalClient(ctx.settings) as post:
        for _ in range(PAGES):
            page = post.orders(since, found[-1].id if found else "")
            if not page or (found and page[-1].id == found[-1].id):
                break
            found += page
    return found


def _wrong(ctx: WorkerContext, listed: list[ListedOrder], now: datetime) -> list[WrongOrder]:
    judged = [one for one in listed if one.placed <= now - YOUNG and one.state is not ShipmentState.CANCELLED]
    orders = [CarrierOrder(one.trackingCode, one.orderNumber, dossier_of(one.orderNumber)) for one in judged]
    reasons = ctx.office.order_books.judged(orders)
    return [WrongOrder(order=one, reason=reasons[one.trackingCode]) for one in judged if one.trackingCode in reasons]


def read(body: bytes) -> InboundMessage:
    """One wrong order, by its tracking code: it comes to the inbox once."""
    wrong = contents(body, WrongOrder)
    key = wrong.order.orderNumber
    return InboundMessage(wrong.order.trackingCode, "postal.order", key, wrong.model_dump(mode="json"))


def take(ctx: WorkerContext, arrived: Arrived) -> tuple[str, ...]:
    """Records the parcel of the dossier a person gave it to. Raises :class:`Declined` while nobody has."""
    wrong = WrongOrder.model_validate(arrived.message.variables)
    if not arrived.dossier:
        raise Declined(wrong.reason)
    record(ctx, arrived.dossier, wrong.order)
    return (arrived.dossier,)


SOURCE = Inbound("postal-orders", read, take=take)
