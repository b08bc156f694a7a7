"""The grammar of FEEL (DMN 1.5, 10.3.1.2): operators by binding strength, control, paths, literals.

Where the text can be read in two ways (``(a..b)`` or ``(a)``, ``[`` as a filter or as a range's open end) the parser
tries and goes back; its own steps are counted, so that no text makes it try for long.
"""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.feel import nodes, types
from bpmn.feel.nodes import Node
from bpmn.feel.syntax.boxes import BoxReader
from bpmn.feel.syntax.scopes import entries_of

OR, AND, COMPARE, ADD, MULTIPLY, POWER = range(1, 7)
SIGNS: tuple[tuple[str, int], ...] = (
    ("**", POWER),
    ("<=", COMPARE),
    (">=", COMPARE),
    ("!=", COMPARE),
    ("<", COMPARE),
    (">", COMPARE),
    ("=", COMPARE),
    ("+", ADD),
    ("-", ADD),
    ("*", MULTIPLY),
    ("/", MULTIPLY),
)
WORDS = {"or": OR, "and": AND, "between": COMPARE, "in": COMPARE}
CONSTANTS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}


class Parser(BoxReader):
    """Reads one text; not reusable."""

    def whole(self) -> Node:
        """The text as one expression."""
        return self._finished(self.expression())

    def _finished(self, node: Node) -> Node:
        if self.pos < len(self.text):
            self.expected("the end of the expression")
        self._check_height(node)
        return node

    def _check_height(self, root: Node) -> None:
        level, height = [root], 0
        while level:
            height += 1
            if height > self.limits.tree:
                self.fail("source-too-deep", allowed=self.limits.tree)
            level = [child for node in level for child in node.children()]

    def expression(self) -> Node:
        """An expression of any kind."""
        self.enter()
        node = self._binary(OR)
        self.leave()
        return node

    def operand(self) -> Node:
        """An expression without comparison or logic."""
        self.enter()
        node = self._binary(ADD)
        self.leave()
        return node

    def _operator(self) -> tuple[str, int] | None:
        for sign, level in SIGNS:
            if self.at(sign):
                return sign, level
        word = self.word()
        return (word, WORDS[word]) if word in WORDS else None

    def _binary(self, minimum: int) -> Node:
        left = self._unary()
        while found := self._operator():
            operator, level = found
            if level < minimum:
                break
            self.count()
            pos = self.pos
            self.take(operator)
            left = self._right_side(left, operator, level, pos)
        return left

    def _right_side(self, left: Node, operator: str, level: int, pos: int) -> Node:
        if operator == "between":
            low = self.operand()
            self.need_keyword("and")
            return nodes.Between(left, low, self.operand(), pos=pos)
        if operator == "in":
            return nodes.In(left, self._tests_after_in(), pos=pos)
        return nodes.Binary(operator, left, self._binary(level + 1), pos=pos)

    def _tests_after_in(self) -> tuple[Node, ...]:
        ranged = self.operator_range()
        if ranged is not None:
            return (ranged,)
        start = self.pos
        if self.take("("):
            tests = self.tests()
            if len(tests) > 1:
                self.need(")")
                return tests
            self.pos = start
        return (self.operand(),)

    def tests(self) -> tuple[Node, ...]:
        """Unary tests with commas between: each an operator with its operand, or an expression."""
        found = [self.operator_range() or self.expression()]
        while self.take(","):
            found.append(self.operator_range() or self.expression())
        return tuple(found)

    def _unary(self) -> Node:
        self.count()
        pos = self.pos
        if self.at("-"):
            self.take("-")
            self.enter()
            operand = self._unary()
            self.leave()
            return nodes.Negate(operand, pos=pos)
        node = self._postfix(self._primary())
        while self.at_keyword("instance"):
            pos = self.pos
            self.take("instance")
            self.need_keyword("of")
            node = nodes.InstanceOf(node, self.type_expression(), pos=pos)
        return node

    def _postfix(self, node: Node) -> Node:
        while True:
            self.count()
            pos = self.pos
            if self.at("("):
                node = nodes.FunctionCall(node, self.arguments(), pos=pos)
            elif self.at("["):
                kind = self.type_of(node)
                condition = self.filter_condition(kind)
                if condition is None:
                    return node
                node = nodes.Filter(node, condition, pos=pos)
                self.learn(node, kind)
            elif self.at(".") and not self.at(".."):
                node = self._path(node, pos)
            else:
                return node

    def _path(self, source: Node, pos: int) -> Node:
        self.take(".")
        kind = self.type_of(source)
        name = self.field(kind)
        made = nodes.Path(source, name, pos=pos)
        self.learn(made, (entries_of(kind) or {}).get(name))
        return made

    def _primary(self) -> Node:
        pos = self.pos
        sign = self.text[pos : pos + 1]
        if sign == '"':
            return nodes.Literal(self.string(), pos=pos)
        if (sign.isascii() and sign.isdigit()) or (sign == "." and not self.at("..")):
            number = self.number()
            return nodes.Literal(number, pos=pos) if number is not None else self.expected("an expression")
        opened = {"(": self.parenthesis, "[": self.list_or_range, "]": self.open_range, "{": self.context}.get(sign)
        if opened:
            return opened()
        if sign == "@":
            return self._at_literal()
        return self._worded()

    def _at_literal(self) -> Node:
        pos = self.pos
        self.take("@")
        text = self.string()
        return nodes.At(text, pos=pos) if text is not None else self.expected("a string in quotes")

    def _worded(self) -> Node:
        pos = self.pos
        word = self.word()
        known = self._longest(word, self._special[-1]) if word else None
        if known is not None:
            return self._named(known, pos)
        if word in CONSTANTS:
            self.take(word or "")
            return nodes.Literal(CONSTANTS[word or ""], pos=pos)
        control = {"if": self._if, "for": self._for, "some": self._some, "every": self._some}.get(word or "")
        if control:
            return control()
        if word == "function":
            return self.function_definition()
        return self._plain_name(word, pos)

    def _plain_name(self, word: str | None, pos: int) -> Node:
        if word == "not":
            self.take("not")
            return nodes.Name("not", pos=pos) if self.at("(") else self.expected("“(”")
        name = self.name()
        return self._named(name, pos) if name is not None else self.expected("an expression")

    def _named(self, name: str, pos: int) -> Node:
        node = nodes.Name(name, pos=pos)
        self.learn(node, self.type_named(name))
        return node

    def _if(self) -> Node:
        pos = self.pos
        self.take("if")
        condition = self.expression()
        self.need_keyword("then")
        then = self.expression()
        self.need_keyword("else")
        made = nodes.If(condition, then, self.expression(), pos=pos)
        self.learn(made, self.type_of(then))
        return made

    def _for(self) -> Node:
        pos = self.pos
        self.take("for")
        iterators = self._iterators()
        self.need_keyword("return")
        self.declare("partial", types.LIST)
        body = self.expression()
        self.pop()
        return nodes.For(iterators, body, pos=pos)

    def _some(self) -> Node:
        pos = self.pos
        kind = self.word() or ""
        self.take(kind)
        iterators = self._iterators()
        self.need_keyword("satisfies")
        condition = self.expression()
        self.pop()
        return nodes.Quantified(kind, iterators, condition, pos=pos)

    def _iterators(self) -> tuple[nodes.Iterator_, ...]:
        """The iterators; leaves a scope pushed for what follows."""
        self.push({})
        made = [self._iterator()]
        while self.take(","):
            made.append(self._iterator())
        return tuple(made)

    def _iterator(self) -> nodes.Iterator_:
        pos = self.pos
        name = self.name()
        if name is None:
            self.expected("a name")
        self.need_keyword("in")
        domain = self.expression()
        end = self.expression() if self.take("..") else None
        kind = self.type_of(domain)
        self.declare(name, kind.element if isinstance(kind, types.ListType) else kind)
        return nodes.Iterator_(name, domain, end, pos=pos)

    def unary_tests(self) -> nodes.Tests:
        """The text as a cell's unary tests: ``-``, ``not(…)``, or tests with commas between."""
        self.push({"?": self.type_named("?")})
        if self.take("-") and self.pos >= len(self.text):
            return nodes.Tests(())
        self.pos = 0
        self.skip()
        made = self._negated_tests() or nodes.Tests(self.tests())
        self._finished(made)
        return made

    def _negated_tests(self) -> nodes.Tests | None:
        start = self.pos
        if not (self.take_keyword("not") and self.take("(")):
            self.pos = start
            return None
        tests = self.tests()
        if self.take(")") and self.pos >= len(self.text):
            return nodes.Tests(tests, negated=True, pos=start)
        self.pos = start
        return None
