"""Rules on extension elements: the zeebe elements executed on each kind of node, and other products' instructions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bpmn.checking.elements import EXECUTED
from bpmn.diagram.dialect import BPMN, BPMNDI, ZEEBE, extension_elements, line_of, local_name, namespace
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem

_MAPPED = frozenset({"ioMapping", "properties"})
_EXECUTED: dict[str, frozenset[str]] = {
    "process": frozenset({"properties", "versionTag"}),
    "message": frozenset({"subscription"}),
    "sequenceFlow": frozenset(),
    "loop": frozenset({"loopCharacteristics"}),
    "userTask": _MAPPED | {"userTask", "formDefinition", "assignmentDefinition", "taskSchedule", "priorityDefinition"},
    "serviceTask": _MAPPED | {"taskDefinition", "taskHeaders"},
    "sendTask": _MAPPED | {"taskDefinition", "taskHeaders"},
    "receiveTask": _MAPPED,
    "scriptTask": _MAPPED | {"script"},
    "businessRuleTask": _MAPPED | {"calledDecision"},
    "task": _MAPPED,
    "manualTask": _MAPPED,
    "callActivity": _MAPPED | {"calledElement"},
    "subProcess": _MAPPED,
    "transaction": _MAPPED,
    "adHocSubProcess": _MAPPED | {"adHoc"},
    "intermediateCatchEvent": _MAPPED,
    "boundaryEvent": _MAPPED,
    "intermediateThrowEvent": frozenset({"properties"}),
    "intermediateThrowEvent, message": _MAPPED | {"taskDefinition", "taskHeaders"},
    "boundaryEvent, compensation": frozenset({"properties"}),
    "intermediateThrowEvent, thrown": _MAPPED,
    "endEvent, thrown": _MAPPED,
    "sendTask, thrown": _MAPPED,
    "startEvent, message": _MAPPED,
    "startEvent, handler": _MAPPED,
    "startEvent, compensation": frozenset({"properties"}),
    "endEvent, message": _MAPPED | {"taskDefinition", "taskHeaders"},
    "startEvent": frozenset({"properties"}),
    "endEvent": frozenset({"properties"}),
    "exclusiveGateway": frozenset({"properties"}),
    "parallelGateway": frozenset({"properties"}),
    "complexGateway": frozenset({"properties"}),
    "inclusiveGateway": frozenset({"properties"}),
    "eventBasedGateway": frozenset({"properties"}),
}
#: attributes executed on each zeebe element; others of that element are refused
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "formDefinition": frozenset({"formId", "formKey", "externalReference", "bindingType"}),
    "assignmentDefinition": frozenset({"assignee", "candidateGroups", "candidateUsers"}),
    "taskSchedule": frozenset({"dueDate", "followUpDate"}),
    "priorityDefinition": frozenset({"priority"}),
    "taskDefinition": frozenset({"type", "retries"}),
    "script": frozenset({"expression", "resultVariable"}),
    "loopCharacteristics": frozenset({"inputCollection", "inputElement", "outputCollection", "outputElement"}),
    "calledDecision": frozenset({"decisionId", "resultVariable", "bindingType"}),
    "calledElement": frozenset(
        {"processId", "bindingType", "versionTag", "propagateAllParentVariables", "propagateAllChildVariables"}
    ),
    "adHoc": frozenset({"activeElementsCollection"}),
    "subscription": frozenset({"correlationKey"}),
}
#: namespaces whose elements tell another engine what to do
_OTHER_ENGINES = (
    *("http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn", "http://flowable.org/bpmn"),
    *(
        "http://www.jboss.org/drools",
        "http://www.omg.org/bpsim",
        "http://spiffworkflow.org/bpmn/diagram/schema/1.0/core",
    ),
)
#: namespaces of drawing and of the modelers themselves
_TOOLS = (
    BPMN,
    BPMNDI,
    ZEEBE,
    "http://camunda.org/schema/modeler/",
    "http://www.omg.org/spec/DD/",
    "http://bpmn.io/schema/bpmn/biocolor",
)
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def _bearers(diagram: Diagram) -> Iterator[tuple[str, str, etree._Element]]:
    """Everything that may have extension elements, as (type, id, element): the process, executed nodes, flows, messages."""
    if diagram.process is not None:
        yield "process", diagram.process.get("id") or "", diagram.process
    for node in diagram.nodes:
        if node.type in EXECUTED:
            yield _kind(node), node.id, node.xml
        if node.loop is not None:
            yield "loop", node.id, node.loop.xml
    for flow in diagram.flows:
        yield "sequenceFlow", flow.id, flow.xml
    for message in diagram.root_elements("message"):
        yield "message", message.get("id") or "", message


def _kind(node: FlowNode) -> str:
    if node.throws_internally or node.throws("signal"):
        return f"{node.type}, thrown"
    if node.throws("message") or (
        node.type == "startEvent" and node.scope is None and node.has_event_definition("message")
    ):
        return f"{node.type}, message"
    if node.type in ("boundaryEvent", "startEvent") and node.has_event_definition("compensate"):
        return f"{node.type}, compensation"
    in_event_subprocess = node.type == "startEvent" and node.scope is not None and node.scope.is_event_subprocess
    return "startEvent, handler" if in_event_subprocess else node.type


def extensions_are_executed(diagram: Diagram) -> Iterator[Problem]:
    """Every zeebe element is one that is executed on its kind of node."""
    for kind, identifier, element in _bearers(diagram):
        for child in extension_elements(element):
            name = local_name(child)
            if namespace(child) == ZEEBE and name not in _EXECUTED[kind]:
                yield problem("extension-unsupported", identifier, line_of(child), name=f"zeebe:{name}", type=kind)


def extension_attributes_are_executed(diagram: Diagram) -> Iterator[Problem]:
    """Every attribute of a zeebe element is executed."""
    for _, identifier, element in _bearers(diagram):
        for child in extension_elements(element):
            name = local_name(child)
            allowed = _ATTRIBUTES.get(name) if namespace(child) == ZEEBE else None
            for key, value in child.attrib.items() if allowed is not None else []:
                if allowed is not None and key not in allowed:
                    place = {"name": key, "value": value, "element_name": f"zeebe:{name}"}
                    yield problem("extension-attribute", identifier, line_of(child), **place)


def extensions_stand_once(diagram: Diagram) -> Iterator[Problem]:
    """A node has each zeebe element at most once."""
    for _, identifier, element in _bearers(diagram):
        names = Counter(local_name(child) for child in extension_elements(element) if namespace(child) == ZEEBE)
        for name, count in names.items():
            if count > 1:
                yield problem("extension-twice", identifier, line_of(element), name=f"zeebe:{name}")


def other_products_are_named(diagram: Diagram) -> Iterator[Problem]:
    """Extensions of other products: elements that would change execution are refused, the rest is ignored with a warning."""
    if diagram.process is None:
        return
    seen = set()
    for element in diagram.process.iter(tag=etree.Element):
        for name in (element.tag, *element.attrib):
            space = etree.QName(name).namespace or ""
            if not space or space == _XSI or space.startswith(_TOOLS):
                continue
            bearer = _bearer(element)
            if (bearer, name) not in seen:
                seen.add((bearer, name))
                code = "extension-other-engine" if space.startswith(_OTHER_ENGINES) else "extension-foreign"
                local = etree.QName(name).localname
                yield problem(code, bearer, line_of(element), name=local, namespace=space)


def _bearer(element: etree._Element) -> str | None:
    found: etree._Element | None = element
    while found is not None and (namespace(found) != BPMN or not found.get("id")):
        found = found.getparent()
    return None if found is None else found.get("id")


def mappings_have_effect(diagram: Diagram) -> Iterator[Problem]:
    """Catching events have no input mappings (nothing is handed over), throwing events no output mappings (nothing comes back)."""
    for node in diagram.nodes:
        if (node.throws("signal") or (node.is_message_throw and node.throws_internally)) and node.extensions.outputs:
            yield problem("extension-unsupported", node.id, node.line, name="zeebe:output", type=node.type)
        if node.type in ("intermediateCatchEvent", "boundaryEvent", "startEvent") and node.extensions.inputs:
            yield problem("extension-unsupported", node.id, node.line, name="zeebe:input", type=node.type)


RULES = (
    extensions_are_executed,
    extension_attributes_are_executed,
    extensions_stand_once,
    other_products_are_named,
    mappings_have_effect,
)
