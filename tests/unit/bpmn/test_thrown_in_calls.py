"""What passes the border of a call: errors and escalations out, cancelling in; and what goes wrong inside."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn import engine
from bpmn.errors import EngineError
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.calling import (
    BESIDE,
    BUSY,
    ESCALATED,
    border,
    caller,
    failing,
    one_task,
    plain,
    process,
    reloads,  # noqa: F401  used by itself
    run,
)
from tests.unit.bpmn.office import Dossier

# --- what is thrown --------------------------------------------------------------------------------------------------


def test_an_error_inside_reaches_the_border_of_the_call():
    """13.5.3: errors propagate to the activity that called."""
    dossier = run(caller(d.call("Call", "other"), *border(d.error_event("Err"), d.mappings({}, {"why": "=errorCode"}))), failing())  # fmt: skip
    dossier.complete("Call/Task")
    assert (dossier.elements(), dossier.variables["why"]) == (["Side"], "bad")


def test_an_error_of_a_worker_inside_reaches_the_border_of_the_call_and_cancels_the_rest():
    inside = process("other", d.parallel("Fork"), d.service("Ask"), d.user("Task"), d.path("Start", "Fork", "Ask", "End"), d.path("Fork", "Task", "End"))  # fmt: skip
    dossier = run(caller(d.call("Call", "other"), *border(d.error_event("Err"))), inside)
    dossier.fail("Call/Ask", "bad")
    assert dossier.elements() == ["Side"]


def test_an_error_is_caught_inside_first():
    handler = d.sub("H", d.node("startEvent", "S", inner=d.error_event("Err")), d.user("Mend"), d.end("E"), d.path("S", "Mend", "E"), triggeredByEvent="true")  # fmt: skip
    inside = process("other", d.user("Task"), d.path("Start", "Task", "End"), handler)
    dossier = run(caller(d.call("Call", "other"), *border(d.error_event())), inside)
    dossier.fail("Call/Task", "bad")
    assert dossier.elements() == ["Call/Mend"]
    dossier.complete("Call/Mend")
    assert dossier.elements() == ["After"]


def test_an_error_inside_is_handled_by_an_event_sub_process_around_the_call():
    handler = d.sub("H", d.node("startEvent", "S", inner=d.error_event("Err")), d.user("Mend"), d.end("E"), d.path("S", "Mend", "E"), triggeredByEvent="true")  # fmt: skip
    dossier = run(caller(d.call("Call", "other"), handler), failing())
    dossier.complete("Call/Task")
    assert dossier.elements() == ["Mend"]


def test_an_error_nobody_catches_fails_the_dossier_and_names_its_place():
    dossier = run(plain(), failing())
    dossier.complete("Call/Task")
    assert dossier.ended == e.ProcessFailed("Call/Bad", "bad", "error bad at Bad")


def test_an_error_passes_through_calls_in_calls():
    middle = process("middle", d.call("Deep", "other"), d.path("Start", "Deep", "End"))
    dossier = run(caller(d.call("Call", "middle"), *border(d.error_event("Err"))), middle, failing())
    dossier.complete("Call/Deep/Task")
    assert dossier.elements() == ["Side"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_inside_reaches_the_border_of_the_call(interrupting):
    """10.5.6: an escalation propagates as an error does, but need not interrupt."""
    inside = process(
        "other", d.user("Task"), d.throw("Up", ESCALATED), d.user("Next"), d.path("Start", "Task", "Up", "Next", "End")
    )
    dossier = run(caller(d.call("Call", "other"), *border(ESCALATED, interrupting=interrupting)), inside)
    dossier.complete("Call/Task")
    assert dossier.elements() == (["Side"] if interrupting else ["Call/Next", "Side"])


def test_an_escalation_inside_is_handled_by_an_event_sub_process_around_the_call():
    start = d.node("startEvent", "S", inner=ESCALATED, isInterrupting="false")
    handler = d.sub("H", start, d.user("Mend"), d.end("E"), d.path("S", "Mend", "E"), triggeredByEvent="true")
    dossier = run(caller(d.call("Call", "other"), handler), failing("escalation"))
    dossier.complete("Call/Task")
    assert dossier.elements() == ["After", "Mend"]


def test_terminate_ends_only_the_called_process():
    """13.5.2: a terminate end event terminates its own process; the caller goes on."""
    inside = process("other", d.parallel("Fork"), d.user("A"), d.user("B"), d.terminate("Stop"), d.path("Start", "Fork", "A", "Stop"), d.path("Fork", "B", "End"))  # fmt: skip
    dossier = run(plain(), inside)
    dossier.complete("Call/A", done=True)
    assert (dossier.elements(), dossier.variables) == (["After"], {"done": True})


# --- events on the border --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("kind", ["timer", "message", "condition"])
def test_events_on_the_border_of_a_call(kind, interrupting):
    definition = {"timer": d.timer("P1D"), "message": d.message_event("M"), "condition": d.condition("=n > 1")}[kind]
    fork = (d.parallel("F"), d.user("Beside"), d.path("F", "Beside", "End"))
    outer = process("proc", d.call("Call", "other"), *border(definition, interrupting=interrupting), *fork, d.path("Start", "F", "Call", "End"))  # fmt: skip
    dossier = run(outer, BUSY, n=0)
    if kind == "condition":
        dossier.complete("Beside", n=2)
    elif kind == "timer":
        dossier.fire("B")
    else:
        dossier.deliver("B")
    inside = [name for name in dossier.elements() if name.startswith("Call/")]
    assert "Side" in dossier.elements()
    assert inside == ([] if interrupting else ["Call/Ask", "Call/Task", "Call/Wait"])


def test_what_cancels_a_sub_process_cancels_the_calls_in_it():
    sub = d.sub("Sub", d.start("S"), d.call("Call", "other"), d.end("E"), d.path("S", "Call", "E"))
    outer = process(
        "proc", sub, d.boundary("Late", "Sub", d.timer("P1D")), d.path("Start", "Sub", "End"), d.path("Late", "End")
    )
    dossier = run(outer, BUSY)
    assert dossier.elements() == ["Call/Ask", "Call/Task", "Call/Wait", "Late"]
    dossier.fire("Late")
    assert dossier.ended == e.ProcessEnded("End", "completed")


# --- what goes wrong -------------------------------------------------------------------------------------------------


def test_a_process_that_calls_itself_without_end_is_stopped():
    loop = process("other", d.call("Again", '="other"'), d.path("Start", "Again", "End"))
    with pytest.raises(EngineError) as caught:
        run(plain(), loop)
    assert caught.value.code == "call-depth"
    assert caught.value.element == "Call/" + "/".join(["Again"] * 20)


def test_a_process_that_calls_itself_more_and_more_runs_into_the_budget():
    """Breadth first: 10,000 elements are reached long before 20 levels."""
    calls = d.call("Again", '="other"', inner=d.multiple("=[1, 2, 3, 4]"))
    with pytest.raises(EngineError) as caught:
        run(plain(), process("other", calls, d.path("Start", "Again", "End")))
    assert caught.value.code == "budget"


def test_an_unknown_process_is_an_error_at_the_call():
    with pytest.raises(EngineError) as caught:
        run(plain())
    assert (caught.value.element, caught.value.code) == ("Call", "unknown-process")
    with pytest.raises(EngineError) as caught:
        Dossier.of(plain())
    assert (caught.value.element, caught.value.code) == ("Call", "unknown-process")


def test_an_error_of_the_engine_inside_names_its_place():
    inside = process(
        "other", d.user("Task"), d.script("Bad", "=function(a) a", "f"), d.path("Start", "Task", "Bad", "End")
    )
    dossier = run(plain(), inside)
    before = dossier.state
    with pytest.raises(EngineError) as caught:
        dossier.complete("Call/Task")
    assert caught.value.element == "Call/Bad"
    assert str(caught.value).startswith("Call/Bad: ")
    assert dossier.state == before


def test_an_error_in_an_output_mapping_is_the_call_s_own():
    inside = process("other", d.user("Task"), d.path("Start", "Task", "End"))
    dossier = run(plain(d.mappings({}, {"f": "=function(a) a"})), inside)
    with pytest.raises(EngineError) as caught:
        dossier.complete("Call/Task")
    assert caught.value.element == "Call"


def test_a_starved_join_inside_is_found():
    stuck = process("other", d.xor("Way", "no"), d.parallel("Join"), d.path("Start", "Way"), d.flow("Way", "Join", "=true"), d.flow("Way", "Join", identifier="no"), d.path("Join", "End"))  # fmt: skip
    with pytest.raises(EngineError) as caught:
        run(plain(), stuck)
    assert (caught.value.element, caught.value.code) == ("Call/Join", "starved-join")


def test_random_numbers_inside_are_not_those_outside():
    """One source for the whole step: two processes never draw the same."""
    inside = process("other", d.script("Draw", "=random number()", "a"), d.path("Start", "Draw", "End"))
    outer = process(
        "proc",
        d.script("Draw", "=random number()", "b"),
        d.call("Call", "other"),
        d.path("Start", "Draw", "Call", "End"),
    )
    dossier = run(outer, inside)
    assert dossier.variables["a"] != dossier.variables["b"]


def test_a_step_inside_is_a_pure_function():
    dossier = run(plain(), one_task(), a=1)
    token = dossier.token("Call/Task")
    arguments = (dossier.snapshot, token, {"x": 1}, dossier.execution())
    assert engine.complete(*arguments) == engine.complete(*arguments)


# --- signals ----------------------------------------------------------------------------------------------------------


def test_a_signal_reaches_callers_and_called_alike():
    """10.5.1: a signal is for every process that can hear it, whoever threw it."""
    stop = '<bpmn:signalEventDefinition signalRef="Sig"/>'
    inside = process("other", d.parallel("Fork"), d.user("Task"), d.throw("Up", stop), d.catch("Heard", stop), d.path("Start", "Fork", "Task", "Up", "End"), d.path("Fork", "Heard", "End"))  # fmt: skip
    dossier = run(caller(d.call("Call", "other"), *border(stop, interrupting=False)), inside)
    assert dossier.elements() == ["B", "Call/Heard", "Call/Task"]
    dossier.complete("Call/Task")
    assert dossier.elements() == ["After", "Side"]
    assert [effect.element for effect in dossier.log if isinstance(effect, e.SignalThrown)] == ["Call/Up"]


def test_a_signal_from_elsewhere_is_heard_inside():
    inside = process(
        "other",
        d.catch("Heard", '<bpmn:signalEventDefinition signalRef="Sig"/>', d.takes("why")),
        d.path("Start", "Heard", "End"),
    )
    dossier = run(plain(), inside)
    dossier.signal("stop", why="flood")
    assert (dossier.elements(), dossier.variables) == (["After"], {"why": "flood"})


def test_a_process_that_begins_with_a_message_only_cannot_be_called():
    begun = d.diagram(d.node("startEvent", "Start", inner=d.message_event("M")), d.end(), d.path("Start", "End"), beside=BESIDE, process_id="other")  # fmt: skip
    with pytest.raises(EngineError) as caught:
        run(plain(), begun)
    assert (caught.value.element, caught.value.code) == ("Call", "no-start")
