"""What a step has done so far: variables written, effects in order, token numbers assigned."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from bpmn.effects import Effect
from bpmn.errors import EngineError
from bpmn.jsonvalues import same
from bpmn.running.scripting import ExecutionContext, FeelScriptEngine
from bpmn.running.storage_limits import COMPUTED


class StepRecord:
    """The part of a running process that is independent of tokens."""

    #: the last number that was assigned to a token
    counter: int = 0
    #: tokens that can run, in the order in which they run
    ready: deque[Any]

    def begin_step(
        self, variables: Mapping[str, object], execution: ExecutionContext, engine: FeelScriptEngine | None = None
    ) -> None:
        """Begins a step, with nothing done yet."""
        self.engine = engine or FeelScriptEngine(execution)
        self.variables = dict(variables)
        self.changed: dict[str, object] = {}
        self.effects: list[Effect] = []
        #: names of the variables that came with messages and signals and were taken over by an element
        self.heard: set[str] = set()
        #: the variables and the names that a process may read but never write, such as `dossier`
        self.readable = {**self.variables, **execution.context}

    def next_number(self) -> int:
        """A token number that was never used in this dossier."""
        self.counter += 1
        return self.counter

    def emit(self, effect: Effect) -> None:
        """Adds an effect to the step; raises `EngineError` if it cannot be stored."""
        if type(effect) in COMPUTED:
            try:
                self.engine.check_effect(effect)
            except EngineError as error:
                error.add_call_path("")  # the element of an effect already has the call activities in its path
                raise
        self.effects.append(effect)

    def refuse_reserved(self, name: str, element: str) -> None:
        """Raises `EngineError` for a reserved name."""
        if name in self.engine.execution.context or name == "dossier":
            message = "{name} is the office's own name; no step may set it"
            raise EngineError(element, "reserved-name", message, name=name)

    def write(self, name: str, value: object, element: str) -> None:
        """Sets a variable; raises `EngineError` if it cannot be stored."""
        self.refuse_reserved(name, element)
        if name in self.variables and same(self.variables[name], value):
            return
        self.engine.charge_variable(element, name, value)
        self.set_variable(name, value)

    def set_variable(self, name: str, value: object) -> None:
        """Sets a variable that was checked before."""
        self.variables[name] = self.changed[name] = self.readable[name] = value
