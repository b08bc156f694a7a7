"""Scopes and the process around them, with the tokens that stand in them.

SpiffWorkflow's workflows keep the tasks by number, and the sub-processes by the number of their task. Nothing searches them:
a scope knows whom it waits for, and a queue says whose turn it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bpmn.definition import RunnableScope
from bpmn.effects import ProcessEnded, ProcessFailed
from bpmn.errors import EngineError
from bpmn.running.scripting import ExecutionContext, FeelScriptEngine
from bpmn.running.tokens.compensation_log import CompletedActivity
from bpmn.running.tokens.saved import TokenRecord
from bpmn.running.tokens.step import StepRecord
from bpmn.running.tokens.token import TokenOf

#: SpiffWorkflow's own place for what evaluates expressions; here that is `Instance.engine`, anew at each step
_NO_SCRIPTS: Any = object()
#: work of looking at a name while the names that an expression sees are laid over each other, as a power of two
_NAMES = 4
Outcome = Literal["completed", "terminated", "failed"]


class Token(TokenOf["Scope", "Instance"]):
    """One place where a process stands."""


@contextmanager
def adding_call_path(token: Token) -> Iterator[None]:
    """An `EngineError` raised inside names its element behind the calls around the token."""
    calls = token.instance.calls
    try:
        yield
    except EngineError as error:
        error.add_call_path(calls)
        raise


class Scope:
    """What a process and an embedded sub-process have in common: tokens, joins, an end."""

    tasks: dict[int, Token]
    spec: Any
    #: the activity around it; None: it is the process itself
    host: Token | None

    def begin(self) -> None:
        """Sets up an empty scope; called once after SpiffWorkflow's own initialisation."""
        #: instances of a repeated activity that nobody has looked at in this step, as their records in the saved state
        self.dormant: dict[int, list[Any]] = {}
        #: tokens of event sub-processes that wait; they do not keep the scope alive
        self.handler_tokens: set[int] = set()
        self.joins: dict[str, list[Token]] = {}
        #: completed activities that can be compensated, oldest first
        self.compensation_log: list[CompletedActivity] = []
        self.gone = False
        self.terminated = False

    @property
    def instance(self) -> Instance:
        """The process as a whole."""
        raise NotImplementedError

    @property
    def isolated(self) -> bool:
        """Whether what its tokens write stays with each of them."""
        return self.host is not None and bool(self.host.task_spec.isolates)

    def spawn(self, spec: Any, state: int = TaskState.FUTURE) -> Token:
        """A new token at an element."""
        return Token(self, spec, state, self.instance.next_number())

    @property
    def count(self) -> int:
        """How many tokens live in the scope, those that wait for its event sub-processes included."""
        return len(self.tasks) + len(self.dormant)

    @property
    def empty(self) -> bool:
        """Whether nothing keeps the scope alive any more."""
        return self.count == len(self.handler_tokens)

    def token(self, number: int) -> Token | None:
        """The live token of that number."""
        return self._wake(number) if number in self.dormant else self.tasks.get(number)

    def _wake(self, number: int) -> Token:
        record = TokenRecord(*self.dormant.pop(number))
        token = Token(self, self.spec.task_specs[record.element], TaskState.STARTED, number)
        token.take_up(record)
        return token

    def tokens(self) -> list[Token]:
        """Live tokens, oldest first."""
        for number in list(self.dormant):
            self._wake(number)
        return sorted(self.tasks.values(), key=lambda token: token.id)

    def remove(self, token: Token) -> None:
        """Takes a token out."""
        self.tasks.pop(token.id, None)
        self.handler_tokens.discard(token.id)

    def cancel_tokens(self) -> None:
        """Cancels everything in the scope."""
        for token in self.tokens():
            if token.id in self.tasks:
                token.drop_out()

    def write(self, name: str, value: object, element: str) -> None:
        """Sets a variable where it is local to an enclosing sub-process, else in the dossier."""
        host = self.host
        while host is not None:
            if name in host.local or host.scope.isolated:
                self.instance.refuse_reserved(name, element)
                host.set_local({**host.local, name: value})
                return
            host = host.scope.host
        self.instance.write(name, value, element)

    def ended(self, token: Token) -> None:
        """A token has come to its end; the last one ends the scope."""
        if self.gone:
            return
        self.remove(token)
        if not self.empty or (self.host and self.host.task_spec.resume(self.host)):
            return
        self.cancel_tokens()
        self.instance.finish(self, token)


class SubScope(Scope, BpmnSubWorkflow):
    """An embedded sub-process at work."""

    def __init__(self, spec: Any, host: Token) -> None:
        self.host = host
        super().__init__(spec, parent_task_id=host.id, top_workflow=host.instance, deserializing=True)
        self.begin()

    @property
    def instance(self) -> Instance:
        instance: Instance = self.top_workflow
        return instance

    @property
    def parent_workflow(self) -> Scope:
        """The scope around it; SpiffWorkflow would look for the host's number in all of them."""
        assert self.host is not None
        return self.host.scope


class Instance(StepRecord, Scope, BpmnWorkflow):
    """A process at work for the length of one step."""

    #: the call activity that has begun it; None: it is the dossier's own
    caller: Token | None = None
    #: how many calls there are around it, and their ids as they stand before that of an element: "Call/Other/"
    depth = 0
    calls = ""
    subprocesses: dict[int, SubScope]
    ready: deque[Token]

    def __init__(
        self,
        specs: Mapping[str | None, RunnableScope],
        variables: Mapping[str, object],
        execution: ExecutionContext,
        engine: FeelScriptEngine | None = None,
    ) -> None:
        self.host = None
        self.specs = specs
        known: Mapping[str | None, Any] = specs  # of SpiffWorkflow's class, which `bpmn.definition` does not name
        super().__init__(known[None], subprocess_specs=known, script_engine=_NO_SCRIPTS, deserializing=True)
        self.begin_step(variables, execution, engine)
        self.ready = deque()
        #: how the process ended; None: it goes on
        self.outcome: Outcome | None = None
        #: processes that call activities of this one have begun, by the number of their token
        self.called: dict[int, Instance] = {}
        self.begin()

    @property
    def instance(self) -> Instance:
        return self

    @property
    def root(self) -> Instance:
        """The dossier's own process."""
        return self if self.caller is None else self.caller.instance.root

    def open_scope(self, host: Token) -> SubScope:
        """A fresh scope for a sub-process or the instances of a repeated activity."""
        scope = SubScope(host.task_spec.inner, host)
        self.subprocesses[host.id] = scope
        return scope

    def scope_of(self, host: Token) -> SubScope:
        """The open scope inside an activity."""
        return self.subprocesses[host.id]

    def close_scope(self, host: Token) -> None:
        """Cancels whatever is left in the sub-process and forgets its scope."""
        scope = self.subprocesses.pop(host.id, None)
        if scope is not None and not scope.gone:
            scope.gone = True
            scope.cancel_tokens()

    def visible(self, scope: Scope, *local: Mapping[str, object]) -> Mapping[str, object]:
        """The names an expression sees: the dossier's, shadowed by enclosing sub-processes', shadowed by `local`."""
        layers = [layer for layer in reversed(local) if layer]
        host = scope.host
        while host is not None:
            if host.local_text:
                layers.append(host.local)
            host = host.scope.host
        if not layers:
            return self.readable
        names = dict(self.readable)
        for layer in reversed(layers):
            names.update(layer)
        self.engine.meter.left -= len(names) >> _NAMES  # asked for at the next evaluation
        return names

    def fail(self, element: str, code: str | None, message: str) -> None:
        """Stops the process after an error that nothing caught."""
        self.stop()
        self.outcome = "failed"
        self.emit(ProcessFailed(element, code, message))

    def stop(self) -> None:
        """Cancels everything inside: it is no longer wanted."""
        self.gone = True
        self.cancel_tokens()

    def finish(self, scope: Scope, last: Token) -> None:
        """The last token of a scope has ended."""
        host = scope.host
        if host is None:
            self.end(last)
            return
        self.subprocesses.pop(host.id)
        host.done = scope.compensation_log
        host.answered = True
        host.proceed()

    def end(self, last: Token) -> None:
        """The last token of the process has ended."""
        self.outcome = "terminated" if self.terminated else "completed"
        self.emit(ProcessEnded(last.element, self.outcome))

    def find(self, number: int) -> Token | None:
        """The live token of that number in any scope, those of called processes too."""
        scopes = (scope for instance in self.instances() for scope in instance.scopes())
        return next((token for scope in scopes if (token := scope.token(number)) is not None), None)

    def scopes(self) -> Iterator[Scope]:
        """The process and its open sub-processes."""
        yield self
        yield from self.subprocesses.values()

    def instances(self) -> Iterator[Instance]:
        """The process, and those called from it, outer before inner."""
        yield self
        for call in self.called.values():
            yield from call.instances()
