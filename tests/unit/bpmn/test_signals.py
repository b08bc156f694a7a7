"""Signals (BPMN 2.0.2, 10.5.1, 10.5.5 and 13.5.2): everybody who waits has them at once, in whatever scope."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn import engine
from bpmn.errors import EngineError
from tests.unit.bpmn import calling
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.moving import codes, move
from tests.unit.bpmn.office import Dossier

STOP = d.signal_event("Stop")
BESIDE = d.signal("Stop", "stop") + d.signal("Named", '="stop " + office') + d.message("M", "news", '="k"')


def waiting(node: str, *parts: str) -> bytes:
    """Start - W - End."""
    return d.diagram(d.start(), node, d.end(), d.path("Start", "W", "End"), *parts, beside=BESIDE)


def beside(throw: str, *parts: str, other: tuple[str, ...] = ("T",)) -> bytes:
    """Start - fork - (Ready - Throw - After - End1) beside (the elements of `other` - End2)."""
    return d.diagram(
        d.start(), d.parallel("Fork"), d.user("Ready"), throw, d.user("After"), d.end("End1"), d.end("End2"),
        d.path("Start", "Fork", "Ready", "Throw", "After", "End1"), d.path("Fork", *other, "End2"), *parts,
        beside=BESIDE,
    )  # fmt: skip


def handler(name: str, *, interrupting: bool, task: str = "H_T") -> str:
    start = d.node("startEvent", f"{name}_S", d.takes("why"), inner=STOP, isInterrupting=str(interrupting).lower())
    return d.sub(
        name, start, d.user(task), d.end(f"{name}_E"), d.path(f"{name}_S", task, f"{name}_E"), triggeredByEvent="true"
    )


def thrown(dossier: Dossier) -> list[e.SignalThrown]:
    return [effect for effect in dossier.log if isinstance(effect, e.SignalThrown)]


# --- from another dossier -------------------------------------------------------------------------------------------


def test_a_signal_is_awaited_and_comes():
    dossier = Dossier.of(waiting(d.catch("W", STOP, d.takes("why"))))
    assert dossier.open["2"] == e.SignalSubscribed("2", "W", "stop")
    step = dossier.signal("stop", why="flood")
    assert step.effects[0] == e.SignalUnsubscribed("2", "W")
    assert (dossier.variables, dossier.path()) == ({"why": "flood"}, ["Start", "W", "End"])
    assert dossier.ended


def test_output_mappings_take_of_a_signal_what_they_name():
    dossier = Dossier.of(waiting(d.catch("W", STOP, d.mappings(outputs={"reason": "=why"}))))
    dossier.signal("stop", why="flood", other=1)
    assert dossier.variables == {"reason": "flood"}


def test_a_signal_nobody_waits_for_changes_nothing():
    """10.5.1: signals are broadcast; nobody need be there."""
    dossier = Dossier.of(waiting(d.catch("W", STOP)))
    before = dossier.state
    assert dossier.signal("other").effects == ()
    assert dossier.state == before


def test_the_name_may_be_an_expression_and_is_fixed_on_entry():
    dossier = Dossier.of(waiting(d.catch("W", d.signal_event("Named"))), office="A")
    assert dossier.open["2"].name == "stop A"
    dossier.signal("stop B")
    assert not dossier.ended
    dossier.signal("stop A")
    assert dossier.ended


@pytest.mark.parametrize("value", [None, True, []])
def test_a_name_without_value_is_an_error(value):
    with pytest.raises(EngineError) as error:
        Dossier.of(waiting(d.catch("W", d.signal_event("Named"))), office=value)
    assert (error.value.element, error.value.code) == ("W", "no-key")


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_signal_on_a_border(interrupting):
    """10.5.4, table 10.91: it interrupts, or it may come again and again as long as the activity is open."""
    side = (d.boundary("B", "W", STOP, interrupting=interrupting), d.user("Side"), d.end("E"), d.path("B", "Side", "E"))
    dossier = Dossier.of(waiting(d.user("W"), *side))
    assert dossier.elements() == ["B", "W"]
    dossier.signal("stop")
    assert dossier.elements() == (["Side"] if interrupting else ["B", "Side", "W"])
    dossier.signal("stop")
    assert dossier.elements() == (["Side"] if interrupting else ["B", "Side", "Side", "W"])
    for element in ["Side"] if interrupting else ["W", "Side", "Side"]:
        dossier.complete(element)
    assert dossier.ended


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_signal_starts_an_event_sub_process(interrupting):
    """13.5.4: it takes the place of its scope, or runs beside it and goes on listening."""
    dossier = Dossier.of(waiting(d.user("W"), handler("H", interrupting=interrupting)))
    assert dossier.elements() == ["H_S", "W"]
    dossier.signal("stop", why="flood")
    assert dossier.elements() == (["H_T"] if interrupting else ["H_S", "H_T", "W"])
    assert dossier.variables == {"why": "flood"}
    for element in ["H_T"] if interrupting else ["H_T", "W"]:
        dossier.complete(element)
    assert dossier.ended


def test_a_signal_behind_an_event_based_gateway():
    """10.6.6: the first event takes the token, the others are withdrawn."""
    race = (d.race("G"), d.catch("A", STOP), d.catch("B", d.message_event("M")), d.user("T"), d.end())
    flows = (d.path("Start", "G", "A", "T", "End"), d.path("G", "B", "End"))
    dossier = Dossier.of(d.diagram(d.start(), *race, *flows, beside=BESIDE))
    assert dossier.elements() == ["A", "B"]
    dossier.signal("stop")
    assert dossier.elements() == ["T"]


def test_every_event_that_waits_has_the_signal_at_once():
    """10.5.1: in the process, in a sub-process, on a border and in an event sub-process, in one step."""
    inner = d.sub(
        "Sub", d.start("S"), d.catch("Deep", STOP), d.user("Deeper"), d.end("E"), d.path("S", "Deep", "Deeper", "E")
    )
    border = (d.boundary("B", "T", STOP), d.user("Side"), d.end("End3"), d.path("B", "Side", "End3"))
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.catch("C", STOP), d.user("AfterC"), inner, d.user("T"), d.end(),
        d.path("Start", "Fork", "C", "AfterC", "End"), d.path("Fork", "Sub", "End"), d.path("Fork", "T", "End"), *border,
        handler("H", interrupting=False), beside=BESIDE,
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    assert dossier.elements() == ["B", "C", "Deep", "H_S", "T"]
    dossier.signal("stop")
    assert dossier.elements() == ["AfterC", "Deeper", "H_S", "H_T", "Side"]


def test_whom_an_earlier_one_has_cancelled_the_signal_does_not_reach():
    """Two border events of one task interrupt it: the one drawn first does, and the other is gone with the task."""
    two = "".join(
        d.boundary(name, "W", STOP) + d.user(f"{name}T") + d.end(f"{name}E") + d.path(name, f"{name}T", f"{name}E")
        for name in ("B", "C")
    )
    dossier = Dossier.of(waiting(d.user("W"), two))
    dossier.signal("stop")
    assert dossier.elements() == ["BT"]


# --- thrown here ----------------------------------------------------------------------------------------------------


def test_a_thrown_signal_is_for_the_other_dossiers():
    """10.5.1: an intermediate throw event; its input mappings say what goes along."""
    node = d.throw("W", STOP, d.mappings({"why": "=reason", "where": '="here"'}))
    dossier = Dossier.of(waiting(node), reason="flood", secret=1)
    assert thrown(dossier) == [e.SignalThrown("W", "stop", {"why": "flood", "where": "here"})]
    assert dossier.variables == {"reason": "flood", "secret": 1}
    assert dossier.path() == ["Start", "W", "End"]


def test_without_mappings_nothing_goes_along():
    dossier = Dossier.of(waiting(d.throw("W", d.signal_event("Named"))), office="A")
    assert thrown(dossier) == [e.SignalThrown("W", "stop A", {})]


def test_a_signal_end_event_throws_and_ends():
    """10.5.3: the token ends; a process with no other token has ended."""
    dossier = Dossier.of(
        d.diagram(d.start(), d.user("T"), d.end("End", inner=STOP), d.path("Start", "T", "End"), beside=BESIDE)
    )
    dossier.complete("T")
    assert [type(effect) for effect in dossier.log[-2:]] == [e.SignalThrown, e.ProcessEnded]


def test_a_thrown_signal_reaches_who_waits_in_the_same_dossier_at_once():
    diagram = beside(
        d.throw("Throw", STOP, d.mappings({"why": '="x"', "other": "=1"})),
        d.catch("C", STOP, d.takes("why")),
        d.user("AfterC"),
        other=("C", "AfterC"),
    )
    dossier = Dossier.of(diagram)
    dossier.complete("Ready")
    assert dossier.elements() == ["After", "AfterC"]
    assert dossier.variables == {"why": "x"}
    assert len(thrown(dossier)) == 1


def test_who_comes_to_wait_after_the_throw_has_missed_it():
    """10.5.1: a signal is not kept for later."""
    dossier = Dossier.of(
        d.diagram(
            d.start(),
            d.throw("Throw", STOP),
            d.catch("C", STOP),
            d.end(),
            d.path("Start", "Throw", "C", "End"),
            beside=BESIDE,
        )
    )
    assert dossier.elements() == ["C"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_handler_interrupts_the_thrower_itself(interrupting):
    """13.5.4: an interrupting event sub-process of the scope takes the place of whoever threw; nothing after it runs."""
    diagram = beside(d.throw("Throw", STOP), d.user("T"), handler("H", interrupting=interrupting))
    dossier = Dossier.of(diagram)
    dossier.complete("Ready")
    assert dossier.elements() == (["H_T"] if interrupting else ["After", "H_S", "H_T", "T"])
    for element in ["H_T"] if interrupting else ["After", "H_T", "T"]:
        dossier.complete(element)
    assert dossier.ended == e.ProcessEnded("H" if interrupting else "End2", "completed")


def test_a_thrower_in_a_sub_process_whose_border_interrupts_does_not_go_on():
    inner = d.sub(
        "Sub", d.start("S"), d.throw("Throw", STOP), d.user("After"), d.end("E"), d.path("S", "Throw", "After", "E")
    )
    border = (d.boundary("B", "Sub", STOP), d.user("Side"), d.end("E2"), d.path("B", "Side", "E2"))
    dossier = Dossier.of(d.diagram(d.start(), inner, d.end(), d.path("Start", "Sub", "End"), *border, beside=BESIDE))
    assert dossier.elements() == ["Side"]
    dossier.complete("Side")
    assert dossier.ended


def test_a_scope_that_a_signal_ends_lets_its_sub_process_go_on():
    """The catcher is the last token of its sub-process, which ends while the thrower's step still runs."""
    inner = d.sub("Sub", d.start("S"), d.catch("C", STOP), d.end("E"), d.path("S", "C", "E"))
    dossier = Dossier.of(beside(d.throw("Throw", STOP), inner, d.user("Next"), other=("Sub", "Next")))
    dossier.complete("Ready")
    assert dossier.elements() == ["After", "Next"]


def test_a_handler_that_throws_its_own_signal_without_end_is_stopped():
    start = d.node("startEvent", "S", inner=STOP, isInterrupting="false")
    endless = d.sub("H", start, d.throw("X", STOP), d.end("E"), d.path("S", "X", "E"), triggeredByEvent="true")
    dossier = Dossier.of(waiting(d.user("W"), endless))
    with pytest.raises(EngineError) as error:
        engine.signal(engine.Snapshot(dossier.definition, dossier.state, {}), "stop", {}, dossier.execution())
    assert error.value.code == "budget"


def test_a_dossier_that_moves_to_another_version_waits_for_the_new_signal():
    dossier = Dossier.of(waiting(d.catch("W", STOP)))
    newer = waiting(d.catch("W", d.signal_event("Other")), "").replace(
        b'<bpmn:signal id="Stop"', b'<bpmn:signal id="Other" name="halt"/><bpmn:signal id="Stop"'
    )
    assert codes(dossier, newer) == [("message-renewed", "W")]
    move(dossier, newer)
    dossier.signal("stop")
    assert not dossier.ended
    dossier.signal("halt")
    assert dossier.ended


def test_a_signal_crosses_the_borders_of_called_processes():
    """10.3.6: a called process is inside of the dossier: what waits in it has the signal, and what it throws is had outside."""
    inside = calling.process(
        "other", d.catch("Inner", d.signal_event("Sig")), d.user("Task"), d.throw("Throw", d.signal_event("Sig")),
        d.path("Start", "Inner", "Task", "Throw", "End"),
    )  # fmt: skip
    border = calling.border(d.signal_event("Sig"), interrupting=False)
    dossier = calling.run(calling.caller(d.call("Call", "other"), *border), inside)
    assert dossier.elements() == ["B", "Call/Inner"]
    dossier.signal("stop")
    assert dossier.elements() == ["B", "Call/Task", "Side"]
    dossier.complete("Call/Task")
    assert dossier.elements() == ["After", "Side", "Side"]
    assert [effect.element for effect in thrown(dossier)] == ["Call/Throw"]
