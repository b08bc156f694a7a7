"""Connects a model: references to elements, names to scopes, logic to closures. Finds cycles and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bpmn.dmn import elements as dmn
from bpmn.dmn.cells import ExpressionScope, Names
from bpmn.dmn.items import Items, ItemType
from bpmn.dmn.logic import LogicCompiler
from bpmn.dmn.problems import DmnProblem, ModelPlace, Severity
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.diagnostics import Source
from bpmn.feel.types import ContextType, FunctionType, Type
from bpmn.feel.values import Function


@dataclass(slots=True)
class Required:
    """What an element sees: its own model's nodes by name, imported ones by the import's name and theirs."""

    local: dict[str, dmn.DRGElement] = field(default_factory=dict)
    imported: dict[str, dict[str, tuple[Built, dmn.DRGElement]]] = field(default_factory=dict)


@dataclass(slots=True)
class Built:
    """A connected model. Keyed by id of the node object, for models may leave ids out."""

    definitions: dmn.Definitions
    imports: dict[str, Built]
    items: Items
    required: dict[int, Required] = field(default_factory=dict)
    closures: dict[int, Closure] = field(default_factory=dict)
    makers: dict[int, Callable[[Frame], Function]] = field(default_factory=dict)
    kinds: dict[int, ItemType | None] = field(default_factory=dict)
    by_reference: dict[str, dmn.DRGElement] = field(default_factory=dict)
    sites: dict[int, Site] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    """Every name the model gives to an element or an import."""

    def resolve(self, href: str) -> tuple[Built, dmn.DRGElement] | None:
        """The node of a reference, here or in an imported model."""
        namespace, _, name = href.rpartition("#")
        if namespace in ("", self.definitions.namespace):
            node = self.by_reference.get(name)
            return (self, node) if node is not None else None
        other = self.imports.get(namespace)
        return other.resolve(f"#{name}") if other is not None else None

    def inputs_of(self, node: dmn.DRGElement) -> tuple[str, ...]:
        """The names of the input data a node needs, directly or through others."""
        found: dict[str, None] = {}
        waiting, seen = [node], {id(node)}
        while waiting:
            current = waiting.pop(0)
            if isinstance(current, dmn.InputData):
                found[current.variable.name] = None
            for inner in self.required.get(id(current), Required()).local.values():
                if id(inner) not in seen:
                    seen.add(id(inner))
                    waiting.append(inner)
        return tuple(found)


class Builder:
    """Builds one model; ``problems`` says what is wrong."""

    def __init__(
        self,
        definitions: dmn.Definitions,
        imports: Mapping[str, Built],
        compiler: type[LogicCompiler] = LogicCompiler,
    ) -> None:
        self.definitions = definitions
        self.problems: list[DmnProblem] = []
        self.logic = compiler(self.problems)
        imported: dict[str, ItemType] = {}
        for wanted in definitions.imports:
            if wanted.namespace not in imports:
                self._problem("import-missing", ModelPlace(wanted.name), namespace=wanted.namespace)
                continue
            prefix = f"{wanted.name}." if wanted.name else ""
            imported |= {prefix + name: kind for name, kind in imports[wanted.namespace].items.all.items()}
        self.logic.items = Items(definitions.items, imported, self.logic.item_tests)
        self.built = Built(definitions, dict(imports), self.logic.items)
        self.built.sites = {
            id(node): (Source.at("", ModelPlace(node.name, node.id)), 0) for node in definitions.drg_elements
        }
        self.built.names = frozenset(node.variable.name for node in definitions.drg_elements) | {
            wanted.name for wanted in definitions.imports if wanted.name
        }

    def _problem(
        self, code: str, place: ModelPlace, line: int | None = None, severity: Severity = "error", **facts: object
    ) -> None:
        self.problems.append(DmnProblem(code, place, severity, line, facts))

    def build(self) -> Built:
        """The model connected and compiled; what cannot be is in ``problems``."""
        self.logic.feel_types = self.logic.items.feel_types
        self._index()
        for node in self.definitions.drg_elements:
            self.built.required[id(node)] = self._requirements(node)
        self._cycles()
        for node in self.definitions.drg_elements:
            self._compile(node)
        return self.built

    def _index(self) -> None:
        names: set[str] = set()
        for node in self.definitions.drg_elements:
            place = ModelPlace(node.name, node.id)
            if not node.name:
                self._problem("name-missing", place, node.line)
            elif node.name in names:
                self._problem("name-twice", place, node.line, name=node.name)
            names.add(node.name)
            if node.id and node.id in self.built.by_reference:
                self._problem("id-twice", place, node.line, name=node.id)
            self.built.by_reference.setdefault(node.id or node.name, node)

    def _requirements(self, node: dmn.DRGElement) -> Required:
        required = Required()
        for href in _references(node):
            found = self.built.resolve(href)
            if found is None:
                self._problem("reference-unknown", ModelPlace(node.name, node.id), node.line, href=href)
            elif found[0] is self.built:
                required.local[found[1].variable.name] = found[1]
            else:
                self._imported(required, found)
        return required

    def _imported(self, required: Required, found: tuple[Built, dmn.DRGElement]) -> None:
        built, node = found
        names = [wanted.name for wanted in self.definitions.imports if wanted.namespace == built.definitions.namespace]
        for name in names:
            required.imported.setdefault(name, {})[node.variable.name] = found

    def _cycles(self) -> None:
        """Every element reached from itself is a problem, except through functions alone: those may recurse."""
        state: dict[int, str] = {}
        for start in self.definitions.drg_elements:
            waiting: list[tuple[dmn.DRGElement, bool]] = [(start, False)]
            while waiting:
                node, left = waiting.pop()
                if left:
                    state[id(node)] = "done"
                elif id(node) not in state:
                    state[id(node)] = "open"
                    waiting.append((node, True))
                    waiting.extend((part, False) for part in self._next(node, state))

    def _next(self, node: dmn.DRGElement, state: dict[int, str]) -> list[dmn.DRGElement]:
        required = list(self.built.required[id(node)].local.values())
        for part in required:
            if state.get(id(part)) == "open" and not _both_functions(node, part):
                path = f"{part.name} → … → {node.name} → {part.name}"
                self._problem("requirement-cycle", ModelPlace(part.name, part.id), part.line, path=path)
        return [part for part in required if id(part) not in state]

    def names_for(self, node: dmn.DRGElement) -> Names:
        """The names an element's logic sees, with what is known of their types."""
        required = self.built.required[id(node)]
        names: Names = {name: self._type(part, self.built) for name, part in required.local.items()}
        for name, parts in required.imported.items():
            kinds = {inner: self._type(part, built) for inner, (built, part) in parts.items()}
            if name:
                names[name] = ContextType(
                    "context", {key: kind for key, kind in kinds.items() if kind is not None}, True
                )
            else:
                names |= kinds
        return names

    def _type(self, node: dmn.DRGElement, built: Built) -> Type | None:
        kind = built.items.of(node.variable.type_ref)
        if kind is None or isinstance(node, dmn.BusinessKnowledgeModel | dmn.DecisionService):
            return None
        return kind.feel

    def _compile(self, node: dmn.DRGElement) -> None:
        names = self.names_for(node)
        undeclared = isinstance(node, dmn.Decision) and not names
        scope = ExpressionScope(names, ModelPlace(node.name, node.id), node.line, undeclared)
        self.built.kinds[id(node)] = self.logic.type_of(node.variable.type_ref, scope)
        if isinstance(node, dmn.Decision):
            if node.logic is None:
                self.logic.problem("expression-missing", scope, "warning")
            self.built.closures[id(node)] = self.logic.compile(node.logic, scope)
        elif isinstance(node, dmn.BusinessKnowledgeModel):
            self._compile_knowledge(node, scope)

    def _compile_knowledge(self, node: dmn.BusinessKnowledgeModel, scope: ExpressionScope) -> None:
        if node.logic is None or node.logic.body is None:
            self.logic.problem("expression-missing", scope, "warning")
        logic = node.logic or dmn.FunctionDefinition()
        own = scope.within({node.variable.name: None})
        self.built.makers[id(node)] = self.logic.function_maker(node.name, logic, own, self._result(node))

    def _result(self, node: dmn.BusinessKnowledgeModel) -> ItemType | None:
        """The type of what the function gives: its variable's, which may be declared as the function's own."""
        kind = self.built.kinds[id(node)]
        if kind is None or not isinstance(kind.feel, FunctionType):
            return kind
        return ItemType(kind.name, kind.feel.result)


def _both_functions(node: dmn.DRGElement, part: dmn.DRGElement) -> bool:
    return isinstance(node, dmn.BusinessKnowledgeModel) and isinstance(part, dmn.BusinessKnowledgeModel)


def _references(node: dmn.DRGElement) -> tuple[str, ...]:
    if isinstance(node, dmn.Decision):
        return node.information_requirements + node.knowledge_requirements
    if isinstance(node, dmn.BusinessKnowledgeModel):
        return node.knowledge_requirements
    if isinstance(node, dmn.DecisionService):
        return node.outputs + node.input_data + node.input_decisions
    return ()
