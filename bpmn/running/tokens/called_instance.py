"""A called process running inside a dossier (BPMN 2.0.2, 10.3.6 and 13.3.4), with its own definition and variables.

It shares token numbers, ready tokens, effects and execution context with the dossier's process. In its effects the id of the
call activity comes before the ids of elements ("Call/Task"), so that ids of two diagrams cannot be confused.
"""

from __future__ import annotations

from bpmn.effects import Effect, inside
from bpmn.errors import EngineError
from bpmn.jsonvalues import dump_json, load_json
from bpmn.library import DeployedDefinition
from bpmn.redaction import Public
from bpmn.running.tokens.process import Instance, Token

#: levels of nested calls; stops a process that calls itself endlessly
MAX_CALL_DEPTH = 20


class CalledInstance(Instance):
    """A process started by a call activity; it exists as long as the call activity waits.

    Its variables are those it was given (JSON text that several calls may share), replaced by the local variables of the call
    activity, replaced by those it has written itself.
    """

    caller: Token

    def __init__(self, deployed: DeployedDefinition, caller: Token, given: str, written: str | None = None) -> None:
        outer = caller.instance
        self.caller = caller
        self.outer = outer
        self.deployed = deployed
        self.given = given
        self.depth = outer.depth + 1
        if self.depth > MAX_CALL_DEPTH:
            message = "processes call each other more than {most} levels deep"
            raise EngineError(caller.element, "call-depth", message, most=Public(MAX_CALL_DEPTH))
        variables = {**load_json(given), **caller.local}
        super().__init__(deployed.definition.scopes, variables, outer.engine.execution, outer.engine)
        self.calls = f"{outer.calls}{caller.element}/"
        self.ready = outer.ready
        for name, value in (load_json(written) if written else {}).items():
            self.set_variable(name, value)
        outer.called[caller.id] = self

    @property
    def written(self) -> str | None:
        """The variables that the process has written, as JSON text; None if there are none."""
        return dump_json(self.changed) if self.changed else None

    def next_number(self) -> int:
        return self.outer.next_number()

    def emit(self, effect: Effect) -> None:
        self.outer.emit(inside(effect, self.caller.element, self.deployed.sha256))

    def write(self, name: str, value: object, element: str) -> None:
        # Converted to text and back, as a reload does, so that a reload does not change it.
        super().write(name, load_json(dump_json(value)), element)

    def end(self, last: Token) -> None:
        """Called when the last token has ended: the call activity takes over the results and goes on."""
        host = self.caller
        del self.outer.called[host.id]
        try:
            host.task_spec.returned(host, self)
        except EngineError as error:
            error.add_call_path(self.outer.calls)
            raise
        host.answered = True
        host.proceed()

    def fail(self, element: str, code: str | None, message: str) -> None:
        self.outer.fail(element, code, message)
