"""FEEL, the expression language of DMN 1.3 to 1.5 (chapter 10), with the built-ins Camunda adds. It needs `bpmn.bilingual` only.

    from bpmn import feel
    expression = feel.compile("if fee > 0 then fee else 0")
    expression.evaluate({"fee": 20_000}, feel.Environment(now=datetime.now(UTC)))

Texts are compiled once to closures and cached. Evaluation is a pure function of scope and environment: it never runs Python
code, never reads an attribute of a value, has no side effects, and never costs more than its budget. What FEEL calls an
error gives null with a diagnostic; this package raises :class:`FeelError` and nothing else.
"""

from bpmn.feel.api import (
    Expression,
    UnaryTests,
    compile,  # noqa: A004 - callers write feel.compile
    compile_unary,
    parse,
    parse_unary,
)
from bpmn.feel.budget import CostMeter, EvaluationBudget
from bpmn.feel.builtins import BUILT_INS
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.diagnostics import Diagnostic, Outcome
from bpmn.feel.environment import Environment
from bpmn.feel.errors import BudgetExceeded, ConversionError, Failure, FeelError, FeelSyntaxError
from bpmn.feel.jsonvalues import from_json, to_json
from bpmn.feel.typecheck import FeelProblem, check, check_unary
from bpmn.feel.values import (
    Date,
    DateTime,
    DaysTimeDuration,
    Function,
    Parameter,
    Range,
    Time,
    YearsMonthsDuration,
)

__all__ = [
    "BUILT_INS",
    "BudgetExceeded",
    "CallContext",
    "ConversionError",
    "CostMeter",
    "Date",
    "DateTime",
    "DaysTimeDuration",
    "Diagnostic",
    "Environment",
    "EvaluationBudget",
    "Expression",
    "Failure",
    "FeelError",
    "FeelProblem",
    "FeelSyntaxError",
    "Function",
    "Outcome",
    "Parameter",
    "Range",
    "Time",
    "UnaryTests",
    "YearsMonthsDuration",
    "check",
    "check_unary",
    "compile",
    "compile_unary",
    "from_json",
    "parse",
    "parse_unary",
    "to_json",
]
