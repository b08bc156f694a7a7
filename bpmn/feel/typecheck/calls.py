"""Checking calls: does the function exist, does a signature take these arguments."""

from __future__ import annotations

from bpmn.feel import nodes
from bpmn.feel.typecheck.operators import possible
from bpmn.feel.typecheck.scope import Findings
from bpmn.feel.types import ANY, FunctionType, Type
from bpmn.feel.values import Function, Overload


def _names_fit(overload: Overload, names: list[str]) -> bool:
    known = [parameter.name for parameter in overload.parameters]
    required = {p.name for p in overload.parameters if not (p.optional or p.nullable or p.variadic)}
    return set(names) <= set(known) and required <= set(names)


def _count_fits(overload: Overload, given: int) -> bool:
    parameters = overload.parameters
    if parameters and parameters[-1].variadic:
        return given >= len(parameters) - 1
    least = sum(not parameter.optional for parameter in parameters)
    return least <= given <= len(parameters)


def _kinds_fit(overload: Overload, node: nodes.FunctionCall, kinds: list[Type]) -> bool:
    by_name = {parameter.name: parameter for parameter in overload.parameters}
    for place, (argument, kind) in enumerate(zip(node.arguments, kinds, strict=True)):
        at = min(place, len(overload.parameters) - 1)
        parameter = by_name[argument.name] if argument.name is not None else overload.parameters[at]
        if not possible(kind, parameter.type):
            return False
    return True


def _report_count(function: Function, node: nodes.FunctionCall, findings: Findings) -> None:
    given = len(node.arguments)
    findings.add(node.function, "argument-count", function=function.name, given=given, expected=function.arity)


def _report_kinds(
    function: Function, overload: Overload, node: nodes.FunctionCall, kinds: list[Type], findings: Findings
) -> None:
    by_name = {parameter.name: parameter for parameter in overload.parameters}
    for place, (argument, kind) in enumerate(zip(node.arguments, kinds, strict=True)):
        at = min(place, len(overload.parameters) - 1)
        parameter = by_name[argument.name] if argument.name is not None else overload.parameters[at]
        if not possible(kind, parameter.type):
            facts = {"function": function.name, "parameter": parameter.name, "expected": parameter.type, "kind": kind}
            findings.add(argument.value, "argument-kind", **facts)
            return


def of_function(function: Function, node: nodes.FunctionCall, kinds: list[Type], findings: Findings) -> Type:
    """The type of a call of a known function; what cannot be right is reported."""
    names = [argument.name for argument in node.arguments if argument.name is not None]
    if names:
        fitting = [overload for overload in function.overloads if _names_fit(overload, names)]
    else:
        fitting = [overload for overload in function.overloads if _count_fits(overload, len(node.arguments))]
    if not fitting:
        _report_names(function, names, node, findings) if names else _report_count(function, node, findings)
        return ANY
    chosen = [overload for overload in fitting if _kinds_fit(overload, node, kinds)]
    if not chosen:
        _report_kinds(function, fitting[0], node, kinds, findings)
    results = {overload.result for overload in chosen or fitting}
    return next(iter(results)) or ANY if len(results) == 1 else ANY


def _report_names(function: Function, names: list[str], node: nodes.FunctionCall, findings: Findings) -> None:
    known = tuple({parameter.name: None for overload in function.overloads for parameter in overload.parameters})
    unknown = [name for name in names if name not in known]
    if unknown:
        findings.add(node.function, "argument-unknown", function=function.name, name=unknown[0], known=known)
    else:
        missing = next((name for name in known if name not in names), "")
        findings.add(node.function, "argument-missing", function=function.name, parameter=missing)


def of_type(kind: FunctionType, node: nodes.FunctionCall, findings: Findings) -> Type:
    """The type of a call of a value known only by its type."""
    given = len(node.arguments)
    if given > len(kind.parameters) or (
        given < len(kind.parameters) and node.arguments[:1] and not node.arguments[0].name
    ):
        findings.add(node.function, "argument-count", function="function", given=given, expected=len(kind.parameters))
    return kind.result
