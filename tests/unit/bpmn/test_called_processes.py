"""Call activities: the process of another procedure inside of the dossier (BPMN 2.0.2, 10.3.6 and 13.3.4)."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn import engine, intervene, migrate
from bpmn.errors import EngineError, StateError
from bpmn.library import InMemoryLibrary
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.calling import BUSY, caller, deployed, one_task, plain, process, reloads, run  # noqa: F401  (reloads: used by itself)
from tests.unit.bpmn.office import Dossier

# --- life ------------------------------------------------------------------------------------------------------------


def test_a_called_process_runs_inside_and_the_call_ends_with_it():
    """13.3.4: the call activity calls the process; when that is completed, the call activity is."""
    dossier = run(plain(), one_task(name="Xác minh"))
    assert dossier.elements() == ["Call/Task"]
    (called,) = [effect for effect in dossier.log if isinstance(effect, e.ProcessCalled)]
    version = deployed(one_task(name="Xác minh")).sha256
    assert (called.element, called.process, called.name, called.version) == ("Call", "other", "Xác minh", version)
    assert dossier.open[dossier.token("Call/Task")].version == version
    dossier.complete("Call/Task")
    assert dossier.path() == ["Start", "Call/Start", "Call/Task", "Call/End", "Call"]
    assert dossier.open[dossier.token("After")].version is None
    dossier.complete("After")
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_flows_of_two_diagrams_never_have_the_same_name():
    dossier = run(plain(), one_task())
    dossier.complete("Call/Task")
    flows = [(effect.flow, effect.source, effect.target) for effect in dossier.log if isinstance(effect, e.FlowTaken)]
    own = {flow for flow, _, _ in flows if "/" not in flow}
    assert own <= set(load(plain()).flows)
    called = [flow for flow in flows if flow[0] not in own]
    assert len(called) == 2
    assert all(part.startswith("Call/") for flow in called for part in flow)


def test_everything_that_waits_in_a_called_process_waits_in_the_dossier():
    """Workers, messages, timers and conditions inside; sub-processes and joins too."""
    inside = process(
        "other", d.parallel("Fork"), d.service("Ask"), d.catch("Wait", d.message_event("M"), d.takes("heard")), d.catch("Later", d.timer("P1D")),
        d.catch("Until", d.condition("=n > 1")), d.sub("Sub", d.start("S"), d.user("Inner"), d.end("E"), d.path("S", "Inner", "E")),
        d.parallel("Join"), d.path("Start", "Fork"), *(d.path("Fork", name, "Join") for name in ("Ask", "Wait", "Later", "Until", "Sub")),
        d.path("Join", "End"),
    )  # fmt: skip
    dossier = run(plain(), inside, n=0)
    assert dossier.elements() == ["Call/Ask", "Call/Inner", "Call/Later", "Call/Wait"]
    dossier.complete("Call/Ask", n=2)
    dossier.deliver("Call/Wait", heard=True, n=7)
    dossier.fire("Call/Later")
    assert dossier.elements() == ["Call/Inner"]
    dossier.complete("Call/Inner")
    assert dossier.elements() == ["After"]
    assert dossier.variables == {"n": 2, "heard": True}


def test_inclusive_joins_inside_wait_for_whoever_can_come():
    inside = process(
        "other", d.inclusive("Split", "no"), d.user("A"), d.user("B"), d.inclusive("Merge"), d.user("Last"), d.path("Start", "Split"),
        d.flow("Split", "A", "=true"), d.flow("Split", "B", identifier="no"), d.path("A", "Merge"), d.path("B", "Merge"), d.path("Merge", "Last", "End"),
    )  # fmt: skip
    dossier = run(plain(), inside)
    dossier.complete("Call/A")
    assert dossier.elements() == ["Call/Last"]


def test_calls_in_calls_and_two_of_the_same_process_at_once():
    middle = process("middle", d.call("Deep", "other"), d.path("Start", "Deep", "End"))
    outer = process("proc", d.parallel("Fork"), d.call("One", "middle"), d.call("Two", "other"), d.parallel("Join"), d.path("Start", "Fork", "One", "Join", "End"), d.path("Fork", "Two", "Join"))  # fmt: skip
    dossier = run(outer, middle, one_task())
    assert dossier.elements() == ["One/Deep/Task", "Two/Task"]
    dossier.complete("Two/Task")
    dossier.complete("One/Deep/Task")
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_a_call_stays_with_the_version_it_began_with():
    """A newer version is for new calls only."""
    library = InMemoryLibrary(deployed(one_task(task="Old")))
    twice = process("proc", d.parallel("Fork"), d.call("One", "other"), d.user("Wait"), d.call("Two", "other"), d.path("Start", "Fork", "One", "End"), d.path("Fork", "Wait", "Two", "End"))  # fmt: skip
    dossier = Dossier.under(load(twice), {}, library)
    library.add(deployed(one_task(task="New")))
    dossier.complete("Wait")
    assert dossier.elements() == ["One/Old", "Two/New"]
    dossier.complete("One/Old")
    dossier.complete("Two/New")
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_a_version_tag_chooses_the_newest_version_that_has_it():
    called = [one_task(task="First", tag="luat-2025"), one_task(task="Second", tag="luat-2025"), one_task(task="Third")]
    dossier = run(plain(bindingType="versionTag", versionTag="luat-2025"), *called)
    assert dossier.elements() == ["Call/Second"]
    with pytest.raises(EngineError, match="no procedure is deployed") as caught:
        run(plain(bindingType="versionTag", versionTag="luat-2026"), *called)
    assert (caught.value.element, caught.value.code) == ("Call", "unknown-process")


def test_the_process_may_be_computed():
    dossier = run(caller(d.call("Call", '="ot" + rest')), one_task(), rest="her")
    assert dossier.elements() == ["Call/Task"]
    with pytest.raises(EngineError) as caught:
        run(caller(d.call("Call", "=nothing")), one_task())
    assert (caught.value.element, caught.value.code) == ("Call", "no-process")


def test_a_state_with_a_call_needs_the_version_it_began_with():
    dossier = run(plain(), one_task())
    dossier.library = InMemoryLibrary()
    with pytest.raises(StateError, match="called process"):
        dossier.complete("Call/Task")
    dossier.library = None
    with pytest.raises(StateError, match="called process"):
        dossier.complete("Call/Task")


# --- variables -------------------------------------------------------------------------------------------------------


def test_a_called_process_has_a_copy_of_what_its_call_sees_and_gives_back_what_it_wrote():
    inside = process(
        "other", d.script("Set", '=a + " b"', "made"), d.user("Task"), d.path("Start", "Set", "Task", "End")
    )
    dossier = run(plain(), inside, a="a")
    assert dossier.variables == {"a": "a"}, "nothing is the dossier's before the call has ended"
    dossier.complete("Call/Task", a="changed", other=1)
    assert dossier.variables == {"a": "changed", "made": "a b", "other": 1}


def test_what_the_dossier_changes_meanwhile_is_neither_seen_inside_nor_overwritten():
    outer = process("proc", d.parallel("Fork"), d.call("Call", "other"), d.user("Beside"), d.path("Start", "Fork", "Call", "End"), d.path("Fork", "Beside", "End"))  # fmt: skip
    inside = process("other", d.user("Task"), d.script("Look", "=a", "seen"), d.path("Start", "Task", "Look", "End"))
    dossier = run(outer, inside, a=1)
    dossier.complete("Beside", a=2)
    dossier.complete("Call/Task")
    assert dossier.variables == {"a": 2, "seen": 1}


def test_only_the_input_mappings_go_in_where_all_variables_are_switched_off():
    inside = process("other", d.script("Look", "=[a, b]", "seen"), d.path("Start", "Look", "End"))
    mapped = d.mappings({"b": "=a + 1"}, {})
    assert run(plain(mapped, propagateAllParentVariables="false"), inside, a=1).variables["seen"] == [None, 2]
    assert run(plain(mapped), inside, a=1).variables == {"a": 1, "seen": [1, 2]}, "b is local to the call"


def test_only_the_output_mappings_come_back():
    inside = process("other", d.script("Set", "=5", "made"), d.path("Start", "Set", "End"))
    dossier = run(plain(d.mappings({"k": "=10"}, {"total": "=made + k + a"})), inside, a=1)
    assert dossier.variables == {"a": 1, "total": 16}


def test_nothing_comes_back_where_that_is_switched_off():
    inside = process("other", d.script("Set", "=5", "made"), d.path("Start", "Set", "End"))
    assert run(plain(propagateAllChildVariables="false"), inside, a=1).variables == {"a": 1}


def test_names_local_to_the_call_stay_there():
    inside = process("other", d.script("Set", "=k + 1", "k"), d.path("Start", "Set", "End"))
    assert run(plain(d.mappings({"k": "=1"}, {})), inside, a=1).variables == {"a": 1}


def test_a_called_process_sees_the_office_and_may_not_write_its_name():
    inside = process(
        "other", d.script("Look", "=dossier.code", "code"), d.user("Task"), d.path("Start", "Look", "Task", "End")
    )
    dossier = run(plain(), inside)
    with pytest.raises(EngineError) as caught:
        dossier.complete("Call/Task", dossier={})
    assert (caught.value.element, caught.value.code) == ("Call/Task", "reserved-name")
    dossier.complete("Call/Task")
    assert dossier.variables == {"code": "H01.26.11.23-0001"}


def test_values_of_any_kind_come_back_unchanged():
    from decimal import Decimal

    values = {"typename": "x", "n": Decimal("1.10"), "t": [None, True, {"": "ữ"}], "big": 10**30}
    dossier = run(plain(), one_task(), **values)
    dossier.complete("Call/Task", copy=values)
    assert dossier.variables == {**values, "copy": values}


# --- loops -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sequential", [False, True])
def test_a_call_for_each_item(sequential):
    """13.3.7: each instance is a call of its own, with its item; results keep the order of the items."""
    marker = d.multiple("=names", "name", "answers", '=answer + "!"', sequential=sequential)
    inside = process(
        "other",
        d.user("Task"),
        d.script("Make", '=name + ": " + said', "answer"),
        d.path("Start", "Task", "Make", "End"),
    )
    dossier = run(plain(inner=marker), inside, names=["a", "b"])
    assert dossier.elements() == ["Call/Task"] * (1 if sequential else 2)
    dossier.complete("Call/Task", said="1")
    dossier.complete("Call/Task", said="2")
    assert dossier.elements() == ["After"]
    assert dossier.variables == {"names": ["a", "b"], "answers": ["a: 1!", "b: 2!"]}


def test_a_completion_condition_cancels_the_calls_left():
    marker = d.multiple("=[1, 2, 3]", "n", until="=numberOfCompletedInstances = 1")
    dossier = run(plain(inner=marker), BUSY)
    for element in ("Call/Ask", "Call/Task"):
        dossier.complete(element)
    dossier.deliver("Call/Wait")
    assert dossier.elements() == ["After"]


def test_a_call_in_a_standard_loop():
    inside = process("other", d.user("Task"), d.script("Count", "=n + 1", "n"), d.path("Start", "Task", "Count", "End"))
    dossier = run(plain(inner=d.looped("=n < 3")), inside, n=0)
    for _ in range(3):
        dossier.complete("Call/Task")
    assert (dossier.elements(), dossier.variables["n"]) == (["After"], 3)


def test_calls_that_were_handed_the_same_keep_it_once():
    """The copy of the dossier's variables stands in the state once, however many calls share it."""
    text = "x" * 10_000
    dossier = run(plain(inner=d.multiple("=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "n")), one_task(), text=text)
    assert 10_000 < len(dossier.state) < 13_000


# --- moving a dossier that calls -------------------------------------------------------------------------------------


def test_a_dossier_moves_to_another_version_in_the_middle_of_a_call():
    """The call goes on as it began, also where the new version has another id for it and calls another process."""
    dossier = run(plain(), one_task(task="Old"), one_task("newer"))
    target = caller(d.call("Ring", "newer")).replace(b'"Call"', b'"Ring"').replace(b"Call__", b"Ring__")
    mapping = {"Start": "Start", "Call": "Ring", "After": "After", "End": "End"}
    found = migrate.check(dossier.snapshot, load(target), mapping, dossier.library)
    assert [(one.code, one.element) for one in found] == [("call-kept", "Call")]
    token = dossier.token("Call/Old")
    step = migrate.migrate(dossier.snapshot, load(target), mapping, dossier.execution())
    assert e.TokenMoved(token, "Call/Old", "Ring/Old") in step.effects
    done = engine.complete(engine.Snapshot(load(target), step.state, step.variables), token, {}, dossier.execution())
    assert [effect.element for effect in done.effects if isinstance(effect, e.TaskOpened)] == ["After"]


def test_an_operator_cancels_the_call_not_a_part_of_it():
    dossier = run(plain(), one_task())
    (place,) = intervene.movable_tokens(dossier.snapshot, dossier.execution())
    assert place.element == "Call"
    before = dossier.snapshot
    with pytest.raises(EngineError) as caught:
        intervene.cancel(before, dossier.token("Call/Task"), dossier.execution())
    assert (caught.value.element, caught.value.code) == ("Call/Task", "in-call")
    dossier.take(intervene.move(before, place.token, "After", dossier.execution()))
    assert dossier.elements() == ["After"]


# --- compensation -----------------------------------------------------------------------------------------------------

COMPENSATE = "<bpmn:compensateEventDefinition/>"


def undone(activity: str) -> str:
    """A compensation event on the border of an activity, and its handler `Undo`."""
    handler = d.user("Undo").replace('id="Undo"', 'id="Undo" isForCompensation="true"', 1)
    link = '<bpmn:association id="A" associationDirection="One" sourceRef="Back" targetRef="Undo"/>'
    return d.boundary("Back", activity, COMPENSATE) + handler + link


def test_a_completed_call_is_compensated_by_its_own_handler():
    outer = process("proc", d.call("Call", "other"), d.throw("Regret", COMPENSATE), undone("Call"), d.path("Start", "Call", "Regret", "End"))  # fmt: skip
    dossier = run(outer, one_task())
    dossier.complete("Call/Task")
    assert dossier.elements() == ["Undo"]
    dossier.complete("Undo")
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_a_called_process_compensates_what_was_done_in_it():
    """What waits to be compensated is kept with the call, over every reload."""
    inside = process("other", d.user("Task"), d.user("Next"), d.throw("Regret", COMPENSATE), undone("Task"), d.path("Start", "Task", "Next", "Regret", "End"))  # fmt: skip
    dossier = run(plain(), inside)
    dossier.complete("Call/Task")
    dossier.complete("Call/Next")
    assert dossier.elements() == ["Call/Undo"]
    dossier.complete("Call/Undo")
    assert dossier.elements() == ["After"]
