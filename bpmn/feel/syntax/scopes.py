"""The names in scope while parsing: finds the longest name that begins at a place in the text.

Types are tracked only as far as names need it: to know that ``applicant.first-name`` is one step of a path.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

from bpmn.feel import nodes
from bpmn.feel.budget import SOURCE, SourceLimits
from bpmn.feel.syntax.cursor import Cursor
from bpmn.feel.syntax.vocabulary import PART_WORD, needing, vocabulary
from bpmn.feel.types import ContextType, ListType, Type

Names = Mapping[str, Type | None]


def entries_of(kind: Type | None) -> dict[str, Type] | None:
    """The entries of a value of this type, or of the elements of a list; None if they are unknown."""
    while isinstance(kind, ListType):
        kind = kind.element
    return kind.entries if isinstance(kind, ContextType) else None


def keys_within(kind: Type | None, depth: int = 8) -> Iterable[str]:
    """Every key anywhere inside a type."""
    entries = entries_of(kind) if depth else None
    for key, entry in (entries or {}).items():
        yield key
        yield from keys_within(entry, depth - 1)


class ScopedCursor(Cursor, ABC):
    """A cursor that knows which names are in scope."""

    def __init__(
        self, text: str, names: Names, special: frozenset[str], types: Mapping[str, Type], limits: SourceLimits = SOURCE
    ) -> None:
        super().__init__(text, limits)
        self.named_types = types
        self._special: list[frozenset[str]] = [special]
        self._types: list[Mapping[str, Type | None]] = [names]
        self._known: dict[int, tuple[nodes.Node, Type]] = {}
        self._pool = needing(key for kind in names.values() for key in keys_within(kind))

    @abstractmethod
    def expression(self) -> nodes.Node:
        """Parses an expression."""

    @abstractmethod
    def operand(self) -> nodes.Node:
        """Parses an expression without comparison or logic: an end of a range, a side of a comparison."""

    def push(self, names: Mapping[str, Type | None]) -> None:
        """Opens a scope with these names, inside the current one."""
        self._special.append(self._special[-1] | needing(names))
        self._types.append({**self._types[-1], **names})

    def pop(self) -> None:
        """Closes the current scope."""
        self._special.pop()
        self._types.pop()

    def declare(self, name: str, kind: Type | None) -> None:
        """Adds a name to the current scope (an entry of a context, an iterator)."""
        self._special[-1] |= needing((name,))
        self._types[-1] = {**self._types[-1], name: kind}
        self._pool |= needing((name,))

    def push_item(self, kind: Type | None) -> None:
        """Opens the scope inside a filter: the item and its entries; if its type is unknown, all keys of any known type."""
        entries: dict[str, Type] | None = entries_of(kind)
        self.push({"item": kind, **(entries or {})})
        if entries is None:
            self._special[-1] |= self._pool

    def name(self) -> str | None:
        """Consumes the name that begins here: the longest known one, else consecutive words; None if there is none."""
        word = self.word()
        if word is None:
            return self.back_quoted()
        known = self._longest(word, self._special[-1])
        return known if known is not None else self.joined_words()

    def field(self, kind: Type | None) -> str:
        """Consumes the name after a dot; raises FeelSyntaxError if there is none."""
        part = PART_WORD.match(self.text, self.pos)
        if part is None:
            quoted = self.back_quoted()
            return quoted if quoted is not None else self.expected("a name")
        entries = entries_of(kind)
        known = self._longest(part.group(), self._pool if entries is None else needing(entries))
        if known is not None:
            return known
        joined = self.joined_words()
        if joined is None:
            self.pos = part.end()
            self.skip()
        return joined if joined is not None else part.group()

    def _longest(self, word: str, special: frozenset[str]) -> str | None:
        found = vocabulary(special).longest(self.text, self.pos, word) if special else None
        if found is None:
            return None
        name, self.pos = found
        self.skip()
        return name

    def learn(self, node: nodes.Node, kind: Type | None) -> None:
        """Stores the type of a new node, if it is known."""
        if kind is not None:
            self._known[id(node)] = (node, kind)

    def type_named(self, name: str) -> Type | None:
        """The type of a name in scope."""
        return self._types[-1].get(name)

    def type_of(self, node: nodes.Node) -> Type | None:
        """The type of a node; None if it is unknown."""
        known = self._known.get(id(node))
        return known[1] if known else None
