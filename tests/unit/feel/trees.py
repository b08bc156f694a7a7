"""Random trees and texts for the laws of FEEL."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from bpmn.feel import nodes, types

NAMES = st.sampled_from(["a", "fee", "kết quả", "ngày hẹn trả", "a-b", "bed and breakfast", "if x", "Line 2", "count"])
FIELDS = st.sampled_from(["code", "first name", "first-name", "year", "time offset", "or else"])
KEYS = st.sampled_from(["k", "first name", "a-b", 'say "hi"', "1st", "null", ""])
TYPES = st.sampled_from(
    [
        types.NUMBER,
        types.DATE_TIME,
        types.ListType("list", types.STRING),
        types.RangeType("range", types.DATE),
        types.ANY,
    ]
)
NUMBERS = st.decimals(min_value=0, max_value=10**12, places=3, allow_nan=False).map(lambda n: Decimal(format(n, "f")))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
LEAVES = (
    st.none().map(nodes.Literal)
    | st.booleans().map(nodes.Literal)
    | NUMBERS.map(nodes.Literal)
    | TEXTS.map(nodes.Literal)
    | NAMES.map(nodes.Name)
    | st.sampled_from(["2025-11-22", "P1D", "no date"]).map(nodes.At)
)
OPERATORS = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "**"]
COMPARE = ["<", "<=", ">", ">=", "=", "!="]


def _iterators(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[tuple[nodes.Iterator_, ...]]:
    one = st.builds(nodes.Iterator_, NAMES, inner, st.none() | inner)
    return st.lists(one, min_size=1, max_size=2).map(tuple)


def _call(function: nodes.Node, values: list[nodes.Node], names: list[str] | None) -> nodes.Node:
    given = names[: len(values)] if names and len(names) >= len(values) else [None] * len(values)
    return nodes.FunctionCall(
        function, tuple(nodes.Argument(name, value) for name, value in zip(given, values, strict=True))
    )


def _tests(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[tuple[nodes.Node, ...]]:
    one = inner | st.builds(nodes.OperatorRange, st.sampled_from(COMPARE), inner)
    return st.lists(one, min_size=1, max_size=3).map(tuple)


def _compound(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    several = st.lists(inner, max_size=3)
    names = st.none() | st.just(["string", "start position", "c"])
    formal = st.builds(nodes.FormalParameter, KEYS.filter(bool), st.none() | TYPES)
    return (
        st.builds(nodes.Binary, st.sampled_from(OPERATORS), inner, inner)
        | st.builds(nodes.Negate, inner)
        | st.builds(nodes.Path, inner, FIELDS)
        | st.builds(nodes.Filter, inner, inner)
        | st.builds(_call, inner, several, names)
        | st.builds(nodes.Between, inner, inner, inner)
        | st.builds(nodes.In, inner, _tests(inner))
        | st.builds(nodes.InstanceOf, inner, TYPES)
        | st.builds(nodes.If, inner, inner, inner)
        | st.builds(nodes.For, _iterators(inner), inner)
        | st.builds(nodes.Quantified, st.sampled_from(["some", "every"]), _iterators(inner), inner)
        | several.map(tuple).map(nodes.ListNode)
        | st.lists(st.builds(nodes.Entry, KEYS, inner), max_size=3).map(tuple).map(nodes.ContextNode)
        | st.builds(nodes.FunctionNode, st.lists(formal, max_size=2).map(tuple), inner, st.booleans())
        | st.builds(nodes.RangeNode, inner, inner, st.booleans(), st.booleans())
        | st.builds(nodes.OperatorRange, st.sampled_from(COMPARE), inner)
    )


TREES = st.recursive(LEAVES, _compound, max_leaves=12)
UNARY = st.builds(nodes.Tests, _tests(TREES), st.booleans()) | st.just(nodes.Tests(()))
FRAGMENTS = st.sampled_from(
    ["a", "1", '"x"', "null", "true", "@", "(", ")", "[", "]", "{", "}", ",", ":", "..", ".", "+", "-", "**", "<=", "=", "if ",
     "then ", "else ", "for ", "in ", "return ", "some ", "satisfies ", "between ", "and ", "instance of ", "list<", ">",
     "function", "not", "count", "date and time", "?", " ", "\n", "/*", "*/", "//", "`", '"', "\\", "é", "\u0301", "🐎", "\ud800",
     "99999999999", "1e999", "partial", "item", "external "]
)  # fmt: skip
SOUP = st.lists(FRAGMENTS, max_size=25).map("".join) | st.text(max_size=40)
