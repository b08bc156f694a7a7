"""The script engine of a running process: FEEL only, a pure function of variables and execution context.

Takes the place of SpiffWorkflow's Python `eval`; no text of a diagram is ever run as Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bpmn import feel
from bpmn.effects import Effect, element_of
from bpmn.errors import EngineError
from bpmn.library import Library
from bpmn.limits import STEP_CHARACTERS, STEP_WORK
from bpmn.limits import THROWN as MOST_THROWN
from bpmn.redaction import Public, RedactableText, from_feel, join_redactable, redactable
from bpmn.running.storage_limits import THROWN, NotStorable, check_effect, check_texts, measure
from bpmn.values import Value

#: one cost unit per 2**n characters written
WRITTEN = 4
#: characters of an expression that a message quotes
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class ExecutionContext:
    """All that a step may know of the world beside the snapshot: its time, its randomness, the office around it."""

    #: aware
    now: datetime
    #: source of everything random; unique per step
    seed: str
    #: the office's own FEEL functions by name
    functions: Mapping[str, feel.Function] = field(default_factory=dict)
    #: names beside the variables that a process may read but never write: {"dossier": {...}}
    context: Mapping[str, object] = field(default_factory=dict)
    #: where the processes are found that a diagram calls; asked only when one is called or a call is open
    library: Library | None = None


class FeelScriptEngine:
    """Evaluates values for one step, all on one budget. Each draws its own seed, so that two scripts get different UUIDs."""

    def __init__(self, execution: ExecutionContext) -> None:
        self.execution = execution
        #: what the step may still cost: its elements, expressions, decisions and mappings together
        self.meter = feel.CostMeter(STEP_WORK)
        self._evaluations = 0
        self._written = 0
        self._thrown = 0

    def keep(self, element: str, name: str, value: object) -> None:
        """Counts a value that is to become a variable; raises `EngineError` for one that cannot be kept, or too many."""
        try:
            size = measure({name: value})
        except NotStorable as error:
            raise EngineError(element, error.code, "{name}: {why}", name=_short(name), why=error.text) from None
        self.charge(element, size >> WRITTEN)
        self._written += size
        if self._written > STEP_CHARACTERS:
            message = "{name}: one step writes more than {most} characters into variables"
            raise EngineError(element, "budget", message, name=_short(name), most=Public(STEP_CHARACTERS))

    def keep_local(self, element: str, variables: Mapping[str, object]) -> None:
        """The same for the local variables of an element, which are written anew each time."""
        try:
            self.charge(element, measure(variables) >> WRITTEN)
        except NotStorable as error:
            raise EngineError(element, error.code, error.text) from None

    def let_out(self, effect: Effect) -> None:
        """Looks at an effect before it leaves; raises `EngineError` where it cannot be stored, or the step floods others."""
        element = element_of(effect) or ""
        try:
            check_effect(effect)
        except NotStorable as error:
            raise EngineError(element, error.code, error.text) from None
        if isinstance(effect, THROWN):
            self._thrown += 1
            self.charge(element, measure(effect.variables) >> WRITTEN)
            if self._thrown > MOST_THROWN:
                message = "one step throws more than {most} messages and signals"
                raise EngineError(element, "budget", message, most=Public(MOST_THROWN))

    def charge(self, element: str, units: int) -> None:
        """Counts work of the engine's own; raises `EngineError` at the element where the step becomes too much."""
        try:
            self.meter.charge(units)
        except feel.BudgetExceeded as error:
            raise refusal(element, "budget", error) from None

    def evaluate(self, element: str, value: Value, scope: Mapping[str, object]) -> object:
        """The FEEL value (a literal is its text); raises `EngineError` for what FEEL itself cannot survive."""
        if value.expression is None:
            return value.text
        try:
            return value.expression.evaluate(scope, self.environment())
        except feel.FeelError as error:
            raise refusal(element, "feel", error, Public(_short(value.text))) from error

    def evaluate_json(self, element: str, value: Value, scope: Mapping[str, object]) -> object:
        """As `evaluate`, as a JSON value for the dossier's variables."""
        return self.json_of(element, value.text, self.evaluate(element, value, scope))

    def json_of(self, element: str, text: str, result: object) -> object:
        """A FEEL value as JSON; writing it out is part of the step's work."""
        try:
            made = feel.to_json(result, self.meter)
            check_texts(made)
            return made
        except feel.FeelError as error:
            raise refusal(element, "not-json", error, Public(f"the result of {_short(text)} cannot be kept")) from error
        except NotStorable as error:
            message = "the result of {text} cannot be kept: {why}"
            raise EngineError(element, error.code, message, text=Public(_short(text)), why=error.text) from None

    def why(self, value: Value, scope: Mapping[str, object]) -> RedactableText:
        """What FEEL noted on the way to a value that is of no use, for the person who has to mend it; "" if nothing."""
        if value.expression is None:
            return redactable("")
        try:
            notes = value.expression.evaluate_with(scope, self.environment()).diagnostics
        except feel.FeelError:
            return redactable("")
        return (
            redactable(" ({notes})", notes=join_redactable("; ", [from_feel(note) for note in notes[:3]]))
            if notes
            else redactable("")
        )

    def environment(self) -> feel.Environment:
        """What an evaluation may draw on; each has a seed of its own."""
        self._evaluations += 1
        seed = f"{self.execution.seed}:{self._evaluations}"
        return feel.Environment(self.execution.now, seed, self.execution.functions, meter=self.meter)


def refusal(element: str, code: str, error: feel.FeelError, what: Public | None = None) -> EngineError:
    """The error of a step for one of FEEL; what the whole step cannot pay for is always told by its own code."""
    shared = isinstance(error, feel.BudgetExceeded) and error.limit == "shared"
    message = redactable("{what}: {why}", what=what, why=from_feel(error)) if what else from_feel(error)
    return EngineError(element, "budget" if shared else code, message)


def _short(text: str) -> str:
    """An expression as an incident shows it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
