"""Links, repeating timers, conditions, none and message throw events (BPMN 2.0.2, 10.5.4 to 10.5.6 and 13.5)."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn.errors import EngineError
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier


def reloads(dossier: Dossier) -> bool:
    instance = state.load(dossier.snapshot, dossier.execution())
    return state.dump(dossier.definition, instance) == dossier.state


# --- links ----------------------------------------------------------------------------------------------------------


def test_a_link_leads_on_like_a_flow():
    """10.5.4, Link: paired link events act as a virtual sequence flow within one process level."""
    dossier = Dossier.of(
        d.diagram(
            d.start(), d.user("A"), d.xor("Gate", "no"), d.throw("Out1", d.link("next page")), d.throw("Out2", d.link("next page")),
            d.catch("In", d.link("next page")), d.user("B"), d.end(), d.path("Start", "A", "Gate"), d.flow("Gate", "Out1", "=x"),
            d.flow("Gate", "Out2", identifier="no"), d.path("In", "B", "End"),
        )
    )  # fmt: skip
    dossier.complete("A", x=False)
    assert dossier.path() == ["Start", "A", "Gate", "Out2", "In"]
    dossier.complete("B")
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_links_of_the_same_name_on_other_levels_are_others():
    inner = (
        d.start("S"),
        d.throw("O", d.link("a")),
        d.catch("I", d.link("a")),
        d.end("E"),
        d.path("S", "O"),
        d.path("I", "E"),
    )
    outer = (d.sub("Sub", *inner), d.throw("Out", d.link("a")), d.catch("In", d.link("a")), d.end())
    dossier = Dossier.of(d.diagram(d.start(), *outer, d.path("Start", "Sub", "Out"), d.path("In", "End")))
    assert dossier.path() == ["Start", "S", "O", "I", "E", "Sub", "Out", "In", "End"]


def test_an_inclusive_join_looks_through_links():
    dossier = Dossier.of(
        d.diagram(
            d.start(), d.parallel("Fork"), d.user("A"), d.user("B"), d.throw("Out", d.link("a")), d.catch("In", d.link("a")),
            d.inclusive("Join"), d.user("After"), d.end(), d.path("Start", "Fork", "A", "Join"), d.path("Fork", "B", "Out"),
            d.path("In", "Join", "After", "End"),
        )
    )  # fmt: skip
    dossier.complete("A")
    assert dossier.elements() == ["B"]
    dossier.complete("B")
    assert dossier.elements() == ["After"]


# --- conditions -----------------------------------------------------------------------------------------------------


def test_a_condition_is_awaited():
    """10.5.5, Conditional: the event is triggered when its condition becomes true."""
    dossier = Dossier.of(
        d.diagram(
            d.start(), d.parallel("Fork"), d.user("T"), d.catch("Paid", d.condition("=paid >= fee")), d.user("After"), d.end(),
            d.path("Start", "Fork", "Paid", "After", "End"), d.path("Fork", "T", "T2", "End"), d.user("T2"),
        ),
        paid=0, fee=10,
    )  # fmt: skip
    assert dossier.elements() == ["T"]
    assert reloads(dossier)
    dossier.complete("T", paid=10)
    assert dossier.elements() == ["After", "T2"]


def test_a_condition_that_is_true_already_is_passed_at_once():
    wait = d.diagram(d.start(), d.catch("C", d.condition("=a")), d.end(), d.path("Start", "C", "End"))
    assert Dossier.of(wait, a=True).ended


def test_a_condition_that_nothing_can_make_true_is_an_error_and_not_a_silent_halt():
    wait = d.diagram(d.start(), d.catch("C", d.condition("=a")), d.end(), d.path("Start", "C", "End"))
    with pytest.raises(EngineError) as error:
        Dossier.of(wait, a=False)
    assert error.value.element == "C"


def watched(interrupting: bool) -> bytes:
    return d.diagram(
        d.start(), d.parallel("Fork"), d.user("T"), d.user("U", inner=d.looped("=true")), d.user("Side"), d.end(),
        d.boundary("B", "T", d.condition("=n > 5"), interrupting=interrupting), d.path("Start", "Fork", "T", "End"),
        d.path("Fork", "U", "End"), d.path("B", "Side", "End"),
    )  # fmt: skip


def test_a_condition_on_a_border_interrupts():
    dossier = Dossier.of(watched(True), n=0)
    dossier.complete("U", n=6)
    assert dossier.elements() == ["Side", "U"]


def test_a_condition_must_become_false_before_it_triggers_again():
    """10.5.5, Conditional: false and then true again before the event can be triggered again."""
    dossier = Dossier.of(watched(False), n=0)
    for n, sides in ((6, 1), (7, 1), (1, 1), (8, 2)):
        dossier.complete("U", n=n)
        assert dossier.elements().count("Side") == sides
        assert reloads(dossier)
    dossier.complete("T")
    dossier.complete("U", n=0)
    dossier.complete("U", n=9)
    assert dossier.elements().count("Side") == 2


def test_a_condition_races():
    dossier = Dossier.of(
        d.diagram(
            d.start(), d.parallel("Fork"), d.user("T"), d.race("Race"), d.catch("C", d.condition("=a")), d.catch("Late", d.timer("P1D")),
            d.user("A"), d.end(), d.path("Start", "Fork", "Race", "C", "A", "End"), d.path("Race", "Late", "End"), d.path("Fork", "T", "End"),
        )
    )  # fmt: skip
    dossier.complete("T", a=True)
    assert dossier.elements() == ["A"]


# --- none and message throw events ----------------------------------------------------------------------------------

SEND = '<zeebe:taskDefinition type="notify.send" retries="1"/>'


def test_a_none_throw_event_is_passed_and_sets_its_status():
    """10.5.4, None: a throw event without definition indicates some change of state."""
    mark = d.throw("Mark", "", d.properties(status="4"))
    dossier = Dossier.of(d.diagram(d.start(), mark, d.end(), d.path("Start", "Mark", "End")))
    assert dossier.path() == ["Start", "Mark", "End"]
    assert e.StatusChanged("Mark", 4) in dossier.log


def test_thrown_messages_are_sent_by_a_worker():
    """10.5.4 and 10.5.3, Message: the event completes when the message has been sent."""
    inputs = d.mappings({"to": '="applicant"'})
    message = "<bpmn:messageEventDefinition/>"
    dossier = Dossier.of(
        d.diagram(
            d.start(),
            d.throw("Say", message, SEND, inputs),
            d.end("End", SEND, inner=message),
            d.path("Start", "Say", "End"),
        )
    )
    assert dossier.open["2"] == e.CallWanted("2", "Say", "notify.send", 1, {"to": "applicant"}, {})
    dossier.complete("Say")
    assert dossier.elements() == ["End"] and not dossier.ended
    assert reloads(dossier)
    dossier.complete("End")
    assert dossier.ended == e.ProcessEnded("End", "completed")
    assert dossier.path() == ["Start", "Say", "End"]


def test_a_condition_that_leads_to_a_join_waits_there_for_the_others():
    parts = (d.parallel("Fork"), d.catch("Until", d.condition("=n > 1")), d.user("T"), d.user("U"), d.parallel("Join"))
    flows = (d.path("Start", "Fork", "Until", "Join", "End"), d.path("Fork", "T", "Join"), d.path("Fork", "U", "Join"))
    dossier = Dossier.of(d.diagram(d.start(), *parts, d.end(), *flows), n=0)
    dossier.complete("T", n=2)
    assert dossier.elements() == ["U"]
