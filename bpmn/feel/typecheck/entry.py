"""Checking a text: an expression or a cell, with what is known of the names around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bpmn.feel.api import parse, parse_unary
from bpmn.feel.builtins import BUILT_INS
from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.typecheck.check import Checker
from bpmn.feel.typecheck.problem import FeelProblem
from bpmn.feel.typecheck.scope import Findings, TypeScope
from bpmn.feel.types import ANY, Type
from bpmn.feel.values import Function

Declared = Iterable[str] | Mapping[str, Type | None]


def _scope(names: Declared | None) -> TypeScope:
    if names is None:
        return TypeScope({}, None, open_=True)
    if isinstance(names, Mapping):
        return TypeScope({name: kind or ANY for name, kind in names.items()})
    return TypeScope(dict.fromkeys(names, ANY))


def _checker(text: str, functions: Mapping[str, Function] | None) -> Checker:
    return Checker(Findings(text), {**BUILT_INS, **(functions or {})})


def _names(names: Declared | None, functions: Mapping[str, Function] | None) -> dict[str, Type | None]:
    """What the parser needs to know of names and functions."""
    declared = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names or ())
    return {**dict.fromkeys(functions or ()), **declared}


def check(
    text: str,
    names: Declared | None = None,
    functions: Mapping[str, Function] | None = None,
    named_types: Mapping[str, Type] | None = None,
) -> list[FeelProblem]:
    """What is wrong with an expression, in the order of the text.

    ``names`` in scope, perhaps with their types (None: any name may exist); ``functions`` of the host; types that
    expressions may name besides FEEL's own.
    """
    checker = _checker(text, functions)
    try:
        tree = parse(text, _names(names, functions), named_types)
    except FeelSyntaxError as error:
        return [FeelProblem(error.line, error.column, error.code, error.facts)]
    checker.type_of(tree, _scope(names))
    return _sorted(checker)


def check_unary(
    text: str,
    names: Declared | None = None,
    functions: Mapping[str, Function] | None = None,
    input_type: Type = ANY,
    named_types: Mapping[str, Type] | None = None,
) -> list[FeelProblem]:
    """What is wrong with unary tests of a value of some type; the other arguments as for :func:`check`."""
    checker = _checker(text, functions)
    try:
        tree = parse_unary(text, {**_names(names, functions), "?": input_type}, named_types)
    except FeelSyntaxError as error:
        return [FeelProblem(error.line, error.column, error.code, error.facts)]
    scope = _scope(names).with_names({"?": input_type})
    for test in tree.tests:
        checker.tested(test, input_type, scope)
    return _sorted(checker)


def _sorted(checker: Checker) -> list[FeelProblem]:
    return sorted(checker.findings.problems.values(), key=lambda problem: (problem.line, problem.column))
