"""A token: one place where a process stands, on SpiffWorkflow's task.

A task keeps its number, its element and its workflow. The life cycle of a task is written out here, under the names it has
in SpiffWorkflow (`run`, `complete`, `cancel`): the one there builds a log record of a dozen facts at each change of state, and
updates a tree of tasks at each completion. There is no tree: a token that has ended is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, Protocol, Self, TypeVar

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from bpmn.effects import FlowTaken
from bpmn.jsonvalues import dump_json, load_json
from bpmn.running.tokens.compensation_log import CompletedActivity
from bpmn.running.tokens.saved import Awaited, Memo, TokenRecord, awaited_of
from bpmn.running.tokens.step import StepRecord


class TokenScope(Protocol):
    """What a token asks of the scope it stands in."""

    @property
    def isolated(self) -> bool:
        """Whether what its tokens write stays with each of them."""

    def spawn(self, spec: Any, state: int = TaskState.FUTURE) -> Any:
        """A new token at an element."""

    def remove(self, token: Any) -> None:
        """Takes a token out."""

    def write(self, name: str, value: object, element: str) -> None:
        """Sets a variable."""

    def ended(self, token: Any) -> None:
        """A token has come to its end."""


S = TypeVar("S", bound=TokenScope)
P = TypeVar("P", bound=StepRecord)


class TokenOf(Task, Generic[S, P]):
    """One place where a process stands: at an element, in a scope of class `S`, of a process of class `P`."""

    #: its element, a `bpmn.running.specs.node.Node`: elements know tokens, so tokens know them by what they call alone
    task_spec: Any
    #: one of SpiffWorkflow's `TaskState`
    state: int = TaskState.FUTURE
    # Most tokens set few of these, so they stand on the class until they are set.
    #: flow on which a token waits at a join
    via: str | None = None
    #: for a boundary event: the activity it is attached to; for an activity: the tokens of its boundary events
    host: Self | None = None
    attached_tokens: list[Self]
    #: the due time, message or signal that it waits for
    awaits: Awaited | None = None
    #: what the element was waiting for has happened
    answered: bool = False
    #: what the element remembers of its progress
    memo: Memo | None = None
    #: number of the instance of a repeated activity, from 0; None: it is none
    loop_index: int | None = None
    #: of a sub-process that has just ended: what was completed in it
    done: list[CompletedActivity]
    #: flows to leave by, if the element chooses; None: all
    chosen: tuple[Any, ...] | None = None
    #: element-local variables as JSON text, parsed when someone looks
    local_text: str | None = None
    _parsed: dict[str, object] | None = None

    def __init__(self, scope: S, spec: Any, state: int, number: int) -> None:
        super().__init__(scope, spec, None, state, number)
        self.state = state
        self.attached_tokens = []
        self.done = []
        #: made when its element was left; they come to theirs when it is over
        self.successors: list[Self] = []

    @property
    def scope(self) -> S:
        """The scope the token belongs to."""
        scope: S = self.workflow
        return scope

    @property
    def instance(self) -> P:
        """The process the token belongs to."""
        instance: P = self.workflow.top_workflow
        return instance

    @property
    def element(self) -> str:
        """Id of the element."""
        name: str = self.task_spec.name
        return name

    def has_state(self, state: int) -> bool:
        return (self.state & state) != 0

    def proceed(self) -> None:
        """Queues the token: its element runs when its turn comes."""
        if not self.has_state(TaskState.FINISHED_MASK):
            self.state = TaskState.READY
            self.instance.ready.append(self)

    def run(self) -> bool | None:
        """Runs its element; returns None if somebody has to answer."""
        done: bool | None = self.task_spec.run(self)
        if done is None:
            self.state = TaskState.STARTED
        else:
            self.complete()
        return done

    def complete(self) -> None:
        """Its element is completed: its successors enter theirs, and the token is removed."""
        self.state = TaskState.COMPLETED
        self.task_spec.completed(self)
        for successor in self.successors:
            if not successor.has_state(TaskState.FINISHED_MASK):
                successor.task_spec.enter(successor)
        self.scope.ended(self)

    def cancel(self) -> None:
        """Takes back what is open at it, unless it is over."""
        if not self.has_state(TaskState.FINISHED_MASK):
            self.state = TaskState.CANCELLED
            self.task_spec.cancelled(self)

    def drop_out(self) -> None:
        """Cancels the token and takes it out of its scope."""
        self.cancel()
        self.scope.remove(self)

    def go(self, flow: Any) -> None:
        """A successor along a sequence flow."""
        if flow.id:  # a link has none
            self.instance.emit(FlowTaken(flow.id, self.element, flow.target.name))
        successor = self.scope.spawn(flow.target)
        successor.via = flow.id
        self.successors.append(successor)

    def take_up(self, record: TokenRecord) -> None:
        """Restores the token from its record in the saved state; raises ValueError or TypeError for what its element cannot have written."""
        if record.awaits is not None:
            self.awaits = awaited_of(record.awaits)
        if record.local is not None:
            self.local_text = record.local
        if record.memo is not None:
            self.task_spec.load_progress(self, record.memo)

    @property
    def local(self) -> Mapping[str, object]:
        """Element-local variables."""
        if self._parsed is None:
            self._parsed = load_json(self.local_text) if self.local_text else {}
        return self._parsed

    def set_local(self, variables: Mapping[str, object]) -> None:
        """Replaces the local variables; they pass through text, so a reload cannot change them."""
        if variables:
            self.instance.engine.charge_local_variables(self.element, variables)
        self.local_text = dump_json(variables) if variables else None
        self._parsed = None

    def write(self, name: str, value: object) -> None:
        """Sets a variable of the surrounding scope; an isolated instance keeps it to itself."""
        if self.scope.isolated:
            self.instance.refuse_reserved(name, self.element)
            self.set_local({**self.local, name: value})
        else:
            self.scope.write(name, value, self.element)
