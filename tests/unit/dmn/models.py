"""Small DMN models for tests, written as short as they can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from bpmn import dmn, feel

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
ENVIRONMENT = feel.Environment(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), "test")


def definitions(*parts: str, namespace: str = "urn:test", name: str = "test", dialect: str = NAMESPACE) -> bytes:
    """A whole model."""
    head = f'<definitions xmlns="{dialect}" namespace="{namespace}" name="{name}">'
    return (head + "".join(parts) + "</definitions>").encode()


def given(name: str, type_ref: str = "") -> str:
    """An input."""
    kind = f" typeRef={quoteattr(type_ref)}" if type_ref else ""
    return f'<inputData id="i_{name}" name={quoteattr(name)}><variable name={quoteattr(name)}{kind}/></inputData>'


def text(expression: str) -> str:
    """A literal expression."""
    return f"<literalExpression><text>{escape(expression)}</text></literalExpression>"


def decision(name: str, logic: str, needs: Sequence[str] = (), knows: Sequence[str] = (), type_ref: str = "") -> str:
    """A decision; ``needs`` are references to inputs (``i_x``) and decisions (``d_x``), ``knows`` to functions."""
    kind = f" typeRef={quoteattr(type_ref)}" if type_ref else ""
    required = "".join(
        f'<informationRequirement><required{"Input" if href.startswith("i_") else "Decision"} href="{_href(href)}"/>'
        "</informationRequirement>"
        for href in needs
    )
    known = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="{_href(href)}"/></knowledgeRequirement>' for href in knows
    )
    return f'<decision id="d_{name}" name={quoteattr(name)}><variable name={quoteattr(name)}{kind}/>{required}{known}{logic}</decision>'


def _href(reference: str) -> str:
    return reference if "#" in reference else f"#{reference}"


def knowledge(
    name: str, parameters: Mapping[str, str], logic: str, knows: Sequence[str] = (), type_ref: str = ""
) -> str:
    """A business knowledge model."""
    formal = "".join(
        f"<formalParameter name={quoteattr(key)}" + (f" typeRef={quoteattr(kind)}" if kind else "") + "/>"
        for key, kind in parameters.items()
    )
    kind = f" typeRef={quoteattr(type_ref)}" if type_ref else ""
    known = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="{_href(href)}"/></knowledgeRequirement>' for href in knows
    )
    logic = f"<encapsulatedLogic>{formal}{logic}</encapsulatedLogic>"
    return (
        f'<businessKnowledgeModel id="k_{name}" name={quoteattr(name)}><variable name={quoteattr(name)}{kind}/>{logic}{known}'
        "</businessKnowledgeModel>"
    )


def table(
    inputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    policy: str = "UNIQUE",
    aggregation: str = "",
    outputs: Sequence[str] = ("",),
    values: Sequence[str] = (),
    defaults: Sequence[str] = (),
    input_values: Sequence[str] = (),
) -> str:
    """A decision table; each rule lists its input cells, then its output cells."""
    columns = "".join(
        _input(name, input_values[place] if place < len(input_values) else "") for place, name in enumerate(inputs)
    )
    results = "".join(
        _output(name, values[place] if place < len(values) else "", defaults[place] if place < len(defaults) else "")
        for place, name in enumerate(outputs)
    )
    rows = "".join(_rule(rule, len(inputs)) for rule in rules)
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{policy}"{aggregated}>{columns}{results}{rows}</decisionTable>'


def _input(name: str, values: str) -> str:
    listed = f"<inputValues><text>{escape(values)}</text></inputValues>" if values else ""
    return f"<input><inputExpression><text>{escape(name)}</text></inputExpression>{listed}</input>"


def _output(name: str, values: str, default: str) -> str:
    named = f" name={quoteattr(name)}" if name else ""
    listed = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    fallback = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f"<output{named}>{listed}{fallback}</output>"


def _rule(cells: Sequence[str], inputs: int) -> str:
    tags = ["inputEntry"] * inputs + ["outputEntry"] * (len(cells) - inputs)
    return (
        "<rule>" + "".join(f"<{t}><text>{escape(c)}</text></{t}>" for t, c in zip(tags, cells, strict=True)) + "</rule>"
    )


def evaluate(model: bytes | dmn.Model, name: str, /, **context: Any) -> object:
    """A decision's value."""
    return outcome(model, name, **context).value


def outcome(model: bytes | dmn.Model, name: str, /, **context: Any) -> feel.Outcome:
    """A decision's value and notes."""
    parsed = dmn.parse(model) if isinstance(model, bytes) else model
    return parsed.evaluate(name, context, ENVIRONMENT)


def refused(data: bytes, imports: Mapping[str, bytes] | None = None) -> tuple[dmn.DmnProblem, ...]:
    """The problems of a model that does not parse."""
    try:
        dmn.parse(data, imports)
    except dmn.DmnError as error:
        assert error.message("vi") and error.message("en")
        return error.problems
    raise AssertionError("the model was accepted")
