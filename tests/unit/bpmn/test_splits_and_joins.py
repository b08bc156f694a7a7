"""Several flows out of an activity, conditions on them, implicit merges, inclusive and event-based gateways."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn.errors import EngineError
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

MESSAGE = d.message("M", "news", '="k"')
SIMPLE = (d.user("A"), d.user("B"), d.user("C"), d.end())


def names(*elements: str) -> list[str]:
    return sorted(elements)


# --- activities and events with several flows ------------------------------------------------------------------------


def split(task: str = "", condition: str = "", default: str = "") -> bytes:
    host = task or d.user("T")
    if default:
        host = host.replace('id="T"', f'id="T" default="{default}"', 1)
    return d.diagram(
        d.start(), host, *SIMPLE, d.path("Start", "T"), d.flow("T", "A", condition), d.flow("T", "B", condition and "=b"),
        d.flow("T", "C"), *(d.path(name, "End") for name in "ABC"),
    )  # fmt: skip


def test_every_flow_out_of_an_activity_is_taken():
    """13.3.2: upon completion a token is placed on each outgoing sequence flow (implicit split)."""
    dossier = Dossier.of(split())
    dossier.complete("T")
    assert dossier.elements() == ["A", "B", "C"]


def test_conditional_flows_are_taken_when_true_and_unconditional_ones_always():
    """13.3.2: conditional flows get a token when their condition is true."""
    dossier = Dossier.of(split(condition="=a"))
    dossier.complete("T", a=True, b=False)
    assert dossier.elements() == ["A", "C"]


@pytest.mark.parametrize(("values", "taken"), [({"a": True}, ["A"]), ({"a": True, "b": True}, ["A", "B"]), ({}, ["C"])])
def test_the_default_flow_is_for_when_no_condition_holds(values, taken):
    """10.3.1 and 13.3.2: the default flow is taken only if all other conditions are false."""
    dossier = Dossier.of(split(condition="=a", default="T__C"))
    dossier.complete("T", **values)
    assert dossier.elements() == taken


def test_conditions_see_the_dossier_and_not_the_tasks_own_variables():
    task = d.user("T", d.mappings({"a": "=true"}))
    dossier = Dossier.of(split(task, condition="=a", default="T__C"), a=False)
    dossier.complete("T", x=1)
    assert dossier.elements() == ["C"]


def test_a_start_event_may_split_and_an_activity_merges_without_joining():
    """10.5.2: several flows out of a start event; 13.3.1: each token arriving at an activity activates it anew."""
    dossier = Dossier.of(
        d.diagram(d.start(), d.user("A"), d.user("B"), d.user("C"), d.end(), d.path("Start", "A", "C"), d.path("Start", "B", "C", "End"))
    )  # fmt: skip
    assert dossier.elements() == ["A", "B"]
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["C", "C"]


def test_a_boundary_event_may_split():
    parts = (d.user("T"), d.boundary("X", "T", d.timer("P1D")), d.user("A"), d.user("B"), d.end())
    flows = (d.path("Start", "T", "End"), d.path("X", "A", "End"), d.path("X", "B", "End"))
    dossier = Dossier.of(d.diagram(d.start(), *parts, *flows))
    dossier.fire("X")
    assert dossier.elements() == ["A", "B"]


def test_a_repeated_activity_splits_once():
    marked = d.user("T", inner=d.multiple("=[1, 2]", "i"))
    dossier = Dossier.of(split(marked))
    dossier.complete("T")
    dossier.complete("T")
    assert dossier.elements() == ["A", "B", "C"]


# --- inclusive gateways ---------------------------------------------------------------------------------------------


def inclusive(after: str = "", *more: str) -> bytes:
    """Start - Split - (A if a, B if b, C by default) - Join - After - End."""
    return d.diagram(
        d.start(), d.inclusive("Split", "Split__C"), *SIMPLE, d.inclusive("Join"), d.user("After"), d.path("Start", "Split"),
        d.flow("Split", "A", "=a"), d.flow("Split", "B", "=b"), d.flow("Split", "C"), *(d.path(name, "Join") for name in "ABC"),
        d.path("Join", "After", "End"), *more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "taken"), [({"a": True, "b": True}, "AB"), ({"a": True}, "A"), ({"b": True}, "B"), ({}, "C")]
)
def test_an_inclusive_split_takes_every_true_flow_and_its_join_waits_for_them(values, taken):
    """13.4.3: a token on each flow whose condition is true, else on the default; the join waits for all that can come."""
    dossier = Dossier.of(inclusive(), **values)
    assert dossier.elements() == list(taken)
    for name in taken:
        assert "After" not in dossier.elements()
        dossier.complete(name)
    assert dossier.elements() == ["After"]
    assert dossier.path().count("Join") == 1


def test_an_inclusive_split_without_a_true_flow_or_default_is_an_error():
    """13.4.3: an exception is raised. Lint demands a default; a flow without a condition counts as true."""
    open_ended = d.diagram(
        d.start(), d.inclusive("Split"), d.user("A"), d.user("B"), d.end(), d.path("Start", "Split"), d.flow("Split", "A", "=a"),
        d.flow("Split", "B"), d.path("A", "End"), d.path("B", "End"),
    )  # fmt: skip
    assert Dossier.of(open_ended).elements() == ["B"]
    assert Dossier.of(open_ended, a=True).elements() == ["A", "B"]


def unstructured() -> bytes:
    """Two forks lead to the join; a token before the second one can still reach both of its flows."""
    return d.diagram(
        d.start(), d.parallel("Fork"), d.user("A"), d.user("B"), d.xor("Choice", "no"), d.user("C"), d.inclusive("Join"),
        d.user("After"), d.end(), d.path("Start", "Fork", "A", "Join"), d.path("Fork", "B", "Choice"),
        d.flow("Choice", "C", "=c"), d.path("C", "Join"), d.flow("Choice", "End", identifier="no"), d.path("Join", "After", "End"),
    )  # fmt: skip


def test_a_join_waits_as_long_as_a_token_can_still_come():
    """13.4.3: a token upstream of an empty flow, with no way to a filled one, keeps the join waiting."""
    dossier = Dossier.of(unstructured())
    dossier.complete("A")
    assert dossier.elements() == ["B"]
    dossier.complete("B", c=False)
    assert dossier.elements() == ["After"], "the other token went elsewhere: nobody can come any more"


def test_a_join_waits_for_the_token_that_took_the_long_way():
    dossier = Dossier.of(unstructured())
    dossier.complete("A")
    dossier.complete("B", c=True)
    assert dossier.elements() == ["C"]
    dossier.complete("C")
    assert dossier.elements() == ["After"]


def test_a_token_that_can_reach_a_filled_flow_as_well_does_not_hold_the_join_up():
    """13.4.3 (iv) to (vi): the inhibiting path must not have an anti-inhibiting one beside it."""
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.user("A"), d.user("B"), d.xor("Merge"), d.xor("Choice", "one"), d.inclusive("Join"),
        d.user("After"), d.end(), d.path("Start", "Fork", "A", "Merge", "Join"), d.path("Fork", "B", "Choice"),
        d.flow("Choice", "Join", "=x"), d.flow("Choice", "Merge", identifier="one"), d.path("Join", "After", "End"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    dossier.complete("A")
    assert dossier.elements() == names("After", "B")


def test_a_join_in_a_loop_does_not_wait_for_tokens_that_would_pass_it_first():
    """13.4.3 (iii): paths that visit the gateway itself do not count."""
    diagram = d.diagram(
        d.start(), d.inclusive("Join"), d.user("T"), d.xor("Gate", "out"), d.end(), d.path("Start", "Join", "T", "Gate"),
        d.flow("Gate", "Join", "=again"), d.flow("Gate", "End", identifier="out"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    dossier.complete("T", again=True)
    dossier.complete("T", again=False)
    assert dossier.ended


def test_an_activity_with_a_way_out_on_its_border_holds_the_join_up():
    """A boundary event is a way out of its activity, which may still lead to the join."""
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.user("A"), d.user("T"), d.boundary("X", "T", d.timer("P1D")), d.inclusive("Join"),
        d.user("After"), d.end(), d.path("Start", "Fork", "A", "Join"), d.path("Fork", "T", "End"), d.path("X", "Join"),
        d.path("Join", "After", "End"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    dossier.complete("A")
    assert dossier.elements() == names("T", "X")
    dossier.complete("T")
    assert dossier.elements() == ["After"]


def cancelled_by_news(*inner: str) -> bytes:
    """``inner`` in a sub-process that a message ends."""
    return d.diagram(
        d.start(), d.sub("Sub", *inner), d.boundary("X", "Sub", d.message_event("M")), d.end(), d.path("Start", "Sub", "End"),
        d.path("X", "End"), beside=MESSAGE,
    )  # fmt: skip


def test_a_waiting_join_survives_a_reload_and_a_cancelled_scope_takes_it_along():
    inner = (
        d.start("S"), d.parallel("Fork"), d.user("A"), d.user("B"), d.inclusive("Join"), d.end("E"),
        d.path("S", "Fork", "A", "Join", "E"), d.path("Fork", "B", "Join"),
    )  # fmt: skip
    dossier = Dossier.of(cancelled_by_news(*inner))
    dossier.complete("A")
    instance = state.load(dossier.snapshot, dossier.execution())
    assert state.dump(dossier.definition, instance) == dossier.state
    dossier.deliver("X")
    assert dossier.ended


def test_two_joins_that_wait_for_each_other_are_an_error_and_not_a_silent_halt():
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.user("T"), d.inclusive("J1"), d.inclusive("J2"), d.parallel("Both"), d.parallel("Again"), d.end(),
        d.path("Start", "Fork", "J1", "Both"), d.path("Fork", "J2", "Again"), d.path("Fork", "T", "End"), d.path("Both", "J2"),
        d.path("Again", "J1"), d.path("Both", "End"), d.path("Again", "End"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    with pytest.raises(EngineError) as error:
        dossier.complete("T")
    assert error.value.code == "starved-join"


# --- event-based gateways -------------------------------------------------------------------------------------------


def race(first: str = "") -> bytes:
    return d.diagram(
        d.start(), d.race("Race"), first or d.catch("News", d.message_event("M"), d.takes("answer")), d.catch("Late", d.timer("P1D")), d.user("A"),
        d.user("B"), d.end(), d.path("Start", "Race", "News", "A", "End"), d.path("Race", "Late", "B", "End"), beside=MESSAGE,
    )  # fmt: skip


@pytest.mark.parametrize("first", ["", d.receive("News", "M", d.takes("answer"))])
def test_the_first_event_takes_the_token_and_the_others_are_withdrawn(first):
    """13.4.4: the gateway waits; the first event to occur determines the flow, the others are no longer available."""
    dossier = Dossier.of(race(first))
    assert dossier.elements() == ["Late", "News"]
    assert dossier.path() == ["Start"]
    step = dossier.deliver("News", answer=1)
    assert [type(effect) for effect in step.effects[:4]] == [
        e.MessageUnsubscribed,
        e.TimerCleared,
        e.ElementPassed,
        e.FlowTaken,
    ]
    assert dossier.path() == ["Start", "Race", "News"]
    assert (dossier.elements(), dossier.variables["answer"]) == (["A"], 1)


def test_the_timer_may_win():
    dossier = Dossier.of(race())
    dossier.fire("Late")
    assert (dossier.elements(), dossier.path()) == (["B"], ["Start", "Race", "Late"])


def test_a_race_survives_a_reload():
    dossier = Dossier.of(race())
    instance = state.load(dossier.snapshot, dossier.execution())
    assert state.dump(dossier.definition, instance) == dossier.state


def test_a_cancelled_race_withdraws_all_its_events():
    inner = (
        d.start("S"), d.race("Race"), d.catch("News", d.message_event("M")), d.catch("Late", d.timer("P1D")), d.end("E"),
        d.path("S", "Race", "News", "E"), d.path("Race", "Late", "E"),
    )  # fmt: skip
    dossier = Dossier.of(cancelled_by_news(*inner))
    dossier.deliver("X")
    assert dossier.ended


def test_a_receive_task_behind_a_gateway_maps_and_announces_as_any_other():
    task = d.receive("News", "M", d.mappings({"n": "=1"}, {"sum": "=n + m"}), d.properties(status="5"))
    dossier = Dossier.of(race(task))
    assert not [effect for effect in dossier.log if isinstance(effect, e.StatusChanged)]
    dossier.deliver("News", m=2)
    assert dossier.variables["sum"] == 3
    assert [effect.status for effect in dossier.log if isinstance(effect, e.StatusChanged)] == [5]
