"""Compensation (BPMN 2.0.2, 10.7 and 13.5.5): what was completed is undone by its handlers, last first."""

from __future__ import annotations

from hashlib import blake2b

import pytest

from bpmn import effects as e
from bpmn.definition import Snapshot
from bpmn.errors import StateError
from bpmn.intervene import movable_tokens
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.compensating import around, pair
from tests.unit.bpmn.moving import codes, move
from tests.unit.bpmn.office import Dossier

# --- order ----------------------------------------------------------------------------------------------------------


def test_completed_activities_are_compensated_last_first():
    """13.5.5: compensation activities are performed in the reverse order of the original activities."""
    dossier = Dossier.of(pair(d.throw("Throw", d.compensate())))
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["UndoB"], "B was completed after A; the throw event waits for both"
    dossier.complete("UndoB")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]
    assert dossier.path() == ["Start", "A", "B", "B_B", "UndoB", "A_B", "UndoA", "Throw"]


def test_the_order_is_that_of_completion_not_of_the_drawing():
    """13.5.5: B was completed first here, so it is compensated last."""
    fork = (d.parallel("F"), d.parallel("J"), d.path("F", "A", "J"), d.path("F", "B", "J"), d.path("Start", "F"))
    handled = (d.user("A"), d.undone("A", d.user("UndoA")), d.user("B"), d.undone("B", d.user("UndoB")))
    throw = d.throw("Throw", d.compensate())
    dossier = Dossier.of(d.diagram(d.start(), *handled, *fork, throw, d.end(), d.path("J", "Throw", "End")))
    dossier.complete("B")
    dossier.complete("A")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["UndoB"]


def test_only_completed_activities_are_compensated():
    """10.7: "If an Activity is still active, it cannot be compensated"; one that never began even less."""
    parts = (d.parallel("F"), d.user("A"), d.undone("A", d.user("UndoA")), d.user("B"), d.undone("B", d.user("UndoB")))
    throw = (d.throw("Throw", d.compensate()), d.user("C"), d.undone("C", d.user("UndoC")))
    flows = (d.path("Start", "F", "A", "End"), d.path("F", "B", "Throw", "C", "End"))
    dossier = Dossier.of(d.diagram(d.start(), *parts, *throw, d.end(), *flows))
    dossier.complete("B")
    assert dossier.elements() == ["A", "UndoB"]
    dossier.complete("UndoB")
    assert dossier.elements() == ["A", "C"]


def test_a_cancelled_activity_is_not_compensated():
    """10.7, presumed abort: the compensation of a failed activity is a null operation."""
    border = d.boundary("E", "A", d.error_event()) + d.path("E", "Throw")
    dossier = Dossier.of(pair(border, d.throw("Throw", d.compensate())))
    dossier.fail("A", "bad")
    assert dossier.elements() == ["After"]


def test_an_activity_is_compensated_once():
    """13.5.5: a handler belongs to a completed instance; when it has run there is nothing left to undo."""
    again = (d.throw("Throw", d.compensate()), d.throw("Again", d.compensate()))
    dossier = Dossier.of(pair(*again, names=("A", "B", "Throw", "Again")))
    for task in ("A", "B", "UndoB", "UndoA"):
        dossier.complete(task)
    assert dossier.elements() == ["After"]
    assert dossier.path().count("UndoA") == 1


def test_each_time_an_activity_was_completed_counts():
    """13.5.5: every completed instance of a re-entered activity is compensated by itself."""
    loop = (d.xor("X", "on"), d.flow("X", "A", "=again"), d.flow("X", "Throw", identifier="on"))
    parts = (d.user("A"), d.undone("A", d.user("UndoA")), *loop, d.throw("Throw", d.compensate()), d.end())
    dossier = Dossier.of(d.diagram(d.start(), *parts, d.path("Start", "A", "X"), d.path("Throw", "End")))
    for again in (True, True, False):
        dossier.complete("A", again=again)
    for _ in range(3):
        assert dossier.elements() == ["UndoA"]
        dossier.complete("UndoA")
    assert dossier.ended == e.ProcessEnded("End", "completed")


# --- throw events ---------------------------------------------------------------------------------------------------


def test_one_activity_is_named():
    """10.5.6: activityRef names the activity to be compensated; others stay as they are."""
    dossier = Dossier.of(pair(d.throw("Throw", d.compensate("A"))))
    dossier.complete("A")
    dossier.complete("B")
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]
    assert "UndoB" not in dossier.path()


def test_an_end_event_compensates_and_ends():
    """10.5.3: a compensation end event ends its token; here the scope waits for the handlers."""
    handled = (d.user("A"), d.undone("A", d.user("UndoA")))
    dossier = Dossier.of(d.diagram(d.start(), *handled, d.end(inner=d.compensate()), d.path("Start", "A", "End")))
    dossier.complete("A")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.ended == e.ProcessEnded("End", "completed")


@pytest.mark.parametrize("activity", ["", "A"])
def test_a_throw_event_need_not_wait(activity):
    """13.5.5: waitForCompletion false triggers compensation without waiting for it; the scope still does."""
    dossier = Dossier.of(pair(d.throw("Throw", d.compensate(activity, waits=False))))
    dossier.complete("A")
    dossier.complete("B")
    first = "UndoA" if activity else "UndoB"
    assert dossier.elements() == ["After", first]
    dossier.complete("After")
    assert dossier.ended is None
    dossier.complete(first)
    if not activity:
        dossier.complete("UndoA")
    assert dossier.ended is not None


def test_nothing_to_compensate_is_passed():
    """10.7: triggering compensation of what was not completed is a null operation, waiting or not."""
    skip = (d.xor("X", "on"), d.flow("X", "A", "=false"), d.flow("X", "Throw", identifier="on"), d.path("Start", "X"))
    for waits in (True, False):
        throw = d.throw("Throw", d.compensate("A", waits))
        parts = (d.user("A"), d.undone("A", d.user("UndoA")), *skip, throw, d.end(), d.path("A", "End"))
        dossier = Dossier.of(d.diagram(d.start(), *parts, d.path("Throw", "End")))
        assert dossier.path() == ["Start", "X", "Throw", "End"]


def test_a_throw_event_can_be_interrupted_while_it_waits():
    """What is open in the compensation is cancelled with the event that waits for it."""
    inside = (d.start("S"), d.user("A"), d.undone("A", d.user("UndoA")), d.throw("T", d.compensate()), d.end("E"))
    sub = d.sub("Sub", *inside, d.path("S", "A", "T", "E"))
    border = d.boundary("Stop", "Sub", d.message_event("M")) + d.path("Stop", "After")
    dossier = Dossier.of(around(sub, border, names=("Sub",)))
    dossier.complete("A")
    assert dossier.elements() == ["Stop", "UndoA"]
    dossier.deliver("Stop")
    assert dossier.elements() == ["After"]


# --- handlers -------------------------------------------------------------------------------------------------------


def test_any_kind_of_activity_compensates():
    """13.5.5: "The Compensation Activity, which can be either a Task or a Sub-Process"."""
    sub = d.sub("UndoB", d.start("S1"), d.user("Inside"), d.end("E1"), d.path("S1", "Inside", "E1"))
    service = d.service("UndoA")
    parts = (d.user("A"), d.undone("A", service), d.user("B"), d.undone("B", sub), d.throw("Throw", d.compensate()))
    dossier = Dossier.of(around(*parts, names=("A", "B", "Throw")))
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["Inside"]
    dossier.complete("Inside")
    assert isinstance(next(iter(dossier.open.values())), e.CallWanted)
    dossier.complete("UndoA", refund=5)
    assert (dossier.elements(), dossier.variables["refund"]) == (["After"], 5)


def test_a_repeated_handler_runs_all_its_instances():
    handler = d.user("UndoA", inner=d.multiple("=[1,2]", "copy"))
    parts = (d.user("A"), d.undone("A", handler), d.throw("Throw", d.compensate()))
    dossier = Dossier.of(around(*parts, names=("A", "Throw")))
    dossier.complete("A")
    assert dossier.elements() == ["UndoA", "UndoA"]
    dossier.complete("UndoA")
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]


def test_a_script_that_is_done_at_once_can_be_compensated():
    parts = (
        d.script("A", "=1", "paid"),
        d.undone("A", d.script("UndoA", "=0", "paid")),
        d.throw("Throw", d.compensate()),
    )
    dossier = Dossier.of(around(*parts, names=("A", "Throw")))
    assert (dossier.variables["paid"], dossier.elements()) == (0, ["After"])


def test_an_error_in_a_handler_is_thrown_where_compensation_was():
    """13.5.5: a compensation that fails throws its error in the context of who triggered it."""
    inside = (d.start("S"), d.user("A"), d.undone("A", d.service("UndoA")), d.throw("T", d.compensate()), d.end("E"))
    border = d.boundary("Bad", "Sub", d.error_event("Err")) + d.user("Mend") + d.path("Bad", "Mend", "End")
    dossier = Dossier.of(around(d.sub("Sub", *inside, d.path("S", "A", "T", "E")), border, names=("Sub",)))
    dossier.complete("A")
    dossier.fail("UndoA", "bad")
    assert dossier.elements() == ["Mend"]


# --- bounds ---------------------------------------------------------------------------------------------------------


def test_nothing_is_remembered_without_a_handler():
    """A scope's log holds only what can be compensated: without handlers a state does not grow with the rounds."""
    loop = (d.xor("X", "on"), d.flow("X", "A", "=again"), d.flow("X", "Throw", identifier="on"))
    parts = (d.user("A"), d.user("B"), d.undone("B", d.user("UndoB")), *loop, d.throw("Throw", d.compensate()), d.end())
    flows = (d.path("Start", "B", "A", "X"), d.path("Throw", "End"))
    dossier = Dossier.of(d.diagram(d.start(), *parts, *flows))
    dossier.complete("B")
    sizes = []
    for _ in range(200):
        dossier.complete("A", again=True)
        sizes.append(len(dossier.state))
    assert max(sizes) - min(sizes) <= 6, "only the counter of tokens grows"


def test_nothing_is_remembered_when_nothing_triggers_compensation():
    dossier = Dossier.of(pair(d.throw("Throw")))
    dossier.complete("A")
    assert b'["A"' not in dossier.state


def test_a_state_with_a_log_that_is_none_is_refused():
    dossier = Dossier.of(pair(d.throw("Throw", d.compensate())))
    dossier.complete("A")
    assert b'[["A"]]' in dossier.state
    for wrong in (b"[[1]]", b'[["A",null,null,2]]', b'["A"]', b'[["A",null,[["B",1,2,3,4]]]]'):
        body = dossier.state[9:].replace(b'[["A"]]', wrong)
        damaged = dossier.state[:1] + blake2b(dossier.state[:1] + body, digest_size=8).digest() + body
        with pytest.raises(StateError):
            state.load(Snapshot(dossier.definition, damaged, dossier.variables), dossier.execution())


# --- other versions of the process, and operators -------------------------------------------------------------------


def test_what_was_completed_moves_to_another_version():
    """The log follows the mapping; without a handler in the new version the dossier cannot move."""
    first = pair(d.throw("Throw", d.compensate()))
    dossier = Dossier.of(first)
    dossier.complete("A")
    other = first.replace(b'"A"', b'"A2"').replace(b'"A_B"', b'"A2_B"')
    bare = around(d.user("A2"), d.user("B"), names=("A2", "B"))
    assert ("compensation-gone", "A") in codes(dossier, bare, A="A2")
    move(dossier, other, A="A2", A_B="A2_B")
    dossier.complete("B")
    dossier.complete("UndoB")
    assert dossier.elements() == ["UndoA"]


def test_an_operator_cannot_reach_into_a_compensation():
    dossier = Dossier.of(pair(d.throw("Throw", d.compensate())))
    dossier.complete("A")
    dossier.complete("B")
    found = movable_tokens(dossier.snapshot, dossier.execution())
    assert [place.element for place in found] == ["Throw"]
