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


def calls_name_a_process(diagram: Diagram) -> Iterator[Problem]:
    """An id, or FEEL that gives one."""
    for node, called in _calls(diagram):
        if not called.process:
            yield problem("call-missing", node.id, node.line)


def calls_are_bound(diagram: Diagram) -> Iterator[Problem]:
    """To the newest version, or to the newest one with a version tag."""
    for node, called in _calls(diagram):
        if called.binding not in _BINDINGS:
            yield problem("call-binding", node.id, node.line, value=called.binding)
        elif (called.binding == "versionTag") is not (called.tag is not None):
            yield problem("call-tag", node.id, node.line)


def variables_are_switched(diagram: Diagram) -> Iterator[Problem]:
    """`true` or `false`."""
    for node, called in _calls(diagram):
        switches = {"propagateAllParentVariables": called.all_parent, "propagateAllChildVariables": called.all_child}
        for name, value in switches.items():
            if value not in ("true", "false"):
                yield problem("call-switch", node.id, node.line, name=name, value=value)


def called_processes(diagram: Diagram, library: Library) -> Iterator[Problem]:
    """What can be said of calls once it is known which processes there are."""
    own = None if diagram.process is None else diagram.process.get("id")
    for node, called in _calls(diagram):
        if not called.process or called.process.startswith("="):
            continue
        found = library.newest(called.process, called.tag)
        if called.process != own and found is None:
            yield problem("call-unknown", node.id, node.line, value=called.process)
        elif found is not None and found.definition.start() is None:
            yield problem("call-no-start", node.id, node.line, value=called.process)
        way = _way_back(own, called.process, library)
        if way:
            yield problem("call-cycle", node.id, node.line, way=" → ".join(way))


def calls_return(diagram: Diagram) -> Iterator[Problem]:
    """A process that calls itself by name would not end."""
    own = None if diagram.process is None else diagram.process.get("id")
    for node, called in _calls(diagram):
        if own and called.process == own:
            yield problem("call-cycle", node.id, node.line, way=f"{own} → {own}")


def _way_back(own: str | None, called: str, library: Library) -> list[str]:
    """The processes from one to itself over others; empty if the calls do not lead back. One that calls itself is known."""
    pending, seen = [[called]], {own}
    while pending and own != called:
        way = pending.pop()
        found = library.newest(way[-1])
        for further in sorted(set(found.definition.calls.values())) if found else ():
            if further == own:
                return [own, *way, own]
            if further not in seen:
                seen.add(further)
                pending.append([*way, further])
    return []


RULES = (calls_name_a_process, calls_are_bound, variables_are_switched, calls_return)
