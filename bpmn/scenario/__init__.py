"""Scenarios: stories of one dossier, told in YAML, that a procedure must be able to play.

`parse` reads a story, `run` plays it through the engine and says where it went otherwise than expected. No database,
no worker, no clock: the story itself says what workers answer, which messages arrive and how much time passes.
"""

from bpmn.scenario.differences import Outcome, Result
from bpmn.scenario.player import Setting, run
from bpmn.scenario.reading import ScenarioError, parse
from bpmn.scenario.script import Expectation, Scenario, Start, Step

__all__ = ["Expectation", "Outcome", "Result", "Scenario", "ScenarioError", "Setting", "Start", "Step", "parse", "run"]
