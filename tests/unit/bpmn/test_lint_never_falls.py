"""Lint answers for any bytes, and what it lets through really runs."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from bpmn import engine
from bpmn.errors import DiagramError, EngineError
from bpmn.library import InMemoryLibrary
from bpmn.lint import lint
from bpmn.parse import load
from bpmn.problem import Problem
from tests.unit.bpmn import constructs as small
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import CONTEXT, NOW
from tests.unit.bpmn.test_state import RICH
from tests.unit.procedures import shipped

SHIPPED = sorted((Path(__file__).parents[3] / "bpmn" / "procedures").glob("*/process.bpmn"))
SAVED = sorted((Path(__file__).parents[2] / "saved_states").glob("*/process.bpmn"))
#: the decisions that the diagrams here call, by a name of their file
TABLES = {**small.TABLES, **shipped.table_files("birth-residence-insurance")}
EXAMPLE = Path(__file__).with_name("example-dialect.bpmn")
#: every construct that is executed, as small as it gets
SMALL = [one.example for one in small.constructs() if not one.refusals]
REAL = [RICH, *(path.read_bytes() for path in (*SHIPPED, *SAVED, EXAMPLE))]
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
SPACES = [
    "",
    "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "http://schema.omg.org/spec/BPMN/2.0",
    "http://camunda.org/schema/zeebe/1.0",
    "http://camunda.org/schema/1.0/bpmn",
    "http://flowable.org/bpmn",
    "http://www.bizagi.com/bpmn20",
]
NAMES = [
    "callActivity",
    "adHocSubProcess",
    "transaction",
    "receiveTask",
    "eventBasedGateway",
    "compensateEventDefinition",
    "dataObjectReference",
    "subProcess",
    "userTask",
    "endEvent",
    "boundaryEvent",
    "sequenceFlow",
    "complexGateway",
    "timerEventDefinition",
    "lane",
]


CHANGES = [
    *("delete", "double", "move", "rename", "attribute", "remove", "text"),
    *("retarget", "refer", "identify", "space", "foreign", "swap"),
]


def broken(source: bytes, data: st.DataObject) -> bytes:
    """The file with a few things deleted, doubled, moved, renamed or overwritten."""
    root = etree.fromstring(source)
    for _ in range(data.draw(st.integers(1, 4))):
        elements = list(root.iter(tag=etree.Element))[1:]
        element = data.draw(st.sampled_from(elements)) if elements else root
        change = data.draw(st.sampled_from(CHANGES))
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
    else:
        entangle(root, element, change, data)


def entangle(root: etree._Element, element: etree._Element, change: str, data: st.DataObject) -> None:
    """Damage that needs a second element: references and ids that lead elsewhere, other namespaces."""
    ids = sorted({one.get("id", "") for one in root.iter(tag=etree.Element)} - {""})
    other = data.draw(st.sampled_from(ids)) if ids else "x"
    references = sorted(name for name in element.attrib if str(name).endswith(("Ref", "default")))
    if change == "retarget" and references:
        element.set(data.draw(st.sampled_from(references)), other)
    elif change == "refer":
        element.text = other
    elif change == "identify":
        element.set("id", other)
    elif change == "space":
        space = data.draw(st.sampled_from(SPACES))
        element.tag = f"{{{space}}}{etree.QName(element).localname}" if space else etree.QName(element).localname
    elif change == "foreign":
        space = data.draw(st.sampled_from(SPACES[3:]))
        element.set(f"{{{space}}}{data.draw(st.sampled_from(['class', 'formKey', 'processId']))}", other)
    elif change == "swap" and element.getprevious() is not None:
        element.addnext(element.getprevious())


def runs_or_is_refused(diagram: bytes) -> None:
    problems = lint(diagram, forms={}, tables=TABLES, library=InMemoryLibrary())
    assert all(isinstance(problem, Problem) for problem in problems)
    assert problems == sorted(problems, key=lambda problem: problem.order)
    found = [problem for problem in lint(diagram, tables=TABLES) if problem.severity == "error"]
    # The contract of a topic is asked where a diagram is deployed; a running dossier goes on.
    errors = [problem for problem in found if problem.code != "topic-input-missing"]
    try:
        definition = load(diagram, TABLES)
    except DiagramError as error:
        assert errors and len(error.problems) == len(errors)
        return
    assert not errors
    try:
        engine.start(definition, {}, engine.ExecutionContext(NOW, "s", {}, CONTEXT), definition.starts[0].element)
    except EngineError as error:
        assert error.element in definition.elements


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_broken_diagrams_are_refused_or_run(data):
    runs_or_is_refused(broken(data.draw(st.sampled_from(REAL)), data))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_small_diagrams_of_every_construct_are_refused_or_run(data):
    runs_or_is_refused(broken(data.draw(st.sampled_from(SMALL)), data))


def test_every_diagram_here_runs_as_it_is():
    for diagram in (*REAL, *SMALL):
        assert not [one for one in lint(diagram, tables=TABLES) if one.severity == "error"]


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


def scopes(n: int, kind: str, **attributes: str) -> str:
    inner = f'<bpmn:userTask id="{kind}{n}_T"/>'
    return d.node(kind, f"{kind}{n}", inner=inner, **attributes)


def test_ten_megabytes_of_scopes_and_borders_get_an_answer():
    """What is looked at for each scope, each border and each target must not be the whole diagram."""
    parts = [scopes(n, kind) for kind in ("subProcess", "transaction", "adHocSubProcess") for n in range(1_200)]
    parts += [d.sub(f"handler{n}", triggeredByEvent="true") for n in range(800)]
    parts += [d.boundary(f"B{n}", "subProcess0", d.timer("P1D")) for n in range(1_200)]
    parts += [d.throw(f"C{n}", '<bpmn:compensateEventDefinition activityRef="subProcess0"/>') for n in range(1_200)]
    parts += [d.user("Same") + d.boundary("Twin", "Same", d.timer("P1D")) for _ in range(800)]
    whole = d.diagram(d.start(), *parts, d.end(), d.path("Start", "End"), name="x" * 1_000)
    padded = whole.replace(
        b"</bpmn:process>",
        b"<bpmn:documentation>" + b"y" * (9_900_000 - len(whole)) + b"</bpmn:documentation></bpmn:process>",
    )
    assert 9_800_000 < len(padded) < 10_000_000
    found = {(problem.code, problem.element) for problem in lint(padded)}
    assert found >= {
        ("unreachable", "subProcess1199"), ("start-missing", "transaction1199"), ("unreachable", "adHocSubProcess1199_T"),
        ("boundary-without-flow", "B1199"), ("compensation-nothing", "C1199"), ("id-duplicate", "Same"), ("start-missing", "handler799"),
    }  # fmt: skip


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
