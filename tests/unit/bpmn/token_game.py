"""A second, independent reading of BPMN: tokens pushed over the drawing, as the standard tells it (13.3 to 13.5).

Slow, plain, and unaware of the engine: it reads the XML by itself, keeps tokens in lists, and knows just enough of the
language to be played against it in tests. Conditions are `=name = number`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from tests.unit.bpmn.token_board import THROWN, Board, Play
from tests.unit.bpmn.token_drawing import Node

WAITING = {"userTask", "serviceTask", "receiveTask", "intermediateCatchEvent"}


class TokenGame(Board):
    """How the tokens move."""

    def __init__(self, xml: bytes) -> None:
        super().__init__(xml)
        self.passed: Counter[str] = Counter()
        self.races = 0
        self.moving: list[tuple[Play, str]] = []
        self._begin(self.root, None)
        self._run()

    # --- what the world does ----------------------------------------------------------------------------------------

    def complete(self, element: str, outcome: dict[str, object]) -> None:
        play, node = self._find(element, "open")
        if not node.instance or node.loop:
            self._write(play, outcome)
        self._disarm(play, node)
        self._leave(play, node)
        self._run()

    def happen(self, element: str, outcome: dict[str, object]) -> None:
        """A boundary event's message has come or its time is due."""
        self._happen(*self._find(element, "armed"), outcome)

    def signal(self, element: str, outcome: dict[str, object]) -> None:
        """What the event waits for has come for everybody who waits: it happens wherever it is armed now (10.5.1)."""
        waiting = [(play, node) for play in self._plays(self.root) for node in play.armed if node.id == element]
        for play, node in waiting:
            if self._alive(play) and any(node is other for other in play.armed):
                self._happen(play, node, outcome)

    def _happen(self, play: Play, node: Node, outcome: dict[str, object]) -> None:
        self._write(play, outcome)
        if node.type == "startEvent":
            self._handle(play, node)
            self._run()
            return
        if node.race:
            gate = next(other for other in play.open if other.race == node.race)
            play.open.remove(gate)
            play.armed = [other for other in play.armed if other.race != node.race]
            self.passed[gate.id] += 1
            self._leave(play, node)
            self._run()
            return
        if node.interrupting:
            self._take_away(play, next(one for one in play.open if one.born == node.beside))
        elif node.event == "timer":
            play.armed.remove(node)
        self._leave(play, node)
        self._run()

    def fail(self, element: str, code: str) -> None:
        play, node = self._find(element, "open")
        self._throw(play, node, code, "error")
        self._run()

    # --- how tokens move --------------------------------------------------------------------------------------------

    def _handle(self, play: Play, start: Node) -> None:
        if start.interrupting:
            self._clear(play)
            self.moving = [(other, flow) for other, flow in self.moving if other is not play]
        elif start.event == "timer":
            play.armed.remove(start)
        self._enter(play, self.nodes[start.scope or ""])

    def _begin(self, play: Play, scope: str | None) -> None:
        play.armed.extend(self._born(node) for node in self._handlers(scope) if node.event not in THROWN)
        start = next(node for node in self.nodes.values() if node.scope == scope and node.type == "startEvent")
        self._leave(play, start)

    def _leave(self, play: Play, node: Node, only: str = "") -> None:
        if node in play.open:
            play.open.remove(node)
        if node.instance:
            self._instance_over(play, node)
            return
        if node.id in self.undo:
            play.done[node.id] += 1
        if node.undoes:
            self._undone(play, node)
            return
        self._leave_along(play, node, [only] if only else self._true(play, node) if node.default else node.outgoing)

    def _instance_over(self, play: Play, node: Node) -> None:
        play.completed += 1
        if node.loop is not None:
            condition, most, _ = node.loop
            if play.completed != most and (not condition or self._is_true(play, condition)):
                self._enter(play, node)
        elif play.node is not None and play.node.until and play.completed >= play.node.until:
            self._clear(play)
        elif play.left:
            play.left -= 1
            self._enter(play, node)

    def _compensate(self, play: Play, node: Node) -> None:
        """A throw event waits for as many handlers as the activity was completed (13.5.5)."""
        count = play.done.pop(node.ref, 0)
        if count:
            event, handler = self.undo[node.ref]
            play.open.append(replace(node, left=count))
            self.passed[event] += 1
            self._enter(play, self.nodes[handler])
        else:
            self._leave(play, node)

    def _undone(self, play: Play, handler: Node) -> None:
        self.passed[handler.id] += 1
        waits = next(one for one in play.open if one.left and self.undo[one.ref][1] == handler.id)
        play.open.remove(waits)
        if waits.left > 1:
            play.open.append(replace(waits, left=waits.left - 1))
            self.passed[self.undo[waits.ref][0]] += 1
            self._enter(play, handler)
        else:
            self._leave(play, self.nodes[waits.id])

    def _leave_along(self, play: Play, node: Node, flows: list[str]) -> None:
        self.passed[node.id] += 1
        self.moving.extend((play, flow) for flow in flows)

    def _run(self) -> None:
        self._settle()
        while not self.ended and (self.moving or self._open_a_join()):
            play, flow = self.moving.pop(0)
            if self._alive(play):
                self._arrive(play, flow)
            self._settle()

    def _open_a_join(self) -> bool:
        """Inclusive gateways, by the letter of 13.4.3, when nothing moves."""
        for play in self._plays(self.root):
            for node in self.nodes.values():
                if node.type == "inclusiveGateway" and self._enabled(play, node):
                    play.parked.subtract({flow: 1 for flow in node.incoming if play.parked[flow]})
                    self._leave_along(play, node, self._true(play, node))
                    return True
        return False

    def _arrive(self, play: Play, flow: str) -> None:
        node = self.nodes[self.flows[flow][1]]
        if node.event == "link":
            self._leave(play, node)
        elif node.type in WAITING or node.type == "subProcess":
            self._enter(play, node)
        elif node.type == "exclusiveGateway":
            self._leave(play, node, self._choice(play, node))
        elif node.type == "inclusiveGateway" and len(node.incoming) < 2:
            self._leave_along(play, node, self._true(play, node))
        elif node.type == "inclusiveGateway":
            play.parked[flow] += 1
        elif node.type == "eventBasedGateway":
            self.races += 1
            play.open.append(replace(node, race=self.races))
            targets = [self.nodes[self.flows[one][1]] for one in node.outgoing]
            play.armed.extend(self._born(target, race=self.races) for target in targets)
        elif node.type == "parallelGateway":
            play.parked[flow] += 1
            if all(play.parked[one] for one in node.incoming):
                play.parked.subtract(node.incoming)
                self._leave(play, node)
        elif node.event == "terminate":
            self.passed[node.id] += 1
            self._clear(play)
            self._over(play, "terminated")
        elif node.event == "error":
            self.passed[node.id] += 1
            self._throw(play, None, node.ref, "error")
        elif node.event == "escalation":
            self.passed[node.id] += 1
            if not self._throw(play, None, node.ref, "escalation"):
                self.moving.extend((play, flow) for flow in node.outgoing)
        elif node.event == "compensate":
            self._compensate(play, node)
        else:
            self._leave(play, node)

    def _enter(self, play: Play, node: Node) -> None:
        node = self._born(node)
        play.open.append(node)
        if not node.instance:
            self._arm(play, node)
        if node.loop is not None and not node.instance and node.loop[2] and not self._is_true(play, node.loop[0]):
            self._disarm(play, node)
            self._leave(play, node)
        elif node.count is not None:
            body = replace(node, count=None, instance=True, outgoing=[])
            inner = Play(node, play, left=node.count - 1 if node.sequential else 0)
            play.inner.append(inner)
            for _ in range(1 if node.sequential else node.count):
                self._enter(inner, replace(body))
        elif node.type == "subProcess":
            inner = Play(node, play)
            play.inner.append(inner)
            self._begin(inner, node.id)

    def _throw(self, play: Play, node: Node | None, code: str, kind: str) -> bool:
        """Looks for who catches it, outwards; whether the thrower is interrupted."""
        while True:
            if node is not None and not node.instance:
                on = [one for one in self.nodes.values() if one.host == node.id]
                found = self._catcher(on, code, kind)
                if found:
                    if found.interrupting:
                        self._take_away(play, node)
                    self._leave(play, found)
                    return found.interrupting
            inside = play.node is None or play.node.count is None
            if inside and (node is None or not node.handler):
                found = self._catcher(self._handlers(None if play.node is None else play.node.id), code, kind)
                if found:
                    self._handle(play, found)
                    return found.interrupting
            if play.around is None:
                if kind == "error":
                    self._clear(play)
                    self.ended = "failed"
                return kind == "error"
            play, node = play.around, play.node

    def _settle(self) -> None:
        """A scope without tokens is over, which may end the one around it."""
        for play in reversed(self._plays(self.root)):
            still = any(play is other for other, _ in self.moving)
            if not self.ended and self._alive(play) and not play.open and not +play.parked and not still:
                self._over(play, "completed")
                self._settle()
                return

    def _over(self, play: Play, outcome: str) -> None:
        if play.around is None:
            play.armed = []
            self.ended = outcome
        elif play.node is not None:
            around, node = play.around, play.node
            around.inner.remove(play)
            self._disarm(around, node)
            self._leave(around, node)
