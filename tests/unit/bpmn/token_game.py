"""A second, independent reading of BPMN: tokens pushed over the drawing, as the standard tells it (13.3 to 13.5).

Slow, plain, and unaware of the engine: it reads the XML by itself, keeps tokens in lists, and knows just enough of the
language to be played against it in tests. Conditions are `=name = number`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
WAITING = {"userTask", "serviceTask", "receiveTask", "intermediateCatchEvent"}


@dataclass
class Node:
    id: str
    type: str
    event: str = ""
    scope: str | None = None
    host: str = ""
    interrupting: bool = True
    default: str = ""
    error: str = ""
    #: instances of a multi-instance activity; None: it has no marker
    count: int | None = None
    sequential: bool = False
    #: one instance: an activity that is not passed by itself and has no border of its own
    instance: bool = False
    #: number of the race at an event-based gateway that an event takes part in
    race: int = 0
    #: an event sub-process
    handler: bool = False
    outgoing: list[str] = field(default_factory=list)
    incoming: list[str] = field(default_factory=list)


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
    #: instances of a sequence still to come
    left: int = 0
    #: of the process, or of one instance of a sub-process
    variables: dict[str, object] = field(default_factory=dict)


class TokenGame:
    """The drawing and the tokens on it."""

    def __init__(self, xml: bytes) -> None:
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, tuple[str, str, str]] = {}
        root = ElementTree.fromstring(xml)
        self.codes = {found.get("id"): found.get("errorCode") for found in root.iter(BPMN + "error")}
        process = root.find(BPMN + "process")
        assert process is not None
        self._read(process, None)
        self.passed: Counter[str] = Counter()
        self.ended: str | None = None
        self.races = 0
        self.root = Play(None, None)
        self.moving: list[tuple[Play, str]] = []
        self._begin(self.root, None)
        self._run()

    def _read(self, parent: ElementTree.Element, scope: str | None) -> None:
        for child in parent:
            name = child.tag.removeprefix(BPMN)
            if name == "sequenceFlow":
                condition = (child.findtext(BPMN + "conditionExpression") or "").strip()
                self.flows[child.get("id", "")] = (child.get("sourceRef", ""), child.get("targetRef", ""), condition)
            elif child.get("id") and name != "extensionElements":
                self._node(child, name, scope)
        for flow, (source, target, _) in self.flows.items():
            if scope == self.nodes[source].scope and flow not in self.nodes[source].outgoing:
                self.nodes[source].outgoing.append(flow)
                self.nodes[target].incoming.append(flow)

    def _node(self, child: ElementTree.Element, name: str, scope: str | None) -> None:
        node = Node(child.get("id", ""), name, scope=scope, host=child.get("attachedToRef", ""))
        node.interrupting = "false" not in (child.get("cancelActivity"), child.get("isInterrupting"))
        node.handler = child.get("triggeredByEvent") == "true"
        node.default = child.get("default", "")
        for part in child:
            tag = part.tag.removeprefix(BPMN)
            if tag == "multiInstanceLoopCharacteristics":
                found = next(one for one in part.iter() if one.tag.endswith("}loopCharacteristics"))
                node.count = len(found.get("inputCollection", "").removeprefix("=[").removesuffix("]").split(","))
                node.sequential = part.get("isSequential") == "true"
            if tag.endswith("EventDefinition"):
                node.event = tag.removesuffix("EventDefinition")
                node.error = self.codes.get(part.get("errorRef")) or ""
        self.nodes[node.id] = node
        if name == "subProcess":
            self._read(child, node.id)

    # --- what the world does ----------------------------------------------------------------------------------------

    def waiting(self) -> Counter[str]:
        """Everything that is open, by element."""
        return Counter(
            node.id
            for play in self._plays(self.root)
            for node in play.open + play.armed
            if node.type not in ("subProcess", "eventBasedGateway") and node.count is None
        )

    def complete(self, element: str, outcome: dict[str, object]) -> None:
        play, node = self._find(element, "open")
        if not node.instance:
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
            self._take_away(play, self.nodes[node.host])
        elif node.event == "timer":
            play.armed.remove(node)
        self._leave(play, node)
        self._run()

    def fail(self, element: str, code: str) -> None:
        play, node = self._find(element, "open")
        self._throw(play, node, code)
        self._run()

    def _write(self, play: Play, outcome: dict[str, object]) -> None:
        """What is written in an instance of a sub-process stays there."""
        while play.around is not None and not (play.node and play.node.instance):
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
        play.armed.extend(node for node in self._handlers(scope) if node.event != "error")
        start = next(node for node in self.nodes.values() if node.scope == scope and node.type == "startEvent")
        self._leave(play, start)

    def _leave(self, play: Play, node: Node, only: str = "") -> None:
        if node in play.open:
            play.open.remove(node)
        if node.instance:
            if play.left:
                play.left -= 1
                self._enter(play, node)
            return
        self._leave_along(play, node, [only] if only else self._true(play, node) if node.default else node.outgoing)

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
        condition = self.flows[flow][2]
        name, _, number = condition.removeprefix("=").partition(" = ")
        return not condition or self._value(play, name) == int(number)

    def _arrive(self, play: Play, flow: str) -> None:
        node = self.nodes[self.flows[flow][1]]
        if node.type in WAITING or node.type == "subProcess":
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
            play.armed.extend(replace(target, race=self.races) for target in targets)
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
            self._throw(play, None, node.error)
        else:
            self._leave(play, node)

    def _enter(self, play: Play, node: Node) -> None:
        play.open.append(node)
        if not node.instance:
            self._arm(play, node)
        if node.count is not None:
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
        guards = [other for other in self.nodes.values() if other.host == node.id and other.event != "error"]
        play.armed.extend(guards)

    def _disarm(self, play: Play, node: Node) -> None:
        play.armed = [other for other in play.armed if other.host != node.id]

    def _take_away(self, play: Play, node: Node) -> None:
        self._disarm(play, node)
        play.open.remove(node)
        play.inner = [inner for inner in play.inner if inner.node is not node]

    def _throw(self, play: Play, node: Node | None, code: str) -> None:
        while True:
            if node is not None and not node.instance:
                found = [
                    other
                    for other in self.nodes.values()
                    if other.host == node.id and other.event == "error" and other.error in ("", code)
                ]
                if found:
                    self._take_away(play, node)
                    self._leave(play, max(found, key=lambda other: other.error))
                    return
            inside = play.node is None or play.node.count is None
            if inside and (node is None or not node.handler):
                scope = None if play.node is None else play.node.id
                on = [one for one in self._handlers(scope) if one.event == "error" and one.error in ("", code)]
                if on:
                    self._handle(play, on[0])
                    return
            if play.around is None:
                self._clear(play)
                self.ended = "failed"
                return
            play, node = play.around, play.node

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
        for play in self._plays(self.root):
            for node in getattr(play, where):
                if node.id == element and node.count is None:
                    return play, node
        raise AssertionError(f"{element} is not {where}")
