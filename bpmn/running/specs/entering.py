"""How a scope begins: with its start event, or where a message has come (BPMN 2.0.2, 10.5.2 and 10.6.6)."""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.running.tokens import Scope


def enter(scope: Scope) -> None:
    """Lets the event sub-processes listen, then puts a token on the start event that waits for nothing."""
    listen(scope)
    for spec in scope.spec.bpmn_start_events:
        if spec.message is None:
            spec.enter(scope.spawn(spec))


def begin_at(scope: Scope, element: str, payload: Mapping[str, object]) -> None:
    """Begins where a message has come: at a start event, or at an element that a process may begin with."""
    listen(scope)
    spec = scope.spec.task_specs[element]
    token = scope.spawn(spec)
    for gateway in scope.spec.task_specs.values():
        if gateway.instantiates and any(flow.target is spec for flow in gateway.flows):
            gateway.begun(token)
    spec.begin_process(token, payload)


def listen(scope: Scope) -> None:
    """Lets the event sub-processes of the scope wait for what triggers them."""
    for handler in scope.spec.handlers:
        handler.arm(scope)
