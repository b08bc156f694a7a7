"""The elements of a DMN model (DMN 1.5, chapters 6 to 10), with the names used there; references are not yet resolved."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DMNElement:
    """Base of all elements with an id; ``line`` is that in the file, from 1."""

    id: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class InformationItem:
    """A variable, parameter or column: a name with a type."""

    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Expression(DMNElement):
    """Base of boxed expressions; ``type_ref`` where the box declares one."""

    type_ref: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class LiteralExpression(Expression):
    """FEEL text."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class InputClause(DMNElement):
    """A column of conditions."""

    label: str = ""
    text: str = ""
    type_ref: str | None = None
    values: str | None = None


@dataclass(frozen=True, slots=True)
class OutputClause(DMNElement):
    """A column of results."""

    name: str = ""
    type_ref: str | None = None
    values: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Rule(DMNElement):
    """A row: conditions and results as texts."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable(Expression):
    """A decision table."""

    inputs: tuple[InputClause, ...] = ()
    outputs: tuple[OutputClause, ...] = ()
    rules: tuple[Rule, ...] = ()
    hit_policy: str = "UNIQUE"
    aggregation: str | None = None


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """An entry of a boxed context; the one without a variable is the result."""

    variable: InformationItem | None
    value: Expression | None


@dataclass(frozen=True, slots=True)
class Context(Expression):
    """A boxed context."""

    entries: tuple[ContextEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """An argument of a boxed invocation: the parameter's name and its value."""

    parameter: str
    value: Expression | None


@dataclass(frozen=True, slots=True)
class Invocation(Expression):
    """A boxed invocation."""

    function: Expression | None = None
    bindings: tuple[Binding, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation(Expression):
    """Rows of named columns."""

    columns: tuple[InformationItem, ...] = ()
    rows: tuple[tuple[Expression | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ListExpression(Expression):
    """A boxed list."""

    items: tuple[Expression | None, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Expression):
    """A boxed function; ``kind`` other than FEEL is refused when called."""

    parameters: tuple[InformationItem, ...] = ()
    body: Expression | None = None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class Conditional(Expression):
    """A boxed ``if``."""

    condition: Expression | None = None
    then: Expression | None = None
    otherwise: Expression | None = None


@dataclass(frozen=True, slots=True)
class Iteration(Expression):
    """A boxed ``for``, ``some`` or ``every``, as ``kind`` says."""

    kind: str = "for"
    variable: str = ""
    in_: Expression | None = None
    body: Expression | None = None


@dataclass(frozen=True, slots=True)
class FilterExpression(Expression):
    """A boxed filter."""

    in_: Expression | None = None
    match: Expression | None = None


@dataclass(frozen=True, slots=True)
class ItemDefinition(DMNElement):
    """A type: a reference, components, or a function's signature; constraints as unary tests."""

    name: str = ""
    type_ref: str | None = None
    collection: bool = False
    allowed_values: str | None = None
    type_constraint: str | None = None
    components: tuple[ItemDefinition, ...] = ()
    function: FunctionItem | None = None


@dataclass(frozen=True, slots=True)
class FunctionItem:
    """The type of a function."""

    parameters: tuple[InformationItem, ...]
    result: str | None


@dataclass(frozen=True, slots=True)
class Import:
    """Another model, under a name; an empty name imports its elements as if they stood here."""

    namespace: str
    name: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class DRGElement(DMNElement):
    """Base of the elements of the decision requirements graph (DRG)."""

    name: str = ""
    variable: InformationItem = field(default_factory=lambda: InformationItem(""))


@dataclass(frozen=True, slots=True)
class InputData(DRGElement):
    """An input of decisions."""


@dataclass(frozen=True, slots=True)
class Decision(DRGElement):
    """A decision with its logic; requirements are references (``#id`` or ``namespace#id``)."""

    information_requirements: tuple[str, ...] = ()
    knowledge_requirements: tuple[str, ...] = ()
    logic: Expression | None = None


@dataclass(frozen=True, slots=True)
class BusinessKnowledgeModel(DRGElement):
    """A named function."""

    knowledge_requirements: tuple[str, ...] = ()
    logic: FunctionDefinition | None = None


@dataclass(frozen=True, slots=True)
class DecisionService(DRGElement):
    """Decisions offered as a function."""

    outputs: tuple[str, ...] = ()
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definitions:
    """A whole model."""

    namespace: str
    name: str
    imports: tuple[Import, ...]
    items: tuple[ItemDefinition, ...]
    drg_elements: tuple[DRGElement, ...]
