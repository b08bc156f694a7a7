"""Follows shipments: what the post reports is written beside the dossier, and its process is told what matters.

The feed names order numbers; the look-up of an order gives its tracking code. A movement is kept before anything else, and one
of a parcel the office does not know waits in the inbox. What ends a shipment is first told to the process
(:mod:`workers.postal.news`) and only then closes it, so a crash between leaves it open and :func:`reconcile` tells it again.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

import structlog
from redis import Redis

from core.errors.dossiers import CannotAdvance, NothingWaiting
from core.errors.requests import KeyReused, NotFound
from workers import inbound
from workers.arrivals import contents
from workers.callbacks import deliver
from workers.connector import Arrived, Inbound, InboundMessage
from workers.context import WorkerContext
from workers.errors import Declined, Refused
from workers.feed import Feed
from workers.postal import news
from workers.postal.client import PostalClient
from workers.postal.delivery import record
from workers.postal.news import News
from workers.postal.numbers import collects, dossier_of
from workers.postal.settings import PostalSettings
from workers.postal.wire import Movement, OrderStatus

if TYPE_CHECKING:
    from core.services.views.shipments import ShipmentView

#: Keeps what was asked for apart from what the feed says: a feed that comes late tells the whole way to its end again.
ASKED = "asked"
#: Shipments asked about in one pass of :func:`reconcile`.
LIMIT = 500
_log = structlog.get_logger(__name__)


def follow(ctx: WorkerContext, redis: Redis) -> int:
    """Reads the tracking feed once; does nothing while no post is configured. Returns how many messages were taken."""
    if not ctx.settings.of(PostalSettings).postal_url:
        return 0
    with PostalClient(ctx.settings) as post:
        Feed("postal", redis, post.movements, lambda movement: inbound.keep(ctx, SOURCE, movement)).follow()
    return inbound.process(ctx, redis)


def reconcile(ctx: WorkerContext) -> int:
    """Asks the post about every shipment of its own that is still open, in case the feed missed one. Returns how many had moved and were taken."""
    if not ctx.settings.of(PostalSettings).postal_url:
        return 0
    with PostalClient(ctx.settings) as post:
        return sum(
            _reconciled(ctx, post, shipment) for shipment in ctx.office.shipments.open(LIMIT, OrderStatus.system)
        )


def _reconciled(ctx: WorkerContext, post: PostalClient, shipment: ShipmentView) -> bool:
    try:
        status = post.locate(shipment.tracking_code)
    except Refused:
        _log.warning("shipment_unknown_to_the_post", dossier=shipment.dossier)
        return False
    try:
        return status.state != shipment.state and settle(ctx, status, ASKED)
    except CannotAdvance as error:  # its incident stands already; the other shipments are asked about all the same
        _log.warning("shipment_stopped", dossier=shipment.dossier, error=error.code)
        return False


def read(body: bytes) -> InboundMessage:
    """One movement of the feed; what it is of is asked for when it is taken."""
    movement = contents(body, Movement)
    return InboundMessage(movement.id, "postal.movement", movement.orderNumber, movement.model_dump(mode="json"))


def take(ctx: WorkerContext, arrived: Arrived) -> tuple[str, ...]:
    """Records one movement of one of our shipments. Raises :class:`Declined`: it is not known (yet), or not wanted yet."""
    movement = Movement.model_validate(arrived.message.variables)
    with PostalClient(ctx.settings) as post:
        try:
            status = post.find(movement.orderNumber)
        except Refused as error:
            raise Declined("order-unknown", again=True) from error
    moved = status.model_copy(
        update={"statusCode": movement.statusCode, "statusMessage": movement.statusMessage, "at": movement.at}
    )
    dossier = arrived.dossier or dossier_of(status.orderNumber)
    if not settle(ctx, moved, dossier=dossier):
        raise Declined("parcel-unknown", again=True)
    return (dossier,)


SOURCE = Inbound("postal-tracking", read, take=take)


def settle(ctx: WorkerContext, status: OrderStatus, source: str = "feed", dossier: str = "") -> bool:
    """Tells the process what it may wait for, and records the state. False while the office has to be offered it again.

    ``dossier``: the code a person gave; without it, the one inside the order's number.

    What newer reports contradict (a delivery of a parcel that is on its way back) is recorded and told to nobody. An end
    that nobody waits for closes the shipment after its patience: with an incident where a person has to act.
    """
    state = status.state
    dossier = dossier or dossier_of(status.orderNumber)
    told = news.of(state, collects=collects(status.orderNumber))
    newest = told is not None and ctx.office.shipments.is_news(status.trackingCode, state.value, status.at)
    if told is None or not newest:
        return _recorded(ctx, status, source, dossier)
    if not told.ends:
        return _recorded(ctx, status, source, dossier) and _heard(ctx, status, told) is not Heard.NOT_YET
    heard = _heard(ctx, status, told)
    if heard is Heard.NOT_YET:
        return False
    unheard = heard is Heard.BY_NOBODY and told.incident
    return _recorded(ctx, status, source, dossier, unheard or "")


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


def _recorded(ctx: WorkerContext, status: OrderStatus, source: str, dossier: str, incident: str = "") -> bool:
    """False while the office does not know the dossier."""
    try:
        record(ctx, dossier, status, source, incident)
    except NotFound:
        return False
    return True
