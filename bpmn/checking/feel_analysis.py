"""Static analysis of a FEEL expression: calls of unknown functions, certain mistakes, its type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from bpmn import feel
from bpmn.contracts import OFFICE_FUNCTIONS
from bpmn.feel import nodes
from bpmn.feel.typecheck.check import Checker
from bpmn.feel.typecheck.scope import Findings, TypeScope


@dataclass(frozen=True, slots=True)
class ExpressionAnalysis:
    """Mistakes that do not depend on the variables, and the name of the result's type ("Any" if it cannot be known)."""

    problems: tuple[feel.FeelProblem, ...]
    type: str


def analyse(expression: feel.Expression) -> ExpressionAnalysis:
    """Analyses an expression. Unknown variables are no mistake, since forms and workers may set any."""
    findings = Findings(expression.text)
    checker = Checker(findings, {**feel.BUILT_INS, **_SIGNATURES})
    found = checker.type_of(expression.node, TypeScope({}, None, open_=True))
    return ExpressionAnalysis(
        tuple(sorted(findings.problems.values(), key=lambda one: (one.line, one.column))), found.name
    )


def unknown_functions(expression: feel.Expression) -> set[str]:
    """Names that are called as functions and are neither built in nor the office's: variables hold no functions."""
    called = {node.function.name for node in _calls(expression.node) if isinstance(node.function, nodes.Name)}
    return (called & expression.free_names) - set(OFFICE_FUNCTIONS)


def _calls(root: object) -> Iterator[nodes.FunctionCall]:
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.FunctionCall):
            yield node
        if is_dataclass(node) and not isinstance(node, type):
            pending.extend(getattr(node, field.name) for field in fields(node))
        elif isinstance(node, tuple | list):
            pending.extend(node)


def _signature(name: str, parameters: tuple[str, ...]) -> feel.Function:
    return feel.Function.of(name, parameters, lambda *values: None)


_SIGNATURES = {
    "working time": _signature("working time", ("from", "duration")),
    "working hours": _signature("working hours", ("from", "to")),
}
