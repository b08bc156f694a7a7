"""Item definitions as types: what FEEL calls the type, and the constraints DMN adds to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bpmn.dmn import elements as dmn
from bpmn.feel import types
from bpmn.feel.compiler.frames import Frame
from bpmn.feel.errors import Failure
from bpmn.feel.operations.coercion import coerce
from bpmn.feel.types import Type
from bpmn.feel.values import texts

Test = Callable[[Frame, object], bool | None]
CompileTests = Callable[[str, str, Type], Test]


@dataclass(slots=True)
class ItemType:
    """A resolved type. ``allowed_values`` tests each element of a collection, ``type_constraint`` the whole value."""

    name: str
    feel: Type
    allowed_values: Test | None = None
    type_constraint: Test | None = None
    element: ItemType | None = None
    components: dict[str, ItemType] = field(default_factory=dict)

    @property
    def is_checked(self) -> bool:
        """Whether anything beyond the FEEL type is asked."""
        inner = [self.element] if self.element else list(self.components.values())
        return bool(self.allowed_values or self.type_constraint) or any(
            part.is_checked for part in inner if part is not self
        )

    def coerce(self, value: object, frame: Frame) -> object:
        """The value as this type, constraints checked; raises TypeMismatch or Failure ``value-not-allowed``."""
        made = coerce(value, self.feel)
        self._check(made, frame)
        return made

    def _check(self, value: object, frame: Frame) -> None:
        if value is None:
            return
        for test in (self.allowed_values, self.type_constraint):
            if test is not None and test(frame, value) is not True:
                raise Failure("value-not-allowed", type=self.name, value=value)
        if isinstance(value, list) and self.element is not None:
            for item in value:
                self.element._check(item, frame)
        if isinstance(value, dict):
            for key, component in self.components.items():
                component._check(value.get(key), frame)


PARSERS: dict[Type, Callable[[str], object]] = {
    types.DATE: texts.parse_date,
    types.TIME: texts.parse_time,
    types.DATE_TIME: texts.parse_date_time,
    types.YEARS_MONTHS: texts.parse_duration,
    types.DAYS_TIME: texts.parse_duration,
}


def coerce_input(value: object, kind: Type) -> object:
    """A JSON value as its declared type: texts of dates, times and durations are parsed, missing entries of a context are null."""
    if isinstance(value, str) and kind in PARSERS:
        try:
            return PARSERS[kind](value)
        except Failure:
            return value
    if isinstance(value, list) and isinstance(kind, types.ListType):
        return [coerce_input(item, kind.element) for item in value]
    if isinstance(value, dict) and isinstance(kind, types.ContextType):
        known = {key: coerce_input(value.get(key), entry) for key, entry in kind.entries.items()}
        return {**value, **known}
    return value


def plain_ref(type_ref: str) -> str:
    """The reference without the prefix FEEL's own types may carry; ``ns:name`` becomes ``ns.name``."""
    name = type_ref.strip()
    if name.startswith("{"):
        name = name.partition("}")[2]
    prefix, colon, rest = name.partition(":")
    return (rest if prefix.lower() in ("feel", "xsd") else f"{prefix}.{rest}") if colon else name


def _both(first: Test | None, second: Test | None) -> Test | None:
    """The test that holds where both do."""
    if first is None or second is None:
        return first or second
    return lambda frame, value: first(frame, value) is True and second(frame, value) is True


class Items:
    """The item definitions of a model, resolved on demand; a type that contains itself is Any there."""

    def __init__(
        self, written: tuple[dmn.ItemDefinition, ...], imported: Mapping[str, ItemType], compile_tests: CompileTests
    ) -> None:
        self._written = {item.name: item for item in written}
        self._made: dict[str, ItemType] = dict(imported)
        self._open: set[str] = set()
        self._compile = compile_tests

    @property
    def feel_types(self) -> dict[str, Type]:
        """Every type by name, as FEEL expressions may name them."""
        for name in self._written:
            self.named(name)
        return {name: made.feel for name, made in self._made.items()}

    @property
    def all(self) -> dict[str, ItemType]:
        """Every type by name, constraints included."""
        for name in self._written:
            self.named(name)
        return dict(self._made)

    def is_known(self, type_ref: str) -> bool:
        """Whether there is such a type."""
        name = plain_ref(type_ref)
        return name in types.BY_NAME or name in self._written or name in self._made

    def of(self, type_ref: str | None) -> ItemType | None:
        """The type of a reference; None where none is declared or known."""
        if not type_ref:
            return None
        name = plain_ref(type_ref)
        found = self.named(name)
        if found is None and name in types.BY_NAME:
            found = ItemType(name, types.BY_NAME[name])
        return found

    def allowed_text(self, type_ref: str | None) -> str | None:
        """The allowed values of a type defined here, as written."""
        item = self._written.get(plain_ref(type_ref)) if type_ref else None
        return item.allowed_values if item is not None else None

    def named(self, name: str) -> ItemType | None:
        """The item definition of that name."""
        if name in self._made or name not in self._written:
            return self._made.get(name)
        if name in self._open:
            return ItemType(name, types.ANY)
        self._open.add(name)
        made = self._resolve(self._written[name])
        self._open.discard(name)
        self._made[name] = made
        return made

    def _resolve(self, item: dmn.ItemDefinition) -> ItemType:
        components = {part.name: self._resolve(part) for part in item.components}
        base = self._base(item, components)
        allowed_values = self._tests(item.allowed_values, item.name, base.feel)
        single = ItemType(
            item.name,
            base.feel,
            _both(base.allowed_values, allowed_values),
            base.type_constraint,
            base.element,
            base.components,
        )
        if not item.collection:
            if item.type_constraint is not None:
                single.type_constraint = _both(
                    base.type_constraint, self._tests(item.type_constraint, item.name, base.feel)
                )
            return single
        whole = types.ListType("list", base.feel)
        return ItemType(item.name, whole, None, self._tests(item.type_constraint, item.name, whole), single)

    def _base(self, item: dmn.ItemDefinition, components: dict[str, ItemType]) -> ItemType:
        if components:
            kind = types.ContextType("context", {name: part.feel for name, part in components.items()})
            return ItemType(item.name, kind, components=components)
        if item.function is not None:
            return ItemType(item.name, self._function(item.function))
        return self.of(item.type_ref) or ItemType(item.name, types.ANY)

    def _function(self, item: dmn.FunctionItem) -> Type:
        parameters = tuple(self._feel(part.type_ref) for part in item.parameters)
        return types.FunctionType(
            "function", parameters, self._feel(item.result), tuple(part.name for part in item.parameters)
        )

    def _feel(self, type_ref: str | None) -> Type:
        found = self.of(type_ref)
        return found.feel if found is not None else types.ANY

    def _tests(self, text: str | None, name: str, kind: Type) -> Test | None:
        return None if text is None or not text.strip() else self._compile(text, name, kind)
