"""Follows shipments: what the post reports is written beside the dossier, and a delivery wakes its process.

The feed names order numbers; the look-up of an order gives its tracking code. A delivery is first told to the
process (``postal.delivered``, correlation key = tracking code) and only then closes the shipment, so a crash
between leaves it open and :func:`reconcile` tells it again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from redis import Redis

from core.errors.dossiers import NothingWaiting
from core.errors.requests import NotFound
from workers.callbacks import deliver
from workers.context import WorkerContext
from workers.errors import Refused
from workers.feed import Feed
from workers.postal.client import PostalClient
from workers.postal.delivery import dossier_of, record
from workers.postal.settings import PostalSettings
from workers.postal.states import ShipmentState, neutral
from workers.postal.wire import Movement, OrderStatus

if TYPE_CHECKING:
    from core.services.views.shipments import ShipmentView

#: How long a delivery waits for a process that may want it before the shipment is closed without.
PATIENCE = timedelta(days=1)
#: How long the feed waits at a movement of an order the office does not know; :func:`reconcile` looks after later ones.
FEED_PATIENCE = timedelta(days=2)
#: Keeps what was asked for apart from what the feed says: a feed that comes late tells the whole way to its end again.
ASKED = "asked"
#: Shipments asked about in one pass of :func:`reconcile`.
LIMIT = 500
_log = structlog.get_logger(__name__)


def follow(ctx: WorkerContext, redis: Redis) -> int:
    """Reads the tracking feed once; does nothing while no post is configured. Returns the movements taken."""
    if not ctx.settings.of(PostalSettings).postal_url:
        return 0
    with PostalClient(ctx.settings) as post:
        feed = Feed(
            "postal", redis, post.movements, lambda item: take(ctx, post, item), FEED_PATIENCE, ctx.office.context.now
        )
        return feed.follow()


def reconcile(ctx: WorkerContext) -> int:
    """Asks the post about every shipment still open, in case the feed missed one. Returns how many had moved."""
    if not ctx.settings.of(PostalSettings).postal_url:
        return 0
    with PostalClient(ctx.settings) as post:
        return sum(_reconciled(ctx, post, shipment) for shipment in ctx.office.shipments.open(LIMIT))


def _reconciled(ctx: WorkerContext, post: PostalClient, shipment: ShipmentView) -> bool:
    try:
        status = post.locate(shipment.tracking_code)
    except Refused:
        _log.warning("shipment_unknown_to_the_post", dossier=shipment.dossier)
        return False
    return neutral(status.statusCode) != shipment.state and settle(ctx, status, ASKED)


def take(ctx: WorkerContext, post: PostalClient, movement: Movement) -> bool:
    """Records one movement of one of our shipments. False: it is not known (yet), or not wanted yet."""
    try:
        status = post.find(movement.orderNumber)
    except Refused:
        return False
    moved = status.model_copy(
        update={"statusCode": movement.statusCode, "statusMessage": movement.statusMessage, "at": movement.at}
    )
    return settle(ctx, moved)


def settle(ctx: WorkerContext, status: OrderStatus, source: str = "feed") -> bool:
    """Tells the process of a delivery, then records the state. False while the office does not know the shipment.

    A delivery that newer reports contradict (the parcel is on its way back) is recorded and told to nobody.
    """
    state = neutral(status.statusCode)
    news = ctx.office.shipments.is_news(status.trackingCode, state.value, status.at)
    if state is ShipmentState.DELIVERED and news and not _told(ctx, status):
        return False
    try:
        record(ctx, dossier_of(status.orderNumber), status, source)
    except NotFound:
        return False
    return True


def _told(ctx: WorkerContext, status: OrderStatus) -> bool:
    """Whether the process took the delivery, or nobody wanted it for a whole day."""
    variables = {"deliveredAt": status.at.isoformat()}
    key = f"postal.delivered:{status.trackingCode}"
    try:
        deliver(ctx, "postal.delivered", status.trackingCode, variables, key)
    except NothingWaiting:
        return ctx.office.context.now() - status.at > PATIENCE
    return True
