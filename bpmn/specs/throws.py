"""Events that throw a signal (BPMN 2.0.2, 10.5.1 and 13.5.2): it has effect at once, and then the thrower goes on."""

from __future__ import annotations

from bpmn.effects import SignalThrown
from bpmn.specs.node import Node
from bpmn.tokens import Token
from bpmn.values import Value


class SignalEvent(Node):
    """Throws a signal to whoever waits for it, here and in other dossiers; an intermediate or an end event."""

    signal: Value

    def leave(self, token: Token) -> None:
        self.map_inputs(token)
        name, variables = self.text(token, self.signal), dict(token.local)
        token.instance.emit(SignalThrown(self.name, name, variables))
        token.instance.signal(name, variables)
        if not token.scope.gone and token.id in token.scope.tasks:
            super().leave(token)
