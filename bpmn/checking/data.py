"""Rules on data (BPMN 2.0.2, 10.4): what is drawn documents the diagram; what would be executed is refused.

Values are the dossier's variables, and mappings say what goes in and out of an element. A data object, a data store and
the arrows to them show that to a reader. Inputs that must be there, transformations and assignments are executed by the
standard and not here: nothing of the kind is accepted in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bpmn.diagram.dialect import BPMN, bpmn, line_of, local_name
from bpmn.diagram.model import Diagram
from bpmn.problem import Problem
from bpmn.texts import problem

#: drawn in a process or sub-process
DRAWN = frozenset({"dataObject", "dataObjectReference", "dataStoreReference"})
#: drawn at an activity or event
ARROWS = frozenset({"dataInputAssociation", "dataOutputAssociation"})
_REFERENCES = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}
#: values that the standard would have executed: judged here
JUDGED = frozenset({"ioSpecification", "property", "dataInput", "dataOutput", "inputSet", "outputSet"})
#: what modelers write so that an arrow has an end inside the activity
_PLACEHOLDER = "__targetRef_placeholder"


def placeholder(element: etree._Element) -> bool:
    """Whether a property only stands for the end of a data association."""
    return local_name(element) == "property" and element.get("name") == _PLACEHOLDER


def data_is_drawn_only(diagram: Diagram) -> Iterator[Problem]:
    """Warns of each data object or store that is drawn: the dossier's variables hold the values, the drawing does nothing."""
    if diagram.process is None:
        return
    for element in diagram.process.iter(*map(bpmn, _REFERENCES)):
        found = element.get("name") or element.get("id") or "?"
        yield problem("data-drawn-only", element.get("id"), line_of(element), found=found)


def data_is_not_executed(diagram: Diagram) -> Iterator[Problem]:
    """Data has no required inputs, no properties, and associations without transformation or assignment."""
    if diagram.process is None:
        return
    bearers = [diagram.process, *(node.xml for node in diagram.nodes)]
    for bearer in bearers:
        for element in bearer.iterchildren(f"{{{BPMN}}}*"):
            name = local_name(element)
            if name in JUDGED and not placeholder(element):
                yield problem("data-unsupported", bearer.get("id"), line_of(element), type=name)
            if name in ARROWS:
                for part in element.iterchildren(bpmn("transformation"), bpmn("assignment")):
                    yield problem("data-unsupported", bearer.get("id"), line_of(part), type=local_name(part))


def references_lead_somewhere(diagram: Diagram) -> Iterator[Problem]:
    """Every data reference names a data object or store of the file."""
    if diagram.process is None:
        return
    ids = {element.get("id") for element in diagram.root.iter(f"{{{BPMN}}}*")}
    for element in diagram.process.iter(*map(bpmn, _REFERENCES)):
        wanted = element.get(_REFERENCES[local_name(element)])
        if wanted and wanted.rpartition(":")[2] not in ids:
            yield problem("data-reference", element.get("id"), line_of(element), found=wanted)
    for node in diagram.nodes:
        for arrow in node.xml.iterchildren(*map(bpmn, sorted(ARROWS))):
            for end in arrow.iterchildren(bpmn("sourceRef"), bpmn("targetRef")):
                wanted = (end.text or "").strip()
                if wanted.rpartition(":")[2] not in ids:
                    yield problem("data-reference", node.id, line_of(end), found=wanted or "?")


RULES = (data_is_drawn_only, data_is_not_executed, references_lead_somewhere)
