"""The script engine of a running process: FEEL only, a pure function of variables and moment.

Takes the place of SpiffWorkflow's Python `eval`; no text of a diagram is ever run as Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bpmn import feel
from bpmn.errors import EngineError
from bpmn.library import Library
from bpmn.values import Value


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a step may know of the world."""

    #: aware
    now: datetime
    #: source of everything random; unique per step
    seed: str
    #: the office's own FEEL functions by name
    functions: Mapping[str, feel.Function] = field(default_factory=dict)
    #: names beside the variables that a process may read but never write: {"dossier": {...}}
    context: Mapping[str, object] = field(default_factory=dict)
    #: where the processes are found that a diagram calls; asked only when one is called or a call is open
    library: Library | None = None


class FeelScriptEngine:
    """Evaluates values for one step. Each evaluation draws its own seed, so that two scripts get different UUIDs."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self._evaluations = 0

    def evaluate(self, element: str, value: Value, scope: Mapping[str, object]) -> object:
        """The FEEL value (a literal is its text); raises `EngineError` for what FEEL itself cannot survive."""
        if value.expression is None:
            return value.text
        try:
            return value.expression.evaluate(scope, self.environment())
        except feel.FeelError as error:
            raise EngineError(element, "feel", f"{value.text}: {error}") from error

    def evaluate_json(self, element: str, value: Value, scope: Mapping[str, object]) -> object:
        """As `evaluate`, as a JSON value for the dossier's variables."""
        result = self.evaluate(element, value, scope)
        try:
            return feel.to_json(result)
        except feel.FeelError as error:
            raise EngineError(element, "not-json", f"the result of {value.text} cannot be kept: {error}") from error

    def why(self, value: Value, scope: Mapping[str, object]) -> str:
        """What FEEL noted on the way to a value that is of no use, for the person who has to mend it; "" if nothing."""
        if value.expression is None:
            return ""
        notes = value.expression.evaluate_with(scope, self.environment()).diagnostics
        return f" ({'; '.join(note.message('en') for note in notes[:3])})" if notes else ""

    def environment(self) -> feel.Environment:
        """What an evaluation may draw on; each has a seed of its own."""
        self._evaluations += 1
        seed = f"{self.moment.seed}:{self._evaluations}"
        return feel.Environment(self.moment.now, seed, self.moment.functions)
