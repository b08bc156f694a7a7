"""A model as it is written: elements and boxed expressions, nothing resolved, nothing compiled."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Written:
    """Base: the element's id and the line it stands on."""

    id: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """A name with a type."""

    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Expression(Written):
    """Base of boxed expressions; ``type_ref`` where the box declares one."""

    type_ref: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class LiteralExpression(Expression):
    """FEEL text."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class InputClause(Written):
    """A column of conditions."""

    label: str = ""
    text: str = ""
    type_ref: str | None = None
    values: str | None = None


@dataclass(frozen=True, slots=True)
class OutputClause(Written):
    """A column of results."""

    name: str = ""
    type_ref: str | None = None
    values: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Rule(Written):
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

    variable: Variable | None
    value: Expression | None


@dataclass(frozen=True, slots=True)
class Context(Expression):
    """A boxed context."""

    entries: tuple[ContextEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Invocation(Expression):
    """A boxed invocation."""

    function: Expression | None = None
    bindings: tuple[tuple[str, Expression | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Relation(Expression):
    """Rows of named columns."""

    columns: tuple[Variable, ...] = ()
    rows: tuple[tuple[Expression | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ListExpression(Expression):
    """A boxed list."""

    items: tuple[Expression | None, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Expression):
    """A boxed function; ``kind`` other than FEEL is refused when called."""

    parameters: tuple[Variable, ...] = ()
    body: Expression | None = None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class Conditional(Expression):
    """A boxed ``if``."""

    condition: Expression | None = None
    yes: Expression | None = None
    no: Expression | None = None


@dataclass(frozen=True, slots=True)
class Iteration(Expression):
    """A boxed ``for``, ``some`` or ``every``: ``kind`` is the word."""

    kind: str = "for"
    variable: str = ""
    domain: Expression | None = None
    body: Expression | None = None


@dataclass(frozen=True, slots=True)
class FilterExpression(Expression):
    """A boxed filter."""

    source: Expression | None = None
    match: Expression | None = None


@dataclass(frozen=True, slots=True)
class ItemDefinition(Written):
    """A type: a reference, components, or a function's signature; constraints as unary tests."""

    name: str = ""
    type_ref: str | None = None
    collection: bool = False
    allowed: str | None = None
    constraint: str | None = None
    components: tuple[ItemDefinition, ...] = ()
    function: FunctionItem | None = None


@dataclass(frozen=True, slots=True)
class FunctionItem:
    """The type of a function."""

    parameters: tuple[Variable, ...]
    result: str | None


@dataclass(frozen=True, slots=True)
class Import:
    """Another model, under a name; an empty name imports its elements as if they stood here."""

    namespace: str
    name: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Node(Written):
    """Base of what stands in the requirement graph."""

    name: str = ""
    variable: Variable = field(default_factory=lambda: Variable(""))


@dataclass(frozen=True, slots=True)
class InputData(Node):
    """Something a decision is given."""


@dataclass(frozen=True, slots=True)
class Decision(Node):
    """A decision, its logic and what it requires (references)."""

    requires: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    logic: Expression | None = None


@dataclass(frozen=True, slots=True)
class KnowledgeModel(Node):
    """A business knowledge model: a named function."""

    knows: tuple[str, ...] = ()
    logic: FunctionDefinition | None = None


@dataclass(frozen=True, slots=True)
class DecisionService(Node):
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
    nodes: tuple[Node, ...]
