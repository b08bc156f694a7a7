"""One evaluation of a requirement graph: each element once, in the order needed, on one budget."""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.dmn import elements as dmn
from bpmn.dmn.build import Built
from bpmn.dmn.closures import coerce_or_null
from bpmn.dmn.items import coerce_input
from bpmn.feel.compiler.calls import CallContext, invoke
from bpmn.feel.compiler.core import note_failure
from bpmn.feel.compiler.frames import MISSING, Frame, Run
from bpmn.feel.errors import Failure
from bpmn.feel.types import ANY
from bpmn.feel.values import Function, Overload, Parameter


class Evaluation:
    """Values of elements, made when asked for and kept. ``given`` are elements whose value is fixed from outside."""

    def __init__(
        self, built: Built, run: Run, inputs: Mapping[str, object], given: Mapping[int, object] | None = None
    ) -> None:
        self.built = built
        self.run = run
        self.inputs = inputs
        self.values: dict[int, object] = dict(given or {})
        self._imported: dict[int, Evaluation] = {}

    def value_of(self, node: dmn.DRGElement) -> object:
        """The value of an input, decision, knowledge model or service."""
        key = id(node)
        if key not in self.values:
            self.values[key] = self._make(node)
        return self.values[key]

    def _make(self, node: dmn.DRGElement) -> object:
        if isinstance(node, dmn.InputData):
            return self._input(node)
        if isinstance(node, dmn.BusinessKnowledgeModel):
            return self._knowledge(node)
        if isinstance(node, dmn.DecisionService):
            return self._service(node)
        self.run.charge(1)
        value = self.built.closures[id(node)](self._frame(node))
        if isinstance(node, dmn.Decision) and node.logic is None:
            self.run.note("expression-none", self.built.sites[id(node)], {"name": node.name})
        return coerce_or_null(value, self.built.kinds[id(node)], self.run, self.built.sites[id(node)])

    def _input(self, node: dmn.InputData) -> object:
        raw = self.inputs.get(node.variable.name, MISSING)
        if raw is MISSING:
            self.run.note("input-missing", self.built.sites[id(node)], {"name": node.name})
            return None
        try:
            value = self.run.convert(raw)
        except Failure as failure:
            return note_failure(self.run, failure, self.built.sites[id(node)])
        kind = self.built.kinds[id(node)]
        return (
            value
            if kind is None
            else coerce_or_null(coerce_input(value, kind.feel), kind, self.run, self.built.sites[id(node)])
        )

    def _frame(self, node: dmn.DRGElement) -> Frame:
        """The names an element's logic sees: what it requires, nothing else of the model."""
        required = self.built.required[id(node)]
        variables = {name: self.value_of(part) for name, part in required.local.items()}
        for name, parts in required.imported.items():
            made = {inner: self._in(built).value_of(part) for inner, (built, part) in parts.items()}
            variables |= {name: made} if name else made
        return Frame(variables, self.run, self.run)

    def _in(self, built: Built) -> Evaluation:
        """The evaluation of an imported model; its inputs stand under the import's name, or beside our own."""
        if id(built) not in self._imported:
            names = [
                wanted.name
                for wanted in self.built.definitions.imports
                if wanted.namespace == built.definitions.namespace
            ]
            inner = next((self.inputs[name] for name in names if isinstance(self.inputs.get(name), Mapping)), None)
            inputs = {**self.inputs, **inner} if isinstance(inner, Mapping) else self.inputs
            self._imported[id(built)] = Evaluation(built, self.run, inputs)
        return self._imported[id(built)]

    def _knowledge(self, node: dmn.BusinessKnowledgeModel) -> Function:
        """The function of a knowledge model; its own name is in its scope, so that it may call itself."""
        own: dict[str, object] = {}
        required = self.built.required[id(node)].local.items()
        frame = Frame(own, self.run, self.run)
        made = self.built.makers[id(node)](frame)
        self.values[id(node)] = made
        own[node.variable.name] = made
        own.update({name: self.value_of(part) for name, part in required if part is not node})
        for name, parts in self.built.required[id(node)].imported.items():
            inner = {key: self._in(built).value_of(part) for key, (built, part) in parts.items()}
            own.update({name: inner} if name else inner)
        return made

    def _parameters(self, node: dmn.DecisionService) -> list[tuple[Built, dmn.DRGElement]]:
        """What a service is given: input data first, then input decisions (DMN 1.5, 10.4)."""
        found = [self.built.resolve(href) for href in node.input_data + node.input_decisions]
        return [part for part in found if part is not None]

    def _service(self, node: dmn.DecisionService) -> Function:
        parts = self._parameters(node)
        kinds = [built.kinds[id(part)] for built, part in parts]
        parameters = tuple(
            Parameter(part.variable.name, kind.feel if kind is not None else None, nullable=True)
            for (_, part), kind in zip(parts, kinds, strict=True)
        )

        def serve(call: CallContext, *arguments: object) -> object:
            given = {id(part): value for (_, part), value in zip(parts, arguments, strict=True)}
            return self.serve(node, given, call.run)

        return Function(node.name, (Overload(parameters, serve, True),), True)

    def serve(self, node: dmn.DecisionService, given: Mapping[int, object], run: Run) -> object:
        """A service's value: that of its output decision, or a context of several."""
        inner = Evaluation(self.built, run, {}, given)
        outputs = [part for part in map(self.built.resolve, node.outputs) if part is not None]
        results = {
            part.variable.name: (inner if built is self.built else inner._in(built)).value_of(part)
            for built, part in outputs
        }
        value = next(iter(results.values())) if len(results) == 1 else results
        return coerce_or_null(value, self.built.kinds[id(node)], run, self.built.sites[id(node)])

    def answer(self, node: dmn.DRGElement) -> object:
        """What an element gives a caller from outside: a decision its value, a function its result."""
        if isinstance(node, dmn.DecisionService):
            return self._serve_from_context(node)
        if isinstance(node, dmn.BusinessKnowledgeModel):
            return self._call_from_context(node)
        return self.value_of(node)

    def _call_from_context(self, node: dmn.BusinessKnowledgeModel) -> object:
        function = self._knowledge(node)
        names = tuple(parameter.name for parameter in function.parameters)
        try:
            arguments = [
                coerce_input(self.run.convert(self.inputs.get(parameter.name)), parameter.type or ANY)
                for parameter in function.parameters
            ]
            return invoke(function, arguments, names or None, CallContext(self.run, self.built.sites[id(node)]))
        except Failure as failure:
            return note_failure(self.run, failure, self.built.sites[id(node)])

    def _serve_from_context(self, node: dmn.DecisionService) -> object:
        """A service called from outside, its parameters by name."""
        given: dict[int, object] = {}
        for built, part in self._parameters(node):
            kind, site = built.kinds[id(part)], built.sites[id(part)]
            try:
                value = self.run.convert(self.inputs.get(part.variable.name))
            except Failure as failure:
                return note_failure(self.run, failure, site)
            given[id(part)] = (
                value if kind is None else coerce_or_null(coerce_input(value, kind.feel), kind, self.run, site)
            )
        return self.serve(node, given, self.run)
