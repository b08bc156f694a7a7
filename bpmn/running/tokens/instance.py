"""A process at work for the length of one step: its scopes, its variables, its queue of ready tokens."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bpmn.effects import Effect, ProcessEnded, ProcessFailed
from bpmn.errors import EngineError
from bpmn.jsonvalues import same
from bpmn.limits import ELEMENT_WORK, STEP_ELEMENTS
from bpmn.running.keeping import COMPUTED
from bpmn.running.scripting import FeelScriptEngine, Moment
from bpmn.running.tokens.scope import ROOT, Scope
from bpmn.running.tokens.token import Token
from bpmn.said import Own

if TYPE_CHECKING:
    from bpmn.running.tokens.call import Call

#: SpiffWorkflow's own place for what evaluates expressions; here that is `Instance.engine`, anew at each step
_NO_SCRIPTS: Any = object()
#: work of looking at a name while the names that an expression sees are laid over each other, as a power of two
_NAMES = 4


@contextmanager
def placing(token: Token) -> Iterator[None]:
    """Whatever goes wrong at a token names its element with the calls around it."""
    calls = token.instance.calls
    try:
        yield
    except EngineError as error:
        error.place(calls)
        raise


class SubScope(Scope, BpmnSubWorkflow):  # type: ignore[misc]
    """An embedded sub-process at work."""

    def __init__(self, spec: BpmnProcessSpec, host: Token) -> None:
        self.host = host
        super().__init__(spec, parent_task_id=host.id, top_workflow=host.instance, deserializing=True)
        self.begin()


class Instance(Scope, BpmnWorkflow):  # type: ignore[misc]
    """A process at work for the length of one step."""

    #: the call activity that has begun it; None: it is the dossier's own
    caller: Token | None = None
    #: how many calls there are around it, and their ids as they stand before that of an element: "Call/Other/"
    depth = 0
    calls = ""

    def __init__(
        self,
        specs: Mapping[str | None, Any],
        variables: Mapping[str, object],
        moment: Moment,
        engine: FeelScriptEngine | None = None,
    ) -> None:
        self.host = None
        self.specs = specs
        super().__init__(specs[None], subprocess_specs=specs, script_engine=_NO_SCRIPTS, deserializing=True)
        self.resume(variables, moment, engine)
        self.ready: deque[Token] = deque()
        self.counter = 0
        #: "completed", "terminated" or "failed" once the process is over
        self.outcome: Literal["completed", "terminated", "failed"] | None = None
        #: processes that call activities of this one have begun, by the number of their token
        self.called: dict[int | str, Call] = {}
        self.begin()

    def resume(self, variables: Mapping[str, object], moment: Moment, engine: FeelScriptEngine | None = None) -> None:
        """Begins a step: the world as it is now, and nothing done yet."""
        self.engine = engine or FeelScriptEngine(moment)
        self.variables = dict(variables)
        self.changed: dict[str, object] = {}
        self.effects: list[Effect] = []
        #: names that messages and signals brought and some element took
        self.heard: set[str] = set()
        self._readable = {**self.variables, **moment.context}

    @property
    def root(self) -> Instance:
        """The dossier's own process."""
        return self if self.caller is None else self.caller.instance.root

    def next_number(self) -> int:
        """A token number that was never used in this dossier."""
        self.counter += 1
        return self.counter

    def emit(self, effect: Effect) -> None:
        """Records what is to be done."""
        if type(effect) in COMPUTED:
            try:
                self.engine.let_out(effect)
            except EngineError as error:
                error.place("")  # from a called process, the effect names the calls around it already
                raise
        self.effects.append(effect)

    def open_scope(self, host: Token) -> SubScope:
        """A fresh scope for a sub-process or the instances of a repeated activity."""
        scope = SubScope(host.task_spec.inner, host)
        self.subprocesses[host.id] = scope
        return scope

    def scope_of(self, host: Token) -> SubScope:
        """The open scope inside an activity."""
        scope: SubScope = self.subprocesses[host.id]
        return scope

    def close_scope(self, host: Token) -> None:
        """Cancels whatever is left in the sub-process and forgets its scope."""
        scope = self.subprocesses.pop(host.id, None)
        if scope is not None and not scope.gone:
            scope.gone = True
            scope.cancel_tokens()

    def refuse_reserved(self, name: str, element: str) -> None:
        """Raises `EngineError` for a name that is the office's."""
        if name in self.engine.moment.context or name == "dossier":
            message = "{name} is the office's own name; no step may set it"
            raise EngineError(element, "reserved-name", message, name=name)

    def write(self, name: str, value: object, element: str) -> None:
        """Sets a variable of the dossier."""
        self.refuse_reserved(name, element)
        if name in self.variables and same(self.variables[name], value):
            return
        self.engine.keep(element, name, value)
        self.variables[name] = self.changed[name] = self._readable[name] = value

    def visible(self, scope: Scope, *local: Mapping[str, object]) -> Mapping[str, object]:
        """The names an expression sees: the dossier's, shadowed by enclosing sub-processes', shadowed by `local`."""
        layers = [layer for layer in reversed(local) if layer]
        host = scope.host
        while host is not None:
            if host.local_text:
                layers.append(host.local)
            host = host.scope.host
        if not layers:
            return self._readable
        names = dict(self._readable)
        for layer in reversed(layers):
            names.update(layer)
        self.engine.meter.left -= len(names) >> _NAMES  # asked for at the next evaluation
        return names

    def run(self) -> None:
        """Runs ready tokens until everything waits; raises `EngineError` when that takes too long."""
        steps = 0
        while self.ready or self._awaken():
            if not self.ready:  # what was awakened waits again, at a join
                continue
            token = self.ready.popleft()
            if token.state != TaskState.READY:
                continue
            steps += 1
            try:  # as `placing` does, at no cost
                if steps > STEP_ELEMENTS:
                    message = "more than {most} elements ran without a stop"
                    raise EngineError(token.element, "budget", message, most=Own(STEP_ELEMENTS))
                self.engine.charge(token.element, ELEMENT_WORK)
                token.run()
            except EngineError as error:
                error.place(token.instance.calls)
                raise

    def _awaken(self) -> bool:
        """At rest: lets the first join go on that was waiting for this moment."""
        if self.outcome is not None or not self._may_awaken:
            return False
        instances = list(self.instances())
        return any(instance._notice_conditions() for instance in instances) or any(
            waiting and hasattr(spec := scope.spec.task_specs[name], "awaken") and spec.awaken(scope, waiting)
            for instance in instances
            for scope in instance.scopes()
            for name, waiting in scope.joins.items()
        )

    @property
    def _may_awaken(self) -> bool:
        """Whether anything in it could wait for the moment of rest; most processes have nothing of the kind."""
        return bool(self.joins or self.subprocesses or self.called or self.spec.conditional)

    def _notice_conditions(self) -> bool:
        """At rest: lets an event go on whose condition has become true."""
        if not self.spec.conditional:
            return False
        for scope in list(self.scopes()):
            for token in scope.tokens():
                trigger: Any = getattr(token.task_spec, "trigger", None)
                if hasattr(trigger, "rises") and trigger.rises(token.task_spec, token):
                    token.task_spec.answer(token, {})
                    return True
        return False

    def throw(self, token: Token, code: str | None, message: str) -> None:
        """Looks for who catches an error, from the token's scope outwards; without anybody the process fails."""
        if not self._caught(token, "error", code, message):
            self.fail(token.instance.calls + token.element, code, message)

    def escalate(self, token: Token, code: str) -> None:
        """Looks for who catches an escalation, in the same way; without anybody nothing happens (10.5.6)."""
        self._caught(token, "escalation", code, "")

    def signal(self, name: str, payload: Mapping[str, object]) -> None:
        """Reaches every event of the dossier that waits for the signal now, whatever its scope (10.5.1)."""
        scopes = [scope for instance in self.root.instances() for scope in instance.scopes()]
        waiting = [token for scope in scopes for token in scope.tokens() if token.awaits == [name]]
        for token in sorted(waiting, key=lambda one: int(one.id)):
            # An earlier one may have cancelled it, and one that has triggered may still be on its way.
            if token.scope.tasks.get(token.id) is token and token.has_state(TaskState.WAITING | TaskState.STARTED):
                with placing(token):
                    token.task_spec.answer(token, payload)

    def _caught(self, token: Token, kind: Literal["error", "escalation"], code: str | None, message: str) -> bool:
        """An event sub-process of the scope, then an event on the border around it, then the next scope.

        Around the outermost scope of a called process is its call activity.
        """
        origin: Token | None = token
        while origin is not None:
            scope, host = origin.scope, origin.scope.host or origin.instance.caller
            found = [one for one in scope.spec.handlers if one.catches(kind, code)]
            if found and not origin.task_spec.handles:
                min(found, key=lambda one: one.trigger.code is None).catch_thrown(scope, code, message)
                return True
            catcher = None if host is None else host.task_spec.catcher(code, kind)
            if host is not None and catcher is not None:
                host.task_spec.left_by(host, catcher, code, message)
                return True
            origin = host
        return False

    def fail(self, element: str, code: str | None, message: str) -> None:
        """Stops the process after an error that nothing caught."""
        self.gone = True
        self.cancel_tokens()
        self.outcome = "failed"
        self.emit(ProcessFailed(element, code, message))

    def finish(self, scope: Scope, last: Token) -> None:
        """The last token of a scope has ended."""
        host = scope.host
        if host is not None:
            self.subprocesses.pop(host.id)
            host.done = scope.log
            host.answered = True
            host._ready()
            return
        self.end(last)

    def end(self, last: Token) -> None:
        """The last token of the process has ended."""
        self.outcome = "terminated" if self.terminated else "completed"
        self.emit(ProcessEnded(last.element, self.outcome))

    def find(self, number: int) -> Token | None:
        """The live token of that number in any scope, those of called processes too."""
        for instance in self.instances():
            for scope in instance.scopes():
                token = scope.token(number)
                if token is not None:
                    return token
        return None

    def scopes(self) -> Iterator[Scope]:
        """The process and its open sub-processes."""
        yield self
        yield from self.subprocesses.values()

    def instances(self) -> Iterator[Instance]:
        """The process, and those called from it, outer before inner."""
        yield self
        for call in self.called.values():
            yield from call.instances()

    def starved_join(self) -> Token | None:
        """A token at a join or condition that can never go on because nothing else is open; None if all is well."""
        waiting = None
        for instance in self.instances():
            for scope in instance.scopes():
                if scope.dormant:
                    return None
                for number, token in scope.tasks.items():
                    if number == ROOT or number in instance.subprocesses or number in instance.called:
                        continue
                    spec = token.task_spec
                    if not spec.joins and not hasattr(getattr(spec, "trigger", None), "rises"):
                        return None
                    waiting = token
        return waiting
