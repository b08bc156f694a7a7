"""Reading an expression for mistakes without evaluating it: unknown names, wrong arguments, impossible types.

It reports only what must go wrong for every value the declared types allow; where a type is not known it is silent.
"""

from bpmn.feel.checking.entry import check, check_unary
from bpmn.feel.checking.problem import Problem

__all__ = ["Problem", "check", "check_unary"]
