"""Rules on the file's make-up: the process, ids, and which BPMN elements may stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bpmn.checking.data import ARROWS, DRAWN, JUDGED
from bpmn.diagram.dialect import BPMN, bpmn, line_of, local_name
from bpmn.diagram.model import SCOPES, Diagram, FlowNode, SequenceFlow
from bpmn.limits import SCOPE_DEPTH
from bpmn.problem import Problem
from bpmn.texts import problem

#: Flow nodes that are executed.
EXECUTED = frozenset(
    [
        *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"),
        *("userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask"),
        *("task", "manualTask", "callActivity"),
        *("subProcess", "transaction", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"),
        *("complexGateway", "adHocSubProcess"),
    ]
)
ACTIVITIES = frozenset(
    [
        *("userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "subProcess"),
        *("task", "manualTask", "callActivity", "transaction", "adHocSubProcess"),
    ]
)
#: activities done as soon as they are entered: nothing can happen to them meanwhile
INSTANT = frozenset({"scriptTask", "businessRuleTask", "task", "manualTask"})

_ANYWHERE = frozenset({"documentation", "extensionElements"})
_DRAWN = frozenset({"sequenceFlow", "textAnnotation", "association", "group", *_ANYWHERE, *DRAWN, *JUDGED})
_BESIDE = frozenset(
    {
        "process",
        "collaboration",
        "message",
        "signal",
        "error",
        "escalation",
        "category",
        "itemDefinition",
        "dataStore",
        *_ANYWHERE,
    }
)
_LOOPS = frozenset({"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"})
_IN_NODE = frozenset({"incoming", "outgoing", "script", *_ANYWHERE, *_LOOPS, *ARROWS, *JUDGED})


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return element.iterchildren(f"{{{BPMN}}}*")


def has_one_process(diagram: Diagram) -> Iterator[Problem]:
    """The file has exactly one executable process."""
    if not diagram.processes:
        yield problem("no-process", None, line_of(diagram.root))
    elif not diagram.executable:
        process = diagram.processes[0]
        yield problem("process-not-executable", process.get("id"), line_of(process))
    for process in diagram.executable[1:]:
        yield problem("several-processes", process.get("id"), line_of(process))
    for process in diagram.processes if diagram.executable else []:
        if process not in diagram.executable:
            name = process.get("name") or process.get("id") or "?"
            yield problem("process-drawn-only", process.get("id"), line_of(process), found=name)


def participants_have_processes(diagram: Diagram) -> Iterator[Problem]:
    """A pool names a process of the file, or none (a black box)."""
    ids = {process.get("id") for process in diagram.processes}
    for pool in diagram.root.iter(bpmn("participant")):
        wanted = pool.get("processRef")
        if wanted and wanted.rpartition(":")[2] not in ids:
            yield problem("participant-process", pool.get("id"), line_of(pool), found=wanted)


def nodes_have_ids(diagram: Diagram) -> Iterator[Problem]:
    """Every node and flow of the process, and the process itself, has an id."""
    if diagram.process is not None and not diagram.process.get("id"):
        yield problem("id-missing", None, line_of(diagram.process), type="process")
    items: list[FlowNode | SequenceFlow] = [*diagram.nodes, *diagram.flows]
    for item in items:
        if not item.id:
            yield problem("id-missing", None, line_of(item.xml), type=local_name(item.xml))


def ids_are_unique(diagram: Diagram) -> Iterator[Problem]:
    """No id of the BPMN part occurs twice."""
    elements = [element for element in diagram.root.iter(f"{{{BPMN}}}*") if element.get("id")]
    count = Counter(element.get("id") for element in elements)
    for element in elements:
        if count[element.get("id")] > 1:
            yield problem("id-duplicate", element.get("id"), line_of(element))


def root_elements_are_known(diagram: Diagram) -> Iterator[Problem]:
    """Root elements beside the process are of kinds that do not change its meaning."""
    for element in _children(diagram.root):
        name = local_name(element)
        if name not in _BESIDE:
            yield problem("element-unsupported", element.get("id"), line_of(element), type=name)


def process_elements_are_executed(diagram: Diagram) -> Iterator[Problem]:
    """A process and its sub-processes hold only elements that are executed, and drawings."""
    scopes = [node.xml for node in diagram.nodes if node.type in SCOPES]
    process = [] if diagram.process is None else [diagram.process]
    for container in process + scopes:
        allowed = _DRAWN | EXECUTED | ({"laneSet"} if container is diagram.process else _IN_NODE)
        for element in _children(container):
            name = local_name(element)
            if name == "completionCondition" and local_name(container) == "adHocSubProcess":
                continue
            if name not in allowed and not name.endswith(("EventDefinition", "eventDefinitionRef")):
                yield problem(
                    "element-unsupported", element.get("id") or container.get("id"), line_of(element), type=name
                )


def node_parts_are_executed(diagram: Diagram) -> Iterator[Problem]:
    """A node holds only parts that are executed, and data associations: no resources."""
    for node in diagram.nodes:
        for element in _children(node.xml):
            name = local_name(element)
            if not _belongs(node, name):
                yield problem("element-unsupported", node.id, line_of(element), type=name)


def _belongs(node: FlowNode, name: str) -> bool:
    # Event definitions have rules of their own; the content of a sub-process was judged as such.
    if name == "activationCondition":
        return node.type == "complexGateway"
    return name in _IN_NODE or name.endswith(("EventDefinition", "eventDefinitionRef")) or node.type in SCOPES


def nesting_is_bounded(diagram: Diagram) -> Iterator[Problem]:
    """Sub-processes nest at most `SCOPE_DEPTH` levels."""
    for node in diagram.nodes:
        if node.type in SCOPES and _depth(node) == SCOPE_DEPTH + 1:
            yield problem("nesting-too-deep", node.id, node.line, most=SCOPE_DEPTH)


def _depth(node: FlowNode) -> int:
    depth, around = 1, node.scope
    while around is not None:
        depth, around = depth + 1, around.scope
    return depth


def lanes_name_nodes(diagram: Diagram) -> Iterator[Problem]:
    """Every `flowNodeRef` of a lane names a node of the process."""
    if diagram.process is None:
        return
    for reference in diagram.process.iter(bpmn("flowNodeRef")):
        parent = reference.getparent()
        name = (reference.text or "").strip()
        if parent is not None and name not in diagram.by_id:
            yield problem("lane-reference", parent.get("id"), line_of(reference), found=name)


RULES = (
    has_one_process,
    participants_have_processes,
    nodes_have_ids,
    ids_are_unique,
    root_elements_are_known,
    process_elements_are_executed,
    node_parts_are_executed,
    nesting_is_bounded,
    lanes_name_nodes,
)
