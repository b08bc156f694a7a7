"""Other offices that run this software, as one object."""

from __future__ import annotations

from workers.connector import Connector, TopicHandler
from workers.offices import incoming, outgoing
from workers.offices.settings import OfficesSettings

CONNECTOR = Connector(
    name="offices",
    handlers={
        "office.ask": TopicHandler(outgoing.ask, outgoing.FAULTS),
        "office.answer": TopicHandler(outgoing.answer, outgoing.FAULTS),
    },
    callbacks=("office.answered", "office.paper-received"),
    inbound=(incoming.SOURCE,),
    settings=OfficesSettings,
)
