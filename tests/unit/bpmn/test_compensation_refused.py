"""Compensation that cannot work is refused before it is deployed (BPMN 2.0.2, 10.7 and 13.5.5)."""

from __future__ import annotations

import pytest

from bpmn.errors import DiagramError
from bpmn.lint import lint
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.compensating import closing

NO_FLOW = d.boundary("B", "T", d.compensate())
MARKED = d.user("U").replace(' id="', ' isForCompensation="true" id="', 1)
REFUSED = [
    ("compensation-handler", "B", (d.user("T"), NO_FLOW)),
    ("compensation-handler", "B", (d.user("T"), NO_FLOW, MARKED, MARKED.replace('"U"', '"V"'), d.association("B", "U"), d.association("B", "V"))),
    ("compensation-flow", "B", (d.user("T"), NO_FLOW, MARKED, d.association("B", "U"), d.path("B", "End"))),
    ("compensation-activity-flow", "U", (d.user("T"), NO_FLOW, MARKED, d.association("B", "U"), d.path("U", "End"))),
    ("compensation-activity-unused", "U", (d.user("T"), MARKED)),
    ("compensation-twice", "T", (d.user("T"), d.undone("T", d.user("U")), d.boundary("B2", "T", d.compensate()), d.association("B2", "U"))),
    ("compensation-level", "H", (d.user("T"), closing("H", d.end("H_E"), d.path("H_S", "H_E")))),
    ("compensation-interrupts", "H_S", (d.sub("T", d.start("S"), d.end("E"), d.path("S", "E"), closing("H", d.end("H_E"), d.path("H_S", "H_E")).replace('id="H_S"', 'id="H_S" isInterrupting="false"')),)),
    ("compensation-target", "T", (d.throw("T", d.compensate("gone")),)),
    ("compensation-nothing", "T", (d.throw("T", d.compensate("A")), d.user("A"), d.path("A", "T"))),
    ("extension-unsupported", "B", (d.user("T"), NO_FLOW.replace(d.compensate(), f"<bpmn:extensionElements>{d.mappings({}, {'a': '=1'})}</bpmn:extensionElements>" + d.compensate()), MARKED, d.association("B", "U"))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "element", "parts"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_work_is_refused(code, element, parts):
    diagram = d.diagram(d.start(), *parts, d.end(), d.path("Start", "T", "End"))
    assert (code, element) in {(found.code, found.element) for found in lint(diagram)}
    with pytest.raises(DiagramError):
        load(diagram)
