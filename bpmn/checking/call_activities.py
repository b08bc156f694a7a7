"""Rules on call activities: which process they call, in which version, and what goes in and out."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram.dialect import CalledElement
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.library import Library
from bpmn.problem import Problem
from bpmn.texts import problem

_BINDINGS = ("latest", "versionTag")


def _calls(diagram: Diagram) -> Iterator[tuple[FlowNode, CalledElement]]:
    for node in diagram.nodes:
        if node.type == "callActivity":
            yield node, node.extensions.called or CalledElement("")


def called_process_is_named(diagram: Diagram) -> Iterator[Problem]:
    """Every call activity has a `processId`: an id, or FEEL that gives one."""
    for node, called in _calls(diagram):
        if not called.process_id:
            yield problem("call-missing", node.id, node.line)


def call_binding_is_known(diagram: Diagram) -> Iterator[Problem]:
    """Every call activity is bound to the latest version, or to the latest one with a version tag."""
    for node, called in _calls(diagram):
        if called.binding not in _BINDINGS:
            yield problem("call-binding", node.id, node.line, value=called.binding)
        elif (called.binding == "versionTag") is not (called.version_tag is not None):
            yield problem("call-tag", node.id, node.line)


def propagation_flags_are_boolean(diagram: Diagram) -> Iterator[Problem]:
    """`propagateAllParentVariables` and `propagateAllChildVariables` are `true` or `false`."""
    for node, called in _calls(diagram):
        switches = {
            "propagateAllParentVariables": called.propagate_all_parent_variables,
            "propagateAllChildVariables": called.propagate_all_child_variables,
        }
        for name, value in switches.items():
            if value not in ("true", "false"):
                yield problem("call-switch", node.id, node.line, name=name, value=value)


def called_processes(diagram: Diagram, library: Library) -> Iterator[Problem]:
    """Every called process is deployed and can be started, and no chain of calls leads back to the caller."""
    own = None if diagram.process is None else diagram.process.get("id")
    for node, called in _calls(diagram):
        if not called.process_id or called.process_id.startswith("="):
            continue
        found = library.latest(called.process_id, called.version_tag)
        if called.process_id != own and found is None:
            yield problem("call-unknown", node.id, node.line, value=called.process_id)
        elif found is not None and found.definition.start() is None:
            yield problem("call-no-start", node.id, node.line, value=called.process_id)
        way = _call_cycle(own, called.process_id, library)
        if way:
            yield problem("call-cycle", node.id, node.line, way=" → ".join(way))


def no_direct_recursion(diagram: Diagram) -> Iterator[Problem]:
    """No process calls itself by its id: it would never end."""
    own = None if diagram.process is None else diagram.process.get("id")
    for node, called in _calls(diagram):
        if own and called.process_id == own:
            yield problem("call-cycle", node.id, node.line, way=f"{own} → {own}")


def _call_cycle(own: str | None, called: str, library: Library) -> list[str]:
    """The path of a call cycle through `own`, or []. `no_direct_recursion` reports a process that calls itself."""
    pending, seen = [[called]], {own}
    while pending and own != called:
        way = pending.pop()
        found = library.latest(way[-1])
        for further in sorted(set(found.definition.calls.values())) if found else ():
            if further == own:
                return [own, *way, own]
            if further not in seen:
                seen.add(further)
                pending.append([*way, further])
    return []


RULES = (called_process_is_named, call_binding_is_known, propagation_flags_are_boolean, no_direct_recursion)
