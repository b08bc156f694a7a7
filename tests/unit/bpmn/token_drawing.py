"""What the token game knows of a drawing, read from the XML by itself; the engine's own reading is not used."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree import ElementTree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@dataclass
class Node:
    id: str
    type: str
    event: str = ""
    scope: str | None = None
    host: str = ""
    interrupting: bool = True
    default: str = ""
    #: code of an error or escalation, name of a link, id of the activity to be compensated
    ref: str = ""
    #: instances of a multi-instance activity, 1 for a standard loop; None: it has no marker
    count: int | None = None
    sequential: bool = False
    #: so many completed instances are enough; 0: all
    until: int = 0
    #: of a standard loop: condition, greatest number of rounds (0: none), whether it is tested before
    loop: tuple[str, int, bool] | None = None
    #: one instance: an activity that is not passed by itself and has no border of its own
    instance: bool = False
    #: number of the race at an event-based gateway that an event takes part in
    race: int = 0
    #: when it was opened: of several alike the oldest is meant; for an event on a border, when its activity was
    born: int = 0
    beside: int = 0
    #: an event sub-process
    handler: bool = False
    #: an activity for compensation
    undoes: bool = False
    #: of a compensation event that waits: how many handlers are still to come, that which runs included
    left: int = 0
    outgoing: list[str] = field(default_factory=list)
    incoming: list[str] = field(default_factory=list)


class Drawing:
    """Nodes and flows by id; a link is a flow whose id has a blank."""

    def __init__(self, xml: bytes) -> None:
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, tuple[str, str, str]] = {}
        #: activity -> the event on its border and the activity that compensate it
        self.undo: dict[str, tuple[str, str]] = {}
        root = ElementTree.fromstring(xml)
        self.codes = {one.get("id"): one.get("errorCode") or one.get("escalationCode") for one in root}
        process = root.find(BPMN + "process")
        assert process is not None
        self._read(process, None)
        for one in process.iter(BPMN + "association"):
            event = one.get("sourceRef", "")
            self.undo[self.nodes[event].host] = (event, one.get("targetRef", ""))

    def _read(self, parent: ElementTree.Element, scope: str | None) -> None:
        for child in parent:
            name = child.tag.removeprefix(BPMN)
            if name == "sequenceFlow":
                condition = (child.findtext(BPMN + "conditionExpression") or "").strip()
                self.flows[child.get("id", "")] = (child.get("sourceRef", ""), child.get("targetRef", ""), condition)
            elif child.get("id") and name not in ("extensionElements", "association"):
                self._node(child, name, scope)
        self._link(scope)
        for flow, (source, target, _) in self.flows.items():
            if scope == self.nodes[source].scope and flow not in self.nodes[source].outgoing:
                self.nodes[source].outgoing.append(flow)
                self.nodes[target].incoming.append(flow)

    def _link(self, scope: str | None) -> None:
        ends = [node for node in self.nodes.values() if node.scope == scope and node.event == "link"]
        for one in ends:
            for other in ends:
                if one.type == "intermediateThrowEvent" and other.type != one.type and one.ref == other.ref:
                    self.flows[f"link {one.id}"] = (one.id, other.id, "")

    def _node(self, child: ElementTree.Element, name: str, scope: str | None) -> None:
        node = Node(child.get("id", ""), name, scope=scope, host=child.get("attachedToRef", ""))
        node.interrupting = "false" not in (child.get("cancelActivity"), child.get("isInterrupting"))
        node.handler = child.get("triggeredByEvent") == "true"
        node.undoes = child.get("isForCompensation") == "true"
        node.default = child.get("default", "")
        for part in child:
            tag = part.tag.removeprefix(BPMN)
            if tag == "multiInstanceLoopCharacteristics":
                found = next(one for one in part.iter() if one.tag.endswith("}loopCharacteristics"))
                node.count = len(found.get("inputCollection", "").removeprefix("=[").removesuffix("]").split(","))
                node.sequential = part.get("isSequential") == "true"
                node.until = int((part.findtext(BPMN + "completionCondition") or "0").rpartition(" ")[2])
            if tag == "standardLoopCharacteristics":
                condition = (part.findtext(BPMN + "loopCondition") or "").strip()
                node.count = 1
                node.loop = (condition, int(part.get("loopMaximum", "0")), part.get("testBefore") == "true")
            if tag.endswith("EventDefinition"):
                node.event = tag.removesuffix("EventDefinition")
                code = self.codes.get(part.get("errorRef") or part.get("escalationRef") or "?")
                node.ref = code or part.get("activityRef") or part.get("name") or ""
        self.nodes[node.id] = node
        if name == "subProcess":
            self._read(child, node.id)
