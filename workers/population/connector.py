"""The national population database as one object."""

from __future__ import annotations

from workers.connector import Connector, Simulator, TopicHandler
from workers.population import citizen
from workers.population.settings import PopulationSettings


def _simulator() -> Simulator:
    from workers.population.simulator import SIMULATOR

    return SIMULATOR


CONNECTOR = Connector(
    name="population",
    handlers={"records.citizen": TopicHandler(citizen.ask, citizen.FAULTS)},
    settings=PopulationSettings,
    address="population_url",
    simulator=_simulator,
)
