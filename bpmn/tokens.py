"""A running process: tokens in scopes, on SpiffWorkflow's tasks and workflows.

SpiffWorkflow supplies the life cycle (a task is predicted, updated, ready, run, completed or cancelled, and its
specification's hooks act on each change). What differs here:

- the tree is flat: a finished token is taken out at once and its successors hang on the root, so a step costs the same in
  round one and in round thousand; nothing looks back (joins and boundary events keep their own records);
- a queue of ready tokens replaces the searches through the tree;
- ids are counted, not random; time and data come from the step (`FeelScriptEngine`), never from the task.

Knows nothing of particular elements and nothing of the saved state.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from bpmn.effects import Effect, FlowTaken, ProcessEnded, ProcessFailed
from bpmn.errors import EngineError
from bpmn.jsonvalues import dump_json, load_json, same
from bpmn.scripting import FeelScriptEngine, Moment

# SpiffWorkflow builds a record with a dozen facts for every change of a task, wanted or not.
for _name in ("spiff", "spiff.task", "spiff.workflow"):
    logging.getLogger(_name).disabled = True

_ROOT = "root"
#: Elements that may run in one step without anybody waiting; beyond it is a loop without end.
STEP_BUDGET = 10_000


class Token(Task):  # type: ignore[misc]
    """One place where the process stands."""

    def __init__(self, scope: Scope, spec: Any, parent: Token | None, state: int, number: int | str) -> None:
        #: flow on which a token waits at a join
        self.via: str | None = None
        #: for a boundary event: the activity it guards; for an activity: the boundary events that guard it
        self.host: Token | None = None
        self.guards: list[Token] = []
        #: due time in microseconds, or name and key of a message
        self.awaits: int | list[str | None] | None = None
        #: what the element was waiting for has happened
        self.answered = False
        #: flows to leave by, if the element chooses; None: all
        self.chosen: tuple[Any, ...] | None = None
        #: element-local variables as JSON text, parsed when someone looks
        self.local_text: str | None = None
        self._local: dict[str, object] | None = None
        super().__init__(scope, spec, parent, state, number)

    @property
    def instance(self) -> Instance:
        """The process the token belongs to."""
        instance: Instance = self.workflow.top_workflow
        return instance

    @property
    def scope(self) -> Scope:
        """The scope the token belongs to."""
        scope: Scope = self.workflow
        return scope

    @property
    def element(self) -> str:
        """Id of the element."""
        name: str = self.task_spec.name
        return name

    @property
    def local(self) -> Mapping[str, object]:
        """Element-local variables."""
        if self._local is None:
            self._local = load_json(self.local_text) if self.local_text else {}
        return self._local

    def set_local(self, variables: Mapping[str, object]) -> None:
        """Replaces the local variables; they pass through text, so a reload cannot change them."""
        self.local_text = dump_json(variables) if variables else None
        self._local = None

    def go(self, flow: Any) -> None:
        """A successor along a sequence flow."""
        self.instance.emit(FlowTaken(flow.id, self.element, flow.target.name))
        successor = self.scope.spawn(flow.target, self)
        successor.via = flow.id

    def drop_out(self) -> None:
        """Cancels the token and takes it out of its scope."""
        self.cancel()
        self.scope.remove(self)

    def _set_state(self, value: int) -> None:
        self._state = value


class Scope:
    """What a process and an embedded sub-process have in common: tokens, joins, an end."""

    tasks: dict[int | str, Any]
    task_tree: Any
    spec: Any
    host: Token | None

    def begin(self) -> None:
        """Sets up an empty scope; called once after SpiffWorkflow's own initialisation."""
        self.task_tree = Token(self, self.spec.start, None, TaskState.COMPLETED, _ROOT)
        self.joins: dict[str, list[Token]] = {}
        self.gone = False
        self.terminated = False

    @property
    def instance(self) -> Instance:
        """The process as a whole."""
        instance: Instance = self.top_workflow  # type: ignore[attr-defined]
        return instance

    def spawn(self, spec: Any, parent: Token | None = None, state: int = TaskState.FUTURE) -> Token:
        """A new token at an element."""
        return Token(self, spec, parent or self.task_tree, state, self.instance.next_number())

    def enter(self) -> None:
        """Puts a token on each start event."""
        for spec in self.spec.bpmn_start_events:
            spec._update(self.spawn(spec))

    def tokens(self) -> list[Token]:
        """Live tokens, oldest first."""
        return sorted((task for number, task in self.tasks.items() if number != _ROOT), key=lambda token: token.id)

    def remove(self, token: Token) -> None:
        """Takes a token out; its successors hang on the root."""
        self.tasks.pop(token.id, None)
        for number in token._children:
            if number in self.tasks:  # a join may have consumed it meanwhile
                self.tasks[number]._parent = _ROOT

    def cancel_tokens(self) -> None:
        """Cancels everything in the scope."""
        for token in self.tokens():
            if token.id in self.tasks:
                token.drop_out()

    def write(self, name: str, value: object, element: str) -> None:
        """Sets a variable where it is local to an enclosing sub-process, else in the dossier."""
        host = self.host
        while host is not None:
            if name in host.local:
                host.set_local({**host.local, name: value})
                return
            host = host.scope.host
        self.instance.write(name, value, element)

    def _task_completed_notify(self, token: Token) -> None:
        if self.gone:
            return
        self.remove(token)
        if len(self.tasks) == 1:
            self.instance.finish(self, token)


class SubScope(Scope, BpmnSubWorkflow):  # type: ignore[misc]
    """An embedded sub-process at work."""

    def __init__(self, spec: BpmnProcessSpec, host: Token) -> None:
        self.host = host
        super().__init__(spec, parent_task_id=host.id, top_workflow=host.instance, deserializing=True)
        self.begin()


class Instance(Scope, BpmnWorkflow):  # type: ignore[misc]
    """A process at work for the length of one step."""

    def __init__(self, specs: Mapping[str | None, Any], variables: Mapping[str, object], moment: Moment) -> None:
        self.host = None
        self.specs = specs
        self.engine = FeelScriptEngine(moment)
        super().__init__(specs[None], subprocess_specs=specs, script_engine=self.engine, deserializing=True)
        self.variables = dict(variables)
        self.changed: dict[str, object] = {}
        self.effects: list[Effect] = []
        self.ready: deque[Token] = deque()
        self.counter = 0
        #: "completed", "terminated" or "failed" once the process is over
        self.outcome: Literal["completed", "terminated", "failed"] | None = None
        self._readable = {**self.variables, **moment.context}
        self.begin()

    def next_number(self) -> int:
        """A token number that was never used in this dossier."""
        self.counter += 1
        return self.counter

    def emit(self, effect: Effect) -> None:
        """Records what is to be done."""
        self.effects.append(effect)

    def open_scope(self, host: Token) -> SubScope:
        """A fresh scope for a sub-process."""
        scope = SubScope(self.specs[host.element], host)
        self.subprocesses[host.id] = scope
        return scope

    def close_scope(self, host: Token) -> None:
        """Cancels whatever is left in the sub-process and forgets its scope."""
        scope = self.subprocesses.pop(host.id, None)
        if scope is not None and not scope.gone:
            scope.gone = True
            scope.cancel_tokens()

    def write(self, name: str, value: object, element: str) -> None:
        """Sets a variable of the dossier."""
        if name in self.engine.moment.context or name == "dossier":
            raise EngineError(element, "reserved-name", f"{name} is the office's own name; no step may set it")
        if name in self.variables and same(self.variables[name], value):
            return
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
        return names

    def run(self) -> None:
        """Runs ready tokens until everything waits; raises `EngineError` when that takes too long."""
        steps = 0
        while self.ready:
            token = self.ready.popleft()
            if token.state != TaskState.READY:
                continue
            steps += 1
            if steps > STEP_BUDGET:
                raise EngineError(token.element, "budget", f"more than {STEP_BUDGET} elements ran without a stop")
            token.run()

    def throw(self, token: Token, code: str | None, message: str) -> None:
        """Looks for an error boundary event, from the token's scope outwards; without one the process fails."""
        host = token.scope.host
        while host is not None:
            catcher = host.task_spec.catcher(code)
            if catcher is not None:
                catcher.catch_error(host, code, message)
                return
            host = host.scope.host
        self.fail(token.element, code, message)

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
            host.answered = True
            host._ready()
            return
        self.outcome = "terminated" if scope.terminated else "completed"
        self.emit(ProcessEnded(last.element, self.outcome))

    def find(self, number: int) -> Token | None:
        """The live token of that number in any scope."""
        for scope in self.scopes():
            token: Token | None = scope.tasks.get(number)
            if token is not None:
                return token
        return None

    def scopes(self) -> Iterator[Scope]:
        """The process and its open sub-processes."""
        yield self
        yield from self.subprocesses.values()

    def starved_join(self) -> Token | None:
        """A token at a join that can never go on because nothing else is open; None if all is well."""
        waiting = None
        for scope in self.scopes():
            for number, token in scope.tasks.items():
                if number == _ROOT or number in self.subprocesses:
                    continue
                if token.via is None or token.state != TaskState.WAITING:
                    return None
                waiting = token
        return waiting
