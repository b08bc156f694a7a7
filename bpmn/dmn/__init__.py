"""DMN 1.1 to 1.5: decisions, requirement graphs, decision tables, with cells in FEEL. It needs `bpmn.feel` and `bpmn.bilingual` only.

    model = dmn.parse(data)
    model.evaluate("fee", {"area": 120}, environment).value

A model that cannot be run as the standard requires is refused when it is parsed; the problems name element, rule and column.
"""

from bpmn.dmn.lint import lint
from bpmn.dmn.model import DecisionInfo, Model, parse
from bpmn.dmn.problems import DmnError, DmnProblem, ModelPlace
from bpmn.dmn.source import definitions_element, size_of

__all__ = [
    "DecisionInfo",
    "DmnError",
    "DmnProblem",
    "Model",
    "ModelPlace",
    "definitions_element",
    "lint",
    "parse",
    "size_of",
]
