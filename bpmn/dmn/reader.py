"""Reads the XML of a model into elements. Refuses nothing; what is missing or wrong is found when the model is built."""

from __future__ import annotations

from lxml import etree

from bpmn.dmn import elements as dmn
from bpmn.dmn.boxes import read_expression, read_function, read_variable
from bpmn.dmn.source import child, children, line_of, references, text_of


def _type_ref(element: etree._Element) -> str | None:
    """A type as an attribute (DMN 1.1) or as a child's text (since 1.2)."""
    return element.get("typeRef") or (text_of(element, "typeRef") or "").strip() or None


def _item(element: etree._Element) -> dmn.ItemDefinition:
    function = child(element, "functionItem")
    return dmn.ItemDefinition(
        element.get("id", ""),
        line_of(element),
        element.get("name", ""),
        _type_ref(element),
        element.get("isCollection") in ("true", "1"),
        text_of(child(element, "allowedValues")),
        text_of(child(element, "typeConstraint")),
        tuple(map(_item, children(element, "itemComponent"))),
        _function_item(function) if function is not None else None,
    )


def _function_item(element: etree._Element) -> dmn.FunctionItem:
    parameters = tuple(
        dmn.InformationItem(part.get("name", ""), _type_ref(part)) for part in children(element, "parameters")
    )
    return dmn.FunctionItem(parameters, element.get("outputTypeRef") or text_of(element, "outputTypeRef"))


def _basics(element: etree._Element) -> tuple[str, int | None, str, dmn.InformationItem]:
    variable = child(element, "variable")
    name = element.get("name", "")
    made = read_variable(variable) if variable is not None else dmn.InformationItem(name)
    return (
        element.get("id", ""),
        line_of(element),
        name,
        made if made.name else dmn.InformationItem(name, made.type_ref),
    )


def _inner(element: etree._Element, *names: str) -> tuple[str, ...]:
    """The references inside requirement elements."""
    found = [references(part) for part in children(element, *names)]
    return tuple(href for group in found for href in group)


def _decision(element: etree._Element) -> dmn.Decision:
    logic = next((made for made in map(read_expression, children(element)) if made is not None), None)
    return dmn.Decision(
        *_basics(element), _inner(element, "informationRequirement"), _inner(element, "knowledgeRequirement"), logic
    )


def _knowledge(element: etree._Element) -> dmn.BusinessKnowledgeModel:
    logic = child(element, "encapsulatedLogic")
    return dmn.BusinessKnowledgeModel(
        *_basics(element), _inner(element, "knowledgeRequirement"), read_function(logic) if logic is not None else None
    )


def _service(element: etree._Element) -> dmn.DecisionService:
    return dmn.DecisionService(
        *_basics(element),
        references(element, "outputDecision"),
        references(element, "encapsulatedDecision"),
        references(element, "inputDecision"),
        references(element, "inputData"),
    )


def _node(element: etree._Element) -> dmn.DRGElement:
    tag = etree.QName(element).localname
    if tag == "decision":
        return _decision(element)
    if tag == "businessKnowledgeModel":
        return _knowledge(element)
    return _service(element) if tag == "decisionService" else dmn.InputData(*_basics(element))


def read(root: etree._Element) -> dmn.Definitions:
    """The model an XML tree writes."""
    imports = [
        dmn.Import(part.get("namespace", ""), part.get("name", ""), part.get("locationURI", ""))
        for part in children(root, "import")
        if "DMN" in part.get("importType", "DMN")
    ]
    nodes = children(root, "inputData", "decision", "businessKnowledgeModel", "decisionService")
    return dmn.Definitions(
        root.get("namespace", ""),
        root.get("name", ""),
        tuple(imports),
        tuple(map(_item, children(root, "itemDefinition"))),
        tuple(map(_node, nodes)),
    )
