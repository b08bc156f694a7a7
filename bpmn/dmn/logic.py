"""Boxed expressions become closures, on the same frames as FEEL's own: one budget, one set of notes, one way to be called.

A box that cannot be compiled is a problem of the model with its place; compiling goes on, so that all are found at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bpmn.dmn import elements as dmn
from bpmn.dmn.cells import CellCompiler, ExpressionScope
from bpmn.dmn.closures import (
    CompiledEntry,
    TypedParameter,
    checked_body,
    coerce_or_null,
    context_closure,
    invocation_closure,
    may_mention,
    nothing,
    refused_function,
)
from bpmn.dmn.items import ItemType
from bpmn.dmn.problems import DmnProblem
from bpmn.dmn.tables import compile_table
from bpmn.feel.budget import MODEL
from bpmn.feel.compiler.boxes import feel_function
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.compiler.loops import elements, loop, quantify
from bpmn.feel.compiler.paths import filtered
from bpmn.feel.diagnostics import Source
from bpmn.feel.types import ANY
from bpmn.feel.values import Function, Overload, Parameter

#: cost units of a turn of a boxed loop or a call of a boxed function; each text inside is metered besides
COST = 10


class LogicCompiler(CellCompiler):
    """Compiles the boxed expressions of one model."""

    def __init__(self, problems: list[DmnProblem]) -> None:
        super().__init__(problems)
        #: what is left for looking through the tables of the model
        self.analysis = MODEL.analysis
        self._compilers: dict[type[dmn.Expression], Callable[..., Closure]] = {
            dmn.LiteralExpression: self._literal,
            dmn.DecisionTable: self._table,
            dmn.Context: self._context,
            dmn.Invocation: self._invocation,
            dmn.Relation: self._relation,
            dmn.ListExpression: self._list,
            dmn.FunctionDefinition: self._function,
            dmn.Conditional: self._conditional,
            dmn.Iteration: self._iteration,
            dmn.FilterExpression: self._filter,
        }

    def compile(self, expression: dmn.Expression | None, scope: ExpressionScope) -> Closure:
        """The expression as a closure; a missing one is null."""
        if expression is None:
            return nothing
        return self._compilers[type(expression)](expression, replace(scope, line=expression.line or scope.line))

    def _literal(self, box: dmn.LiteralExpression, scope: ExpressionScope) -> Closure:
        if not box.text.strip():
            self.problem("expression-missing", scope, "warning")
            return nothing
        return self.feel(box.text, scope)

    def _table(self, box: dmn.DecisionTable, scope: ExpressionScope) -> Closure:
        return compile_table(box, scope, self)

    def _context(self, box: dmn.Context, scope: ExpressionScope) -> Closure:
        entries: list[CompiledEntry] = []
        for entry in box.entries:
            name = entry.variable.name if entry.variable is not None else None
            kind = self.type_of(entry.variable.type_ref if entry.variable is not None else None, scope)
            if name is not None and isinstance(entry.value, dmn.FunctionDefinition):
                scope = scope.within({name: None})
            inner = scope.at(name) if name is not None else scope
            entries.append(CompiledEntry(name, self.compile(entry.value, inner), kind))
            scope = scope.within({name: kind.feel if kind is not None else None}) if name is not None else scope
        return context_closure(entries, (Source.at("", scope.place), 0))

    def _invocation(self, box: dmn.Invocation, scope: ExpressionScope) -> Closure:
        function = self.compile(box.function, scope)
        names = tuple(binding.parameter for binding in box.bindings)
        arguments = [self.compile(binding.value, scope.at(binding.parameter)) for binding in box.bindings]
        return invocation_closure(function, names, arguments, (Source.at("", scope.place), 0))

    def _relation(self, box: dmn.Relation, scope: ExpressionScope) -> Closure:
        names = [column.name for column in box.columns]
        kinds = [self.type_of(column.type_ref, scope) for column in box.columns]
        rows = [[self.compile(cell, scope) for cell in row] for row in box.rows]
        site: Site = (Source.at("", scope.place), 0)

        def run(frame: Frame) -> object:
            frame.run.charge(len(rows) * len(names))
            return [
                {
                    name: coerce_or_null(cell(frame), kind, frame, site)
                    for name, cell, kind in zip(names, row, kinds, strict=False)
                }
                for row in rows
            ]

        return run

    def _list(self, box: dmn.ListExpression, scope: ExpressionScope) -> Closure:
        items = [self.compile(item, scope) for item in box.items]
        return lambda frame: [item(frame) for item in items]

    def parameters(self, variables: tuple[dmn.InformationItem, ...], scope: ExpressionScope) -> list[TypedParameter]:
        """Formal parameters with their full types."""
        kinds = [self.type_of(variable.type_ref, scope) for variable in variables]
        return [
            TypedParameter(Parameter(variable.name, kind.feel if kind is not None else None, nullable=True), kind)
            for variable, kind in zip(variables, kinds, strict=True)
        ]

    def _function(self, box: dmn.FunctionDefinition, scope: ExpressionScope) -> Closure:
        return self.function_maker("function", box, scope, None)

    def function_maker(
        self, name: str, box: dmn.FunctionDefinition, scope: ExpressionScope, result: ItemType | None
    ) -> Callable[[Frame], Function]:
        """Makes the function value in a frame; arguments and result are checked against their types and constraints."""
        typed = self.parameters(box.parameters, scope)
        parameters = tuple(one.parameter for one in typed)
        if box.kind != "FEEL":
            refused = Function(name, (Overload(parameters, refused_function),))
            return lambda _: refused
        inner = scope.within({parameter.name: parameter.type for parameter in parameters})
        declared = result or self.type_of(box.type_ref, scope)
        body = checked_body(self.compile(box.body, inner), typed, declared, (Source.at("", scope.place), 0))
        kind = declared.feel if declared is not None and declared.feel != ANY else None
        return lambda frame: feel_function(name, parameters, body, COST, frame, kind)

    def _conditional(self, box: dmn.Conditional, scope: ExpressionScope) -> Closure:
        condition, then, otherwise = (self.compile(part, scope) for part in (box.condition, box.then, box.otherwise))
        site: Site = (Source.at("", scope.place), 0)

        def run(frame: Frame) -> object:
            chosen = condition(frame)
            if chosen is not None and not isinstance(chosen, bool):
                frame.run.note("not-boolean", site, {"value": chosen})
                return None
            return then(frame) if chosen is True else otherwise(frame)

        return run

    def _iteration(self, box: dmn.Iteration, scope: ExpressionScope) -> Closure:
        domain = self.compile(box.in_, scope)
        body = self.compile(box.body, scope.within({box.variable: None, "partial": None}))
        iterators = [(box.variable, lambda frame: elements(domain(frame)))]
        site: Site = (Source.at("", scope.place), 0)
        if box.kind == "for":
            return loop(iterators, body, COST, may_mention(box.body, "partial"), site)
        return quantify(iterators, body, COST, box.kind == "some", site, strict=True)

    def _filter(self, box: dmn.FilterExpression, scope: ExpressionScope) -> Closure:
        source, match = self.compile(box.in_, scope), self.compile(box.match, scope.within({"item": None}))
        return filtered(source, match, COST, (Source.at("", scope.place), 0), strict=True)
