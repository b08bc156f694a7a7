"""Rules on the size of a diagram. The size of the file and of its FEEL are checked before all else, to keep lint fast."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bpmn import limits
from bpmn.diagram.dialect import bpmn, is_expression, line_of, local_name
from bpmn.diagram.model import FLOW_NODES, Diagram
from bpmn.problem import Problem
from bpmn.texts import problem

_COUNTED = tuple(bpmn(name) for name in (*sorted(FLOW_NODES), "sequenceFlow"))
#: attributes with a limit of their own, or none: ids and what refers to them are counted as ids
_NAMES = frozenset({"name"})
#: whose names stand in an index of the database
_KEYS = frozenset({bpmn("message"), bpmn("signal")})
#: what modelers draw on an element with a template
_PICTURE = "modelerTemplateIcon"


def too_large(root: etree._Element) -> Problem | None:
    """Why the diagram is not examined at all."""
    found = sum(1 for _ in root.iter(*_COUNTED))
    if found > limits.ELEMENTS:
        return problem("diagram-too-large", None, None, found=found, most=limits.ELEMENTS)
    written = expression_characters(root)
    if written > limits.EXPRESSIONS_CHARACTERS:
        return problem("expressions-too-long", None, None, found=written, most=limits.EXPRESSIONS_CHARACTERS)
    return None


def expression_characters(root: etree._Element) -> int:
    """How much FEEL a file holds: every text and attribute that begins with an equals sign."""
    found = 0
    for element in root.iter(tag=etree.Element):
        if is_expression(element.text):
            found += len(element.text or "")
        found += sum(len(value) for value in map(str, element.attrib.values()) if is_expression(value))
    return found


def texts_have_a_length(diagram: Diagram) -> Iterator[Problem]:
    """Ids, names, documentation and all other texts keep to their greatest length."""
    bearer: str | None = None
    for element in diagram.root.iter(tag=etree.Element):
        bearer = element.get("id") or bearer
        for name, value in element.attrib.items():
            if len(value) > limits.ID_CHARACTERS:
                yield from _attribute(element, bearer, etree.QName(name).localname, str(value))
        text = element.text
        if text is not None and len(text) > limits.ID_CHARACTERS:
            documents = element.tag == bpmn("documentation")
            most = limits.DOCUMENTATION_CHARACTERS if documents else limits.TEXT_CHARACTERS
            if len(text) > most and text.strip():
                facts = {"where": local_name(element), "found": len(text), "most": most}
                yield problem("text-too-long", bearer, line_of(element), **facts)


def _attribute(element: etree._Element, bearer: str | None, name: str, value: str) -> Iterator[Problem]:
    found = len(value)
    if name == "id":
        yield problem("id-too-long", bearer, line_of(element), found=found, most=limits.ID_CHARACTERS)
    elif name in _NAMES:
        if element.tag in _KEYS and len(value.encode()) > limits.KEY_BYTES:
            yield problem("name-too-long", bearer, line_of(element), found=found, most=limits.KEY_BYTES)
        elif found > limits.NAME_CHARACTERS:
            yield problem("name-too-long", bearer, line_of(element), found=found, most=limits.NAME_CHARACTERS)
    elif found > limits.TEXT_CHARACTERS and name != _PICTURE:
        most = limits.TEXT_CHARACTERS
        yield problem("text-too-long", bearer, line_of(element), where=name, found=found, most=most)


def groups_are_few(diagram: Diagram) -> Iterator[Problem]:
    """A user task has few candidate groups: every list of tasks queries each of them."""
    for node in diagram.nodes:
        text = node.extensions.groups
        if node.type != "userTask" or not text or is_expression(text):
            continue
        groups = [group.strip() for group in text.split(",") if group.strip()]
        if len(groups) > limits.CANDIDATE_GROUPS:
            facts = {"found": len(groups), "most": limits.CANDIDATE_GROUPS}
            yield problem("groups-too-many", node.id, node.line, **facts)
        size = sum(len(group.encode()) for group in groups)
        if size > limits.CANDIDATE_BYTES and len(groups) <= limits.CANDIDATE_GROUPS:
            most = limits.CANDIDATE_BYTES
            yield problem("text-too-long", node.id, node.line, where="candidateGroups", found=size, most=most)
        longest = max(map(len, groups), default=0)
        if longest > limits.CANDIDATE_CHARACTERS:
            facts = {"found": longest, "most": limits.CANDIDATE_CHARACTERS}
            yield problem("group-too-long", node.id, node.line, **facts)


RULES = (texts_have_a_length, groups_are_few)
