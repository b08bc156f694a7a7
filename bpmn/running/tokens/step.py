"""What a step has done so far: variables written, effects in order, token numbers given out."""

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
    """The part of a process at work that knows nothing of tokens; a called process tells its own through its caller."""

    #: the last number that was given to a token
    counter: int = 0
    #: tokens in the order in which their turn comes
    ready: deque[Any]

    def begin_step(
        self, variables: Mapping[str, object], execution: ExecutionContext, engine: FeelScriptEngine | None = None
    ) -> None:
        """Begins a step, with nothing done yet."""
        self.engine = engine or FeelScriptEngine(execution)
        self.variables = dict(variables)
        self.changed: dict[str, object] = {}
        self.effects: list[Effect] = []
        #: names that messages and signals brought and some element took
        self.heard: set[str] = set()
        #: the variables, and over them the names that a process may read but never write
        self.readable = {**self.variables, **execution.context}

    def next_number(self) -> int:
        """A token number that was never used in this dossier."""
        self.counter += 1
        return self.counter

    def emit(self, effect: Effect) -> None:
        """Records what is to be done; raises `EngineError` for what cannot be stored."""
        if type(effect) in COMPUTED:
            try:
                self.engine.let_out(effect)
            except EngineError as error:
                error.add_call_path("")  # from a called process, the effect names the calls around it already
                raise
        self.effects.append(effect)

    def refuse_reserved(self, name: str, element: str) -> None:
        """Raises `EngineError` for a name that is the office's."""
        if name in self.engine.execution.context or name == "dossier":
            message = "{name} is the office's own name; no step may set it"
            raise EngineError(element, "reserved-name", message, name=name)

    def write(self, name: str, value: object, element: str) -> None:
        """Sets a variable; raises `EngineError` for one that cannot be kept."""
        self.refuse_reserved(name, element)
        if name in self.variables and same(self.variables[name], value):
            return
        self.engine.keep(element, name, value)
        self.set_variable(name, value)

    def set_variable(self, name: str, value: object) -> None:
        """Sets a variable that was looked at before."""
        self.variables[name] = self.changed[name] = self.readable[name] = value
