"""A second, independent reading of BPMN: tokens pushed over the drawing, as the standard tells it (13.3 to 13.5).

Slow, plain, and unaware of the engine: it reads the XML by itself, keeps tokens in lists, and knows just enough of the
language to be played against it in tests. Conditions are `=name = number`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from tests.unit.bpmn.token_drawing import Drawing, Node

#: what is caught without being awaited
THROWN = ("error", "escalation", "compensate")
WAITING = {"userTask", "serviceTask", "receiveTask", "intermediateCatchEvent"}


@dataclass
class Play:
    """A scope at work: a process, or one activation of a sub-process."""

    node: Node | None
    around: Play | None
    #: open activities and catch events
    open: list[Node] = field(default_factory=list)
    #: armed boundary events
    armed: list[Node] = field(default_factory=list)
    #: tokens at joins, by flow
    parked: Counter[str] = field(default_factory=Counter)
    inner: list[Play] = field(default_factory=list)
    #: instances of a sequence still to come, and how many are completed
    left: int = 0
    completed: int = 0
    #: how often each activity was completed that can be compensated
    done: Counter[str] = field(default_factory=Counter)
    #: of the process, or of one instance of a sub-process
    variables: dict[str, object] = field(default_factory=dict)


class TokenGame:
    """The drawing and the tokens on it."""

    def __init__(self, xml: bytes) -> None:
        drawing = Drawing(xml)
        self.nodes, self.flows, self.undo = drawing.nodes, drawing.flows, drawing.undo
        self.passed: Counter[str] = Counter()
        self.ended: str | None = None
        self.races = self.births = 0
        self.root = Play(None, None)
        self.moving: list[tuple[Play, str]] = []
        self._begin(self.root, None)
        self._run()

    # --- what the world does ----------------------------------------------------------------------------------------

    def waiting(self) -> Counter[str]:
        """Everything that is open, by element."""
        return Counter(
            node.id
            for play in self._plays(self.root)
            for node in play.open + play.armed
            if node.type not in ("subProcess", "eventBasedGateway", "intermediateThrowEvent") and node.count is None
        )

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

    def _write(self, play: Play, outcome: dict[str, object]) -> None:
        """What is written in an instance of a sub-process stays there."""
        while play.around is not None and not (play.node and play.node.instance and not play.node.loop):
            play = play.around
        play.variables.update(outcome)

    def _value(self, play: Play, name: str) -> object:
        found: Play | None = play
        while found is not None:
            if name in found.variables:
                return found.variables[name]
            found = found.around
        return None

    # --- how tokens move --------------------------------------------------------------------------------------------

    def _handlers(self, scope: str | None) -> list[Node]:
        """The start events of a scope's event sub-processes."""
        bodies = [node.id for node in self.nodes.values() if node.scope == scope and node.handler]
        return [node for node in self.nodes.values() if node.scope in bodies and node.type == "startEvent"]

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

    def _enabled(self, play: Play, gate: Node) -> bool:
        filled = {flow for flow in gate.incoming if play.parked[flow]}
        parked = [self.nodes[self.flows[flow][1]] for flow, count in play.parked.items() if count]
        others = [*play.open, *(node for node in parked if node is not gate)]
        reached = [self._reached(self.nodes[node.id], gate) for node in others]
        return bool(filled) and not any(flows - filled and not flows & filled for flows in reached)

    def _reached(self, start: Node, gate: Node) -> set[str]:
        """The gate's incoming flows at the end of paths that do not visit it; borders are ways out."""
        found, seen, pending = set(), set(), [start]
        while pending:
            node = pending.pop()
            if node.id in seen or node is gate:
                continue
            seen.add(node.id)
            found.update(flow for flow in node.outgoing if self.flows[flow][1] == gate.id)
            pending.extend(self.nodes[self.flows[flow][1]] for flow in node.outgoing)
            pending.extend(other for other in self.nodes.values() if other.host == node.id)
        return found

    def _true(self, play: Play, node: Node) -> list[str]:
        found = [flow for flow in node.outgoing if flow != node.default and self._holds(play, flow)]
        return found or [node.default]

    def _holds(self, play: Play, flow: str) -> bool:
        return not self.flows[flow][2] or self._is_true(play, self.flows[flow][2])

    def _is_true(self, play: Play, condition: str) -> bool:
        name, _, number = condition.removeprefix("=").partition(" = ")
        return self._value(play, name) == int(number)

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

    def _born(self, node: Node, **changes: int) -> Node:
        self.births += 1
        return replace(node, born=self.births, **changes)

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

    def _choice(self, play: Play, node: Node) -> str:
        if len(node.outgoing) == 1:
            return node.outgoing[0]
        for flow in node.outgoing:
            if flow != node.default and self._holds(play, flow):
                return flow
        return node.default

    def _arm(self, play: Play, node: Node) -> None:
        guards = [other for other in self.nodes.values() if other.host == node.id and other.event not in THROWN]
        play.armed.extend(self._born(guard, beside=node.born) for guard in guards)

    def _disarm(self, play: Play, node: Node) -> None:
        play.armed = [other for other in play.armed if not other.beside or other.beside != node.born]

    def _take_away(self, play: Play, node: Node) -> None:
        self._disarm(play, node)
        play.open.remove(node)
        play.inner = [inner for inner in play.inner if inner.node is not node]

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

    def _catcher(self, events: list[Node], code: str, kind: str) -> Node | None:
        """By name first, then the one for all."""
        found = [one for one in events if one.event == kind and one.ref in ("", code)]
        return max(found, key=lambda one: one.ref, default=None)

    def _clear(self, play: Play) -> None:
        play.open, play.armed, play.inner, play.parked = [], [], [], Counter()

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

    def _alive(self, play: Play) -> bool:
        if self.ended:
            return False
        return play.around is None or (any(play is inner for inner in play.around.inner) and self._alive(play.around))

    def _plays(self, play: Play) -> list[Play]:
        return [play, *(found for inner in play.inner for found in self._plays(inner))]

    def _find(self, element: str, where: str) -> tuple[Play, Node]:
        """The oldest that is open, or armed, with that id."""
        plays = self._plays(self.root)
        found = [(play, node) for play in plays for node in getattr(play, where) if node.id == element]
        return min(((play, node) for play, node in found if node.count is None), key=lambda one: one[1].born)
