"""Where a process begins (BPMN 2.0.2, 10.5.2, 10.3.3 and 10.6.6): a none start event, messages, what instantiates it."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn import engine
from bpmn.definition import Start
from bpmn.errors import EngineError
from bpmn.parse import load
from tests.unit.bpmn import calling
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

BESIDE = d.message("M", "moved.in", "") + d.message("N", "moved.out", "") + d.message("K", "news", '="k"')
#: by the desk, or by one of two messages
THREE = d.diagram(
    d.start(), d.begin("In", "M", d.takes("place")), d.begin("Out", "N", d.takes("place")), d.user("Check"), d.user("T"), d.end(),
    d.path("Start", "T", "End"), d.path("In", "Check", "T"), d.path("Out", "T"), beside=BESIDE,
)  # fmt: skip


def test_a_process_tells_how_it_begins():
    starts = (Start("Start"), Start("In", "moved.in"), Start("Out", "moved.out"))
    definition = load(THREE)
    assert definition.starts == starts
    assert (definition.start(), definition.start("moved.out"), definition.start("other")) == (
        starts[0],
        starts[2],
        None,
    )


@pytest.mark.parametrize(("at", "first"), [("Start", "T"), ("In", "Check"), ("Out", "T")])
def test_several_start_events_are_several_ways_to_begin(at, first):
    """10.5.2: each start event is independent; the one that happens begins an instance of its own."""
    dossier = Dossier.begun(THREE, at, {"place": "A"}, returnBy="post")
    assert (dossier.path(), dossier.elements()) == ([at], [first])
    assert dossier.variables == {"returnBy": "post"} | ({"place": "A"} if at != "Start" else {})
    for element in dossier.elements() + ["T"] * (first == "Check"):
        dossier.complete(element)
    assert dossier.ended


def test_the_desk_begins_at_the_start_event_without_a_message():
    assert Dossier.of(THREE).path() == ["Start"]


def test_output_mappings_take_of_the_message_what_they_name():
    start = d.begin("In", "M", d.mappings(outputs={"from": "=place", "both": "=place + name"}))
    diagram = d.diagram(start, d.user("T"), d.end(), d.path("In", "T", "End"), beside=BESIDE)
    assert Dossier.begun(diagram, "In", {"place": "A", "other": 1}, name="B").variables == {
        "name": "B", "from": "A", "both": "AB",
    }  # fmt: skip


def test_a_start_event_may_give_a_status():
    diagram = d.diagram(d.begin("In", "M", d.properties(status="2")), d.end(), d.path("In", "End"), beside=BESIDE)
    assert e.StatusChanged("In", 2) in Dossier.begun(diagram, "In", {}).log


@pytest.mark.parametrize("at", [None, "T", "Gone"])
def test_a_process_begins_in_no_other_way(at):
    diagram = d.diagram(d.begin("In", "M"), d.user("T"), d.end(), d.path("In", "T", "End"), beside=BESIDE)
    dossier = Dossier(load(diagram))
    with pytest.raises(EngineError, match=r"at In with the message moved\.in") as error:
        engine.start(dossier.definition, {}, dossier.execution(), at)
    assert error.value.code == "no-start"


def test_event_sub_processes_listen_however_the_process_begins():
    handler = d.sub(
        "H",
        d.node("startEvent", "S", inner=d.message_event("K")),
        d.end("E"),
        d.path("S", "E"),
        triggeredByEvent="true",
    )
    diagram = d.diagram(d.begin("In", "M"), d.user("T"), d.end(), d.path("In", "T", "End"), handler, beside=BESIDE)
    assert Dossier.begun(diagram, "In", {}).elements() == ["S", "T"]


# --- without a start event ------------------------------------------------------------------------------------------


def test_a_receive_task_begins_a_process():
    """10.3.3: it instantiates the process when there is no start event and nothing leads to it."""
    receive = d.node("receiveTask", "R", d.properties(status="2"), d.takes("place"), messageRef="M", instantiate="true")
    diagram = d.diagram(receive, d.user("T"), d.end(), d.path("R", "T", "End"), beside=BESIDE)
    dossier = Dossier.begun(diagram, "R", {"place": "A"})
    assert [type(effect) for effect in dossier.log[:2]] == [e.StatusChanged, e.ElementPassed]
    assert (dossier.path(), dossier.elements(), dossier.variables) == (["R"], ["T"], {"place": "A"})
    dossier.complete("T")
    assert dossier.ended


def test_several_receive_tasks_are_several_ways_to_begin():
    tasks = [d.node("receiveTask", name, messageRef=name[-1], instantiate="true") for name in ("RM", "RN")]
    diagram = d.diagram(*tasks, d.user("T"), d.end(), d.path("RM", "T", "End"), d.path("RN", "T"), beside=BESIDE)
    for name in ("RM", "RN"):
        assert (Dossier.begun(diagram, name, {}).path(), load(diagram).start()) == ([name], None)


def test_an_instantiating_gateway_begins_with_the_first_of_its_events():
    """10.6.6: an exclusive one; the event that happens first makes the process, the others are not waited for."""
    events = (
        d.catch("A", d.message_event("M"), d.mappings(outputs={"x": "=place"})),
        d.catch("B", d.message_event("N")),
    )
    diagram = d.diagram(
        d.race("G", instantiate="true"), *events, d.user("T"), d.end(), d.path("G", "A", "T", "End"),
        d.path("G", "B", "End"), beside=BESIDE,
    )  # fmt: skip
    assert load(diagram).starts == (Start("A", "moved.in"), Start("B", "moved.out"))
    dossier = Dossier.begun(diagram, "A", {"place": "here"})
    assert (dossier.path(), dossier.elements(), dossier.variables) == (["G", "A"], ["T"], {"x": "here"})
    assert [effect.flow for effect in dossier.log if isinstance(effect, e.FlowTaken)] == ["G__A", "A__T"]
    dossier.complete("T")
    assert dossier.ended
    assert Dossier.begun(diagram, "B", {}).ended


def test_an_instantiating_gateway_may_lead_to_receive_tasks():
    tasks = (d.receive("A", "M"), d.receive("B", "N"))
    diagram = d.diagram(
        d.race("G", instantiate="true"),
        *tasks,
        d.end(),
        d.path("G", "A", "End"),
        d.path("G", "B", "End"),
        beside=BESIDE,
    )
    assert Dossier.begun(diagram, "B", {}).path() == ["G", "B", "End"]


def test_what_only_a_message_begins_nobody_can_call():
    beside = d.message("M", "moved.in", "")
    called = d.diagram(d.begin("In", "M"), d.end(), d.path("In", "End"), beside=beside, process_id="other")
    with pytest.raises(EngineError, match="begins with a message only") as error:
        calling.run(calling.plain(), called)
    assert (error.value.element, error.value.code) == ("Call", "no-start")
    both = d.diagram(
        d.start(), d.begin("In", "M"), d.user("Task"), d.end(), d.path("Start", "Task", "End"), d.path("In", "End"),
        beside=beside, process_id="other",
    )  # fmt: skip
    assert calling.run(calling.plain(), both).elements() == ["Call/Task"]
