"""The FEEL texts of a model become closures and tests: literal expressions, and the cells of tables.

A text that cannot be read is a problem of the model with its place; compiling goes on, so that all are found at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bpmn.dmn.closures import metered, metered_test, syntax_error_closure
from bpmn.dmn.items import Items, ItemType
from bpmn.dmn.problems import DmnProblem, ModelPlace, Severity
from bpmn.feel import nodes
from bpmn.feel.api import BUILT_IN_NAMES
from bpmn.feel.builtins import BUILT_INS
from bpmn.feel.compiler.core import Compiler
from bpmn.feel.compiler.frames import Closure
from bpmn.feel.compiler.tests import Test, test_of, unary_tests
from bpmn.feel.diagnostics import Source
from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.syntax.parser import Parser
from bpmn.feel.syntax.vocabulary import needing
from bpmn.feel.types import Type

Names = dict[str, Type | None]
#: the tests of a cell that cannot be read: they hold for nothing
NEVER = nodes.Tests((), negated=True)


@dataclass(frozen=True)
class ExpressionScope:
    """Where an expression stands: the names around it, and its place for messages.

    ``open`` where the model declares no inputs: any name may then be given from outside.
    """

    names: Names
    place: ModelPlace
    line: int | None = None
    open: bool = False

    def within(self, names: Names) -> ExpressionScope:
        """The scope with more names."""
        return replace(self, names={**self.names, **names})

    def at(self, part: str) -> ExpressionScope:
        """The scope at a named part of the element."""
        return replace(self, place=replace(self.place, part=part))


class CellCompiler:
    """Compiles the FEEL texts of one model; ``problems`` collects what is wrong."""

    def __init__(self, problems: list[DmnProblem]) -> None:
        self.items: Items = Items((), {}, self.item_tests)
        self.problems = problems
        self.feel_types: dict[str, Type] = {}

    def problem(self, code: str, scope: ExpressionScope, severity: Severity = "error", **facts: object) -> None:
        """Note a problem at a place."""
        self.problems.append(DmnProblem(code, scope.place, severity, scope.line, facts))

    def type_of(self, type_ref: str | None, scope: ExpressionScope) -> ItemType | None:
        """The type of a reference; an unknown one is a problem."""
        if type_ref and not self.items.is_known(type_ref):
            self.problem("type-unknown", scope, "warning", type=type_ref)
        return self.items.of(type_ref)

    def _parser(self, text: str, names: Names) -> Parser:
        return Parser(text, names, needing(names) | BUILT_IN_NAMES, self.feel_types)

    def feel(self, text: str, scope: ExpressionScope) -> Closure:
        """An expression as a closure; a syntax error becomes a problem of the model."""
        source = Source.at(text, scope.place)
        try:
            node = self._parser(source, scope.names).whole()
        except FeelSyntaxError as error:
            self.problem("feel", scope, sentence=error)
            return syntax_error_closure(error, (source, 0))
        return metered(Compiler(source, BUILT_INS, inner=True).compile(node), nodes.size(node))

    def cell(self, text: str, scope: ExpressionScope) -> nodes.Tests:
        """A cell as unary tests; a syntax error becomes a problem of the model."""
        if not text.strip():
            return nodes.Tests(())
        try:
            return self._parser(text, scope.names).unary_tests()
        except FeelSyntaxError as error:
            self.problem("feel", scope, sentence=error)
            return NEVER

    def quiet_cell(self, text: str, scope: ExpressionScope) -> nodes.Tests:
        """As :meth:`cell`, but a cell with a syntax error counts as empty: the problem was noted before."""
        try:
            return self._parser(text, scope.names).unary_tests() if text.strip() else nodes.Tests(())
        except FeelSyntaxError:
            return nodes.Tests(())

    def tests(self, text: str, scope: ExpressionScope) -> Test:
        """Unary tests as one test of a value."""
        node = self.cell(text, scope)
        made = unary_tests(node, Compiler(Source.at(text, scope.place), BUILT_INS, inner=True))
        return metered_test(made, nodes.size(node))

    def test_list(self, text: str, scope: ExpressionScope) -> list[Test]:
        """Unary tests as separate tests, in the order written: the values of a column."""
        compiler = Compiler(Source.at(text, scope.place), BUILT_INS, inner=True)
        return [metered_test(test_of(part, compiler), nodes.size(part)) for part in self.cell(text, scope).tests]

    def item_tests(self, text: str, name: str, kind: Type) -> Test:
        """The constraint of an item definition."""
        return self.tests(text, ExpressionScope({"?": kind}, ModelPlace(name)))

    def allowed_text(self, type_ref: str | None) -> str | None:
        """The allowed values a type declares, as written."""
        return self.items.allowed_text(type_ref)
