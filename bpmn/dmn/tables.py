"""Decision tables as closures: every hit policy and aggregation of DMN 1.5, chapter 8."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from bpmn.dmn import elements as dmn
from bpmn.dmn.cells import CellCompiler, ExpressionScope
from bpmn.dmn.closures import nothing
from bpmn.feel.builtins.statistics import ordered, total_of
from bpmn.feel.compiler.core import note_failure
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.compiler.tests import Test, any_of
from bpmn.feel.diagnostics import Source
from bpmn.feel.errors import Failure
from bpmn.feel.operations.equality import same
from bpmn.feel.types import ListType, Type

SHORT = {
    "U": "UNIQUE",
    "A": "ANY",
    "P": "PRIORITY",
    "F": "FIRST",
    "C": "COLLECT",
    "R": "RULE ORDER",
    "O": "OUTPUT ORDER",
}
POLICIES = frozenset(SHORT.values())
LISTS = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})
AGGREGATIONS = frozenset({"SUM", "MIN", "MAX", "COUNT"})
Row = list[object]


@dataclass(slots=True)
class InputColumn:
    """A compiled column of conditions."""

    label: str
    value: Closure
    allowed: Test | None


@dataclass(slots=True)
class OutputColumn:
    """A compiled column of results. ``order`` are its values' tests, most important first."""

    name: str
    order: list[Test]
    default: Closure | None


class Table:
    """A compiled table. ``decide`` gives the value for the inputs found in a frame."""

    def __init__(self, policy: str, aggregation: str | None, site: Site) -> None:
        self.policy = policy
        self.aggregation = aggregation
        self.site = site
        self.columns: list[InputColumn] = []
        self.outputs: list[OutputColumn] = []
        self.rules: list[tuple[list[tuple[int, Test]], list[Closure]]] = []

    def decide(self, frame: Frame) -> object:
        """The table's value; null with a note where the policy is broken or an input not allowed."""
        frame.run.charge(len(self.rules))
        values = [column.value(frame) for column in self.columns]
        if not all(self._allowed(column, value, frame) for column, value in zip(self.columns, values, strict=True)):
            return None
        hits = self._hits(values, frame)
        if not hits:
            return self._default(frame)
        try:
            return self._result(hits, frame)
        except Failure as failure:
            return note_failure(frame, failure, self.site)

    def _allowed(self, column: InputColumn, value: object, frame: Frame) -> bool:
        if column.allowed is None or value is None or column.allowed(frame, value) is True:
            return True
        if isinstance(value, list) and all(column.allowed(frame, item) is True for item in value):
            return True
        frame.run.note("input-not-allowed", self.site, {"value": value, "column": column.label})
        return False

    def _hits(self, values: Row, frame: Frame) -> list[int]:
        """The rules that hold, in the order written; only the first where no more is asked."""
        found: list[int] = []
        for index, (tests, _) in enumerate(self.rules):
            for column, test in tests:
                if test(frame, values[column]) is not True:
                    break
            else:
                found.append(index)
                if self.policy == "FIRST":
                    return found
        return found

    def _row(self, index: int, frame: Frame) -> Row:
        return [cell(frame) for cell in self.rules[index][1]]

    def _shaped(self, row: Row) -> object:
        """One output is a value, several are a context."""
        if len(self.outputs) == 1:
            return row[0]
        return {output.name: value for output, value in zip(self.outputs, row, strict=True)}

    def _default(self, frame: Frame) -> object:
        if any(output.default is not None for output in self.outputs):
            return self._shaped([output.default(frame) if output.default else None for output in self.outputs])
        if self.policy == "COLLECT" and self.aggregation in (None, "COUNT"):
            return [] if self.aggregation is None else Decimal(0)
        frame.run.note("rules-none", self.site, {})
        return None

    def _result(self, hits: list[int], frame: Frame) -> object:
        if self.policy == "UNIQUE" and len(hits) > 1:
            raise self._several(hits)
        rows = [self._row(index, frame) for index in hits]
        frame.run.weigh(rows)
        if self.policy == "ANY" and any(not same(row, rows[0]) for row in rows):
            raise self._several(hits)
        if self.policy in ("PRIORITY", "OUTPUT ORDER"):
            rows.sort(key=lambda row: self._priority(row, frame))
        if self.policy not in LISTS:
            return self._shaped(rows[0])
        if self.policy == "COLLECT" and self.aggregation is not None:
            return self._shaped([self._aggregated([row[place] for row in rows]) for place in range(len(self.outputs))])
        return [self._shaped(row) for row in rows]

    def _several(self, hits: list[int]) -> Failure:
        return Failure("rules-several", rules=", ".join(str(index + 1) for index in hits), policy=self.policy)

    def _priority(self, row: Row, frame: Frame) -> list[int]:
        """Smaller is more important; values not listed come last."""
        ranks: list[int] = []
        for output, value in zip(self.outputs, row, strict=True):
            held = (place for place, test in enumerate(output.order) if test(frame, value) is True)
            ranks.append(next(held, len(output.order)))
        return ranks

    def _aggregated(self, values: Row) -> object:
        if self.aggregation == "COUNT":
            return Decimal(len(values))
        if self.aggregation == "SUM":
            return total_of(values)
        found = ordered(values, str(self.aggregation))
        return found[0] if self.aggregation == "MIN" else found[-1]


class TableCompiler:
    """Compiles one table; problems name the rule and the column."""

    def __init__(self, box: dmn.DecisionTable, scope: ExpressionScope, cells: CellCompiler) -> None:
        self.box = box
        self.scope = scope
        self.cells = cells

    def table(self) -> Table:
        """The compiled table."""
        policy = SHORT.get(self.box.hit_policy, self.box.hit_policy.upper())
        aggregation = self.box.aggregation
        if policy not in POLICIES:
            self.cells.problem("hit-policy-unknown", self.scope, policy=self.box.hit_policy)
        if aggregation is not None and aggregation not in AGGREGATIONS:
            self.cells.problem("aggregation-unknown", self.scope, aggregation=aggregation)
        if not self.box.outputs:
            self.cells.problem("output-missing", self.scope)
        made = Table(policy, aggregation, (Source.at("", self.scope.place), 0))
        made.columns = [self._column(clause) for clause in self.box.inputs]
        made.outputs = [self._output(clause, index) for index, clause in enumerate(self.box.outputs, 1)]
        if policy in ("PRIORITY", "OUTPUT ORDER") and not any(output.order for output in made.outputs):
            self.cells.problem("outputs-without-values", self.scope, "warning", policy=policy)
        made.rules = [self._rule(rule, number) for number, rule in enumerate(self.box.rules, 1)]
        return made

    def _at(self, column: str, rule: int | None = None, line: int | None = None) -> ExpressionScope:
        place = replace(self.scope.place, column=column, rule=rule)
        return replace(self.scope, place=place, line=line or self.scope.line)

    def _column(self, clause: dmn.InputClause) -> InputColumn:
        scope = self._at(clause.label, line=clause.line)
        if not clause.text:
            self.cells.problem("expression-missing", scope)
        value = self.cells.feel(clause.text, scope) if clause.text else nothing
        return InputColumn(clause.label, value, self._allowed(clause, scope))

    def _allowed(self, clause: dmn.InputClause, scope: ExpressionScope) -> Test | None:
        """The test of the values the column lists; None without a list (the type was checked where the value was made)."""
        if clause.values is None or not clause.values.strip():
            return None
        tests = self.cells.test_list(clause.values, scope.within({"?": self._type(clause.type_ref, scope)}))
        return any_of(tests) if tests else None

    def _type(self, type_ref: str | None, scope: ExpressionScope) -> Type | None:
        kind = self.cells.type_of(type_ref, scope)
        return kind.feel if kind is not None else None

    def _output(self, clause: dmn.OutputClause, number: int) -> OutputColumn:
        scope = self._at(clause.name or str(number), line=clause.line)
        self.cells.type_of(clause.type_ref, scope)
        order = self.cells.test_list(clause.values, scope) if clause.values and clause.values.strip() else []
        default = self.cells.feel(clause.default, scope) if clause.default and clause.default.strip() else None
        if len(self.box.outputs) > 1 and not clause.name:
            self.cells.problem("name-missing", scope)
        return OutputColumn(clause.name, order or self._type_order(clause, scope), default)

    def _type_order(self, clause: dmn.OutputClause, scope: ExpressionScope) -> list[Test]:
        """Where the column lists no values, those its type allows (DMN 1.5, 8.3.2)."""
        text = self.cells.allowed_text(clause.type_ref or self.box.type_ref)
        return self.cells.test_list(text, scope) if text else []

    def _rule(self, rule: dmn.Rule, number: int) -> tuple[list[tuple[int, Test]], list[Closure]]:
        for kind, cells, columns in (
            ("input", rule.inputs, self.box.inputs),
            ("output", rule.outputs, self.box.outputs),
        ):
            if len(cells) != len(columns):
                scope = self._at("", number, rule.line)
                self.cells.problem("cells-count", scope, found=len(cells), kind=kind, expected=len(columns))
        tests = [
            (index, self._test(text, clause, number, rule.line))
            for index, (text, clause) in enumerate(zip(rule.inputs, self.box.inputs, strict=False))
            if text.strip() not in ("", "-")
        ]
        results = [
            self._result(text, clause.name or str(place), number, rule.line)
            for place, (text, clause) in enumerate(zip(rule.outputs, self.box.outputs, strict=False), 1)
        ]
        return tests, results

    def _test(self, text: str, clause: dmn.InputClause, number: int, line: int | None) -> Test:
        scope = self._at(clause.label, number, line)
        kind = self._type(clause.type_ref, scope)
        return self.cells.tests(text, scope.within({"?": kind.element if isinstance(kind, ListType) else kind}))

    def _result(self, text: str, column: str, number: int, line: int | None) -> Closure:
        scope = self._at(column, number, line)
        return self.cells.feel(text, scope) if text.strip() else nothing


def compile_table(box: dmn.DecisionTable, scope: ExpressionScope, cells: CellCompiler) -> Callable[[Frame], object]:
    """The table as a closure."""
    return TableCompiler(box, scope, cells).table().decide
