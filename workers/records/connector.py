"""The records axis as one object: statuses for the national portal, official letters from and to other offices."""

from __future__ import annotations

from workers.connector import Connector, Periodic, ScheduleThread, Simulator, TopicHandler
from workers.records import documents, exchange, incoming
from workers.records.settings import RecordsSettings
from workers.records.status import synchronise


def _simulator() -> Simulator:
    from workers.records.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="records",
    handlers={
        "records.status": TopicHandler(synchronise),
        "records.document": TopicHandler(documents.dispatch, documents.FAULTS),
    },
    callbacks=("records.answer",),
    periodics=(Periodic("records.exchange", ScheduleThread.OUTSIDE, 15, exchange.follow, singleton=True),),
    inbound=(incoming.SOURCE,),
    settings=RecordsSettings,
    address="records_url",
    simulator=_simulator,
)
