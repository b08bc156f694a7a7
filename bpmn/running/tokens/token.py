"""A token: one place where a process stands, on SpiffWorkflow's task."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task

from bpmn.effects import FlowTaken
from bpmn.jsonvalues import dump_json, load_json

if TYPE_CHECKING:
    from bpmn.running.tokens.instance import Instance
    from bpmn.running.tokens.scope import Scope

# SpiffWorkflow builds a record with a dozen facts for every change of a task, wanted or not.
for _name in ("spiff", "spiff.task", "spiff.workflow"):
    logging.getLogger(_name).disabled = True


class Token(Task):  # type: ignore[misc]
    """One place where the process stands."""

    # Most tokens set few of these, so they stand on the class until they are set.
    #: flow on which a token waits at a join
    via: str | None = None
    #: for a boundary event: the activity it guards; for an activity: the boundary events that guard it
    host: Token | None = None
    guards: list[Token]
    #: due time in microseconds, or name and key of a message
    awaits: int | list[str | None] | None = None
    #: what the element was waiting for has happened
    answered: bool = False
    #: what the element has to remember of its progress: JSON; data of users inside as JSON text
    memo: Any = None
    #: of a sub-process that has just ended: what was completed in it
    done: list[Any]
    #: flows to leave by, if the element chooses; None: all
    chosen: tuple[Any, ...] | None = None
    #: element-local variables as JSON text, parsed when someone looks
    local_text: str | None = None
    _local: dict[str, object] | None = None

    def __init__(self, scope: Scope, spec: Any, parent: Token | None, state: int, number: int | str) -> None:
        self.guards = []
        self.done = []
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
        if variables:
            self.instance.engine.keep_local(self.element, variables)
        self.local_text = dump_json(variables) if variables else None
        self._local = None

    def write(self, name: str, value: object) -> None:
        """Sets a variable of the surrounding scope; an isolated instance keeps it to itself."""
        if self.scope.isolated:
            self.instance.refuse_reserved(name, self.element)
            self.set_local({**self.local, name: value})
        else:
            self.scope.write(name, value, self.element)

    def go(self, flow: Any) -> None:
        """A successor along a sequence flow."""
        if flow.id:  # a link has none
            self.instance.emit(FlowTaken(flow.id, self.element, flow.target.name))
        successor = self.scope.spawn(flow.target, self)
        successor.via = flow.id

    def drop_out(self) -> None:
        """Cancels the token and takes it out of its scope."""
        self.cancel()
        self.scope.remove(self)

    def _set_state(self, value: int) -> None:
        self._state = value
