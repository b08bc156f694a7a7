"""The national portal as one object: dossiers that people file there."""

from __future__ import annotations

from workers.connector import Connector, Periodic, ScheduleThread, Simulator
from workers.national_portal import filed
from workers.national_portal.settings import NationalPortalSettings


def _simulator() -> Simulator:
    from workers.national_portal.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="national-portal",
    handlers={},
    periodics=(Periodic("national-portal.filed", ScheduleThread.OUTSIDE, 30, filed.follow, singleton=True),),
    inbound=(filed.SOURCE,),
    settings=NationalPortalSettings,
    address="national_portal_url",
    simulator=_simulator,
)
