"""Types as they are written: ``number``, ``list<string>``, ``context<a: number>``, ``function<number> -> string``."""

from __future__ import annotations

from bpmn.feel import types
from bpmn.feel.syntax.scopes import ScopedCursor
from bpmn.feel.syntax.vocabulary import KEY_TEXT, normal
from bpmn.feel.types import Type

BUILT_IN = frozenset(name for name in types.BY_NAME if " " in name)


class TypeReader(ScopedCursor):
    """Reads type expressions (DMN 10.3.1.2, rules 62 to 65)."""

    def type_expression(self) -> Type:
        """One type. A name nobody declared is a type of that name: no value is an instance of it."""
        self.enter()
        try:
            for opening, read in (
                ("list", self._list),
                ("range", self._range),
                ("context", self._context),
                ("function", self._function),
            ):
                if self.at_keyword(opening) and self._followed_by_angle(opening):
                    return read()
            return self._named_type()
        finally:
            self.leave()

    def _followed_by_angle(self, opening: str) -> bool:
        start = self.pos
        self.take(opening)
        if self.take("<"):
            return True
        self.pos = start
        return False

    def _list(self) -> Type:
        element = self.type_expression()
        self.need(">")
        return types.ListType("list", element)

    def _range(self) -> Type:
        element = self.type_expression()
        self.need(">")
        return types.RangeType("range", element)

    def _context(self) -> Type:
        entries: dict[str, Type] = {}
        while not self.at(">"):
            key = self.key()
            self.need(":")
            entries[key] = self.type_expression()
            if not self.take(","):
                break
        self.need(">")
        return types.ContextType("context", entries)

    def _function(self) -> Type:
        parameters: list[Type] = []
        while not self.at(">"):
            parameters.append(self.type_expression())
            if not self.take(","):
                break
        self.need(">")
        result = self.type_expression() if self.take("->") else types.ANY
        return types.FunctionType("function", tuple(parameters), result)

    def _named_type(self) -> Type:
        word = self.word()
        if word is None:
            self.expected("a type")
        known = self._longest(word, frozenset(self.named_types) | BUILT_IN)
        name = known if known is not None else self._dotted()
        return self.named_types.get(name) or types.BY_NAME.get(name) or Type(name)

    def _dotted(self) -> str:
        parts = [self.joined_words() or self.expected("a type")]
        while self.at(".") and not self.at(".."):
            self.take(".")
            parts.append(self.joined_words() or self.expected("a type"))
        return ".".join(parts)

    def key(self) -> str:
        """A key before a colon: a name of any words and signs, or a string. Taken."""
        quoted = self.string()
        if quoted is not None:
            return quoted
        quoted = self.back_quoted()
        if quoted is not None:
            return quoted
        found = KEY_TEXT.match(self.text, self.pos)
        if not found:
            self.expected("a name")
        self.pos = found.end()
        self.skip()
        return normal(found.group())
