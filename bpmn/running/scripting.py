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
from bpmn.limits import STEP_CHARACTERS, STEP_WORK, THROWN_EVENTS
from bpmn.redaction import Public, RedactableText, from_feel, join_redactable, redactable
from bpmn.running.storage_limits import THROW_EFFECTS, NotStorable, check_effect, check_texts, measure
from bpmn.values import Value

#: a cost unit pays for 2**4 characters written
CHARACTERS_SHIFT = 4
#: characters of an expression that a message quotes
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class ExecutionContext:
    """What a step may read beside the snapshot: the time, a seed, the office's functions and dossier, deployed processes."""

    #: aware
    now: datetime
    #: source of everything random; unique per step
    seed: str
    #: the office's own FEEL functions by name
    functions: Mapping[str, feel.Function] = field(default_factory=dict)
    #: names beside the variables that a process may read but never write: {"dossier": {...}}
    context: Mapping[str, object] = field(default_factory=dict)
    #: the deployed processes; used only when a process is called or a call is open
    library: Library | None = None


class FeelScriptEngine:
    """Evaluates the expressions of one step on one budget, each with a seed of its own: two scripts get different UUIDs."""

    def __init__(self, execution: ExecutionContext) -> None:
        self.execution = execution
        #: cost budget of the step: of its elements, expressions, decisions and mappings together
        self.meter = feel.CostMeter(STEP_WORK)
        self._evaluations = 0
        self._written = 0
        self._thrown = 0

    def charge_variable(self, element: str, name: str, value: object) -> None:
        """Counts a value that becomes a variable; raises `EngineError` if it cannot be stored or the step writes too much."""
        try:
            size = measure({name: value})
        except NotStorable as error:
            raise EngineError(element, error.code, "{name}: {why}", name=_short(name), why=error.text) from None
        self.charge(element, size >> CHARACTERS_SHIFT)
        self._written += size
        if self._written > STEP_CHARACTERS:
            message = "{name}: one step writes more than {most} characters into variables"
            raise EngineError(element, "budget", message, name=_short(name), most=Public(STEP_CHARACTERS))

    def charge_local_variables(self, element: str, variables: Mapping[str, object]) -> None:
        """The same for the local variables of an element, which are all written again at each change."""
        try:
            self.charge(element, measure(variables) >> CHARACTERS_SHIFT)
        except NotStorable as error:
            raise EngineError(element, error.code, error.text) from None

    def check_effect(self, effect: Effect) -> None:
        """Raises `EngineError` if the effect cannot be stored, or the step throws too many messages and signals."""
        element = element_of(effect) or ""
        try:
            check_effect(effect)
        except NotStorable as error:
            raise EngineError(element, error.code, error.text) from None
        if isinstance(effect, THROW_EFFECTS):
            self._thrown += 1
            self.charge(element, measure(effect.variables) >> CHARACTERS_SHIFT)
            if self._thrown > THROWN_EVENTS:
                message = "one step throws more than {most} messages and signals"
                raise EngineError(element, "budget", message, most=Public(THROWN_EVENTS))

    def charge(self, element: str, units: int) -> None:
        """Counts work of the engine itself; raises `EngineError` for the element at which the step's budget is exceeded."""
        try:
            self.meter.charge(units)
        except feel.BudgetExceeded as error:
            raise refusal(element, "budget", error) from None

    def evaluate(self, element: str, value: Value, scope: Mapping[str, object]) -> object:
        """The FEEL value (of a literal its text); raises `EngineError` if the evaluation fails or exceeds the budget."""
        if value.expression is None:
            return value.text
        try:
            return value.expression.evaluate(scope, self.environment())
        except feel.FeelError as error:
            raise refusal(element, "feel", error, Public(_short(value.text))) from error

    def evaluate_json(self, element: str, value: Value, scope: Mapping[str, object]) -> object:
        """The result of `evaluate` as a JSON value, as variables are stored."""
        return self.json_of(element, value.text, self.evaluate(element, value, scope))

    def json_of(self, element: str, text: str, result: object) -> object:
        """A FEEL value as JSON; the conversion is charged to the step's budget. `text` is the expression, for errors."""
        try:
            made = feel.to_json(result, self.meter)
            check_texts(made)
            return made
        except feel.FeelError as error:
            raise refusal(element, "not-json", error, Public(f"the result of {_short(text)} cannot be kept")) from error
        except NotStorable as error:
            message = "the result of {text} cannot be kept: {why}"
            raise EngineError(element, error.code, message, text=Public(_short(text)), why=error.text) from None

    def diagnostics(self, value: Value, scope: Mapping[str, object]) -> RedactableText:
        """The diagnostics of evaluating an expression whose value cannot be used, for error messages; "" if there are none."""
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
        """The environment of the next evaluation, with a seed of its own."""
        self._evaluations += 1
        seed = f"{self.execution.seed}:{self._evaluations}"
        return feel.Environment(self.execution.now, seed, self.execution.functions, meter=self.meter)


def refusal(element: str, code: str, error: feel.FeelError, what: Public | None = None) -> EngineError:
    """A FEEL error as an error of the step, with `code`, or with the code "budget" if the step's own budget is exceeded."""
    shared = isinstance(error, feel.BudgetExceeded) and error.limit == "shared"
    message = redactable("{what}: {why}", what=what, why=from_feel(error)) if what else from_feel(error)
    return EngineError(element, "budget" if shared else code, message)


def _short(text: str) -> str:
    """An expression, shortened for an incident."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
