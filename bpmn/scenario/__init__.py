"""Scenarios: the course of one dossier, written in YAML, that a procedure must be able to run through.

`parse` reads a scenario, `run` plays it through the engine and says what differs from its expectations. No database,
no worker, no clock: the scenario itself says what workers answer, which messages arrive and how much time passes.
"""

from bpmn.scenario.differences import ScenarioOutcome, ScenarioResult
from bpmn.scenario.player import Setting, run
from bpmn.scenario.script import Expectation, Scenario, ScenarioStart, ScenarioStep
from bpmn.scenario.yaml_reader import ScenarioError, parse

__all__ = [
    "Expectation",
    "Scenario",
    "ScenarioError",
    "ScenarioOutcome",
    "ScenarioResult",
    "ScenarioStart",
    "ScenarioStep",
    "Setting",
    "parse",
    "run",
]
