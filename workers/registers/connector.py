"""Three registers as one object: they are asked the same way, under the contract ``records.lookup``."""

from __future__ import annotations

from workers.connector import Connector, Simulator, TopicHandler
from workers.registers import lookup
from workers.registers.settings import RegistersSettings


def _simulator() -> Simulator:
    from workers.registers.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="registers",
    handlers={"records.lookup": TopicHandler(lookup.look_up, lookup.FAULTS)},
    settings=RegistersSettings,
    address=("households_url", "certifications_url", "residence_url"),
    simulator=_simulator,
)
