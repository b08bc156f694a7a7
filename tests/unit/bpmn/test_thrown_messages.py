"""Messages thrown for other dossiers (BPMN 2.0.2, 10.3.3, 10.5.1 and 13.5.2): they leave, and the thrower goes on."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn.errors import EngineError
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

ASK = d.message_event("Ask")
BESIDE = (
    d.message("Ask", "inquiry.asked", "=other")
    + d.message("Tell", "news", "")
    + d.message("To", '="to." + office', "=k")
)
NODES = {
    "throw": lambda name, *more: d.throw("T", d.message_event(name), *more),
    "send": lambda name, *more: d.send("T", name, *more),
}


def line(node: str) -> bytes:
    return d.diagram(d.start(), node, d.end(), d.path("Start", "T", "End"), beside=BESIDE)


def thrown(dossier: Dossier) -> list[e.MessageThrown]:
    return [effect for effect in dossier.log if isinstance(effect, e.MessageThrown)]


@pytest.mark.parametrize("kind", NODES)
def test_a_message_leaves_with_its_key_and_the_variables_of_the_input_mappings(kind):
    node = NODES[kind]("Ask", d.mappings({"question": '="where?"', "other": '=code + "-1"'}))
    dossier = Dossier.of(line(node), code="A", secret=1)
    assert thrown(dossier) == [e.MessageThrown("T", "inquiry.asked", "A-1", {"question": "where?", "other": "A-1"})]
    assert (dossier.path(), dossier.variables) == (["Start", "T", "End"], {"code": "A", "secret": 1})
    assert dossier.ended


@pytest.mark.parametrize("kind", NODES)
def test_a_message_may_have_no_key_and_a_computed_name(kind):
    assert thrown(Dossier.of(line(NODES[kind]("Tell")))) == [e.MessageThrown("T", "news", None, {})]
    dossier = Dossier.of(line(NODES[kind]("To")), office="X", k=7)
    assert thrown(dossier) == [e.MessageThrown("T", "to.X", "7", {})]


@pytest.mark.parametrize("kind", NODES)
def test_a_key_without_a_value_is_an_error_and_nothing_has_happened(kind):
    with pytest.raises(EngineError) as error:
        Dossier.of(line(NODES[kind]("Ask")), other=None)
    assert (error.value.element, error.value.code) == ("T", "no-key")


def test_a_message_end_event_throws_and_ends():
    diagram = d.diagram(d.start(), d.user("T"), d.end("End", inner=ASK), d.path("Start", "T", "End"), beside=BESIDE)
    dossier = Dossier.of(diagram, other="B")
    dossier.complete("T")
    assert [type(effect) for effect in dossier.log[-3:]] == [e.ElementPassed, e.MessageThrown, e.ProcessEnded]


def test_a_thrown_message_is_not_caught_in_its_own_step():
    """10.5.1: messages go from one participant to another; the office brings it back if this dossier waits for it."""
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.catch("Wait", ASK), d.user("Ready"), d.throw("Throw", ASK), d.end(),
        d.path("Start", "Fork", "Wait", "End"), d.path("Fork", "Ready", "Throw", "End"), beside=BESIDE,
    )  # fmt: skip
    dossier = Dossier.of(diagram, other="B")
    dossier.complete("Ready")
    assert (dossier.elements(), len(thrown(dossier))) == (["Wait"], 1)
    dossier.deliver("Wait")
    assert dossier.ended


def test_a_send_task_may_map_what_it_leaves_behind():
    node = d.send("T", "Tell", d.mappings({"a": "=1"}, {"sent": "=a"}))
    assert Dossier.of(line(node)).variables == {"sent": 1}


def test_a_send_task_may_be_repeated():
    node = d.node("sendTask", "T", d.mappings({"to": "=one"}), inner=d.multiple("=those", "one"), messageRef="Tell")
    dossier = Dossier.of(line(node), those=["A", "B"])
    assert [message.variables for message in thrown(dossier)] == [
        {"one": one, "loopCounter": place, "to": one} for place, one in enumerate("AB", 1)
    ]
