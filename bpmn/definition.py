"""A diagram that was read and checked: what others may know of it. Immutable, safe to share between threads.

The specifications that run it are kept inside and are for `bpmn.engine` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node as the diagram says it."""

    id: str
    #: local name of the BPMN element, e.g. "userTask"
    type: str
    name: str
    kind: str | None = None
    form: str | None = None
    #: candidate groups; empty when they are computed by an expression
    roles: tuple[str, ...] = ()
    #: national status 1-10
    status: int | None = None
    time_limit: str | None = None
    clock: str = "run"
    #: name of the innermost lane
    lane: str | None = None
    #: for a boundary event: id of its activity
    attached_to: str | None = None
    #: whether an event ends what it stands at
    interrupting: bool = True
    #: id of the enclosing sub-process; None on the level of the process
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """A way in which the process begins: its only none start event, or a message that comes."""

    element: str
    #: name of the message; None: it is begun without one
    message: str | None = None


class RunnableScope(Protocol):
    """A process or sub-process as the engine runs it (`bpmn.running.specs.node.ScopeSpec`)."""

    @property
    def task_specs(self) -> Mapping[str, object]:
        """Its elements by id."""


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One immutable version of a process, identified by `sha256` (hex) of the diagram's bytes."""

    sha256: str
    process_id: str
    name: str
    version_tag: str | None
    #: `zeebe:property` values of the process: "procedure", "field" ...
    properties: Mapping[str, str]
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    #: names of the messages that events wait for (an expression stands as it is written)
    message_names: tuple[str, ...]
    #: the ways in which the process begins, in the order of the diagram
    starts: tuple[Start, ...] = ()
    #: ids of the processes that call activities name, by the id of the element; without those an expression computes
    calls: Mapping[str, str] = field(default_factory=dict)
    #: what is run: the process under None, its sub-processes by id; for the engine alone, which reads it by
    #: `bpmn.running.specs.node.scopes_of`
    scopes: Mapping[str | None, RunnableScope] = field(repr=False, default_factory=dict)

    def start(self, message: str | None = None) -> Start | None:
        """The way in which the process begins with this message, or without any."""
        return next((found for found in self.starts if found.message == message), None)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A process instance at rest: what a verb of the engine goes on from."""

    definition: Definition
    #: opaque; only `bpmn.running.state` reads it
    state: bytes
    #: all variables of the dossier
    variables: Mapping[str, object]
