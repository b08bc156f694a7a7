"""Every construct of BPMN 2.0 with a smallest example: what lint says of it decides whether it counts as executed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.lint import lint
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.coverage_proofs import PROOFS

BESIDE = (
    d.message("M", "news", '="k"')
    + d.message("N", "other", '="k"')
    + d.error("Err", "bad")
    + '<bpmn:signal id="Sig" name="stop"/><bpmn:escalation id="Esc" name="late" escalationCode="late"/>'
)
TABLES = {"fees": d.table("le-phi", "n", ("-", "1"))}
ARROW = (
    '<bpmn:property id="P" name="__targetRef_placeholder"/><bpmn:dataInputAssociation id="A"><bpmn:sourceRef>D</bpmn:sourceRef>'
    "<bpmn:targetRef>P</bpmn:targetRef></bpmn:dataInputAssociation>"
)
SEND = '<zeebe:taskDefinition type="notify.send"/>'

#: what each definition looks like in XML
DEFINITIONS = {
    "none": "",
    "message": d.message_event("M"),
    "message to another dossier": d.message_event("M"),
    "timer date": d.timer("2026-12-31", "timeDate"),
    "timer duration": d.timer("P1D"),
    "timer cycle": d.timer("R3/PT1H", "timeCycle"),
    "conditional": d.condition("=a"),
    "signal": '<bpmn:signalEventDefinition signalRef="Sig"/>',
    "error": d.error_event("Err"),
    "escalation": '<bpmn:escalationEventDefinition escalationRef="Esc"/>',
    "cancel": "<bpmn:cancelEventDefinition/>",
    "compensation": "<bpmn:compensateEventDefinition/>",
    "link": d.link("a"),
    "terminate": "<bpmn:terminateEventDefinition/>",
    "multiple": d.message_event("M") + d.timer("P1D"),
    "parallel multiple": d.message_event("M") + d.timer("P1D"),
}
_THROWN = '<bpmn:signalEventDefinition signalRef="Sig"/><bpmn:escalationEventDefinition escalationRef="Esc"/>'
_TIMERS = ("timer date", "timer duration", "timer cycle")
_INNER = (*_TIMERS, "message", "conditional", "signal", "multiple", "parallel multiple")
#: which definitions the standard allows in which place (BPMN 2.0.2, table 10.93)
PLACES: dict[str, tuple[str, ...]] = {
    "start of a process": ("none", *_INNER),
    "interrupting start of an event sub-process": (*_INNER, "error", "escalation", "compensation"),
    "non-interrupting start of an event sub-process": (*_INNER, "escalation"),
    "intermediate catch": (*_INNER, "link"),
    "interrupting on a border": (*_INNER, "error", "escalation", "cancel", "compensation"),
    "non-interrupting on a border": (*_INNER, "escalation"),
    "intermediate throw": (
        "none",
        "message",
        "message to another dossier",
        "signal",
        "escalation",
        "compensation",
        "link",
        "multiple",
    ),
    "end": (
        "none",
        "message",
        "message to another dossier",
        "signal",
        "error",
        "escalation",
        "cancel",
        "compensation",
        "terminate",
        "multiple",
    ),
}


@dataclass(frozen=True)
class Construct:
    """A line of the page."""

    section: str
    name: str
    example: bytes

    @property
    def refusals(self) -> list[str]:
        """The codes with which lint refuses the example; none: it is executed."""
        found = lint(self.example, tables=TABLES)
        return list(dict.fromkeys(problem.code for problem in found if problem.severity == "error"))

    @property
    def proof(self) -> str | None:
        """The test that runs it, "file::name"."""
        return PROOFS.get((self.section, self.name))


def around(*parts: str, names: tuple[str, ...] = ("T",)) -> bytes:
    return d.diagram(d.start(), *parts, d.end(), d.path("Start", *names, "End"), beside=BESIDE)


def event(place: str, kind: str) -> bytes:
    """A diagram with this event in this place."""
    inner = _THROWN if kind == "multiple" and place in ("intermediate throw", "end") else DEFINITIONS[kind]
    if kind == "parallel multiple":
        return (
            event(place, "multiple")
            .replace(inner.encode(), b"@")
            .replace(b">@", b' parallelMultiple="true">' + inner.encode())
        )
    send = (SEND,) if kind == "message" else ()
    if place == "start of a process":
        return d.diagram(d.node("startEvent", "Start", inner=inner), d.end(), d.path("Start", "End"), beside=BESIDE)
    if kind == "cancel":
        return transaction()
    if kind == "compensation":
        return compensation(place)
    if "event sub-process" in place:
        start = d.node("startEvent", "S", inner=inner, isInterrupting="false" if "non-" in place else "true")
        handler = d.sub("Handler", start, d.end("E"), d.path("S", "E"), triggeredByEvent="true")
        return around(d.user("T"), handler)
    if place == "intermediate catch":
        if kind == "link":
            return d.diagram(
                d.start(), d.throw("T", inner), d.catch("C", inner), d.end(), d.path("Start", "T"), d.path("C", "End")
            )
        return around(d.user("U"), d.parallel("P"), d.catch("T", inner), d.path("P", "U", "End"), names=("P", "T"))
    if "on a border" in place:
        host = d.sub("T", d.start("S"), d.end("E"), d.path("S", "E")) if kind == "escalation" else d.user("T")
        return around(host, d.boundary("B", "T", inner, interrupting="non-" not in place), d.path("B", "End"))
    if place == "intermediate throw":
        if kind == "link":
            return event("intermediate catch", "link")
        return around(d.throw("T", inner, *send))
    return d.diagram(
        d.start(), d.user("T"), d.end("End", *send, inner=inner), d.path("Start", "T", "End"), beside=BESIDE
    )


def transaction() -> bytes:
    """One that can be cancelled, with what happens then."""
    inside = (d.start("S"), d.user("U"), d.end("E", inner=DEFINITIONS["cancel"]), d.path("S", "U", "E"))
    return around(d.transaction("T", *inside), d.boundary("B", "T", DEFINITIONS["cancel"]), d.path("B", "End"))


def compensation(place: str) -> bytes:
    """Something completed, its handler, and what triggers it."""
    done = d.user("A") + d.undone("A", d.user("Undo"))
    if "event sub-process" in place:
        start = d.node("startEvent", "S", inner=DEFINITIONS["compensation"])
        handler = d.sub("Handler", start, d.end("E"), d.path("S", "E"), triggeredByEvent="true")
        done = d.sub("A", d.start("S1"), d.end("E1"), d.path("S1", "E1"), handler)
    throw = d.end(inner=DEFINITIONS["compensation"]) if place == "end" else d.throw("T", DEFINITIONS["compensation"])
    names = ("Start", "A", "End") if place == "end" else ("Start", "A", "T", "End")
    return d.diagram(d.start(), done, throw, *(() if place == "end" else (d.end(),)), d.path(*names), beside=BESIDE)


def events() -> Iterator[Construct]:
    for place, kinds in PLACES.items():
        for kind in kinds:
            yield Construct("Events", f"{kind}, {place}", event(place, kind))


def activities() -> Iterator[Construct]:
    inner = (d.start("S"), d.end("E"), d.path("S", "E"))
    samples = {
        "user task": d.user("T"),
        "service task": d.service("T"),
        "send task": d.service("T", kind="sendTask"),
        "send task, to another dossier": d.send("T", "M"),
        "receive task": d.receive("T", "M"),
        "script task": d.script("T", "=1", "x"),
        "business rule task": d.rule("T", "le-phi", "fee"),
        "manual task": d.node("manualTask", "T"),
        "task without type": d.node("task", "T"),
        "sub-process": d.sub("T", *inner),
        "transaction": d.transaction("T", *inner),
        "ad-hoc sub-process": d.ad_hoc("T", d.user("U"), d.user("V")),
        "call activity": d.node("callActivity", "T", '<zeebe:calledElement processId="other"/>'),
        "multiple instances, parallel": d.user("T", inner=d.multiple("=a", "x")),
        "multiple instances, sequential": d.user("T", inner=d.multiple("=a", "x", sequential=True)),
        "multiple instances, completion condition": d.user("T", inner=d.multiple("=a", "x", until="=y")),
        "multiple instances, output collection": d.user("T", inner=d.multiple("=a", "x", "ys", "=y")),
        "multiple instances, loop cardinality": d.user("T", inner=d.counted("=3")),
        "multiple instances, other behaviour than All": d.user("T", inner=d.multiple("=a").replace("isSeq", 'behavior="One" isSeq')),
        "standard loop, tested before": d.user("T", inner=d.looped("=a", before=True)),
        "standard loop, tested after": d.user("T", inner=d.looped("=a")),
        "standard loop, maximum": d.user("T", inner=d.looped("=a", "3")),
        "activity for compensation": d.user("T") + d.undone("T", d.user("U")),
        "start or completion quantity": d.user("T").replace('id="T"', 'id="T" startQuantity="2"', 1),
    }  # fmt: skip
    for name, part in samples.items():
        yield Construct("Activities", name, around(part))


def flows_and_gateways() -> Iterator[Construct]:
    two = (d.user("A"), d.user("B"), d.path("A", "End"), d.path("B", "End"))
    chosen = (d.flow("G", "A", "=a"), d.flow("G", "B", identifier="no"))
    race = (d.catch("A", d.timer("P1D")), d.catch("B", d.message_event("M")), *two[2:])
    host = d.user("G").replace('id="G"', 'id="G" default="no"', 1)
    section = "Gateways and flows"
    samples = {
        "exclusive gateway": (d.xor("G", "no"), *two, *chosen),
        "parallel gateway": (d.parallel("G"), *two, d.path("G", "A"), d.path("G", "B")),
        "inclusive gateway": (d.inclusive("G", "no"), *two, *chosen),
        "complex gateway": (d.parallel("G"), *two[:2], d.complex_gateway("C", "=activationCount >= 1"), d.path("G", "A", "C"), d.path("G", "B", "C"), d.flow("C", "End", "=waitingForStart")),
        "complex gateway that only splits": (d.complex_gateway("G", "=true"), *two, d.flow("G", "A", "=a"), d.flow("G", "B", "=b")),
        "event-based gateway": (d.race("G"), *race, d.path("G", "A"), d.path("G", "B")),
        "event-based gateway, parallel": (d.race("G", eventGatewayType="Parallel", instantiate="true"), *race, d.path("G", "A"), d.path("G", "B")),
        "several flows out of an activity": (d.user("G"), *two, d.path("G", "A"), d.path("G", "B")),
        "conditional and default flow out of an activity": (host, *two, *chosen),
        "implicit merge": (d.parallel("G"), *two[:2], d.user("C"), d.path("G", "A", "C", "End"), d.path("G", "B", "C")),
    }  # fmt: skip
    for name, parts in samples.items():
        yield Construct(section, name, d.diagram(d.start(), *parts, d.end(), d.path("Start", "G"), beside=BESIDE))


def structure() -> Iterator[Construct]:
    task = (d.start(), d.user("T"), d.end(), d.path("Start", "T", "End"))
    pools = '<bpmn:collaboration id="C"><bpmn:participant id="P" processRef="proc"/><bpmn:participant id="Q"/></bpmn:collaboration>'
    handler = d.sub(
        "H",
        d.node("startEvent", "S", inner=d.error_event("Err")),
        d.end("E"),
        d.path("S", "E"),
        triggeredByEvent="true",
    )
    samples = {
        "lanes": d.diagram('<bpmn:laneSet id="L"><bpmn:lane id="L1"><bpmn:flowNodeRef>T</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>', *task),
        "pool as black box": d.diagram(*task).replace(b'<bpmn:process id="proc"', pools.encode() + b'<bpmn:process id="proc"'),
        "text annotation, association, group": d.diagram(*task, '<bpmn:textAnnotation id="N"><bpmn:text>n</bpmn:text></bpmn:textAnnotation>'),
        "several start events, one none and others with messages": d.diagram(*task, d.begin("Other", "M"), d.path("Other", "T"), beside=BESIDE),
        "several none start events": d.diagram(*task, d.start("Other"), d.path("Other", "T")),
        "instantiating receive task": d.diagram(d.node("receiveTask", "T", messageRef="M", instantiate="true"), d.end(), d.path("T", "End"), beside=BESIDE),
        "instantiating event-based gateway": d.diagram(d.race("G", instantiate="true"), d.receive("A", "M"), d.receive("B", "N"), d.end(), d.path("G", "A", "End"), d.path("G", "B", "End"), beside=BESIDE),
        "several executable processes": d.diagram(*task, beside='<bpmn:process id="two" isExecutable="true"/>'),
        "event sub-process": d.diagram(*task, handler, beside=BESIDE),
        "data object, data store (drawn)": d.diagram('<bpmn:dataObject id="D"/><bpmn:dataObjectReference id="R" dataObjectRef="D"/>', *task),
        "arrows to data (drawn)": d.diagram(d.start(), d.user("T", inner=ARROW), d.end(), d.path("Start", "T", "End"), '<bpmn:dataObject id="D"/>'),
        "arrow to data with assignment or transformation": d.diagram(d.start(), d.user("T", inner=ARROW.replace("</bpmn:targetRef>", "</bpmn:targetRef><bpmn:assignment><bpmn:from>a</bpmn:from><bpmn:to>b</bpmn:to></bpmn:assignment>")), d.end(), d.path("Start", "T", "End"), '<bpmn:dataObject id="D"/>'),
        "property": d.diagram(d.start(), d.user("T", inner='<bpmn:property id="P" name="n"/>'), d.end(), d.path("Start", "T", "End")),
        "data inputs and outputs": d.diagram(d.start(), d.user("T", inner='<bpmn:ioSpecification><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>'), d.end(), d.path("Start", "T", "End")),
        "input and output mappings (zeebe), activities": d.diagram(d.start(), d.user("T", d.mappings({"a": "=1"}, {"b": "=a"})), d.end(), d.path("Start", "T", "End")),
    }  # fmt: skip
    for name, example in [*samples.items(), *mapped()]:
        yield Construct("Structure and data", name, example)


def mapped() -> Iterator[tuple[str, bytes]]:
    """Mappings on each kind of element that may carry them."""
    both, out, inputs = d.mappings({"n": "=1"}, {"o": "=n"}), d.mappings({}, {"o": "=1"}), d.mappings({"n": "=1"}, {})
    handler = d.sub(
        "H",
        d.node("startEvent", "S", out, inner=d.message_event("M")),
        d.end("E"),
        d.path("S", "E"),
        triggeredByEvent="true",
    )
    samples = {
        "sub-process": around(d.sub("T", d.start("S"), d.end("E"), d.path("S", "E"), extensions=both)),
        "call activity": around(d.call("T", "other", both)),
        "script task": around(d.script("T", "=1", "x", both)),
        "business rule task": around(d.rule("T", "le-phi", "fee", both)),
        "instances of a repeated activity": around(d.user("T", both, inner=d.multiple("=a", "x"))),
        "catch event, receive task (outputs)": around(d.catch("T", d.message_event("M"), out)),
        "event on a border (outputs)": around(d.user("T"), d.boundary("B", "T", d.message_event("M"), out), d.path("B", "End")),
        "start of an event sub-process (outputs)": around(d.user("T"), handler),
        "message or signal that is thrown (inputs)": around(d.throw("T", d.signal_event("Sig"), inputs)),
        "catch event (inputs)": around(d.catch("T", d.message_event("M"), inputs)),
        "gateway": around(d.node("parallelGateway", "T", both)),
    }  # fmt: skip
    return ((f"mappings, {name}", example) for name, example in samples.items())


def constructs() -> list[Construct]:
    """Everything, in the order of the page."""
    return [*activities(), *flows_and_gateways(), *events(), *structure()]
