"""Warnings about a model that can be parsed: types, names, tables. Nothing is evaluated."""

from __future__ import annotations

from bpmn.dmn import elements as dmn
from bpmn.dmn.analysis import Analysis
from bpmn.dmn.build import Builder
from bpmn.dmn.cells import ExpressionScope, Names
from bpmn.dmn.logic import LogicCompiler
from bpmn.dmn.model import Model
from bpmn.dmn.problems import DmnProblem, ModelPlace
from bpmn.feel.compiler.frames import Closure
from bpmn.feel.compiler.tests import Test
from bpmn.feel.typecheck import check, check_unary
from bpmn.feel.typecheck.problem import FeelProblem
from bpmn.feel.types import ANY


class CheckingCompiler(LogicCompiler):
    """A compiler that also checks each text against the types around it, and each table for its rules."""

    def feel(self, text: str, scope: ExpressionScope) -> Closure:
        """Compile and check a FEEL text."""
        self._add_warnings(check(text, self._declared(scope), None, self.feel_types), scope)
        return super().feel(text, scope)

    def tests(self, text: str, scope: ExpressionScope) -> Test:
        """Compile and check unary tests."""
        input_type = scope.names.get("?") or ANY
        self._add_warnings(check_unary(text, self._declared(scope), None, input_type, self.feel_types), scope)
        return super().tests(text, scope)

    def _declared(self, scope: ExpressionScope) -> Names | None:
        """The names that are declared; None if the model does not declare its inputs, as Camunda's models may."""
        return None if scope.open else dict(scope.names)

    def _add_warnings(self, findings: list[FeelProblem], scope: ExpressionScope) -> None:
        for finding in findings:
            if "line" not in finding.facts:  # with a line it is a syntax error, which compiling reports
                self.problem("feel", scope, "warning", sentence=finding)

    def _table(self, box: dmn.DecisionTable, scope: ExpressionScope) -> Closure:
        Analysis(box, scope, self).run()
        return super()._table(box, scope)


def _unused(model: Model) -> list[DmnProblem]:
    """Inputs and knowledge models that nothing requires."""
    required: set[int] = set()
    for part in model.built.required.values():
        required |= {id(node) for node in part.local.values()}
    return [
        DmnProblem("unused", ModelPlace(node.name, node.id), "warning", node.line)
        for node in model.definitions.drg_elements
        if isinstance(node, dmn.InputData | dmn.BusinessKnowledgeModel) and id(node) not in required
    ]


def lint(model: Model) -> list[DmnProblem]:
    """The warnings, in the order of the file."""
    builder = Builder(model.definitions, model.built.imports, CheckingCompiler)
    builder.build()
    found = {(problem.code, problem.place, problem.message_en): problem for problem in builder.problems}
    problems = [*found.values(), *_unused(model)]
    return sorted(problems, key=lambda problem: problem.line or 0)
