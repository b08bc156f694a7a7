"""What others use: texts compiled once and kept, evaluated on a scope and an environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from bpmn.feel import nodes
from bpmn.feel.budget import SOURCE
from bpmn.feel.builtins import BUILT_INS
from bpmn.feel.compiler import basics, boxes, calls, loops, paths, tests  # noqa: F401 - importing registers them
from bpmn.feel.compiler.core import Compiler, note_failure
from bpmn.feel.compiler.frames import Closure, Frame, Run
from bpmn.feel.diagnostics import Outcome
from bpmn.feel.environment import Environment
from bpmn.feel.errors import BudgetExceeded, Failure, FeelSyntaxError
from bpmn.feel.free import free_names
from bpmn.feel.syntax.parser import Parser
from bpmn.feel.syntax.vocabulary import needing
from bpmn.feel.types import Type

Names = Iterable[str] | Mapping[str, Type | None]
BUILT_IN_NAMES = needing(BUILT_INS)


def _run(closure: Closure, scope: Mapping[str, object], environment: Environment, text: str, cost: int) -> Outcome:
    """One evaluation with its own budget and notes. Python's own limit of depth counts as the budget's."""
    run = Run(scope, environment, text)
    run.charge(cost)
    try:
        return Outcome(closure(run), tuple(run.notes))
    except RecursionError:
        raise BudgetExceeded("depth", environment.budget.depth) from None


class Expression:
    """A compiled expression: immutable, safe between threads. Made by :func:`compile`."""

    __slots__ = ("_closure", "_cost", "free_names", "node", "text")

    def __init__(self, text: str, node: nodes.Node) -> None:
        self.text = text
        self.node = node
        self.free_names: frozenset[str] = free_names(node) - BUILT_INS.keys()
        self._closure = Compiler(text, BUILT_INS).compile(node)
        self._cost = nodes.size(node)

    def evaluate(self, scope: Mapping[str, object], environment: Environment) -> object:
        """The value; what FEEL calls an error is None. Raises BudgetExceeded and no other error."""
        run = Run(scope, environment, self.text)
        run.charge(self._cost)
        try:
            return self._closure(run)
        except RecursionError:
            raise BudgetExceeded("depth", environment.budget.depth) from None

    def evaluate_with(self, scope: Mapping[str, object], environment: Environment) -> Outcome:
        """The value and the notes on the way. Raises BudgetExceeded and no other error."""
        return _run(self._closure, scope, environment, self.text, self._cost)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


class UnaryTests:
    """Compiled unary tests: what a cell of a decision table asks of its input. Made by :func:`compile_unary`."""

    __slots__ = ("_cost", "_test", "free_names", "node", "text")

    def __init__(self, text: str, node: nodes.Tests) -> None:
        self.text = text
        self.node = node
        self.free_names: frozenset[str] = free_names(node) - BUILT_INS.keys() - {"?"}
        self._cost = nodes.size(node)
        self._test = tests.unary_tests(node, Compiler(text, BUILT_INS, inner=True))

    def matches(self, value: object, scope: Mapping[str, object], environment: Environment) -> bool | None:
        """True, false, or None where a test has no answer. ``value`` may be JSON or FEEL."""
        answer = self.matches_with(value, scope, environment).value
        return answer if isinstance(answer, bool) else None

    def matches_with(self, value: object, scope: Mapping[str, object], environment: Environment) -> Outcome:
        """The answer and the notes on the way."""

        def decide(frame: Frame) -> object:
            try:
                tested = frame.run.convert(value)
            except Failure as failure:
                return note_failure(frame, failure, (self.text, 0))
            return self._test(Frame({"?": tested}, frame, frame.run), tested)

        return _run(decide, scope, environment, self.text, self._cost)

    def __repr__(self) -> str:
        return f"UnaryTests({self.text!r})"


def _typed(names: Names) -> dict[str, Type | None]:
    return dict(names) if isinstance(names, Mapping) else dict.fromkeys(names)


Read = TypeVar("Read", bound=nodes.Node)


def _read(
    text: str,
    names: Mapping[str, Type | None],
    special: frozenset[str],
    types: Mapping[str, Type],
    how: Callable[[Parser], Read],
) -> Read:
    """The tree of a text. A caller deep in Python's stack may leave less room than our own limits: the same error."""
    try:
        return how(Parser(text, names, special | BUILT_IN_NAMES, types))
    except RecursionError:
        raise FeelSyntaxError("source-too-deep", 1, 1, allowed=SOURCE.nesting) from None


def parse(text: str, names: Names = (), types: Mapping[str, Type] | None = None) -> nodes.Node:
    """The tree of an expression; raises FeelSyntaxError. ``names`` in scope may come with their types."""
    typed = _typed(names)
    return _read(text, typed, needing(typed), types or {}, Parser.whole)


def parse_unary(text: str, names: Names = (), types: Mapping[str, Type] | None = None) -> nodes.Tests:
    """The tree of unary tests; raises FeelSyntaxError."""
    typed = _typed(names)
    return _read(text, typed, needing(typed), types or {}, Parser.unary_tests)


@lru_cache(maxsize=2048)
def _expression(text: str, special: frozenset[str]) -> Expression:
    return Expression(text, _read(text, dict.fromkeys(special), special, {}, Parser.whole))


@lru_cache(maxsize=2048)
def _unary(text: str, special: frozenset[str]) -> UnaryTests:
    return UnaryTests(text, _read(text, dict.fromkeys(special), special, {}, Parser.unary_tests))


def compile(text: str, names: Names = ()) -> Expression:  # noqa: A001 - callers write feel.compile
    """The compiled expression, from a cache; raises FeelSyntaxError.

    ``names`` are those in scope. Only names with signs or keywords inside (``a-b``, ``bed and breakfast``) need to be given;
    several words are read as one name anyway. If ``names`` maps names to types, such names are also recognised inside
    contexts; the expression is then not cached.
    """
    if isinstance(names, Mapping):
        return Expression(text, parse(text, names))
    return _expression(text, needing(names))


def compile_unary(text: str, names: Names = ()) -> UnaryTests:
    """The compiled unary tests, from a cache; raises FeelSyntaxError."""
    if isinstance(names, Mapping):
        return UnaryTests(text, parse_unary(text, names))
    return _unary(text, needing(names))
