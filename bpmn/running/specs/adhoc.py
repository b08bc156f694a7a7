"""Ad-hoc sub-processes (BPMN 2.0.2, 10.3.5 and 13.3.5): activities without a fixed order, as often as they are wanted.

A FEEL list of ids says which of the activities without incoming flows are started; without the list, each is started once.
When all of them are over and the completion condition is not yet true, the list is evaluated again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bpmn.errors import EngineError
from bpmn.limits import INSTANCES
from bpmn.redaction import Public
from bpmn.running.specs.activities import Activity, SubProcess
from bpmn.running.specs.entering import enter
from bpmn.running.tokens import Token
from bpmn.values import Value


@dataclass(frozen=True, slots=True)
class AdHocProgress:
    """How far an ad-hoc sub-process has come."""

    #: ids of the activities that are still to be started, one after the other
    pending: tuple[str, ...] = ()
    #: whether the completion condition has become true
    complete: bool = False

    def record(self) -> list[object]:
        return [list(self.pending), self.complete]

    @classmethod
    def of(cls, record: Any) -> AdHocProgress:
        pending, complete = record
        return cls(tuple(pending), bool(complete))


class AdHocSubProcess(SubProcess):
    """Starts its activities as the expressions of the diagram ask."""

    active: Value | None
    #: ids of the activities without incoming flows
    startable: tuple[str, ...]
    sequential: bool
    completion_condition: Value | None
    #: whether activities that are open when the condition becomes true are cancelled
    cancels: bool

    def dump_progress(self, token: Token) -> object:
        return [token.loop_index, *_progress(token).record()]

    def load_progress(self, token: Token, record: Any) -> None:
        token.loop_index, *progress = record
        token.memo = AdHocProgress.of(progress)

    def open(self, token: Token) -> bool | None:
        token.memo = AdHocProgress()
        enter(token.instance.open_scope(token))
        if self._begin(token):
            return None
        token.instance.close_scope(token)
        return True

    def resume(self, token: Token) -> bool:
        progress = _progress(token)
        if progress.complete:
            return False
        if progress.pending:
            token.memo = AdHocProgress(progress.pending[1:])
            self._start_each(token, progress.pending[:1])
            return True
        return self.completion_condition is not None and not self._holds(token) and self._begin(token)

    def goes_on(self, host: Token, token: Token) -> bool:
        """Evaluates the completion condition after each completion of an inner activity."""
        if token.task_spec.runs_as_handler:
            taken = any(one.interrupting and one.body is token.task_spec for one in token.scope.spec.handlers)
            if taken:  # 13.5.4: it took the place of all the rest
                host.memo = replace(_progress(host), complete=True)
            return True
        if _progress(host).complete:
            return False
        if not self._is_complete(token):
            return True
        host.memo = AdHocProgress(complete=True)
        for other in token.scope.tokens():
            cancelled = (self.cancels and not self.sequential) or not isinstance(other.task_spec, Activity)
            own = other.host is None and other.id not in token.scope.handler_tokens
            if other is not token and own and cancelled and other.id in token.scope.tasks:
                other.drop_out()
        return False

    def _is_complete(self, token: Token) -> bool:
        if self.completion_condition is None:
            return False
        instance = token.instance
        names = instance.visible(token.scope)
        return instance.engine.evaluate(self.name, self.completion_condition, names) is True

    def _holds(self, token: Token) -> bool:
        return self.completion_condition is not None and self.value(token, self.completion_condition) is True

    def _begin(self, token: Token) -> bool:
        """Starts the activities that are wanted. Returns False if none are and the sub-process is done."""
        names = self._wanted(token)
        if not names:
            if self.completion_condition is None or self._holds(token):
                return False
            message = "nothing more is to be started, and the completion condition is not true"
            raise EngineError(self.name, "ad-hoc-stuck", message)
        if self.sequential:
            token.memo = AdHocProgress(tuple(names[1:]))
        self._start_each(token, names[:1] if self.sequential else names)
        return True

    def _start_each(self, token: Token, names: Sequence[str]) -> None:
        scope = token.instance.scope_of(token)
        for name in names:
            spec = scope.spec.task_specs[name]
            spec.enter(scope.spawn(spec))

    def _wanted(self, token: Token) -> list[str]:
        if self.active is None:
            return list(self.startable)
        found = self.json(token, self.active)
        if not isinstance(found, list):
            raise self.refusal("no-collection", token, self.active, "list of activities")
        if len(found) > INSTANCES:
            raise EngineError(
                self.name, "budget", "{found} activities are more than {most}", found=len(found), most=Public(INSTANCES)
            )
        for name in found:
            if name not in self.startable:
                known = Public(", ".join(self.startable))
                message = "“{name}” is no activity that can be started; there are {known}"
                raise EngineError(self.name, "no-activity", message, name=name, known=known)
        return [str(name) for name in found]


def _progress(token: Token) -> AdHocProgress:
    assert isinstance(token.memo, AdHocProgress)
    return token.memo
