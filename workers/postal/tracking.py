"""Follows shipments: what the post reports is written beside the dossier, and its process is told what matters.

The feed names order numbers; the look-up of an order gives its tracking code. What ends a shipment is first told to the
process (:mod:`workers.postal.news`) and only then closes it, so a crash between leaves it open and :func:`reconcile`
tells it again.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

import structlog
from redis import Redis

from core.errors.dossiers import CannotAdvance, NothingWaiting
from core.errors.requests import KeyReused, NotFound
from workers.callbacks import deliver
from workers.context import WorkerContext
from workers.errors import Refused
from workers.feed import Feed
from workers.postal import news
from workers.postal.client import PostalClient
from workers.postal.delivery import dossier_of, record
from workers.postal.news import News
from workers.postal.settings import PostalSettings
from workers.postal.states import neutral
from workers.postal.wire import Movement, OrderStatus

if TYPE_CHECKING:
    from core.services.views.shipments import ShipmentView

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
    """Asks the post about every shipment still open, in case the feed missed one. Returns how many had moved and were taken."""
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
    try:
        return neutral(status.statusCode) != shipment.state and settle(ctx, status, ASKED)
    except CannotAdvance as error:  # its incident stands already; the other shipments are asked about all the same
        _log.warning("shipment_stopped", dossier=shipment.dossier, error=error.code)
        return False


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
    """Tells the process what it may wait for, and records the state. False while the office has to be offered it again.

    What newer reports contradict (a delivery of a parcel that is on its way back) is recorded and told to nobody. An end
    that nobody waits for closes the shipment after its patience: with an incident where a person has to act.
    """
    state = neutral(status.statusCode)
    told = news.of(state)
    newest = told is not None and ctx.office.shipments.is_news(status.trackingCode, state.value, status.at)
    if told is None or not newest:
        return _recorded(ctx, status, source)
    if not told.ends:
        return _recorded(ctx, status, source) and _heard(ctx, status, told) is not Heard.NOT_YET
    heard = _heard(ctx, status, told)
    if heard is Heard.NOT_YET:
        return False
    unheard = heard is Heard.BY_NOBODY and told.incident
    return _recorded(ctx, status, source, unheard or "")


class Heard(Enum):
    """What became of news for a process."""

    BY_THE_PROCESS = auto()
    NOT_YET = auto()
    BY_NOBODY = auto()


def _heard(ctx: WorkerContext, status: OrderStatus, told: News) -> Heard:
    try:
        deliver(ctx, told.message, status.trackingCode, told.variables(status), told.identity(status))
    except NothingWaiting:
        late = ctx.office.context.now() - status.at > told.patience
        return Heard.BY_NOBODY if late else Heard.NOT_YET
    except KeyReused:  # the same fact came before in other words
        return Heard.BY_THE_PROCESS
    return Heard.BY_THE_PROCESS


def _recorded(ctx: WorkerContext, status: OrderStatus, source: str, incident: str = "") -> bool:
    """False while the office does not know the dossier."""
    try:
        record(ctx, dossier_of(status.orderNumber), status, source, incident)
    except NotFound:
        return False
    return True
