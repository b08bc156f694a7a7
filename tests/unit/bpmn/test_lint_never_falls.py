"""Lint answers for any bytes, and what it lets through really runs."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from bpmn import engine
from bpmn.errors import DiagramError, EngineError
from bpmn.lint import lint
from bpmn.parse import load
from bpmn.problem import Problem
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import CONTEXT, NOW
from tests.unit.bpmn.test_state import RICH

SHIPPED = Path(__file__).parents[3] / "bpmn" / "procedures" / "marital-status" / "process.bpmn"
SAVED = Path(__file__).parents[2] / "saved_states" / "v2" / "process.bpmn"
VALUES = [
    "",
    "T",
    "Task",
    "Sub",
    "End",
    "Nowhere",
    "true",
    "false",
    "=",
    "=1 +",
    "=x",
    "-1",
    "1",
    "ữ",
    "P1D",
    "x" * 300,
]
NAMES = [
    "subProcess",
    "userTask",
    "endEvent",
    "boundaryEvent",
    "sequenceFlow",
    "complexGateway",
    "timerEventDefinition",
    "lane",
]


def broken(source: bytes, data: st.DataObject) -> bytes:
    """The file with a few things deleted, doubled, moved, renamed or overwritten."""
    root = etree.fromstring(source)
    for _ in range(data.draw(st.integers(1, 4))):
        elements = list(root.iter(tag=etree.Element))[1:]
        element = data.draw(st.sampled_from(elements)) if elements else root
        change = data.draw(st.sampled_from(["delete", "double", "move", "rename", "attribute", "remove", "text"]))
        damage(root, element, change, data)
    return etree.tostring(root)


def damage(root: etree._Element, element: etree._Element, change: str, data: st.DataObject) -> None:
    parent = element.getparent()
    if change == "delete" and parent is not None:
        parent.remove(element)
    elif change == "double" and parent is not None:
        parent.append(etree.fromstring(etree.tostring(element)))
    elif change == "move" and element is not root:
        root[0].append(element) if element is not root[0] else None
    elif change == "rename":
        element.tag = f"{{{etree.QName(element).namespace}}}{data.draw(st.sampled_from(NAMES))}"
    elif change == "attribute" and element.attrib:
        element.set(data.draw(st.sampled_from(sorted(element.attrib))), data.draw(st.sampled_from(VALUES)))
    elif change == "remove" and element.attrib:
        del element.attrib[data.draw(st.sampled_from(sorted(element.attrib)))]
    elif change == "text":
        element.text = data.draw(st.sampled_from(VALUES))


def runs_or_is_refused(diagram: bytes) -> None:
    problems = lint(diagram, forms={})
    assert all(isinstance(problem, Problem) for problem in problems)
    assert problems == sorted(problems, key=lambda problem: problem.order)
    errors = [problem for problem in lint(diagram) if problem.severity == "error"]
    try:
        definition = load(diagram)
    except DiagramError as error:
        assert errors and len(error.problems) == len(errors)
        return
    assert not errors
    try:
        engine.start(definition, {}, engine.Moment(NOW, "s", {}, CONTEXT))
    except EngineError as error:
        assert error.element in definition.elements


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_broken_diagrams_are_refused_or_run(data):
    source = data.draw(st.sampled_from([RICH, SHIPPED.read_bytes(), SAVED.read_bytes()]))
    runs_or_is_refused(broken(source, data))


@settings(max_examples=200)
@given(st.binary(max_size=300))
@example(b"")
@example(b"\xef\xbb\xbf<a/>")
@example("<a>ữ</a>".encode("utf-16"))
@example(f"{d.HEAD}</bpmn:definitions>".encode())
@example(f"{d.HEAD}<bpmn:process/></bpmn:definitions>".encode())
@example(
    f'{d.HEAD}<bpmn:process isExecutable="true"><bpmn:sequenceFlow/><bpmn:boundaryEvent/></bpmn:process></bpmn:definitions>'.encode()
)
def test_any_bytes_get_an_answer(blob):
    assert lint(blob)


def test_ten_thousand_broken_elements_get_an_answer():
    """Every rule must stay linear in the diagram."""
    many = "".join(
        f'<bpmn:userTask id="T{n}"/><bpmn:boundaryEvent id="B{n}" attachedToRef="T{n}"/>' for n in range(5_000)
    )
    problems = lint(d.diagram(d.start(), many))
    assert {problem.element for problem in problems} >= {"T0", "T4999", "B4999"}


def test_hostile_xml_is_refused():
    for hostile in (
        b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
        b"<a>" * 5_000 + b"</a>" * 5_000,
        b" " * 10_000_001,
    ):
        (problem,) = lint(hostile)
        assert problem.code == "xml-invalid"
        assert "root:" not in problem.message
