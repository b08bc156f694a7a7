"""A scope: the tokens of a process or of one activation of a sub-process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from bpmn.running.tokens.log import Done
from bpmn.running.tokens.token import Token

if TYPE_CHECKING:
    from bpmn.running.tokens.instance import Instance

#: id of the task that all tokens of a scope hang on
ROOT = "root"


class Scope:
    """What a process and an embedded sub-process have in common: tokens, joins, an end."""

    tasks: dict[int | str, Any]
    task_tree: Any
    spec: Any
    host: Token | None

    def begin(self) -> None:
        """Sets up an empty scope; called once after SpiffWorkflow's own initialisation."""
        self.task_tree = Token(self, self.spec.start, None, TaskState.COMPLETED, ROOT)
        #: instances of a repeated activity that nobody has looked at in this step, as their records in the saved state
        self.dormant: dict[int, list[Any]] = {}
        #: tokens of event sub-processes that wait; they do not keep the scope alive
        self.watchers: set[int | str] = set()
        self.joins: dict[str, list[Token]] = {}
        #: completed activities that can be compensated, oldest first
        self.log: list[Done] = []
        self.gone = False
        self.terminated = False

    @property
    def instance(self) -> Instance:
        """The process as a whole."""
        instance: Instance = self.top_workflow  # type: ignore[attr-defined]
        return instance

    @property
    def isolated(self) -> bool:
        """Whether what its tokens write stays with each of them."""
        return self.host is not None and bool(self.host.task_spec.isolates)

    def spawn(self, spec: Any, parent: Token | None = None, state: int = TaskState.FUTURE) -> Token:
        """A new token at an element."""
        return Token(self, spec, parent or self.task_tree, state, self.instance.next_number())

    def enter(self) -> None:
        """Puts a token on its start event, the one that waits for nothing; its event sub-processes listen first."""
        self._listen()
        for spec in self.spec.bpmn_start_events:
            if spec.message is None:
                spec._update(self.spawn(spec))

    def begin_at(self, element: str, payload: Mapping[str, object]) -> None:
        """Begins where a message has come: at its start event, or at what waits for it and instantiates the process."""
        self._listen()
        spec = self.spec.task_specs[element]
        token = self.spawn(spec)
        for gateway in self.spec.task_specs.values():
            if getattr(gateway, "instantiates", False) and any(flow.target is spec for flow in gateway.flows):
                gateway.begun(token)
        spec.begin_process(token, payload)

    def _listen(self) -> None:
        for handler in self.spec.handlers:
            handler.arm(self)

    @property
    def count(self) -> int:
        """How many tokens live in the scope, those that wait for its event sub-processes included."""
        return len(self.tasks) - 1 + len(self.dormant)

    @property
    def empty(self) -> bool:
        """Whether nothing keeps the scope alive any more."""
        return self.count == len(self.watchers)

    def token(self, number: int) -> Token | None:
        """The live token of that number."""
        return self._wake(number) if number in self.dormant else self.tasks.get(number)

    def _wake(self, number: int) -> Token:
        _, element, _, awaits, local, _, memo = (record := self.dormant.pop(number)) + [None] * (7 - len(record))
        token = Token(self, self.spec.task_specs[element], self.task_tree, TaskState.STARTED, number)
        token.awaits, token.local_text, token.memo = awaits, local, memo
        return token

    def tokens(self) -> list[Token]:
        """Live tokens, oldest first."""
        for number in list(self.dormant):
            self._wake(number)
        return sorted((task for number, task in self.tasks.items() if number != ROOT), key=lambda token: token.id)

    def remove(self, token: Token) -> None:
        """Takes a token out; its successors hang on the root."""
        self.tasks.pop(token.id, None)
        self.watchers.discard(token.id)
        for number in token._children:
            if number in self.tasks:  # a join may have consumed it meanwhile
                self.tasks[number]._parent = ROOT

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

    def _task_completed_notify(self, token: Token) -> None:
        if self.gone:
            return
        self.remove(token)
        if not self.empty or (self.host and self.host.task_spec.resume(self.host)):
            return
        self.cancel_tokens()
        self.instance.finish(self, token)
