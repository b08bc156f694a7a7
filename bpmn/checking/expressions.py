"""Rules on the expressions of a diagram and on the names of its variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bpmn import feel
from bpmn.checking.feel_analysis import analyse, unknown_functions
from bpmn.contracts import RESERVED_NAMES, VARIABLE_NAME
from bpmn.diagram.dialect import bpmn, is_expression, line_of, read
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem
from bpmn.values import compile_value

_LONGEST = 80
#: static types that say too little: the value is checked when the expression is evaluated
_UNKNOWN = ("Any", "Null", "string")
#: place -> the types it takes, first the one that the problem names
_RESULT_TYPES = {
    "condition": ("boolean", "Any", "Null"),
    "timeDate": ("date and time", "date", *_UNKNOWN),
    "timeDuration": ("days and time duration", "years and months duration", *_UNKNOWN),
    "timeCycle": _UNKNOWN,
    "dueDate": ("date and time", "date", *_UNKNOWN),
    "followUpDate": ("date and time", "date", *_UNKNOWN),
    "priority": ("number", *_UNKNOWN),
    "retries": ("number", *_UNKNOWN),
    "activeElementsCollection": ("list", "Any", "Null"),
    "inputCollection": ("list", "Any", "Null"),
    "activationCondition": ("boolean", "Any", "Null"),
    "loopCardinality": ("number", *_UNKNOWN),
    "completionCondition": ("boolean", "Any", "Null"),
    "loopCondition": ("boolean", "Any", "Null"),
    "candidateGroups": ("list", *_UNKNOWN),
    "assignee": ("string", *_UNKNOWN),
    "processId": ("string", "Any", "Null"),
}


class ExpressionPlace(NamedTuple):
    """A text that may or must be FEEL."""

    element: str
    line: int | None
    #: XML name of the place, the same in both languages
    where: str
    text: str
    required: bool = False


def expression_places(diagram: Diagram) -> Iterator[ExpressionPlace]:
    """Every text of the diagram that may or must be FEEL, in document order of its elements."""
    for flow in diagram.flows:
        if flow.condition is not None:
            yield ExpressionPlace(flow.id, line_of(flow.xml), "condition", flow.condition)
    for node in diagram.nodes:
        yield from _of_extensions(node)
        yield from _of_loops(node)
        yield from _of_timers(node)
        for name in ("activationCondition", "completionCondition"):
            for child in node.xml.iterchildren(bpmn(name)):
                yield ExpressionPlace(node.id, line_of(child), name, child.text or "")
    yield from _of_messages(diagram)
    for signal in diagram.root_elements("signal"):
        yield ExpressionPlace(signal.get("id") or "", line_of(signal), "signal name", signal.get("name") or "")


def _of_extensions(node: FlowNode) -> Iterator[ExpressionPlace]:
    found = node.extensions
    optional = {
        "assignee": found.assignee,
        "candidateGroups": found.groups,
        "dueDate": found.due,
        "followUpDate": found.follow_up,
        "priority": found.priority,
        "retries": found.retries,
        "processId": found.called.process_id if found.called else None,
    }
    for where, text in optional.items():
        if text:
            yield ExpressionPlace(node.id, node.line, where, text)
    if node.type == "scriptTask" and found.script:
        yield ExpressionPlace(node.id, node.line, "script", found.script, True)
    if found.active_elements is not None:
        yield ExpressionPlace(node.id, node.line, "activeElementsCollection", found.active_elements, True)
    for mapping in found.inputs:
        yield ExpressionPlace(node.id, node.line, f"input {mapping.target}", mapping.source, True)
    for mapping in found.outputs:
        yield ExpressionPlace(node.id, node.line, f"output {mapping.target}", mapping.source, True)


def _of_loops(node: FlowNode) -> Iterator[ExpressionPlace]:
    loop = node.loop
    if loop is None:
        return
    line = line_of(loop.xml)
    for where, text in (("inputCollection", loop.collection), ("outputElement", loop.output_element)):
        if text and text.strip():
            yield ExpressionPlace(node.id, line, where, text, True)
    optional = {
        "loopCardinality": loop.cardinality,
        "completionCondition": loop.completion_condition,
        "loopCondition": loop.condition,
    }
    for where, text in optional.items():
        if text and text.strip():
            yield ExpressionPlace(node.id, line, where, text)


def _of_timers(node: FlowNode) -> Iterator[ExpressionPlace]:
    for definition in node.event_definitions():
        for name in ("timeDate", "timeDuration", "timeCycle", "condition"):
            for child in definition.iterchildren(bpmn(name)):
                yield ExpressionPlace(node.id, line_of(child), name, child.text or "")


def _of_messages(diagram: Diagram) -> Iterator[ExpressionPlace]:
    for message in diagram.root_elements("message"):
        identifier = message.get("id") or ""
        yield ExpressionPlace(identifier, line_of(message), "message name", message.get("name") or "")
        yield ExpressionPlace(identifier, line_of(message), "correlationKey", read(message).correlation_key or "")


def expressions_can_be_read(diagram: Diagram) -> Iterator[Problem]:
    """Every text that begins with `=` can be parsed as FEEL."""
    for place in expression_places(diagram):
        if is_expression(place.text):
            yield from _syntax_problems(place)


def _syntax_problems(place: ExpressionPlace) -> Iterator[Problem]:
    try:
        compile_value(place.text)
    except feel.FeelSyntaxError as error:
        texts = {"detail": error.message("en"), "detail_vi": error.message("vi")}
        yield problem("feel-syntax", place.element, place.line, where=place.where, value=excerpt(place.text), **texts)


def expressions_can_work(diagram: Diagram) -> Iterator[Problem]:
    """No expression calls an unknown function, fails for every value, or has a result of the wrong type."""
    for place in expression_places(diagram):
        if not is_expression(place.text):
            continue
        try:
            expression = compile_value(place.text).expression
        except feel.FeelSyntaxError:
            continue
        if expression is not None:
            yield from _static_problems(place, expression)


def _static_problems(place: ExpressionPlace, expression: feel.Expression) -> Iterator[Problem]:
    facts = {"where": place.where, "value": excerpt(place.text)}
    for name in sorted(unknown_functions(expression)):
        yield problem("feel-function", place.element, place.line, where=place.where, name=name)
    analysis = analyse(expression)
    for found in analysis.problems:
        texts = {"detail": found.message_en, "detail_vi": found.message_vi}
        yield problem("feel-wrong", place.element, place.line, **facts, **texts)
    wanted = _RESULT_TYPES.get(place.where)
    if wanted is not None and analysis.type not in wanted:
        yield problem("feel-type", place.element, place.line, **facts, found=analysis.type, wanted=wanted[0])


def expressions_stand_where_needed(diagram: Diagram) -> Iterator[Problem]:
    """Scripts and other texts that must be FEEL begin with `=`."""
    for place in expression_places(diagram):
        if place.required and not is_expression(place.text):
            yield problem(
                "feel-missing", place.element, place.line, where=place.where, value=excerpt(place.text) or '""'
            )


class _WrittenVariable(NamedTuple):
    """A variable that an element writes, and the XML name of the place that says so."""

    where: str
    name: str


def _written_variables(node: FlowNode) -> Iterator[_WrittenVariable]:
    if node.type in ("scriptTask", "businessRuleTask") and (node.extensions.result_variable or "").strip():
        yield _WrittenVariable("resultVariable", (node.extensions.result_variable or "").strip())
    if node.loop is not None:
        for where, name in (
            ("inputElement", node.loop.input_element),
            ("outputCollection", node.loop.output_collection),
        ):
            if name and name.strip():
                yield _WrittenVariable(where, name.strip())
    for where, mappings in (("input", node.extensions.inputs), ("output", node.extensions.outputs)):
        for mapping in mappings:
            yield _WrittenVariable(where, mapping.target)


def variables_have_names(diagram: Diagram) -> Iterator[Problem]:
    """Every variable that is written has a valid name that is not reserved."""
    for node in diagram.nodes:
        for where, name in _written_variables(node):
            if not VARIABLE_NAME.fullmatch(name):
                yield problem("name-invalid", node.id, node.line, where=where, value=excerpt(name) or '""')
            elif name in RESERVED_NAMES:
                yield problem("name-reserved", node.id, node.line, where=where, value=name)


def excerpt(text: str) -> str:
    """An expression, excerpt to fit into a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


RULES = (expressions_can_be_read, expressions_can_work, expressions_stand_where_needed, variables_have_names)
