"""A diagram as flow nodes and sequence flows, read from any BPMN tree however broken.

Judges nothing: missing references stay names; of nodes with one id the index holds the first, the list all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from bpmn.diagram.dialect import BPMN, Extensions, LoopMarker, bpmn, line_of, local_name, read, read_loop

#: Every flow node of BPMN 2.0, executed here or not.
FLOW_NODES = frozenset(
    [
        *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"),
        *("task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask"),
        *("callActivity", "subProcess", "transaction", "adHocSubProcess", "subChoreography", "choreographyTask"),
        *("callChoreography", "implicitThrowEvent", "event"),
        *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"),
    ]
)
SCOPES = frozenset({"subProcess", "transaction", "adHocSubProcess"})


@dataclass(slots=True, eq=False)
class FlowNode:
    """An element that tokens visit."""

    id: str
    type: str
    xml: etree._Element
    scope: FlowNode | None
    extensions: Extensions
    loop: LoopMarker | None = None
    lane: str | None = None
    #: the one of its event definitions that this view of it is about; None: all
    event_definition: etree._Element | None = None
    incoming: list[SequenceFlow] = field(default_factory=list)
    outgoing: list[SequenceFlow] = field(default_factory=list)
    _definitions: list[etree._Element] | None = field(default=None, init=False, repr=False)

    @property
    def name(self) -> str:
        """Its label, "" if it has none."""
        return self.xml.get("name") or ""

    @property
    def line(self) -> int | None:
        """Line in the file."""
        return line_of(self.xml)

    @property
    def attached_to(self) -> str | None:
        """Id of the activity a boundary event sits on."""
        return self.xml.get("attachedToRef")

    def event_definitions(self) -> list[etree._Element]:
        """Its event definitions, and references to such."""
        if self.event_definition is not None:
            return [self.event_definition]
        if self._definitions is None:  # asked for by nearly every rule
            found = self.xml.iterchildren(tag=etree.Element)
            endings = ("eventdefinition", "eventdefinitionref")
            self._definitions = [child for child in found if local_name(child).lower().endswith(endings)]
        return self._definitions

    def views_per_definition(self) -> list[FlowNode]:
        """Views of it for each of several event definitions; itself if it has at most one."""
        found = self.event_definitions()
        return [self] if len(found) < 2 else [replace(self, event_definition=definition) for definition in found]

    @property
    def parallel_multiple(self) -> bool:
        """Whether all of its event definitions have to happen (`parallelMultiple`), not just one."""
        return self.xml.get("parallelMultiple") in ("true", "1")

    def has_event_definition(self, kind: str) -> bool:
        """Whether it has an event definition of that kind, such as "message"."""
        return any(local_name(definition) == f"{kind}EventDefinition" for definition in self.event_definitions())

    @property
    def is_event_subprocess(self) -> bool:
        """Whether it is an event sub-process."""
        return self.type == "subProcess" and self.xml.get("triggeredByEvent") in ("true", "1")

    @property
    def is_for_compensation(self) -> bool:
        """Whether it is a compensation activity (`isForCompensation`), outside of the normal flow."""
        return self.xml.get("isForCompensation") in ("true", "1")

    @property
    def is_compensation_subprocess(self) -> bool:
        """Whether it is a compensation event sub-process."""
        starts = self.xml.iterchildren(bpmn("startEvent")) if self.is_event_subprocess else ()
        return any(start.find(bpmn("compensateEventDefinition")) is not None for start in starts)

    @property
    def is_message_throw(self) -> bool:
        """Whether it is an event that throws a message."""
        return self.throws("message")

    def throws(self, kind: str) -> bool:
        """Whether it is an event that throws something of that kind, such as "signal"."""
        return self.type in ("intermediateThrowEvent", "endEvent") and self.has_event_definition(kind)

    @property
    def throws_internally(self) -> bool:
        """Whether it throws its message itself, for other dossiers, instead of asking a worker to send it."""
        if not self.is_message_throw and self.type != "sendTask":
            return False
        return not (self.extensions.job_type or "").strip() and self.message_ref is not None

    @property
    def message_ref(self) -> str | None:
        """Id of the message that it, or its event definition, refers to."""
        found = [holder.get("messageRef") for holder in (self.xml, *self.event_definitions())]
        return next((reference for reference in found if reference), None)

    @property
    def instantiates(self) -> bool:
        """Whether it is a receive task or an event-based gateway that begins a process."""
        return self.xml.get("instantiate") in ("true", "1") and self.type in ("receiveTask", "eventBasedGateway")

    @property
    def link(self) -> str | None:
        """Name of the link it is one end of."""
        found = self.xml.find(bpmn("linkEventDefinition"))
        return None if found is None else (found.get("name") or "").strip()

    def child(self, name: str) -> etree._Element | None:
        """Its first own child of that BPMN name."""
        return self.xml.find(bpmn(name))


@dataclass(slots=True, eq=False)
class SequenceFlow:
    """A flow between two nodes, by name."""

    id: str
    source: str
    target: str
    xml: etree._Element
    scope: FlowNode | None

    @property
    def condition(self) -> str | None:
        """Text of its condition; None without one."""
        found = self.xml.find(bpmn("conditionExpression"))
        return None if found is None else (found.text or "")


class Diagram:
    """The executable process of a file, its nodes and flows in the order of the document."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.processes = list(root.iterchildren(bpmn("process")))
        executable = [process for process in self.processes if process.get("isExecutable") in ("true", "1")]
        self.process: etree._Element | None = next(iter(executable or self.processes), None)
        self.executable = executable
        self.nodes: list[FlowNode] = []
        self.flows: list[SequenceFlow] = []
        self.by_id: dict[str, FlowNode] = {}
        self._links: dict[tuple[FlowNode | None, str], FlowNode] = {}
        self._associated: dict[str, list[str]] = {}
        self._attached: dict[str, list[FlowNode]] = {}
        self._within: dict[FlowNode | None, list[FlowNode]] = {}
        self._roots: dict[str, dict[str, etree._Element]] = {}
        if self.process is not None:
            self._lanes = self._read_lanes(self.process)
            self._read_scope(self.process)
            self._connect()

    def _read_scope(self, process: etree._Element) -> None:
        pending: list[tuple[etree._Element, FlowNode | None]] = [(process, None)]
        while pending:
            container, scope = pending.pop()
            for child in container.iterchildren(f"{{{BPMN}}}*"):
                name = local_name(child)
                if name == "sequenceFlow":
                    self.flows.append(_flow(child, scope))
                elif name in FLOW_NODES:
                    node = self._node(child, name, scope)
                    if name in SCOPES:
                        pending.append((child, node))

    def _node(self, xml: etree._Element, name: str, scope: FlowNode | None) -> FlowNode:
        identifier = xml.get("id") or ""
        lane = self._lanes.get(identifier) or (scope.lane if scope else None)
        node = FlowNode(identifier, name, xml, scope, read(xml), read_loop(xml), lane)
        self.nodes.append(node)
        self._within.setdefault(scope, []).append(node)
        self.by_id.setdefault(identifier, node)
        return node

    def _read_lanes(self, process: etree._Element) -> dict[str, str]:
        """Innermost lane of each node: document order puts it after those around it."""
        lanes = {}
        for reference in process.iter(bpmn("flowNodeRef")):
            parent = reference.getparent()
            if parent is not None and reference.text:
                lanes[reference.text.strip()] = parent.get("name") or parent.get("id") or ""
        return lanes

    def _connect(self) -> None:
        for flow in self.flows:
            if source := self.by_id.get(flow.source):
                source.outgoing.append(flow)
            if target := self.by_id.get(flow.target):
                target.incoming.append(flow)
        for association in self.root.iter(bpmn("association")):
            ends = association.get("sourceRef") or "", association.get("targetRef") or ""
            for one, other in (ends, ends[::-1]):
                self._associated.setdefault(one, []).append(other)
        for node in self.nodes:
            if node.type == "intermediateCatchEvent" and node.link is not None:
                self._links.setdefault((node.scope, node.link), node)
            if node.type == "boundaryEvent":
                self._attached.setdefault(node.attached_to or "", []).append(node)

    def within(self, scope: FlowNode | None) -> list[FlowNode]:
        """The nodes directly in a sub-process, or in the process."""
        return self._within.get(scope, [])

    def startable(self, scope: FlowNode) -> list[FlowNode]:
        """The activities of an ad-hoc sub-process that can be started: those without incoming flows."""
        inside = self.within(scope) if scope.type == "adHocSubProcess" else []
        activities = [
            node for node in inside if node.type in SCOPES or node.type.lower().endswith(("task", "activity"))
        ]
        return [
            node
            for node in activities
            if not node.incoming and not node.is_event_subprocess and not node.is_for_compensation
        ]

    def boundaries(self, node: FlowNode) -> list[FlowNode]:
        """The boundary events on an activity; of several with one id, on the first."""
        return self._attached.get(node.id, []) if self.by_id.get(node.id) is node else []

    def compensation_activities(self, event: FlowNode) -> list[FlowNode]:
        """The compensation activities that a compensation boundary event is associated with."""
        if (
            event.type != "boundaryEvent"
            or not event.has_event_definition("compensate")
            or self.by_id.get(event.id) is not event
        ):
            return []
        names = dict.fromkeys(self._associated.get(event.id, ()))
        return [self.by_id[name] for name in names if name in self.by_id and self.by_id[name].is_for_compensation]

    def compensation_activity(self, event: FlowNode) -> FlowNode | None:
        """The first of `compensation_activities`; lint demands exactly one."""
        return next(iter(self.compensation_activities(event)), None)

    def compensated_by(self, node: FlowNode) -> FlowNode | None:
        """The compensation boundary event of an activity."""
        return next((one for one in self.boundaries(node) if one.has_event_definition("compensate")), None)

    def entry_nodes(self) -> list[FlowNode]:
        """The nodes where a token can enter the process: start events, instantiating receive tasks, and the events behind an instantiating gateway."""
        found = []
        for node in self.within(None):
            if node.type == "startEvent" or (node.type == "receiveTask" and node.instantiates):
                found.append(node)
            elif node.instantiates:
                found += self.successors(node)
        return found

    def link_target(self, node: FlowNode) -> FlowNode | None:
        """Where a link throw event leads: the link catch event of the same name on the same level."""
        if node.type != "intermediateThrowEvent" or node.link is None:
            return None
        return self._links.get((node.scope, node.link))

    def successors(self, node: FlowNode) -> list[FlowNode]:
        """The nodes that a token goes to from here, along flows, links, and associations with what compensates."""
        found = [self.by_id[flow.target] for flow in node.outgoing if flow.target in self.by_id]
        target = self.link_target(node)
        return [*found, *self.compensation_activities(node), *([] if target is None else [target])]

    def root_elements(self, name: str) -> Iterator[etree._Element]:
        """Elements such as `message` or `error` that stand beside the process."""
        yield from self.root.iterchildren(bpmn(name))

    def referenced(self, name: str, identifier: str | None) -> etree._Element | None:
        """The root element of that kind and id; a prefix before a colon is ignored."""
        if not identifier:
            return None
        if name not in self._roots:
            self._roots[name] = {found.get("id") or "": found for found in self.root_elements(name)}
        return self._roots[name].get(identifier.rpartition(":")[2])


def _flow(xml: etree._Element, scope: FlowNode | None) -> SequenceFlow:
    return SequenceFlow(xml.get("id") or "", xml.get("sourceRef") or "", xml.get("targetRef") or "", xml, scope)
