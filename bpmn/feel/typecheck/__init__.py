"""Reading an expression for mistakes without evaluating it: unknown names, wrong arguments, impossible types.

It reports only what must go wrong for every value the declared types allow; where a type is not known it is silent.
"""

from bpmn.feel.typecheck.entry import check, check_unary
from bpmn.feel.typecheck.problem import FeelProblem

__all__ = ["FeelProblem", "check", "check_unary"]
