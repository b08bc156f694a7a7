"""A DMN model, read, checked and compiled once; evaluated often. Immutable after :func:`parse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from bpmn.dmn import elements as dmn
from bpmn.dmn.boxes import UnknownLanguage
from bpmn.dmn.build import Builder, Built
from bpmn.dmn.evaluation import Evaluation
from bpmn.dmn.problems import DmnError, DmnProblem
from bpmn.dmn.reader import read
from bpmn.dmn.source import check_size, definitions_element, refused
from bpmn.feel.compiler.frames import Run
from bpmn.feel.diagnostics import Outcome
from bpmn.feel.environment import Environment
from bpmn.feel.errors import BudgetExceeded


@dataclass(frozen=True, slots=True)
class DecisionInfo:
    """What others may know of a decision: its id and name, the inputs it needs (directly or not), its declared type."""

    id: str
    name: str
    inputs: tuple[str, ...]
    type_ref: str | None


class Model:
    """A compiled model; made by :func:`parse`."""

    def __init__(self, definitions: dmn.Definitions, built: Built, warnings: tuple[DmnProblem, ...]) -> None:
        self.definitions = definitions
        self.namespace = definitions.namespace
        self.name = definitions.name
        self.warnings = warnings
        self.built = built
        self._found: dict[tuple[str, type[dmn.DRGElement]], dmn.DRGElement] = {}

    @property
    def decisions(self) -> tuple[DecisionInfo, ...]:
        """The model's own decisions, in the order written."""
        return tuple(
            DecisionInfo(node.id, node.name, self.built.inputs_of(node), node.variable.type_ref)
            for node in self.definitions.drg_elements
            if isinstance(node, dmn.Decision)
        )

    @property
    def services(self) -> tuple[str, ...]:
        """The names of the model's decision services."""
        return tuple(node.name for node in self.definitions.drg_elements if isinstance(node, dmn.DecisionService))

    def find(self, reference: str, kind: type[dmn.DRGElement] = dmn.Decision) -> dmn.DRGElement:
        """A node by id, else by name; raises DmnError."""
        if (reference, kind) not in self._found:
            nodes = [node for node in self.definitions.drg_elements if isinstance(node, kind)]
            by_id = (node for node in nodes if node.id == reference)
            by_name = (node for node in nodes if node.name == reference)
            node = next(by_id, None) or next(by_name, None)
            if node is None:
                raise refused("element-unknown", name=reference)
            self._found[reference, kind] = node
        return self._found[reference, kind]

    def evaluate(self, decision: str, context: Mapping[str, object], environment: Environment) -> Outcome:
        """The value of a decision by id or name, and the notes on the way.

        ``context`` holds the inputs by name (JSON or FEEL values); text is read as a date where the input's type says
        so. Names in it that are no element of the model are visible to every expression, as Camunda has it. Raises
        DmnError for an unknown decision and BudgetExceeded.
        """
        node = self.find(decision, dmn.Decision)
        return self._run(node, context, environment)

    def evaluate_service(self, service: str, context: Mapping[str, object], environment: Environment) -> Outcome:
        """The value of a decision service, its parameters taken from ``context`` by name."""
        return self._run(self.find(service, dmn.DecisionService), context, environment)

    def evaluate_knowledge(self, name: str, context: Mapping[str, object], environment: Environment) -> Outcome:
        """The value of a business knowledge model, its parameters taken from ``context`` by name."""
        return self._run(self.find(name, dmn.BusinessKnowledgeModel), context, environment)

    def _run(self, node: dmn.DRGElement, context: Mapping[str, object], environment: Environment) -> Outcome:
        free = {name: value for name, value in context.items() if name not in self.built.names}
        run = Run(free, environment, "")
        evaluation = Evaluation(self.built, run, context)
        try:
            return Outcome(evaluation.answer(node), tuple(run.notes))
        except RecursionError:
            raise BudgetExceeded("depth", environment.budget.depth) from None


Imports = Mapping[str, "bytes | Model"]


def _imported(definitions: dmn.Definitions, imports: Imports, seen: tuple[str, ...], strict: bool) -> dict[str, Model]:
    """The imported models by namespace; given ones may be bytes."""
    found: dict[str, Model] = {}
    for wanted in definitions.imports:
        given = imports.get(wanted.namespace) or imports.get(wanted.location)
        if given is None or wanted.namespace in seen:
            continue
        found[wanted.namespace] = given if isinstance(given, Model) else _parse(given, imports, seen, strict)
    return found


def _parse(data: bytes | etree._Element, imports: Imports, seen: tuple[str, ...], strict: bool) -> Model:
    root = definitions_element(data)
    check_size(root)
    try:
        definitions = read(root)
    except UnknownLanguage as error:
        raise refused("language", error.line, language=error.language) from error
    models = _imported(definitions, imports, (*seen, definitions.namespace), strict)
    builder = Builder(definitions, {name: model.built for name, model in models.items()})
    built = builder.build()
    errors = tuple(problem for problem in builder.problems if problem.severity == "error")
    if errors and strict:
        raise DmnError(errors)
    return Model(definitions, built, tuple(builder.problems))


def parse(data: bytes | etree._Element, imports: Imports | None = None, strict: bool = True) -> Model:
    """A model from bytes or a parsed element; raises DmnError with every problem, each naming its element or cell.

    ``imports`` gives imported models by namespace or location, as bytes or as models parsed before. Where not
    ``strict``, a model with broken parts is taken: those are null with a note, and ``warnings`` lists them.
    """
    try:
        return _parse(data, imports or {}, (), strict)
    except RecursionError:
        raise refused("xml", reason="nested too deep") from None
