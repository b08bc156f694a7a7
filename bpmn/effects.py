"""The effects of a step: what its caller has to store or carry out, in the order in which it happened.

The engine itself changes nothing outside the step. A token is a short decimal string, unique in its dossier, never used
again, and the same after each reload. An element, flow, source or target is an id of the dossier's own diagram, or of a
called process: then the ids of the call activities around it come first ("Call/Task"); no id holds a slash. What closes what:

- a `TaskOpened` is closed by exactly one `TaskClosed` with the same token;
- a `TimerSet` is closed by exactly one `TimerCleared`, also when it has fired;
- a `MessageSubscribed` is closed by exactly one `MessageUnsubscribed`, also when a message has consumed it. A
  non-interrupting boundary event stays subscribed after a delivery, so delivery alone closes nothing;
- a `SignalSubscribed` is closed by exactly one `SignalUnsubscribed` with the same token, also when a signal has come; a
  non-interrupting event stays subscribed, as with messages;
- a `SignalThrown` opens nothing. Elements of the same dossier that wait for it have received it before the effects that
  follow; it is to be delivered to all other dossiers that wait for its name;
- a `CallWanted` is closed by the `complete` or `fail` that answers it, or by exactly one `CallCancelled`;
- `ProcessEnded` or `ProcessFailed` comes last, once, and only after everything open was closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Literal

#: A JSON value without loss: numbers are int, float or Decimal.
Json = object


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """A user task waits for a person."""

    token: str
    element: str
    name: str
    kind: str | None = None
    form: str | None = None
    #: each "role" or "role@unit"
    roles: tuple[str, ...] = ()
    assignee: str | None = None
    #: from `zeebe:taskSchedule dueDate` alone; aware
    due: datetime | None = None
    follow_up: datetime | None = None
    #: working time, "4h" or "2d"
    time_limit: str | None = None
    clock: Literal["run", "pause"] = "run"
    #: 0-100
    priority: int = 50
    #: every `zeebe:property` of the element by name
    properties: Mapping[str, str] = field(default_factory=dict)
    #: variables of the element's input mappings
    local: Mapping[str, Json] = field(default_factory=dict)
    #: SHA-256 of the called deployment whose form it is; None: the dossier's own version
    version: str | None = None


@dataclass(frozen=True, slots=True)
class TaskClosed:
    """A user task is over."""

    token: str
    element: str
    reason: Literal["completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class TaskRevised:
    """An open user task is described otherwise from now on: only by a migration. Its token is the task's."""

    task: TaskOpened
    #: the names of `TaskOpened` that the new version says differently; the others stay as they are
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class TokenMoved:
    """What is open at this token stands at another element from now on: only by a migration."""

    token: str
    source: str
    element: str


@dataclass(frozen=True, slots=True)
class TimerSet:
    """Fire this token at `due` (aware, UTC)."""

    token: str
    element: str
    due: datetime


@dataclass(frozen=True, slots=True)
class TimerCleared:
    """The timer has fired or is no longer wanted."""

    token: str
    element: str


@dataclass(frozen=True, slots=True)
class CallWanted:
    """A worker of `topic` has to do something and answer with `complete` or `fail`."""

    token: str
    element: str
    topic: str
    retries: int
    #: variables of the input mappings; {} without mappings
    payload: Mapping[str, Json]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CallCancelled:
    """The answer is no longer wanted."""

    token: str
    element: str


@dataclass(frozen=True, slots=True)
class MessageSubscribed:
    """A message of this name, with this correlation key, is to be delivered to the token."""

    token: str
    element: str
    name: str
    key: str | None


@dataclass(frozen=True, slots=True)
class MessageUnsubscribed:
    """No message is expected at this token any more."""

    token: str
    element: str


@dataclass(frozen=True, slots=True)
class MessageThrown:
    """A message for other dossiers or offices."""

    element: str
    name: str
    key: str | None
    variables: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class SignalSubscribed:
    """Every signal of this name is to be handed to the dossier, with the verb `signal`."""

    token: str
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class SignalUnsubscribed:
    """No signal is expected at this token any more."""

    token: str
    element: str


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """A signal for every other dossier that waits for its name."""

    element: str
    name: str
    #: those of the event's input mappings
    variables: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class ProcessCalled:
    """A call activity has begun the process of another procedure, inside of the dossier."""

    token: str
    element: str
    #: id and name of the process
    process: str
    name: str
    #: SHA-256 of its deployment
    version: str


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The dossier takes the national status 1-10 of this element."""

    element: str
    status: int


@dataclass(frozen=True, slots=True)
class FlowTaken:
    """A token went along a sequence flow."""

    flow: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class ElementPassed:
    """A flow node was completed (not: cancelled)."""

    element: str


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    """No token is left, or a terminate end event was reached; `element` is where the last token ended."""

    element: str
    outcome: Literal["completed", "terminated"]


@dataclass(frozen=True, slots=True)
class ProcessFailed:
    """A BPMN error reached the top uncaught: everything open was cancelled and the process has stopped."""

    element: str
    code: str | None
    message: str


Effect = (
    TaskOpened
    | TaskClosed
    | TaskRevised
    | TokenMoved
    | TimerSet
    | TimerCleared
    | CallWanted
    | CallCancelled
    | MessageSubscribed
    | MessageUnsubscribed
    | MessageThrown
    | SignalSubscribed
    | SignalUnsubscribed
    | SignalThrown
    | ProcessCalled
    | StatusChanged
    | FlowTaken
    | ElementPassed
    | ProcessEnded
    | ProcessFailed
)


def element_of(effect: Effect) -> str | None:
    """The element of an effect; None for those of a flow or of a migration."""
    return None if isinstance(effect, FlowTaken | TaskRevised) else effect.element


_IDS = ("element", "flow", "source", "target")


def inside(effect: Effect, call: str, version: str) -> Effect:
    """An effect of a called process as an effect of its caller: the id of the call activity comes before the ids."""
    changes: dict[str, Any] = {
        one.name: f"{call}/{getattr(effect, one.name)}" for one in fields(effect) if one.name in _IDS
    }
    if isinstance(effect, TaskOpened) and effect.version is None:
        changes["version"] = version
    return replace(effect, **changes)
