"""The values of a table's column cut into regions that no cell cuts further; cells become sets of regions.

A number line is cut at every number a cell writes: below it, the number itself, between two, above. Texts and booleans
are the values written and all others. A cell that is no plain test of constants has no set: it is opaque.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cmp_to_key

from bpmn.feel import nodes
from bpmn.feel.builtins import BUILT_INS
from bpmn.feel.compiler.core import Compiler
from bpmn.feel.compiler.frames import Run
from bpmn.feel.environment import Environment
from bpmn.feel.errors import Failure
from bpmn.feel.operations.equality import same
from bpmn.feel.operations.ordering import KEYS, key_of, less
from bpmn.feel.values.writing import written

CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration"})
NEVER = Environment(datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC))
Regions = frozenset[int]


class Opaque(Exception):
    """The cell does not compare with constants only."""


@dataclass(frozen=True, slots=True)
class Region:
    """A value (``value``), an interval between two (``low``, ``high``, open, None is without end), or all other values."""

    value: object = None
    low: object = None
    high: object = None
    kind: str = "value"

    def text(self, column: str) -> str:
        """The region as a condition on the column."""
        if self.kind == "value":
            return f"{column} = {written(self.value)}"
        if self.kind == "other":
            return f"{column}: …"
        if self.low is None:
            return f"{column} < {written(self.high)}" if self.high is not None else f"{column}: …"
        return (
            f"{column} > {written(self.low)}"
            if self.high is None
            else f"{column} in ({written(self.low)}..{written(self.high)})"
        )


def constant(node: nodes.Node) -> object:
    """The value of a node that is the same for every input; raises Opaque."""
    for part in nodes.walk(node):
        if isinstance(part, nodes.Name) and part.name not in CONSTRUCTORS:
            raise Opaque
        if isinstance(part, nodes.For | nodes.Quantified | nodes.FunctionNode | nodes.Filter):
            raise Opaque
    value = Compiler("", BUILT_INS).compile(node)(Run({}, NEVER, ""))
    if value is None:
        raise Opaque
    return value


def constants(node: nodes.Node) -> list[object]:
    """The constants a test compares with; raises Opaque."""
    if isinstance(node, nodes.OperatorRange):
        return [constant(node.value)]
    if isinstance(node, nodes.RangeNode):
        return [constant(node.start), constant(node.end)]
    if isinstance(node, nodes.ListNode):
        return [value for item in node.items for value in constants(item)]
    return [constant(node)]


class Axis:
    """A column's regions. ``closed``: only the values written are possible, because the column lists them or is boolean."""

    def __init__(self, values: list[object], ordered: bool, closed: bool) -> None:
        unique: list[object] = []
        for value in values:
            if not any(same(value, known) for known in unique):
                unique.append(value)
        # Values of several kinds have no order, so no line.
        self.ordered = ordered and len({KEYS.get(type(value)) for value in unique} - {None}) <= 1
        self.ordered = self.ordered and all(type(value) in KEYS for value in unique)
        self.regions: list[Region] = self._line(unique) if self.ordered else [Region(value) for value in unique]
        if not self.ordered and not closed:
            self.regions.append(Region(kind="other"))

    def _line(self, values: list[object]) -> list[Region]:
        values = sorted(values, key=cmp_to_key(lambda a, b: -1 if less(a, b) else 1))
        made = [Region(low=None, high=values[0] if values else None, kind="interval")]
        for place, value in enumerate(values):
            high = values[place + 1] if place + 1 < len(values) else None
            made += [Region(value), Region(low=value, high=high, kind="interval")]
        return made

    @property
    def all(self) -> Regions:
        """Every region."""
        return frozenset(range(len(self.regions)))

    def of(self, tests: nodes.Tests) -> Regions:
        """The regions a cell covers; raises Opaque."""
        if not tests.tests:
            return self.all
        found = frozenset(place for test in tests.tests for place in self._of_test(test))
        return self.all - found if tests.negated else found

    def _of_test(self, test: nodes.Node) -> Regions:
        if isinstance(test, nodes.ListNode):
            return frozenset(place for item in test.items for place in self._of_test(item))
        if isinstance(test, nodes.OperatorRange):
            bound = constant(test.value)
            return self._where(lambda region: _compared(region, test.operator, bound))
        if isinstance(test, nodes.RangeNode):
            low, high = constant(test.start), constant(test.end)
            first, last = ">=" if test.start_included else ">", "<=" if test.end_included else "<"
            return self._where(lambda region: _compared(region, first, low) and _compared(region, last, high))
        wanted = constant(test)
        return self._where(lambda region: region.kind == "value" and same(region.value, wanted))

    def _where(self, holds: Callable[[Region], bool]) -> Regions:
        return frozenset(place for place, region in enumerate(self.regions) if holds(region))


def _compared(region: Region, operator: str, bound: object) -> bool:
    """Whether the comparison with a bound at which regions were cut holds for every value of a region."""
    if region.kind == "other":
        return operator == "!="
    if operator in ("=", "!="):
        equal = region.kind == "value" and same(region.value, bound)
        return equal is (operator == "=")
    if region.kind == "value":
        try:
            below, equal = less(region.value, bound), same(region.value, bound)
        except Failure as failure:
            raise Opaque from failure
        return (below if operator[0] == "<" else not below and not equal) or (equal and operator.endswith("="))
    if operator[0] == "<":
        return region.high is not None and key_of(region.high) <= key_of(bound)
    return region.low is not None and key_of(region.low) >= key_of(bound)
