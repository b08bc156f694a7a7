"""What lint says of signals, of messages that are thrown, and of where a process begins."""

from __future__ import annotations

import pytest

from bpmn.errors import DiagramError
from bpmn.lint import lint
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d

M = d.message("M", "news", '="k"')


def line(*nodes: str, beside: str = "") -> bytes:
    return d.diagram(d.start(), *nodes, d.end(), d.path("Start", "T", "End"), beside=beside)


#: code, element, diagram
REFUSED: list[tuple[str, str, bytes]] = [
    ("start-several", "Second", line(d.user("T"), d.start("Second"), d.path("Second", "T"), d.begin("Third", "M"), d.path("Third", "T"), beside=M)),
    ("start-several", "S2", line(d.sub("T", d.start("S1"), d.start("S2"), d.end("E"), d.path("S1", "E"), d.path("S2", "E")))),
    ("event-unsupported", "S1", line(d.sub("T", d.begin("S1", "M"), d.end("E"), d.path("S1", "E")), beside=M)),
    ("start-by-itself", "Start", d.diagram(d.node("startEvent", "Start", inner=d.timer("R/P1D", "timeCycle")), d.end(), d.path("Start", "End"))),
    ("start-by-itself", "Start", d.diagram(d.node("startEvent", "Start", inner=d.condition("=a")), d.end(), d.path("Start", "End"))),
    ("start-by-itself", "Start", d.diagram(d.node("startEvent", "Start", inner=d.signal_event("S")), d.end(), d.path("Start", "End"), beside=d.signal("S", "s"))),
    ("start-name-feel", "Begin", d.diagram(d.begin("Begin", "M"), d.end(), d.path("Begin", "End"), beside=d.message("M", '="a"', ""))),
    ("start-message-twice", "Second", line(d.user("T"), d.begin("First", "M"), d.begin("Second", "M"), d.path("First", "T"), d.path("Second", "T"), beside=M)),
    ("message-missing", "Begin", d.diagram(d.begin("Begin", "Gone"), d.end(), d.path("Begin", "End"))),
    ("message-without-name", "Begin", d.diagram(d.begin("Begin", "M"), d.end(), d.path("Begin", "End"), beside=d.message("M", "", ""))),
    ("extension-unsupported", "Begin", d.diagram(d.begin("Begin", "M", d.mappings({"a": "=1"})), d.end(), d.path("Begin", "End"), beside=M)),
    ("instantiate-not-first", "T", line(d.node("receiveTask", "T", messageRef="M", instantiate="true"), beside=M)),
    ("instantiate-not-first", "T", d.diagram(d.start(), d.node("receiveTask", "T", messageRef="M", instantiate="true"), d.end(), d.path("Start", "End"), d.path("T", "End"), beside=M)),
    ("instantiate-not-first", "T", d.diagram(d.node("receiveTask", "T", messageRef="M", instantiate="true", inner=d.looped("=a")), d.end(), d.path("T", "End"), beside=M)),
    ("instantiate-not-first", "G", d.diagram(d.start(), d.race("G", instantiate="true"), d.receive("C", "M"), d.receive("D", "M"), d.end(), d.path("Start", "G", "C", "End"), d.path("G", "D", "End"), beside=M)),
    ("instantiate-by-itself", "C", d.diagram(d.race("G", instantiate="true"), d.catch("C", d.timer("P1D")), d.catch("D", d.message_event("M")), d.end(), d.path("G", "C", "End"), d.path("G", "D", "End"), beside=M)),
    ("attribute-unsupported", "T", line(d.user("T").replace('id="T"', 'id="T" instantiate="true"', 1))),
    ("signal-missing", "T", line(d.catch("T", "<bpmn:signalEventDefinition/>"))),
    ("signal-missing", "T", line(d.throw("T", d.signal_event("Gone")))),
    ("signal-without-name", "T", line(d.throw("T", d.signal_event("Sig")), beside='<bpmn:signal id="Sig"/>')),
    ("feel-syntax", "Sig", line(d.throw("T", d.signal_event("Sig")), beside=d.signal("Sig", "=1 +"))),
    ("extension-unsupported", "T", line(d.throw("T", d.signal_event("Sig"), d.mappings(outputs={"a": "=1"})), beside=d.signal("Sig", "s"))),
    ("extension-unsupported", "T", line(d.catch("T", d.signal_event("Sig"), d.mappings({"a": "=1"})), beside=d.signal("Sig", "s"))),
    ("topic-or-message-missing", "T", line(d.throw("T", "<bpmn:messageEventDefinition/>"))),
    ("topic-or-message-missing", "E", line(d.user("T"), d.end("E", inner="<bpmn:messageEventDefinition/>"))),
    ("topic-or-message-missing", "T", line(d.node("sendTask", "T"))),
    ("message-missing", "T", line(d.throw("T", d.message_event("Gone")))),
    ("message-missing", "T", line(d.node("sendTask", "T", messageRef="Gone"))),
    ("message-without-name", "T", line(d.throw("T", d.message_event("M")), beside=d.message("M", "", ""))),
    ("message-key-not-feel", "T", line(d.node("sendTask", "T", messageRef="M"), beside=d.message("M", "news", "code"))),
    ("extension-unsupported", "T", line(d.node("sendTask", "T", "<zeebe:taskHeaders/>", messageRef="M"), beside=M)),
    ("extension-unsupported", "T", line(d.throw("T", d.message_event("M"), d.mappings(outputs={"a": "=1"})), beside=M)),
    ("boundary-never", "B", line(d.node("sendTask", "T", messageRef="M"), d.boundary("B", "T", d.timer("P1D")), d.path("B", "End"), beside=M)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "element", "diagram"), REFUSED, ids=[f"{code}-{number}" for number, (code, *_) in enumerate(REFUSED)]
)
def test_what_cannot_be_executed_is_refused(code, element, diagram):
    assert (code, element) in {(found.code, found.element) for found in lint(diagram)}
    with pytest.raises(DiagramError):
        load(diagram)
