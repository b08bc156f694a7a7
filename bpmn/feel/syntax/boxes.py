"""What stands in brackets: lists, ranges, contexts, function definitions, arguments of calls."""

from __future__ import annotations

from bpmn.feel import nodes, types
from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.nodes import Node
from bpmn.feel.syntax.typenames import TypeReader
from bpmn.feel.syntax.vocabulary import KEY_TEXT, normal
from bpmn.feel.types import Type

OPERATORS = ("<=", ">=", "!=", "<", ">", "=")


class BoxReader(TypeReader):
    """Reads bracketed constructs (DMN 10.3.1.2, rules 8, 33, 55 to 60)."""

    def list_or_range(self) -> Node:
        """``[a, b]`` or ``[a..b]``; stands at the bracket."""
        pos = self.pos
        self.need("[")
        if self.take("]"):
            return nodes.ListNode((), pos=pos)
        items = [self.list_item()]
        if self.take(".."):
            return self._range_end(items[0], pos, start_included=True)
        while self.take(","):
            items.append(self.list_item())
        self.need("]")
        made = nodes.ListNode(tuple(items), pos=pos)
        element = self.type_of(items[0])
        self.learn(made, types.ListType("list", element) if element else None)
        return made

    def list_item(self) -> Node:
        """An item of a list; Camunda's dialect lets ``< 10`` stand there too."""
        return self.operator_range() or self.expression()

    def open_range(self) -> Node:
        """``]a..b]``; stands at the bracket."""
        pos = self.pos
        self.need("]")
        start = self.expression()
        self.need("..")
        return self._range_end(start, pos, start_included=False)

    def parenthesis(self) -> Node:
        """``(expression)``, ``(a..b)`` or ``(< 10)``; stands at the parenthesis."""
        pos = self.pos
        self.need("(")
        inner = self.operator_range() or self.expression()
        if self.take(".."):
            return self._range_end(inner, pos, start_included=False)
        self.need(")")
        return inner

    def operator_range(self) -> Node | None:
        """``< 10``, if an operator stands here."""
        pos = self.pos
        for operator in OPERATORS:
            if self.take(operator):
                return nodes.OperatorRange(operator, self.operand(), pos=pos)
        return None

    def _range_end(self, start: Node, pos: int, start_included: bool) -> Node:
        end = self.range_end()
        if self.take("]"):
            return nodes.RangeNode(start, end, start_included, True, pos=pos)
        if not self.take(")") and not self.take("["):
            self.expected("“]”, “)” or “[”")
        return nodes.RangeNode(start, end, start_included, False, pos=pos)

    def range_end(self) -> Node:
        """The end of a range; a ``[`` after it may close the range (see :meth:`filter_condition`)."""
        return self.expression()

    def filter_condition(self, kind: Type | None) -> Node | None:
        """``[condition]`` after a value; None, nothing taken, when the bracket closes an open range instead."""
        start, nesting = self.pos, self.nesting
        depth = len(self._special)
        self.push_item(kind)
        try:
            self.need("[")
            condition = self.expression()
            self.need("]")
        except FeelSyntaxError as error:
            if error.code in ("source-too-complex", "source-too-deep") or not self.may_close_range(start):
                raise
            self.pos, self.nesting = start, nesting
            condition = None
        while len(self._special) > depth:
            self.pop()
        return condition

    def may_close_range(self, start: int) -> bool:
        """Whether a range is open that the bracket at ``start`` could close."""
        return ".." in self.text[:start]

    def context(self) -> Node:
        """``{key: value, …}``; later entries see earlier ones."""
        pos = self.pos
        self.need("{")
        entries: list[nodes.Entry] = []
        kinds: dict[str, Type] = {}
        self.push({})
        while not self.at("}"):
            start = self.pos
            key = self.key()
            self.need(":")
            value = self.expression()
            entries.append(nodes.Entry(key, value, pos=start))
            kinds[key] = self.type_of(value) or types.ANY
            self.declare(key, kinds[key])
            if not self.take(","):
                break
        self.pop()
        self.need("}")
        made = nodes.ContextNode(tuple(entries), pos=pos)
        self.learn(made, types.ContextType("context", kinds))
        return made

    def function_definition(self) -> Node:
        """``function(a: type, b) body``; stands at the keyword."""
        pos = self.pos
        self.need_keyword("function")
        self.need("(")
        parameters: list[nodes.FormalParameter] = []
        while not self.at(")"):
            start = self.pos
            name = self.key()
            kind = self.type_expression() if self.take(":") else None
            parameters.append(nodes.FormalParameter(name, kind, pos=start))
            if not self.take(","):
                break
        self.need(")")
        external = self.take_keyword("external")
        self.push({parameter.name: parameter.type for parameter in parameters})
        body = self.expression()
        self.pop()
        return nodes.FunctionNode(tuple(parameters), body, external, pos=pos)

    def arguments(self) -> tuple[nodes.Argument, ...]:
        """``(a, b)`` or ``(name: a)``; stands at the parenthesis."""
        self.need("(")
        made: list[nodes.Argument] = []
        while not self.at(")"):
            pos = self.pos
            name = self._argument_name()
            value = self.operator_range() or self.expression()
            made.append(nodes.Argument(name, value, pos=pos))
            if not self.take(","):
                break
        self.need(")")
        if len({argument.name is None for argument in made}) > 1:
            self.fail("arguments-mixed")
        return tuple(made)

    def _argument_name(self) -> str | None:
        found = KEY_TEXT.match(self.text, self.pos)
        if not found or not self.text.startswith(":", found.end()):
            return None
        self.pos = found.end()
        self.need(":")
        return normal(found.group())
