"""Transactions (BPMN 2.0.2, 10.3.5 and 13.3.4): sub-processes that can be cancelled as a whole."""

from __future__ import annotations

from bpmn.running.specs.activities import SubProcess
from bpmn.running.specs.events import EndEvent
from bpmn.running.tokens import Token


class Transaction(SubProcess):
    """A sub-process with three ends: success; cancellation, which compensates it; or an error, which does not (hazard)."""


class CancelEndEvent(EndEvent):
    """Cancels the transaction around it."""

    def leave(self, token: Token) -> None:
        host = token.scope.host
        while host is not None and not isinstance(host.task_spec, Transaction):
            host = host.scope.host
        assert host is not None  # lint has seen to it
        if host.task_spec.loop is not None:
            host = host.scope.host  # the event sits on the border of all instances
            assert host is not None
        event = host.task_spec.catcher(None, "cancel")
        host.task_spec.left_by(host, event, None, "")
