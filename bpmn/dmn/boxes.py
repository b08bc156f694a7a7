"""The XML of boxed expressions as elements."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from bpmn.dmn import elements as dmn
from bpmn.dmn.source import child, children, line_of, text_of

FEEL_WORDS = ("feel", "FEEL")


class UnknownLanguage(Exception):
    """An expression in a language we do not run."""

    def __init__(self, language: str, line: int | None) -> None:
        super().__init__(language)
        self.language = language
        self.line = line


def read_variable(element: etree._Element) -> dmn.InformationItem:
    """A variable, parameter or column."""
    return dmn.InformationItem(element.get("name", ""), element.get("typeRef") or text_of(element, "typeRef") or None)


def _id_and_line(element: etree._Element) -> tuple[str, int | None]:
    return element.get("id", ""), line_of(element)


def _checked_language(element: etree._Element) -> None:
    language = element.get("expressionLanguage") or ""
    if language and not any(word in language for word in FEEL_WORDS):
        raise UnknownLanguage(language, line_of(element))


def _literal(element: etree._Element) -> dmn.Expression:
    _checked_language(element)
    return dmn.LiteralExpression(*_id_and_line(element), text_of(element) or "", type_ref=element.get("typeRef"))


def _input(element: etree._Element) -> dmn.InputClause:
    expression = child(element, "inputExpression")
    text = (text_of(expression) or "").strip()
    if expression is not None:
        _checked_language(expression)
    type_ref = expression.get("typeRef") if expression is not None else None
    values = text_of(child(element, "inputValues"))
    return dmn.InputClause(*_id_and_line(element), element.get("label") or text, text, type_ref, values)


def _output(element: etree._Element) -> dmn.OutputClause:
    values, default = child(element, "outputValues"), child(element, "defaultOutputEntry")
    name = element.get("name") or ""
    return dmn.OutputClause(*_id_and_line(element), name, element.get("typeRef"), text_of(values), text_of(default))


def _rule(element: etree._Element) -> dmn.Rule:
    cells = children(element, "inputEntry", "outputEntry")
    for cell in cells:
        _checked_language(cell)
    inputs = tuple(text_of(cell) or "" for cell in children(element, "inputEntry"))
    return dmn.Rule(
        *_id_and_line(element), inputs, tuple(text_of(cell) or "" for cell in children(element, "outputEntry"))
    )


def _table(element: etree._Element) -> dmn.Expression:
    return dmn.DecisionTable(
        *_id_and_line(element),
        tuple(map(_input, children(element, "input"))),
        tuple(map(_output, children(element, "output"))),
        tuple(map(_rule, children(element, "rule"))),
        element.get("hitPolicy", "UNIQUE"),
        element.get("aggregation"),
        type_ref=element.get("typeRef"),
    )


def _entry(element: etree._Element) -> dmn.ContextEntry:
    variable = child(element, "variable")
    return dmn.ContextEntry(read_variable(variable) if variable is not None else None, inner_expression(element))


def _context(element: etree._Element) -> dmn.Expression:
    entries = tuple(map(_entry, children(element, "contextEntry")))
    return dmn.Context(*_id_and_line(element), entries, type_ref=element.get("typeRef"))


def _binding(element: etree._Element) -> dmn.Binding:
    parameter = child(element, "parameter")
    name = parameter.get("name", "") if parameter is not None else ""
    return dmn.Binding(name, inner_expression(element))


def _invocation(element: etree._Element) -> dmn.Expression:
    bindings = tuple(map(_binding, children(element, "binding")))
    return dmn.Invocation(*_id_and_line(element), inner_expression(element), bindings, type_ref=element.get("typeRef"))


def _relation(element: etree._Element) -> dmn.Expression:
    rows = tuple(tuple(map(read_expression, children(row))) for row in children(element, "row"))
    columns = tuple(map(read_variable, children(element, "column")))
    return dmn.Relation(*_id_and_line(element), columns, rows, type_ref=element.get("typeRef"))


def _list(element: etree._Element) -> dmn.Expression:
    items = tuple(read_expression(part) for part in children(element) if etree.QName(part).localname in READERS)
    return dmn.ListExpression(*_id_and_line(element), items, type_ref=element.get("typeRef"))


def read_function(element: etree._Element) -> dmn.FunctionDefinition:
    """A function definition, or the logic of a knowledge model, which is one."""
    parameters = tuple(map(read_variable, children(element, "formalParameter")))
    body, kind = inner_expression(element), element.get("kind", "FEEL")
    return dmn.FunctionDefinition(*_id_and_line(element), parameters, body, kind, type_ref=element.get("typeRef"))


def _within(element: etree._Element, name: str) -> dmn.Expression | None:
    part = child(element, name)
    return inner_expression(part) if part is not None else None


def _conditional(element: etree._Element) -> dmn.Expression:
    parts = (_within(element, name) for name in ("if", "then", "else"))
    return dmn.Conditional(*_id_and_line(element), *parts, type_ref=element.get("typeRef"))


def _iteration(element: etree._Element) -> dmn.Expression:
    kind = etree.QName(element).localname
    body = _within(element, "return" if kind == "for" else "satisfies")
    variable, in_ = element.get("iteratorVariable", ""), _within(element, "in")
    return dmn.Iteration(*_id_and_line(element), kind, variable, in_, body, type_ref=element.get("typeRef"))


def _filter(element: etree._Element) -> dmn.Expression:
    in_, match = _within(element, "in"), _within(element, "match")
    return dmn.FilterExpression(*_id_and_line(element), in_, match, type_ref=element.get("typeRef"))


READERS: dict[str, Callable[[etree._Element], dmn.Expression]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "relation": _relation,
    "list": _list,
    "functionDefinition": read_function,
    "conditional": _conditional,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "filter": _filter,
}


def read_expression(element: etree._Element) -> dmn.Expression | None:
    """The expression an element writes; None when it writes none."""
    read = READERS.get(etree.QName(element).localname)
    return read(element) if read is not None else None


def inner_expression(element: etree._Element) -> dmn.Expression | None:
    """The first expression inside an element."""
    return next((made for made in map(read_expression, children(element)) if made is not None), None)
