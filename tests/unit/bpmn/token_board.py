"""The board of the token game: the scopes at work, what is open and armed in them, and what can be read off the drawing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from tests.unit.bpmn.token_drawing import Drawing, Node

#: what is caught without being awaited
THROWN = ("error", "escalation", "compensate")


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


class Board:
    """The drawing and the tokens on it."""

    def __init__(self, xml: bytes) -> None:
        drawing = Drawing(xml)
        self.nodes, self.flows, self.undo = drawing.nodes, drawing.flows, drawing.undo
        self.ended: str | None = None
        self.births = 0
        self.root = Play(None, None)

    def waiting(self) -> Counter[str]:
        """Everything that is open, by element."""
        return Counter(
            node.id
            for play in self._plays(self.root)
            for node in play.open + play.armed
            if node.type not in ("subProcess", "eventBasedGateway", "intermediateThrowEvent") and node.count is None
        )

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

    def _is_true(self, play: Play, condition: str) -> bool:
        name, _, number = condition.removeprefix("=").partition(" = ")
        return self._value(play, name) == int(number)

    def _holds(self, play: Play, flow: str) -> bool:
        return not self.flows[flow][2] or self._is_true(play, self.flows[flow][2])

    def _true(self, play: Play, node: Node) -> list[str]:
        found = [flow for flow in node.outgoing if flow != node.default and self._holds(play, flow)]
        return found or [node.default]

    def _choice(self, play: Play, node: Node) -> str:
        if len(node.outgoing) == 1:
            return node.outgoing[0]
        for flow in node.outgoing:
            if flow != node.default and self._holds(play, flow):
                return flow
        return node.default

    def _handlers(self, scope: str | None) -> list[Node]:
        """The start events of a scope's event sub-processes."""
        bodies = [node.id for node in self.nodes.values() if node.scope == scope and node.handler]
        return [node for node in self.nodes.values() if node.scope in bodies and node.type == "startEvent"]

    def _catcher(self, events: list[Node], code: str, kind: str) -> Node | None:
        """By name first, then the one for all."""
        found = [one for one in events if one.event == kind and one.ref in ("", code)]
        return max(found, key=lambda one: one.ref, default=None)

    def _born(self, node: Node, **changes: int) -> Node:
        self.births += 1
        return replace(node, born=self.births, **changes)

    def _arm(self, play: Play, node: Node) -> None:
        guards = [other for other in self.nodes.values() if other.host == node.id and other.event not in THROWN]
        play.armed.extend(self._born(guard, beside=node.born) for guard in guards)

    def _disarm(self, play: Play, node: Node) -> None:
        play.armed = [other for other in play.armed if not other.beside or other.beside != node.born]

    def _take_away(self, play: Play, node: Node) -> None:
        self._disarm(play, node)
        play.open.remove(node)
        play.inner = [inner for inner in play.inner if inner.node is not node]

    def _clear(self, play: Play) -> None:
        play.open, play.armed, play.inner, play.parked = [], [], [], Counter()

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
