"""Activities: what tasks and sub-processes share; sub-processes, and tasks done in one step: scripts and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from bpmn import feel
from bpmn.effects import ElementPassed
from bpmn.errors import EngineError
from bpmn.redaction import Public, from_feel, join_redactable, redactable
from bpmn.running.scripting import refusal
from bpmn.running.specs.compensation import CompensateThenLeave
from bpmn.running.specs.entering import enter
from bpmn.running.specs.events import BoundaryEvent
from bpmn.running.specs.node import LoopActivity, NodeSpec, ScopeSpec, Thrown
from bpmn.running.tokens import CompletedActivity, Token
from bpmn.running.tokens.saved import LoopInstanceRecord, cut, fields
from bpmn.values import Value

#: notes that explain a null which is an answer: no rule holds
_NO_FAULT = frozenset({"rules-none"})


class Activity(NodeSpec):
    """A task or sub-process.

    On entry it announces its status, maps its inputs and arms the events on its border; it is left when it is answered.
    """

    #: in the order of the diagram
    boundaries: tuple[BoundaryEvent, ...] = ()
    #: the activity with a loop marker whose instances these are
    loop: LoopActivity | None = None
    #: compensates what was completed inside before the activity is left by an event of these kinds
    compensate_then_leave: CompensateThenLeave | None = None
    compensates_on: frozenset[str] = frozenset()

    def run(self, token: Token) -> bool | None:
        if token.answered:
            return True
        if self.loop is None:
            self.announce(token)
        self.map_inputs(token)
        for boundary in self.boundaries:
            boundary.arm(token)
        return self.open(token)

    def dump_progress(self, token: Token) -> object:
        return super().dump_progress(token) if token.loop_index is None else cut(LoopInstanceRecord(token.loop_index))

    def load_progress(self, token: Token, record: Any) -> None:
        if self.loop is None:
            super().load_progress(token, record)
        else:
            token.loop_index = LoopInstanceRecord(*fields(record)).loop_index

    def open(self, token: Token) -> bool | None:
        """Starts the work. Returns True if it is done at once, None if somebody has to answer."""
        raise NotImplementedError

    def close(self, token: Token) -> None:
        """The work is over: says so by an effect."""

    def withdraw(self, token: Token) -> None:
        """The work is no longer wanted: says so by an effect."""

    def answer(self, token: Token, outcome: Mapping[str, object]) -> None:
        """The work is done."""
        token.answered = True
        self.close(token)
        self.take(token, outcome)
        token.complete()

    def catcher(self, code: str | None, kind: Thrown = "error") -> BoundaryEvent | None:
        """The boundary event that catches the code: first one that names it, then one that catches all."""
        found = [boundary for boundary in self.boundaries if boundary.trigger.catches(kind, code)]
        return min(found, key=lambda boundary: boundary.trigger.code is None, default=None)

    def left_by(self, token: Token, event: BoundaryEvent, code: str | None, message: str) -> None:
        """Leaves by the event that caught something thrown inside; for the kinds in `compensates_on`, compensates first."""
        if self.compensate_then_leave is None or event.trigger.kind not in self.compensates_on:
            event.catch_thrown(token, code, message)
        else:
            self.compensate_then_leave.leave_by(token, event, code, message)

    def completed(self, token: Token) -> None:
        self.disarm(token)
        self._remember(token)
        if self.loop is not None:
            self.loop.instance_done(token)
            return
        token.instance.emit(ElementPassed(self.name))
        host = token.scope.host
        if host is None or host.task_spec.goes_on(host, token):
            self.leave(token)

    def cancelled(self, token: Token) -> None:
        self.withdraw(token)
        self.disarm(token)

    def _remember(self, token: Token) -> None:
        """Notes that the activity was completed, if there is anything to compensate it."""
        if self.inner is not None and self.inner.repeats:
            token.scope.compensation_log += token.done
        elif self.compensable:
            local = token.local_text if self.inner is not None or self.loop is not None else None
            token.scope.compensation_log.append(CompletedActivity(self.name, local, token.done))

    def disarm(self, token: Token) -> None:
        """Takes the events on its border away."""
        for attached in token.attached_tokens:
            attached.drop_out()
        token.attached_tokens = []


class PassingTask(Activity):
    """A manual task or a task without type: nobody is asked, it completes upon activation (13.3.3)."""

    def open(self, token: Token) -> bool:
        self.take(token, {})
        return True


class ScriptTask(Activity):
    """Evaluates FEEL and puts the result into a variable, all in one step."""

    expression: Value
    result_variable: str

    def open(self, token: Token) -> bool:
        instance = token.instance
        names = instance.visible(token.scope, token.local)
        self.take(token, {self.result_variable: instance.engine.evaluate_json(self.name, self.expression, names)})
        return True


class DecisionModel(Protocol):
    """What a called decision has to offer: `bpmn.dmn.Model`."""

    def evaluate(self, decision: str, context: Mapping[str, object], environment: feel.Environment) -> feel.Outcome:
        """The value of a decision and the notes on the way."""


class BusinessRuleTask(Activity):
    """Evaluates a decision of the procedure's own tables and puts the result into a variable, all in one step."""

    decision: str
    model: DecisionModel
    result_variable: str

    def open(self, token: Token) -> bool:
        instance = token.instance
        names = instance.visible(token.scope, token.local)
        try:
            made = self.model.evaluate(self.decision, names, instance.engine.environment())
            value = instance.engine.json_of(self.name, self.decision, made.value)
        except feel.FeelError as error:
            raise refusal(
                self.name, "decision", error, Public(f"the decision {self.decision} cannot be made")
            ) from error
        faults = [note for note in made.diagnostics if note.code not in _NO_FAULT]
        if value is None and faults:
            notes = join_redactable(
                "; ", [redactable("{at}{note}", at=Public(note.where), note=from_feel(note)) for note in faults[:3]]
            )
            message = "the decision {decision} gives no value ({notes})"
            raise EngineError(self.name, "decision", message, decision=Public(self.decision), notes=notes)
        self.take(token, {self.result_variable: value})
        return True


class SubProcess(Activity):
    """An embedded sub-process: a scope of its own that lives until its last token has ended."""

    inner: ScopeSpec

    def open(self, token: Token) -> bool | None:
        enter(token.instance.open_scope(token))
        return None

    def withdraw(self, token: Token) -> None:
        token.instance.close_scope(token)

    def completed(self, token: Token) -> None:
        if self.output_mappings:
            self.take(token, {})
        super().completed(token)
