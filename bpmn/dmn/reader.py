"""Reads the XML of a model into elements. It accepts everything; missing and wrong parts are found when the model is built."""

from __future__ import annotations

from typing import TypedDict

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
        id=element.get("id", ""),
        line=line_of(element),
        name=element.get("name", ""),
        type_ref=_type_ref(element),
        collection=element.get("isCollection") in ("true", "1"),
        allowed_values=text_of(child(element, "allowedValues")),
        type_constraint=text_of(child(element, "typeConstraint")),
        components=tuple(map(_item, children(element, "itemComponent"))),
        function=_function_item(function) if function is not None else None,
    )


def _function_item(element: etree._Element) -> dmn.FunctionItem:
    parameters = tuple(
        dmn.InformationItem(part.get("name", ""), _type_ref(part)) for part in children(element, "parameters")
    )
    return dmn.FunctionItem(parameters, element.get("outputTypeRef") or text_of(element, "outputTypeRef"))


class _Common(TypedDict):
    """The fields that all elements of the requirements graph have."""

    id: str
    line: int | None
    name: str
    variable: dmn.InformationItem


def _common(element: etree._Element) -> _Common:
    variable = child(element, "variable")
    name = element.get("name", "")
    item = read_variable(variable) if variable is not None else dmn.InformationItem(name)
    return {
        "id": element.get("id", ""),
        "line": line_of(element),
        "name": name,
        "variable": item if item.name else dmn.InformationItem(name, item.type_ref),
    }


def _inner(element: etree._Element, *names: str) -> tuple[str, ...]:
    """The references inside requirement elements."""
    return tuple(href for part in children(element, *names) for href in references(part))


def _decision(element: etree._Element) -> dmn.Decision:
    return dmn.Decision(
        **_common(element),
        information_requirements=_inner(element, "informationRequirement"),
        knowledge_requirements=_inner(element, "knowledgeRequirement"),
        logic=next((logic for logic in map(read_expression, children(element)) if logic is not None), None),
    )


def _knowledge(element: etree._Element) -> dmn.BusinessKnowledgeModel:
    logic = child(element, "encapsulatedLogic")
    return dmn.BusinessKnowledgeModel(
        **_common(element),
        knowledge_requirements=_inner(element, "knowledgeRequirement"),
        logic=read_function(logic) if logic is not None else None,
    )


def _service(element: etree._Element) -> dmn.DecisionService:
    return dmn.DecisionService(
        **_common(element),
        outputs=references(element, "outputDecision"),
        encapsulated=references(element, "encapsulatedDecision"),
        input_decisions=references(element, "inputDecision"),
        input_data=references(element, "inputData"),
    )


def _node(element: etree._Element) -> dmn.DRGElement:
    tag = etree.QName(element).localname
    if tag == "decision":
        return _decision(element)
    if tag == "businessKnowledgeModel":
        return _knowledge(element)
    return _service(element) if tag == "decisionService" else dmn.InputData(**_common(element))


def read(root: etree._Element) -> dmn.Definitions:
    """The model in an XML tree."""
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
