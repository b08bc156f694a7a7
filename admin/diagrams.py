"""Names, lanes and roles of a deployed diagram's elements, read for display only; the engine is not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from xml.etree.ElementTree import Element, fromstring

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
SHOWN = (
    "startEvent",
    "userTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "scriptTask",
    "businessRuleTask",
    "endEvent",
)


@dataclass(frozen=True, slots=True)
class DrawnElement:
    """An element a person would name: type as in BPMN, roles and time limit as the diagram has them."""

    id: str
    type: str
    name: str
    lane: str
    roles: str
    form: str
    time_limit: str


@dataclass(frozen=True, slots=True)
class _DrawnDiagram:
    names: Mapping[str, str]
    steps: tuple[DrawnElement, ...]


def element_names(xml: bytes) -> Mapping[str, str]:
    """Name by id of every named element of a deployed diagram (one that lint has accepted)."""
    return _read(sha256(xml).hexdigest(), xml).names


def steps(xml: bytes) -> tuple[DrawnElement, ...]:
    """The elements in the order of the file."""
    return _read(sha256(xml).hexdigest(), xml).steps


@lru_cache(maxsize=128)
def _read(_digest: str, xml: bytes) -> _DrawnDiagram:
    elements = _elements(xml)
    names = {
        item.attrib["id"]: item.attrib["name"] for item in elements if "id" in item.attrib and item.attrib.get("name")
    }
    lanes = {
        (reference.text or "").strip(): lane.attrib.get("name", "")
        for lane in elements
        if lane.tag == f"{BPMN}lane"
        for reference in lane.findall(f"{BPMN}flowNodeRef")
    }
    shown = tuple(_drawn_element(item, lanes) for item in elements if item.tag.removeprefix(BPMN) in SHOWN)
    return _DrawnDiagram(names, shown)


def _elements(xml: bytes) -> list[Element]:
    return list(fromstring(xml).iter())


def _drawn_element(item: Element, lanes: Mapping[str, str]) -> DrawnElement:
    properties = {
        found.attrib.get("name", ""): found.attrib.get("value", "") for found in item.iter(f"{ZEEBE}property")
    }
    identifier = item.attrib.get("id", "")
    return DrawnElement(
        id=identifier,
        type=item.tag.removeprefix(BPMN),
        name=item.attrib.get("name", ""),
        lane=lanes.get(identifier, ""),
        roles=_attribute(item, "assignmentDefinition", "candidateGroups") or _attribute(item, "taskDefinition", "type"),
        form=_attribute(item, "formDefinition", "formId"),
        time_limit=properties.get("timeLimit", ""),
    )


def _attribute(item: Element, extension: str, name: str) -> str:
    found = next(item.iter(ZEEBE + extension), None)
    return "" if found is None else found.attrib.get(name, "")
