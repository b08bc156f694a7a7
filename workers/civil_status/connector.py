"""The national civil-status database as one object."""

from __future__ import annotations

from workers.civil_status import handover, results
from workers.civil_status.settings import CivilStatusSettings
from workers.connector import Connector, Periodic, ScheduleThread, Simulator, TopicHandler


def _simulator() -> Simulator:
    from workers.civil_status.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="civil-status",
    handlers={"records.civil-status": TopicHandler(handover.hand_over, handover.FAULTS)},
    callbacks=("civil-status.registered", "civil-status.returned"),
    periodics=(Periodic("civil-status.results", ScheduleThread.OUTSIDE, 15, results.follow, singleton=True),),
    inbound=(results.SOURCE,),
    settings=CivilStatusSettings,
    address="civil_status_url",
    simulator=_simulator,
)
