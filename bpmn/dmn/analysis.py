"""Static analysis of a decision table: rules that overlap, contradict, never decide or cannot hold, and missing cases."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bpmn.dmn import elements as dmn
from bpmn.dmn.cells import ExpressionScope
from bpmn.dmn.logic import LogicCompiler
from bpmn.dmn.regions import Axis, Opaque, Regions, constants
from bpmn.dmn.tables import SHORT
from bpmn.feel import nodes, types
from bpmn.feel.types import Type

MAX_WORK = 20_000
MAX_REPORTS = 10
Row = tuple[Regions, ...]


@dataclass(slots=True)
class RuleRegions:
    """A rule's number (from 1) and its regions per column; ``certain`` when every cell could be read."""

    number: int
    row: Row
    certain: bool


class Analysis:
    """One table's analysis; findings go to the compiler's problems."""

    def __init__(self, box: dmn.DecisionTable, scope: ExpressionScope, logic: LogicCompiler) -> None:
        self.box = box
        self.scope = replace(scope, line=box.line or scope.line)
        self.logic = logic
        self.policy = SHORT.get(box.hit_policy, box.hit_policy.upper())
        self.work = 0
        self.axes: list[Axis] = []
        self.rules: list[RuleRegions] = []

    def run(self) -> None:
        """Analyse the table, where it has inputs and rules."""
        if not self.box.inputs or not self.box.rules:
            return
        self.logic.analysis -= self._expected()
        if self.logic.analysis < 0:
            self._report("analysis-too-large")
            return
        cells = [self._column(place) for place in range(len(self.box.inputs))]
        self.rules = [
            self._rule(number, [column[number - 1] for column in cells]) for number in range(1, len(self.box.rules) + 1)
        ]
        self._impossible()
        if self.policy in ("UNIQUE", "ANY"):
            self._overlaps()
        if self.policy == "FIRST":
            self._dead()
        if self.policy not in ("COLLECT", "RULE ORDER", "OUTPUT ORDER"):
            self._missing()

    def _expected(self) -> int:
        """About how much work the analysis is, before it begins: each cell is held against each value of its column."""
        rules, work = len(self.box.rules), 0
        for place, clause in enumerate(self.box.inputs):
            cells = {rule.inputs[place].strip() for rule in self.box.rules if place < len(rule.inputs)}
            values = (
                sum(1 + cell.count(",") + cell.count("..") for cell in cells) + (clause.values or "").count(",") + 1
            )
            work += values * values + rules * (2 * values + 1)
        return work + rules * rules * len(self.box.inputs) // 2

    def _report(self, code: str, rule: int | None = None, **facts: object) -> None:
        line = self.box.rules[rule - 1].line if rule is not None else self.scope.line
        scope = replace(self.scope, place=replace(self.scope.place, rule=rule), line=line)
        self.logic.problem(code, scope, "warning", **facts)

    def _column(self, place: int) -> list[nodes.Tests]:
        """The cells of a column as trees, and its axis."""
        clause = self.box.inputs[place]
        cells = [
            self.logic.quiet_cell(rule.inputs[place] if place < len(rule.inputs) else "", self.scope)
            for rule in self.box.rules
        ]
        listed = self.logic.quiet_cell(clause.values or self.logic.allowed_text(clause.type_ref) or "", self.scope)
        kind = self.logic.items.of(clause.type_ref)
        self.axes.append(_axis(cells, listed, kind.feel if kind is not None else None))
        return cells

    def _rule(self, number: int, cells: list[nodes.Tests]) -> RuleRegions:
        row: list[Regions] = []
        certain = True
        for axis, cell in zip(self.axes, cells, strict=True):
            try:
                row.append(axis.of(cell))
            except Opaque:
                certain = False
                row.append(axis.all)
        return RuleRegions(number, tuple(row), certain)

    def _impossible(self) -> None:
        for rule in self.rules:
            if not all(rule.row):
                self._report("rule-impossible", rule.number)

    def _example(self, row: Row) -> str:
        """A combination inside a row, in words; columns where anything goes are left out."""
        parts = [
            axis.regions[min(regions)].text(clause.label)
            for axis, regions, clause in zip(self.axes, row, self.box.inputs, strict=True)
            if regions != axis.all
        ]
        return ", ".join(parts) or "…"

    def _overlaps(self) -> None:
        found = 0
        certain = [rule for rule in self.rules if rule.certain]
        for place, first in enumerate(certain):
            for second in certain[place + 1 :]:
                common = tuple(a & b for a, b in zip(first.row, second.row, strict=True))
                if not all(common):
                    continue
                same_result = self.box.rules[first.number - 1].outputs == self.box.rules[second.number - 1].outputs
                if self.policy == "ANY" and same_result:
                    continue
                code = "rules-overlap" if self.policy == "UNIQUE" else "rules-contradict"
                self._report(code, None, first=first.number, second=second.number, example=self._example(common))
                found += 1
                if found >= MAX_REPORTS:
                    return

    def _dead(self) -> None:
        for place, rule in enumerate(self.rules):
            before = [earlier for earlier in self.rules[:place] if earlier.certain]
            if rule.certain and all(rule.row) and not self._uncovered(rule.row, before, 1):
                takers = [
                    earlier.number
                    for earlier in before
                    if all(a & b for a, b in zip(earlier.row, rule.row, strict=True))
                ]
                self._report("rule-dead", rule.number, other=", ".join(map(str, takers)))

    def _missing(self) -> None:
        if not all(rule.certain for rule in self.rules) or any(output.default for output in self.box.outputs):
            return
        for row in self._uncovered(tuple(axis.all for axis in self.axes), self.rules, MAX_REPORTS):
            self._report("rules-missing", None, example=self._example(row))

    def _uncovered(self, within: Row, rules: list[RuleRegions], most: int) -> list[Row]:
        """Combinations no rule covers; regions that the same rules cover are taken together. At most so many."""
        found: list[Row] = []
        seen: set[tuple[int, tuple[int, ...]]] = set()

        def visit(column: int, left: list[RuleRegions], chosen: Row) -> None:
            self.work += 1
            if len(found) >= most or self.work > MAX_WORK:
                return
            if not left:
                found.append((*chosen, *within[column:]))
                return
            key = (column, tuple(rule.number for rule in left))
            if column == len(within) or key in seen:
                return
            seen.add(key)
            for regions, covering in _grouped(within[column], column, left):
                visit(column + 1, covering, (*chosen, regions))

        visit(0, rules, ())
        return found


def _grouped(regions: Regions, column: int, rules: list[RuleRegions]) -> list[tuple[Regions, list[RuleRegions]]]:
    """Regions with the same covering rules, together."""
    groups: dict[tuple[int, ...], tuple[set[int], list[RuleRegions]]] = {}
    for region in sorted(regions):
        covering = [rule for rule in rules if region in rule.row[column]]
        groups.setdefault(tuple(rule.number for rule in covering), (set(), covering))[0].add(region)
    return [(frozenset(together), covering) for together, covering in groups.values()]


def _axis(cells: list[nodes.Tests], listed: nodes.Tests, kind: Type | None) -> Axis:
    """The axis of a column: cut where its cells and its listed values cut it."""
    values: list[object] = [True, False] if kind == types.BOOLEAN else []
    tests = [test for cell in (*cells, listed) for test in cell.tests]
    for test in tests:
        try:
            values.extend(constants(test))
        except Opaque:
            continue
    texts = bool(values) and all(isinstance(value, str | bool) for value in values)
    ordered = not texts or any(isinstance(test, nodes.OperatorRange | nodes.RangeNode) for test in tests)
    axis = Axis(values, ordered and kind != types.BOOLEAN, kind == types.BOOLEAN or bool(listed.tests))
    return _restricted(axis, listed)


def _restricted(axis: Axis, listed: nodes.Tests) -> Axis:
    """The axis without what the listed values exclude."""
    if not listed.tests:
        return axis
    try:
        allowed = axis.of(listed)
    except Opaque:
        return axis
    axis.regions = [region for place, region in enumerate(axis.regions) if place in allowed]
    return axis
