"""Reads the zeebe extension elements of one BPMN element as plain strings. Nothing is checked or evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"


def bpmn(name: str) -> str:
    """Qualified tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def zeebe(name: str) -> str:
    """Qualified tag of a zeebe element."""
    return f"{{{ZEEBE}}}{name}"


def local_name(element: etree._Element) -> str:
    """Tag without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    """Namespace of the tag, "" if it has none."""
    return etree.QName(element).namespace or ""


def is_definitions(root: etree._Element) -> bool:
    """Whether the tree is a BPMN 2.0 file."""
    return namespace(root) == BPMN and local_name(root) == "definitions"


def line_of(element: etree._Element) -> int | None:
    """Line of the element in its file, from 1; None if libxml2 does not know it."""
    line: Any = element.sourceline  # the stubs do not know its type
    return line or None


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One `zeebe:input` or `zeebe:output`."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class TaskHeader:
    """One `zeebe:header` of a service task."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class ZeebeProperty:
    """One `zeebe:property`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CalledElement:
    """`zeebe:calledElement` of a call activity."""

    process_id: str
    binding: str = "latest"
    version_tag: str | None = None
    propagate_all_parent_variables: str = "true"
    propagate_all_child_variables: str = "true"


@dataclass(frozen=True, slots=True)
class Extensions:
    """The contents of `extensionElements`; what is missing is None or empty."""

    user_task: bool = False
    form: str | None = None
    assignee: str | None = None
    groups: str | None = None
    due: str | None = None
    follow_up: str | None = None
    priority: str | None = None
    #: type of the jobs of a service task; elsewhere in the program it is called topic
    job_type: str | None = None
    retries: str | None = None
    headers: tuple[TaskHeader, ...] = ()
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    script: str | None = None
    result_variable: str | None = None
    #: id of a called decision
    decision: str | None = None
    called: CalledElement | None = None
    #: expression for the activities that an ad-hoc sub-process starts
    active_elements: str | None = None
    correlation_key: str | None = None
    version_tag: str | None = None
    properties: tuple[ZeebeProperty, ...] = ()

    def property(self, name: str) -> str | None:
        """Value of a `zeebe:property`, stripped; None if it is missing or empty."""
        return next((one.value.strip() or None for one in self.properties if one.name == name), None)


_NONE = Extensions()


@dataclass(frozen=True, slots=True)
class LoopMarker:
    """The loop marker of an activity, as plain strings; what is missing is None."""

    xml: etree._Element
    #: multiple instances; else a standard loop
    is_multi_instance: bool
    sequential: bool = False
    collection: str | None = None
    #: how many instances, instead of a collection
    cardinality: str | None = None
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None
    #: of a standard loop
    test_before: bool = False
    condition: str | None = None
    loop_maximum: str | None = None


def read_loop(element: etree._Element) -> LoopMarker | None:
    """The loop marker of an activity; None if it has none."""
    standard = element.find(bpmn("standardLoopCharacteristics"))
    if standard is not None:
        return LoopMarker(
            standard,
            is_multi_instance=False,
            test_before=standard.get("testBefore") in ("true", "1"),
            condition=standard.findtext(bpmn("loopCondition")),
            loop_maximum=standard.get("loopMaximum"),
        )
    multiple = element.find(bpmn("multiInstanceLoopCharacteristics"))
    if multiple is None:
        return None
    found = list(extension_elements(multiple))
    return LoopMarker(
        multiple,
        is_multi_instance=True,
        sequential=multiple.get("isSequential") in ("true", "1"),
        collection=_attribute(found, "loopCharacteristics", "inputCollection"),
        cardinality=multiple.findtext(bpmn("loopCardinality")),
        input_element=_attribute(found, "loopCharacteristics", "inputElement"),
        output_collection=_attribute(found, "loopCharacteristics", "outputCollection"),
        output_element=_attribute(found, "loopCharacteristics", "outputElement"),
        completion_condition=multiple.findtext(bpmn("completionCondition")),
    )


def extension_elements(element: etree._Element) -> Iterator[etree._Element]:
    """The children of the element's own `extensionElements`."""
    for container in element.iterchildren(bpmn("extensionElements")):
        yield from container.iterchildren(tag=etree.Element)


Found = list[etree._Element]


def _children(found: Found, container: str, item: str) -> Iterator[etree._Element]:
    for child in found:
        if child.tag == zeebe(container):
            yield from child.iterchildren(zeebe(item))


def _attribute(found: Found, tag: str, name: str) -> str | None:
    for child in found:
        if child.tag == zeebe(tag) and child.get(name) is not None:
            return child.get(name)
    return None


def _called(found: Found) -> CalledElement | None:
    for child in found:
        if child.tag == zeebe("calledElement"):
            return CalledElement(
                process_id=(child.get("processId") or "").strip(),
                binding=child.get("bindingType") or "latest",
                version_tag=(child.get("versionTag") or "").strip() or None,
                propagate_all_parent_variables=child.get("propagateAllParentVariables") or "true",
                propagate_all_child_variables=child.get("propagateAllChildVariables") or "true",
            )
    return None


def _mappings(found: Found, item: str) -> tuple[IoMapping, ...]:
    items = _children(found, "ioMapping", item)
    return tuple(IoMapping(child.get("source") or "", child.get("target") or "") for child in items)


def read(element: etree._Element) -> Extensions:
    """The extensions of a flow node, a process or a message."""
    found = list(extension_elements(element))
    if not found:
        return _NONE
    return Extensions(
        user_task=any(child.tag == zeebe("userTask") for child in found),
        form=_attribute(found, "formDefinition", "formId"),
        assignee=_attribute(found, "assignmentDefinition", "assignee"),
        groups=_attribute(found, "assignmentDefinition", "candidateGroups"),
        due=_attribute(found, "taskSchedule", "dueDate"),
        follow_up=_attribute(found, "taskSchedule", "followUpDate"),
        priority=_attribute(found, "priorityDefinition", "priority"),
        job_type=_attribute(found, "taskDefinition", "type"),
        retries=_attribute(found, "taskDefinition", "retries"),
        headers=tuple(
            TaskHeader(child.get("key") or "", child.get("value") or "")
            for child in _children(found, "taskHeaders", "header")
        ),
        inputs=_mappings(found, "input"),
        outputs=_mappings(found, "output"),
        script=_attribute(found, "script", "expression"),
        result_variable=_attribute(found, "script", "resultVariable")
        or _attribute(found, "calledDecision", "resultVariable"),
        decision=_attribute(found, "calledDecision", "decisionId"),
        called=_called(found),
        active_elements=_attribute(found, "adHoc", "activeElementsCollection"),
        correlation_key=_attribute(found, "subscription", "correlationKey"),
        version_tag=_attribute(found, "versionTag", "value"),
        properties=tuple(
            ZeebeProperty(child.get("name") or "", child.get("value") or "")
            for child in _children(found, "properties", "property")
        ),
    )


def is_expression(text: str | None) -> bool:
    """Whether the text is FEEL (begins with `=`) rather than a literal."""
    return text is not None and text.lstrip().startswith("=")


def expression_text(text: str) -> str:
    """The FEEL text after the `=`."""
    return text.lstrip()[1:]
