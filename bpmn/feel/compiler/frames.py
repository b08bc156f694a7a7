"""Where names are found while a compiled expression runs, and what the run has cost so far."""

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


#: a place in a text: the text, and the offset
Site = tuple[str, int]


class _Missing:
    """The mark of a name that is not there; null is a value."""

    __slots__ = ()


MISSING = _Missing()


class Frame:
    """Names bound by an expression itself, inside the frame around it."""

    __slots__ = ("parent", "run", "variables")

    def __init__(self, variables: Mapping[str, object], parent: Frame | None, run: Run) -> None:
        self.variables = variables
        self.parent = parent
        self.run = run

    def find(self, name: str) -> object:
        """The value of a name, looked for outwards; MISSING when nowhere."""
        frame = self
        while True:
            value = frame.variables.get(name, MISSING)
            if value is not MISSING:
                return value
            if frame.parent is None:
                return frame.outer(name)
            frame = frame.parent

    def outer(self, name: str) -> object:
        """What the outermost frame knows beyond its variables; only a :class:`Run` knows more."""
        return MISSING


Closure = Callable[[Frame], object]


class Run(Frame):
    """One evaluation: the outermost frame, the caller's scope, counters and notes. Used once."""

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
        """A name of the caller's scope as a FEEL value (kept, for it may be asked for again), or a function of the host."""
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
        """Count steps; raises BudgetExceeded when the last is spent."""
        self.remaining -= steps
        self.meter.left -= steps
        if self.remaining < 0:
            raise BudgetExceeded("steps", self.budget.steps)
        if self.meter.left < 0:
            raise BudgetExceeded("shared", self.meter.allowed)

    def weigh(self, *values: object) -> None:
        """Count what is about to be walked through as a whole; a value without parts costs nothing."""
        for value in values:
            if isinstance(value, list | dict):
                weigh(value, self.charge)

    def checked_text(self, text: str) -> str:
        """A string just made, counted and refused when too long."""
        length = len(text)
        if length > self.budget.string_length:
            raise BudgetExceeded("string", self.budget.string_length)
        self.charge(length >> 4)
        return text

    def checked_list(self, items: list[object]) -> list[object]:
        """A list just made, counted and refused when too long."""
        length = len(items)
        if length > self.budget.list_length:
            raise BudgetExceeded("list", self.budget.list_length)
        self.charge(length >> 2)
        return items

    def note(self, code: str, site: Site, facts: dict[str, object]) -> None:
        """Remember why something was null; beyond the budget of notes nothing is kept."""
        if len(self.notes) < self.budget.diagnostics:
            text, pos = site
            line, column = position(text, pos)
            self.notes.append(Diagnostic(code, line, column, facts, text))

    def draw(self) -> bytes:
        """32 bytes that only the seed, the text and the number of draws before decide."""
        self.drawn += 1
        seed = f"{self.environment.seed}\0{self.text}\0{self.drawn}"
        return hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
