"""A called process at work inside a dossier (BPMN 2.0.2, 10.3.6 and 13.3.4): its own definition and variables.

Numbers, the queue, effects and whatever draws on the execution context are those of the dossier. Effects from
inside name elements behind the call activity ("Call/Task"), so that ids of two diagrams never meet.
"""

from __future__ import annotations

from bpmn.effects import Effect, inside
from bpmn.errors import EngineError
from bpmn.jsonvalues import dump_json, load_json
from bpmn.library import DeployedDefinition
from bpmn.redaction import Public
from bpmn.running.tokens.process import Instance, Token

#: calls within calls; a process that calls itself without end stops here
DEEPEST_CALL = 20


class CalledInstance(Instance):
    """A process that a call activity has begun; it lives as long as the call activity waits.

    It sees what it was handed (`given`, JSON text that several calls may share), covered by the local variables of the call
    activity, covered by what it has written itself.
    """

    caller: Token

    def __init__(self, deployed: DeployedDefinition, caller: Token, given: str, written: str | None = None) -> None:
        outer = caller.instance
        self.caller = caller
        self.outer = outer
        self.deployed = deployed
        self.given = given
        self.depth = outer.depth + 1
        if self.depth > DEEPEST_CALL:
            message = "processes call each other more than {most} levels deep"
            raise EngineError(caller.element, "call-depth", message, most=Public(DEEPEST_CALL))
        variables = {**load_json(given), **caller.local}
        super().__init__(deployed.definition.scopes, variables, outer.engine.execution, outer.engine)
        self.calls = f"{outer.calls}{caller.element}/"
        self.ready = outer.ready
        for name, value in (load_json(written) if written else {}).items():
            self.set_variable(name, value)
        outer.called[caller.id] = self

    @property
    def written(self) -> str | None:
        """What the process has written, as JSON text; None if nothing."""
        return dump_json(self.changed) if self.changed else None

    def next_number(self) -> int:
        return self.outer.next_number()

    def emit(self, effect: Effect) -> None:
        self.outer.emit(inside(effect, self.caller.element, self.deployed.sha256))

    def write(self, name: str, value: object, element: str) -> None:
        # Through text, as everything that stays in the state: a reload must not change it.
        super().write(name, load_json(dump_json(value)), element)

    def end(self, last: Token) -> None:
        """The last token has ended: the caller goes on with what comes back."""
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
