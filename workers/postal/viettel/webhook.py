"""What Viettel Post pushes: kept first as it came, but for its token, then told to the dossier it concerns."""

from __future__ import annotations

from pydantic import ValidationError

from workers.arrivals import Arrived, Inbound, InboundMessage, contents
from workers.context import WorkerContext
from workers.errors import Declined, Unreadable
from workers.postal import tracking
from workers.postal.numbers import dossier_of
from workers.postal.states import ShipmentState
from workers.postal.viettel.wire import News, Pushed
from workers.signatures import TokenInBody


def read(body: bytes) -> InboundMessage:
    """One report. The same order, code and moment is the same report, however often it is sent."""
    news = contents(body, Pushed).DATA
    try:
        news.status()
    except (ValidationError, ValueError) as error:
        raise Unreadable("DATA.ORDER_STATUSDATE: write dd/mm/yyyy hh:mm:ss") from error
    name = f"{news.ORDER_NUMBER}:{news.ORDER_STATUS}:{news.ORDER_STATUSDATE}"
    return InboundMessage(
        name, "postal.movement", news.ORDER_REFERENCE or news.ORDER_NUMBER, news.model_dump(mode="json")
    )


def take(ctx: WorkerContext, arrived: Arrived) -> tuple[str, ...]:
    """Records one report. Raises :class:`Declined`: its code is none we know, or the parcel is not known (yet)."""
    status = News.model_validate(arrived.message.variables).status()
    if status.state is ShipmentState.OTHER:
        raise Declined("parcel-code-unknown", status.statusCode)
    dossier = arrived.dossier or dossier_of(status.orderNumber)
    if not tracking.settle(ctx, status, dossier=dossier):
        raise Declined("parcel-unknown", again=True)
    return (dossier,)


SOURCE = Inbound("postal-viettel", read, verify=TokenInBody("TOKEN"), secret="viettel_callback_secret", take=take)
