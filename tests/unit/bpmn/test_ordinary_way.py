"""The plain way through a process: tasks, gateways, variables, effects in order."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bpmn import effects as e
from bpmn import engine
from bpmn.errors import EngineError, TokenNotOpen
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import CONTEXT, NOW, Dossier

LINE = d.diagram(
    d.start(),
    d.user("Receive", d.properties(kind="receive", status="2", timeLimit="4h", clock="pause", signature="digital")),
    d.end(),
    d.path("Start", "Receive", "End"),
)


def choice(*conditions: str) -> bytes:
    flows = [d.flow("Gate", f"T{number}", text) for number, text in enumerate(conditions)]
    tasks = [d.user(f"T{number}") + d.path(f"T{number}", "End") for number in range(len(conditions))]
    return d.diagram(
        d.start(), d.xor("Gate", "no"), d.user("Other"), d.end(), d.path("Start", "Gate"), d.path("Other", "End"),
        *flows, *tasks, d.flow("Gate", "Other", identifier="no"),
    )  # fmt: skip


def test_effects_of_a_start_in_order():
    dossier = Dossier.of(LINE)
    assert dossier.log == [
        e.ElementPassed("Start"),
        e.FlowTaken("Start__Receive", "Start", "Receive"),
        e.StatusChanged("Receive", 2),
        e.TaskOpened(
            "2", "Receive", "Receive", "receive", None, ("reviewer",), None, None, None, "4h", "pause", 50,
            {"kind": "receive", "status": "2", "timeLimit": "4h", "clock": "pause", "signature": "digital"}, {},
        ),
    ]  # fmt: skip


def test_effects_of_the_last_completion_in_order():
    dossier = Dossier.of(LINE)
    step = dossier.complete("Receive", approved=True)
    assert step.effects == (
        e.TaskClosed("2", "Receive", "completed"),
        e.ElementPassed("Receive"),
        e.FlowTaken("Receive__End", "Receive", "End"),
        e.ElementPassed("End"),
        e.ProcessEnded("End", "completed"),
    )
    assert step.variables == {"approved": True}
    assert step.changed == {"approved": True}


def test_changed_names_only_what_changed():
    dossier = Dossier.of(LINE, fee=1, note="a", same=Decimal("1.0"))
    step = dossier.complete("Receive", fee=True, note="a", same=Decimal("1.0"), more=[1, {"x": None}])
    assert step.changed == {"fee": True, "more": [1, {"x": None}]}
    assert list(step.variables) == ["fee", "note", "same", "more"]


def test_the_given_variables_are_not_touched():
    given = {"fee": 1}
    definition = load(LINE)
    execution = engine.ExecutionContext(NOW, "s", {}, CONTEXT)
    first = engine.start(definition, given, execution)
    engine.complete(engine.Snapshot(definition, first.state, given), "2", {"fee": 2}, execution)
    assert given == {"fee": 1}


@pytest.mark.parametrize(
    ("value", "expected"), [(5, "T0"), (15, "T1"), (None, "Other"), ("text", "Other"), (Decimal("10.5"), "T1")]
)
def test_the_first_true_condition_decides_and_null_is_not_true(value, expected):
    assert Dossier.of(choice("=n < 10", "=n >= 10", "=n > 10"), n=value).elements() == [expected]


def test_a_missing_variable_takes_the_default():
    assert Dossier.of(choice("=missing = true")).elements() == ["Other"]


def test_rounds_of_a_loop():
    dossier = Dossier.of(
        d.diagram(
            d.start(), d.user("Review"), d.xor("Gate", "done"), d.end(), d.path("Start", "Review", "Gate"),
            d.flow("Gate", "Review", "=again"), d.flow("Gate", "End", identifier="done"),
        )
    )  # fmt: skip
    for _ in range(3):
        dossier.complete("Review", again=True)
    dossier.complete("Review", again=False)
    assert dossier.path() == ["Start", *["Review", "Gate"] * 4, "End"]


def test_parallel_branches_see_each_others_writes():
    dossier = Dossier.of(
        d.diagram(
            d.start(), d.parallel("Fork"), d.user("A"), d.user("B"), d.script("S", "=seen + 1", "result"),
            d.parallel("Join"), d.end(), d.path("Start", "Fork", "A", "Join", "End"), d.path("Fork", "B", "S", "Join"),
        )
    )  # fmt: skip
    dossier.complete("A", seen=41)
    assert dossier.ended is None
    dossier.complete("B")
    assert dossier.variables["result"] == 42
    assert dossier.path()[-2:] == ["Join", "End"]


def test_a_join_in_a_loop_waits_again_each_round():
    dossier = Dossier.of(
        d.diagram(
            d.start(), d.xor("Merge"), d.parallel("Fork"), d.user("A"), d.user("B"), d.parallel("Join"),
            d.xor("Gate", "done"), d.end(), d.path("Start", "Merge", "Fork", "A", "Join", "Gate"),
            d.path("Fork", "B", "Join"), d.flow("Gate", "Merge", "=again"), d.flow("Gate", "End", identifier="done"),
        )
    )  # fmt: skip
    for round_ in range(3):
        dossier.complete("A")
        assert dossier.elements() == ["B"]
        dossier.complete("B", again=round_ < 2)
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_further_tokens_at_a_join_stay_for_the_next_round():
    """BPMN 2.0.2, 13.4.1: excess tokens at an incoming flow remain there."""
    dossier = Dossier.of(
        d.diagram(
            d.start(), d.parallel("Fork"), d.user("A"), d.user("B"), d.user("C"), d.user("D"), d.xor("Merge"), d.xor("Merge2"),
            d.parallel("Join"), d.user("After"), d.end(), d.path("Start", "Fork"), *(d.flow("Fork", name) for name in "ABCD"),
            d.path("A", "Merge"), d.path("B", "Merge"), d.path("C", "Merge2"), d.path("D", "Merge2"),
            d.path("Merge", "Join"), d.path("Merge2", "Join"), d.path("Join", "After", "End"),
        )
    )  # fmt: skip
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["C", "D"]
    dossier.complete("C")
    assert dossier.elements() == ["After", "D"]
    dossier.complete("D")
    assert dossier.elements() == ["After", "After"]


def test_a_join_that_can_never_be_reached_is_an_error_and_not_a_silent_halt():
    diagram = d.diagram(
        d.start(), d.user("T"), d.xor("Gate", "no"), d.parallel("Join"), d.end(), d.path("Start", "T", "Gate"),
        d.flow("Gate", "Join", "=a", identifier="one"), d.flow("Gate", "Join", identifier="no"), d.path("Join", "End"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    with pytest.raises(EngineError) as caught:
        dossier.complete("T", a=True)
    assert (caught.value.element, caught.value.code) == ("Join", "starved-join")


def test_a_loop_without_a_stop_is_an_error_and_not_a_hang():
    diagram = d.diagram(
        d.start(), d.user("T"), d.script("S", "=n + 1", "n"), d.xor("Gate", "out"), d.end(), d.path("Start", "T", "S", "Gate"),
        d.flow("Gate", "S", "=n > 0"), d.flow("Gate", "End", identifier="out"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    with pytest.raises(EngineError) as caught:
        dossier.complete("T", n=1)
    assert caught.value.code == "budget"


@pytest.mark.parametrize("token", ["1", "99", "", "-2", "2 ", "２", "9" * 5000, "true"])
def test_tokens_that_are_not_open(token):
    definition = load(LINE)
    execution = engine.ExecutionContext(NOW, "s")
    state = engine.start(definition, {}, execution).state
    for verb in (engine.complete, engine.deliver):
        with pytest.raises(TokenNotOpen):
            verb(engine.Snapshot(definition, state, {}), token, {}, execution)
    with pytest.raises(TokenNotOpen):
        engine.fire(engine.Snapshot(definition, state, {}), token, execution)
    with pytest.raises(TokenNotOpen):
        engine.fail(engine.Snapshot(definition, state, {}), token, "code", "message", execution)


def test_a_token_answers_only_its_own_verb_and_only_once():
    definition = load(LINE)
    execution = engine.ExecutionContext(NOW, "s")
    state = engine.start(definition, {}, execution).state
    with pytest.raises(TokenNotOpen):
        engine.fire(engine.Snapshot(definition, state, {}), "2", execution)
    with pytest.raises(TokenNotOpen):
        engine.deliver(engine.Snapshot(definition, state, {}), "2", {}, execution)
    after = engine.complete(engine.Snapshot(definition, state, {}), "2", {}, execution)
    with pytest.raises(TokenNotOpen):
        engine.complete(engine.Snapshot(definition, after.state, {}), "2", {}, execution)


@pytest.mark.parametrize("name", ["dossier"])
def test_the_offices_names_cannot_be_written(name):
    dossier = Dossier.of(LINE)
    with pytest.raises(EngineError, match="dossier"):
        dossier.complete("Receive", **{name: 1})


@pytest.mark.parametrize("value", [object(), {1: 2}, float("nan"), Decimal("inf"), [{"a": b"x"}], (1, 2), NOW])
def test_an_outcome_must_be_json(value):
    dossier = Dossier.of(LINE)
    with pytest.raises(EngineError) as caught:
        dossier.complete("Receive", x=value)
    assert caught.value.code == "not-json"


def test_any_name_and_value_comes_back_unchanged():
    hostile = {
        "typename": "datetime", "__class__": {"__init__": 1}, "số tiền": Decimal("1.10"), "big": 2**80, "": [],
        "deep": [[[[[[None]]]]]], "text": "\u0000\ud83d\ude00" * 3, "1": -0.5,
    }  # fmt: skip
    dossier = Dossier.of(LINE)
    dossier.complete("Receive", **hostile)
    assert dossier.variables == hostile


def test_people_priorities_and_dates_from_expressions():
    task = d.node(
        "userTask", "T", "<zeebe:userTask/>",
        '<zeebe:assignmentDefinition assignee="=dossier.clerk" candidateGroups=\'=["head", "leader@" + place]\'/>',
        '<zeebe:taskSchedule dueDate="=now() + duration(&quot;P1D&quot;)" followUpDate="2026-12-01"/>',
        '<zeebe:priorityDefinition priority="=40 + 2"/>',
    )  # fmt: skip
    definition = load(d.diagram(d.start(), task, d.end(), d.path("Start", "T", "End")))
    execution = engine.ExecutionContext(NOW, "s", {}, {"dossier": {"clerk": "an"}})
    opened = engine.start(definition, {"place": "x1"}, execution).effects[-1]
    assert isinstance(opened, e.TaskOpened)
    assert (opened.assignee, opened.roles, opened.priority) == ("an", ("head", "leader@x1"), 42)
    assert opened.due == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    assert opened.follow_up == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attribute", "text", "code"),
    [
        ("assignmentDefinition candidateGroups", "=null", "no-role"),
        ("assignmentDefinition candidateGroups", "=[1]", "no-role"),
        ("priorityDefinition priority", "=101", "not-a-number"),
        ("priorityDefinition priority", '="high"', "not-a-number"),
        ("taskSchedule dueDate", '="soon"', "not-a-date"),
        ("assignmentDefinition assignee", "=five", "not-text"),
    ],
)
def test_an_expression_that_gives_nonsense_names_its_element(attribute, text, code):
    name, _, key = attribute.partition(" ")
    extra = "" if name == "assignmentDefinition" else d.REVIEWER
    task = d.node("userTask", "T", "<zeebe:userTask/>", f"<zeebe:{name} {key}='{text}'/>", extra)
    with pytest.raises(EngineError) as caught:
        Dossier.of(d.diagram(d.start(), task, d.end(), d.path("Start", "T", "End")), five=5)
    assert (caught.value.element, caught.value.code) == ("T", code)


def test_same_arguments_give_the_same_step():
    diagram = d.diagram(
        d.start(), d.script("One", "=uuid()", "one"), d.script("Two", "=uuid()", "two"), d.user("T"), d.end(),
        d.path("Start", "One", "Two", "T", "End"),
    )  # fmt: skip
    first, again = Dossier.of(diagram), Dossier.of(diagram)
    assert (first.state, first.variables, first.log) == (again.state, again.variables, again.log)
    assert first.variables["one"] != first.variables["two"]


def test_a_process_may_end_where_it_starts():
    dossier = Dossier.of(d.diagram(d.start(), d.end(), d.path("Start", "End")))
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_elements_named_as_the_librarys_own_are_no_trouble():
    dossier = Dossier.of(
        d.diagram(
            d.start("Start"),
            d.user("Root"),
            d.user("End"),
            d.end("proc.EndJoin"),
            d.path("Start", "Root", "End", "proc.EndJoin"),
        )
    )
    dossier.complete("Root")
    dossier.complete("End")
    assert dossier.path() == ["Start", "Root", "End", "proc.EndJoin"]
