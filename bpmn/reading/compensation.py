"""Connects activities with their compensation handlers, once all elements of a diagram have been read."""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.diagram.model import SCOPES, Diagram, FlowNode
from bpmn.reading.nodes import synthetic_spec
from bpmn.running.specs.activities import SubProcess
from bpmn.running.specs.compensation import (
    CompensateThenLeave,
    CompensationBoundary,
    CompensationEvent,
    CompensationRun,
)
from bpmn.running.specs.loops import Repeated
from bpmn.running.specs.node import NodeSpec, ScopeSpec
from bpmn.running.specs.transactions import CancelEndEvent


def connect_compensation(diagram: Diagram, scopes: Mapping[str | None, ScopeSpec]) -> None:
    """`scopes` holds the specifications by the id of their sub-process. Without anything that triggers compensation, nothing is connected."""
    throwers = [spec for scope in scopes.values() for spec in scope.task_specs.values() if _throws(spec)]
    if throwers or any(_fails(diagram, node) for node in diagram.nodes):
        for node in _compensable(diagram):
            _mark(diagram, scopes, node)
    for spec in throwers:
        if isinstance(spec, CompensationEvent):
            _aim(diagram.by_id[spec.name], scopes, spec)


def _throws(spec: object) -> bool:
    return isinstance(spec, CompensationEvent | CancelEndEvent)


def _fails(diagram: Diagram, node: FlowNode) -> bool:
    """Whether an error can leave the sub-process: then what was completed in it is compensated (10.7)."""
    return (
        node.type in SCOPES
        and node.type != "transaction"
        and any(one.has_event_definition("error") for one in diagram.boundaries(node))
    )


def _compensable(diagram: Diagram) -> list[FlowNode]:
    """Activities with a handler, and sub-processes that hold such activities."""
    found: list[FlowNode] = []
    for node in reversed(diagram.nodes):  # the elements of a sub-process come after it, so here before it
        inside = [one for one in found if one.scope is node]
        if (
            not node.is_for_compensation
            and not node.is_compensation_subprocess
            and (diagram.compensated_by(node) or inside or _own(diagram, node))
        ):
            found.append(node)
    return found


def _own(diagram: Diagram, node: FlowNode) -> FlowNode | None:
    """The compensation event sub-process of a sub-process."""
    inside = diagram.within(node) if node.type in SCOPES else []
    return next((one for one in inside if one.is_compensation_subprocess), None)


def _mark(diagram: Diagram, scopes: Mapping[str | None, ScopeSpec], node: FlowNode) -> None:
    scope = scopes[node.scope.id if node.scope else None]
    spec = scope.task_specs[node.id]
    body = spec.body if isinstance(spec, Repeated) else spec
    spec.compensable = body.compensable = True
    event = diagram.compensated_by(node)
    if event is not None:
        boundary, handler = scope.task_specs[event.id], diagram.compensation_activity(event)
        assert handler is not None and isinstance(boundary, CompensationBoundary)
        boundary.handler = scope.task_specs[handler.id]
        spec.compensation = boundary
    if node.type not in SCOPES:
        return
    inner, own = scopes[node.id], _own(diagram, node)
    by_own = None if own is None else inner.task_specs[own.id]
    spec.compensation_run = _run_inside(inner, by_own, scope, node)
    if isinstance(spec, Repeated):
        body.compensation_run = _run_inside(inner, by_own, spec.inner, node)
    if _fails(diagram, node) or node.type == "transaction":
        assert isinstance(spec, SubProcess | Repeated)
        spec.compensate_then_leave = synthetic_spec(CompensateThenLeave, spec.inner, node, "leave")
        spec.compensate_then_leave.inner = spec.inner.without_events()
        spec.compensates_on = frozenset({"cancel" if node.type == "transaction" else "error"})


def _run_inside(inner: ScopeSpec, handler: NodeSpec | None, holder: ScopeSpec, node: FlowNode) -> CompensationRun:
    """The element that compensates a sub-process completed in the scope `holder`."""
    run = synthetic_spec(CompensationRun, holder, node, "undo")
    run.inner = inner.without_events()
    run.handler = handler
    return run


def _aim(node: FlowNode, scopes: Mapping[str | None, ScopeSpec], spec: CompensationEvent) -> None:
    """Sets where a throw event finds what it compensates: in its own scope, and from an event sub-process in the scope around it."""
    holder = scopes[node.scope.id if node.scope else None]
    outer = []
    if node.scope is not None and node.scope.is_event_subprocess:
        outer.append(scopes[node.scope.scope.id if node.scope.scope else None])
    spec.inner = holder.without_events(*outer)
    spec.executor = synthetic_spec(CompensationRun, holder, node, "undo")
    spec.executor.inner = spec.inner
