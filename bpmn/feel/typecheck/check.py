"""The walk through the tree: the type of each node, and what cannot work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bpmn.feel import nodes, types
from bpmn.feel.compiler.paths import PROPERTIES
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure
from bpmn.feel.typecheck import calls, operators
from bpmn.feel.typecheck.scope import Findings, TypeScope, joined
from bpmn.feel.types import ANY, BOOLEAN, NULL, NUMBER, ContextType, FunctionType, ListType, RangeType, Type
from bpmn.feel.values import Function
from bpmn.feel.values.texts import parse_temporal

SIMPLE_PROPERTIES = {kind.__name__: frozenset(names) for kind, names in PROPERTIES.items()}
PROPERTY_CLASSES = {
    "date": "Date",
    "time": "Time",
    "date and time": "DateTime",
    "days and time duration": "DaysTimeDuration",
    "years and months duration": "YearsMonthsDuration",
    "range": "Range",
}


class Checker:
    """Finds the type of every node, noting what cannot work."""

    def __init__(self, findings: Findings, functions: Mapping[str, Function]) -> None:
        self.findings = findings
        self.functions = functions
        self._rules: dict[type[nodes.Node], Callable[[Any, TypeScope], Type]] = {
            nodes.Literal: lambda node, _: kind_of(node.value),
            nodes.At: self._at,
            nodes.Name: self._name,
            nodes.Path: self._path,
            nodes.Filter: self._filter,
            nodes.FunctionCall: self._call,
            nodes.Negate: self._negate,
            nodes.Binary: self._binary,
            nodes.Between: self._between,
            nodes.In: self._in,
            nodes.InstanceOf: self._instance_of,
            nodes.If: self._if,
            nodes.For: self._for,
            nodes.Quantified: self._quantified,
            nodes.ListNode: self._list,
            nodes.ContextNode: self._context,
            nodes.FunctionNode: self._function,
            nodes.RangeNode: self._range,
            nodes.OperatorRange: lambda node, scope: RangeType("range", self.type_of(node.value, scope)),
        }

    def type_of(self, node: nodes.Node, scope: TypeScope) -> Type:
        """The type of a node's value."""
        return self._rules[type(node)](node, scope)

    def _at(self, node: nodes.At, _: TypeScope) -> Type:
        try:
            return kind_of(parse_temporal(node.text))
        except Failure as failure:
            self.findings.add(node, failure.code, **failure.facts)
            return ANY

    def _name(self, node: nodes.Name, scope: TypeScope) -> Type:
        found = scope.find(node.name)
        if found is not None:
            return found
        if node.name in self.functions:
            return types.FUNCTION
        if not scope.open:
            self.findings.add(node, "name-unknown", name=node.name, known=scope.known())
        return ANY

    def _path(self, node: nodes.Path, scope: TypeScope) -> Type:
        return self._step(self.type_of(node.source, scope), node)

    def _step(self, kind: Type, node: nodes.Path) -> Type:
        if isinstance(kind, ListType):
            return ListType("list", self._step(kind.element, node))
        if isinstance(kind, ContextType):
            if node.name not in kind.entries and not kind.open:
                self.findings.add(node, "key-missing", name=node.name, known=tuple(kind.entries))
            return kind.entries.get(node.name, ANY)
        if not operators.is_known(kind):
            return ANY
        known = SIMPLE_PROPERTIES.get(PROPERTY_CLASSES.get(operators.shape(kind), ""), frozenset())
        if node.name not in known:
            self.findings.add(node, "no-property", name=node.name, kind=kind)
        return ANY

    def _filter(self, node: nodes.Filter, scope: TypeScope) -> Type:
        kind = self.type_of(node.source, scope)
        element = kind.element if isinstance(kind, ListType) else kind
        entries = element.entries if isinstance(element, ContextType) else {}
        unknown = element == ANY or (isinstance(element, ContextType) and element.open)
        condition = self.type_of(node.condition, scope.with_names({"item": element, **entries}, unknown))
        if condition == NUMBER:
            return element
        if operators.is_known(condition) and condition != BOOLEAN:
            self.findings.add(node.condition, "not-boolean")
        return ANY if condition == ANY else ListType("list", element)

    def _call(self, node: nodes.FunctionCall, scope: TypeScope) -> Type:
        kinds = [self.type_of(argument.value, scope) for argument in node.arguments]
        name = node.function.name if isinstance(node.function, nodes.Name) else None
        declared = scope.find(name) if name is not None else self.type_of(node.function, scope)
        if isinstance(declared, FunctionType):
            return calls.of_type(declared, node, self.findings)
        if name is not None and name in self.functions:
            return calls.of_function(self.functions[name], node, kinds, self.findings)
        if name is not None and declared is None and not scope.open:
            self.findings.add(node.function, "function-unknown", name=name, known=tuple(self.functions))
        elif declared is not None and operators.is_known(declared) and declared != types.FUNCTION:
            self.findings.add(node.function, "not-function", kind=declared)
        return ANY

    def _negate(self, node: nodes.Negate, scope: TypeScope) -> Type:
        kind = self.type_of(node.operand, scope)
        if operators.is_known(kind) and kind not in (NUMBER, *operators.DURATIONS):
            self.findings.add(node, "negate-kind", kind=kind)
        return kind

    def _binary(self, node: nodes.Binary, scope: TypeScope) -> Type:
        chain: list[nodes.Binary] = []
        current: nodes.Node = node
        while isinstance(current, nodes.Binary):
            chain.append(current)
            current = current.left
        kind = self.type_of(current, scope)
        for link in reversed(chain):
            kind = self._operation(link, kind, self.type_of(link.right, scope))
        return kind

    def _operation(self, node: nodes.Binary, left: Type, right: Type) -> Type:
        operator = node.operator
        if operator in ("and", "or"):
            for kind in (left, right):
                if operators.is_known(kind) and kind != BOOLEAN:
                    self.findings.add(node, "not-boolean")
            return BOOLEAN
        if operator in ("=", "!=", "<", "<=", ">", ">="):
            self._compared(node, operator, left, right)
            return BOOLEAN
        made = operators.arithmetic(operator, left, right)
        if made is None:
            self.findings.add(node, "operator-kinds", operator=operator, left=left, right=right)
        return made or ANY

    def _compared(self, node: nodes.Node, operator: str, left: Type, right: Type) -> None:
        fits = operators.comparable if operator in ("=", "!=") else operators.ordered
        if not fits(left, right):
            self.findings.add(node, "kinds-differ", operator=operator, left=left, right=right)

    def _between(self, node: nodes.Between, scope: TypeScope) -> Type:
        kind = self.type_of(node.value, scope)
        for end in (node.low, node.high):
            self._compared(node, "between", kind, self.type_of(end, scope))
        return BOOLEAN

    def _in(self, node: nodes.In, scope: TypeScope) -> Type:
        kind = self.type_of(node.value, scope)
        for test in node.tests:
            self.tested(test, kind, scope)
        return BOOLEAN

    def tested(self, test: nodes.Node, kind: Type, scope: TypeScope) -> None:
        """A unary test of a value of some type."""
        found = self.type_of(test, scope.with_names({"?": kind}))
        wanted = found.element if isinstance(found, ListType | RangeType) else found
        if found == BOOLEAN or wanted == BOOLEAN:
            return
        if not operators.comparable(kind, wanted) and not operators.comparable(kind, found):
            self.findings.add(test, "kinds-differ", operator="in", left=kind, right=found)

    def _instance_of(self, node: nodes.InstanceOf, scope: TypeScope) -> Type:
        self.type_of(node.value, scope)
        if type(node.type) is Type and node.type.name not in types.BY_NAME:
            self.findings.add(node, "type-unknown", name=node.type.name, known=tuple(types.BY_NAME))
        return BOOLEAN

    def _if(self, node: nodes.If, scope: TypeScope) -> Type:
        self._condition(node.condition, scope)
        return joined(self.type_of(node.then, scope), self.type_of(node.otherwise, scope))

    def _condition(self, node: nodes.Node, scope: TypeScope) -> None:
        kind = self.type_of(node, scope)
        if operators.is_known(kind) and kind != BOOLEAN:
            self.findings.add(node, "not-boolean")

    def _iterated(self, iterators: tuple[nodes.Iterator_, ...], scope: TypeScope) -> TypeScope:
        for iterator in iterators:
            kind = self.type_of(iterator.domain, scope)
            if iterator.end is not None:
                self._compared(iterator, "..", kind, self.type_of(iterator.end, scope))
            element = kind.element if isinstance(kind, ListType | RangeType) else kind
            scope = scope.with_names({iterator.name: element})
        return scope

    def _for(self, node: nodes.For, scope: TypeScope) -> Type:
        inner = self._iterated(node.iterators, scope).with_names({"partial": types.LIST})
        return ListType("list", self.type_of(node.body, inner))

    def _quantified(self, node: nodes.Quantified, scope: TypeScope) -> Type:
        self._condition(node.condition, self._iterated(node.iterators, scope))
        return BOOLEAN

    def _list(self, node: nodes.ListNode, scope: TypeScope) -> Type:
        element: Type = NULL
        for item in node.items:
            element = joined(element, self.type_of(item, scope))
        return ListType("list", ANY if element == NULL else element)

    def _context(self, node: nodes.ContextNode, scope: TypeScope) -> Type:
        entries: dict[str, Type] = {}
        for entry in node.entries:
            if entry.key in entries:
                self.findings.add(entry, "key-twice")
            inner = {entry.key: types.FUNCTION} if isinstance(entry.value, nodes.FunctionNode) else {}
            entries[entry.key] = self.type_of(entry.value, scope.with_names({**entries, **inner}))
        return ContextType("context", entries)

    def _function(self, node: nodes.FunctionNode, scope: TypeScope) -> Type:
        names = {parameter.name: parameter.type or ANY for parameter in node.parameters}
        if len(names) < len(node.parameters):
            self.findings.add(node, "parameter-twice")
        if node.external:
            self.findings.add(node, "function-external")
            return FunctionType("function", tuple(names.values()), ANY)
        result = self.type_of(node.body, scope.with_names(names))
        return FunctionType("function", tuple(names.values()), result, tuple(names))

    def _range(self, node: nodes.RangeNode, scope: TypeScope) -> Type:
        start, end = self.type_of(node.start, scope), self.type_of(node.end, scope)
        if not operators.ordered(start, end):
            self.findings.add(node, "range-kinds", left=start, right=end)
        return RangeType("range", joined(start, end))
