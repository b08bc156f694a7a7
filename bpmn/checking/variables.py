"""Which variables a procedure knows: what its forms ask for, its mappings, scripts and decisions write, its calls give back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bpmn.checking.topics import calling, topic_of
from bpmn.contracts import Contract
from bpmn.diagram.model import Diagram, FlowNode


@dataclass(frozen=True, slots=True)
class KnownVariables:
    """``names``: all that are sure to be meant. ``complete``: no others can come, from a process called or a topic unknown."""

    names: frozenset[str]
    complete: bool

    def unknown(self, used: Iterable[str]) -> list[str]:
        """Those of ``used`` that nothing writes; none where that cannot be told."""
        return sorted(set(used) - self.names) if self.complete else []


def known_variables(diagram: Diagram, form_keys: Collection[str], contracts: Mapping[str, Contract]) -> KnownVariables:
    """The variables of a dossier with this diagram and these fields of forms."""
    names = {*form_keys, "other"}
    for node in diagram.nodes:
        names.update(_written(node))
    open_ended = any(_takes_all(node) for node in diagram.nodes)
    for node in calling(diagram):
        contract = contracts.get(topic_of(node))
        if node.extensions.outputs:
            continue
        if contract is None:
            open_ended = True
        else:
            names.update(output.name for output in contract.outputs)
    return KnownVariables(frozenset(names), not open_ended)


def _written(node: FlowNode) -> Iterator[str]:
    found = node.extensions
    if found.result_variable:
        yield found.result_variable.strip()
    for mapping in found.outputs:
        yield mapping.target.strip()
    if node.loop is not None and node.loop.output_collection:
        yield node.loop.output_collection.strip()


def _takes_all(node: FlowNode) -> bool:
    """Whether a called process hands back whatever it has."""
    called = node.extensions.called
    return node.type == "callActivity" and not (called and called.propagate_all_child_variables == "false")
