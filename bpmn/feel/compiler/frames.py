"""The frames of a running expression, in which names are looked up, and its cost counters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bpmn.feel.budget import CostMeter
from bpmn.feel.diagnostics import Diagnostic
from bpmn.feel.errors import BudgetExceeded, ConversionError, Failure
from bpmn.feel.jsonvalues import convert
from bpmn.feel.syntax.cursor import position
from bpmn.feel.weight import weigh

if TYPE_CHECKING:
    from bpmn.feel.environment import Environment
    from bpmn.feel.regex.engine import CompiledPattern


#: a place in a source text: the text, and the offset
Site = tuple[str, int]


class _Missing:
    """The type of `MISSING`, which stands for a name that is not defined; null is a value."""

    __slots__ = ()


MISSING = _Missing()


class Frame:
    """The names that an expression binds (such as iterators and parameters), inside an outer frame."""

    __slots__ = ("parent", "run", "variables")

    def __init__(self, variables: Mapping[str, object], parent: Frame | None, run: Run) -> None:
        self.variables = variables
        self.parent = parent
        self.run = run

    def find(self, name: str) -> object:
        """The value of a name, from the innermost frame that has it; MISSING if none has."""
        frame = self
        while True:
            value = frame.variables.get(name, MISSING)
            if value is not MISSING:
                return value
            if frame.parent is None:
                return frame.outer(name)
            frame = frame.parent

    def outer(self, name: str) -> object:
        """The value of a name that is no variable of a frame; only the outermost, a :class:`Run`, has such names."""
        return MISSING


Closure = Callable[[Frame], object]


class Run(Frame):
    """One evaluation: the outermost frame, with the caller's scope, cost counters and diagnostics. Used once."""

    __slots__ = ("budget", "depth", "drawn", "environment", "meter", "notes", "patterns", "remaining", "scope", "text")
    variables: dict[str, object]

    def __init__(self, scope: Mapping[str, object], environment: Environment, text: str) -> None:
        self.variables = {}
        self.parent = None
        self.run = self
        self.scope = scope
        self.environment = environment
        self.budget = environment.budget
        self.remaining = self.budget.steps
        self.meter = environment.meter or CostMeter(self.budget.steps)
        self.depth = 0
        self.drawn = 0
        self.text = text
        self.notes: list[Diagnostic] = []
        self.patterns: dict[tuple[str, str], CompiledPattern] = {}

    def outer(self, name: str) -> object:
        """The value of a name in the caller's scope, converted to FEEL and cached, or a function of the host."""
        raw = self.scope.get(name, MISSING)
        if raw is MISSING:
            return self.environment.functions.get(name, MISSING)
        value = self.convert(raw)
        if isinstance(value, list | dict):
            self.variables[name] = value
        return value

    def convert(self, raw: object) -> object:
        """A value from outside; raises Failure for anything that is not a FEEL value."""
        try:
            return convert(raw, self)
        except ConversionError as error:
            raise Failure(error.code, **error.facts) from error

    def charge(self, steps: int) -> None:
        """Counts steps; raises BudgetExceeded when there are more than the budget allows."""
        self.remaining -= steps
        self.meter.left -= steps
        if self.remaining < 0:
            raise BudgetExceeded("steps", self.budget.steps)
        if self.meter.left < 0:
            raise BudgetExceeded("shared", self.meter.allowed)

    def weigh(self, *values: object) -> None:
        """Counts the parts of values that are about to be traversed; a value without parts costs nothing."""
        for value in values:
            if isinstance(value, list | dict):
                weigh(value, self.charge)

    def checked_text(self, text: str) -> str:
        """Counts a new string; raises BudgetExceeded if it is too long."""
        length = len(text)
        if length > self.budget.string_length:
            raise BudgetExceeded("string", self.budget.string_length)
        self.charge(length >> 4)
        return text

    def checked_list(self, items: list[object]) -> list[object]:
        """Counts a new list; raises BudgetExceeded if it is too long."""
        length = len(items)
        if length > self.budget.list_length:
            raise BudgetExceeded("list", self.budget.list_length)
        self.charge(length >> 2)
        return items

    def note(self, code: str, site: Site, facts: dict[str, object]) -> None:
        """Adds a diagnostic on why something is null; further ones than the budget allows are dropped."""
        if len(self.notes) < self.budget.diagnostics:
            text, pos = site
            line, column = position(text, pos)
            self.notes.append(Diagnostic(code, line, column, facts, text))

    def draw(self) -> bytes:
        """32 pseudo-random bytes, determined by the seed, the text and the number of earlier draws."""
        self.drawn += 1
        seed = f"{self.environment.seed}\0{self.text}\0{self.drawn}"
        return hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
