"""What throws a signal or a message (BPMN 2.0.2, 10.5.1 and 13.5.2) and goes on at once.

A signal has its effect in the same dossier at once; a message leaves it, also where the dossier itself waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.effects import MessageThrown, SignalThrown
from bpmn.running.specs.activities import PassingTask
from bpmn.running.specs.node import NodeSpec
from bpmn.running.specs.throwing import signal
from bpmn.running.tokens import Token
from bpmn.values import Value


@dataclass(frozen=True, slots=True)
class ThrownMessage:
    """What a message is called and whom it is for: both are evaluated when it is thrown."""

    name: Value
    key: Value | None

    def throw(self, node: NodeSpec, token: Token) -> None:
        """Sends it on its way, with the variables of the input mappings."""
        key = None if self.key is None else node.text(token, self.key)
        token.instance.emit(MessageThrown(node.name, node.text(token, self.name), key, dict(token.local)))


class MessageEvent(NodeSpec):
    """Throws a message for another dossier; an intermediate or an end event."""

    message: ThrownMessage

    def leave(self, token: Token) -> None:
        self.map_inputs(token)
        self.message.throw(self, token)
        super().leave(token)


class SendTask(PassingTask):
    """A send task without a worker: throws its message for another dossier and is done (10.3.3)."""

    message: ThrownMessage

    def open(self, token: Token) -> bool:
        self.message.throw(self, token)
        return super().open(token)


class SignalEvent(NodeSpec):
    """Throws a signal to whoever waits for it, here and in other dossiers; an intermediate or an end event."""

    signal: Value

    def leave(self, token: Token) -> None:
        self.map_inputs(token)
        name, variables = self.text(token, self.signal), dict(token.local)
        token.instance.emit(SignalThrown(self.name, name, variables))
        signal(token.instance, name, variables)
        if not token.scope.gone and token.id in token.scope.tasks:
            super().leave(token)
