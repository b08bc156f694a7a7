"""Multi-instance activities (BPMN 2.0.2, 13.3.7)."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from hashlib import blake2b

import pytest

from bpmn import effects as e
from bpmn import engine
from bpmn.errors import EngineError
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier
from tests.unit.bpmn.repeating import around, asked, locals_of


def finish(dossier: Dossier, token: str, **outcome: object) -> engine.Step:
    """Completes one of several instances."""
    arguments = (dossier.snapshot, token, outcome, dossier.execution())
    return dossier.take(engine.complete(*arguments), answered=token)


# --- parallel -------------------------------------------------------------------------------------------------------


def test_parallel_instances_are_open_at_once_each_with_its_item():
    """13.3.7: all instances are activated at once; each gets its data item from the collection."""
    dossier = Dossier.of(asked(), items=["a", "b", "c"])
    assert locals_of(dossier) == [{"item": letter, "loopCounter": n} for n, letter in enumerate("abc", 1)]
    assert dossier.path() == ["Start"]


def test_results_keep_the_order_of_the_items_whoever_is_first():
    dossier = Dossier.of(asked(), items=["a", "b", "c"])
    first, second, third = dossier.open
    for token in (third, first, second):
        finish(dossier, token, said=f"by {token}")
    said = [
        {"item": letter, "said": f"by {token}"} for letter, token in zip("abc", (first, second, third), strict=True)
    ]
    assert dossier.variables["answers"] == said
    assert dossier.path() == ["Start", "T"], "the activity is passed once, when all instances are over"
    assert dossier.elements() == ["After"]


def test_what_an_instance_writes_stays_with_it():
    """Only the output element leaves; neither the item nor the form's answers leak or shadow each other."""
    dossier = Dossier.of(asked(), items=[1, 2], item="outer", said="before")
    for token in list(dossier.open):
        finish(dossier, token, said=token)
    assert (dossier.variables["item"], dossier.variables["said"]) == ("outer", "before")
    assert "loopCounter" not in dossier.variables


def test_numbers_and_hostile_names_come_back_unchanged():
    values = [Decimal("1.10"), 2**80, {"typename": "x", "__class__": []}, None, "ữ"]
    dossier = Dossier.of(asked(), items=values)
    for token in list(dossier.open):
        finish(dossier, token, said=Decimal("0.10"))
    assert [answer["item"] for answer in dossier.variables["answers"]] == values


@pytest.mark.parametrize("sequential", [False, True])
def test_an_empty_collection_is_passed_at_once(sequential):
    """13.3.7: with no instances to do the activity completes and gives an empty collection."""
    dossier = Dossier.of(asked(sequential=sequential), items=[])
    assert (dossier.variables["answers"], dossier.elements()) == ([], ["After"])
    assert dossier.path() == ["Start", "T"]


@pytest.mark.parametrize("items", [None, "abc", {"a": 1}, 3])
def test_a_collection_must_be_a_list(items):
    with pytest.raises(EngineError) as error:
        Dossier.of(asked(), items=items)
    assert (error.value.element, error.value.code) == ("T", "no-collection")


def test_too_many_instances_are_refused():
    with pytest.raises(EngineError, match="10000"):
        Dossier.of(asked(), items=list(range(10_001)))


def test_the_completion_condition_cancels_the_instances_left():
    """13.3.7: when completionCondition is true the remaining instances are cancelled and a token leaves."""
    dossier = Dossier.of(asked(until="=numberOfCompletedInstances >= 2"), items=["a", "b", "c"])
    first, _, third = dossier.open
    finish(dossier, third, said=1)
    assert len(dossier.open) == 2
    step = finish(dossier, first, said=2)
    assert [effect.reason for effect in step.effects if isinstance(effect, e.TaskClosed)] == ["completed", "cancelled"]
    assert dossier.variables["answers"] == [{"item": "a", "said": 2}, None, {"item": "c", "said": 1}]


def test_the_completion_condition_sees_the_instance_and_the_counts():
    until = "=said = false and numberOfInstances = 3 and numberOfActiveInstances = 2 and count(answers) = 3"
    dossier = Dossier.of(asked(until=until), items=["a", "b", "c"])
    finish(dossier, next(iter(dossier.open)), said=False)
    assert dossier.elements() == ["After"]


# --- sequential -----------------------------------------------------------------------------------------------------


def test_sequential_instances_follow_each_other_in_order():
    """13.3.7: isSequential: the next instance starts when the one before it has completed."""
    dossier = Dossier.of(asked(sequential=True), items=["a", "b"])
    assert locals_of(dossier) == [{"item": "a", "loopCounter": 1}]
    dossier.complete("T", said=1, items=["x", "y", "z"])
    assert locals_of(dossier) == [{"item": "b", "loopCounter": 2}], "the collection is read once, on entry"
    dossier.complete("T", said=2)
    assert dossier.variables["answers"] == [{"item": "a", "said": 1}, {"item": "b", "said": 2}]
    assert dossier.elements() == ["After"]


def test_a_sequence_may_end_early():
    dossier = Dossier.of(asked(sequential=True, until="=said = false"), items=["a", "b", "c"])
    dossier.complete("T", said=True)
    dossier.complete("T", said=False)
    assert dossier.variables["answers"] == [{"item": "a", "said": True}, {"item": "b", "said": False}, None]


def test_a_second_activation_starts_afresh():
    diagram = d.diagram(
        d.start(), d.user("T", inner=d.multiple("=items", "item", "answers", "=said", sequential=True)), d.user("After"),
        d.xor("Merge"), d.xor("Gate", "out"), d.end(), d.path("Start", "Merge", "T", "After", "Gate"),
        d.flow("Gate", "Merge", "=again"), d.flow("Gate", "End", identifier="out"),
    )  # fmt: skip
    dossier = Dossier.of(diagram, items=[1, 2])
    for round_ in (1, 2):
        dossier.complete("T", said=round_)
        dossier.complete("T", said=round_)
        assert dossier.variables["answers"] == [round_, round_]
        dossier.complete("After", again=round_ == 1)
    assert dossier.ended


# --- with mappings, calls, scripts, sub-processes, borders ----------------------------------------------------------


def test_input_and_output_mappings_belong_to_each_instance():
    dossier = Dossier.of(asked(d.mappings({"double": "=item * 2"}, {"said": "=double + n"})), items=[1, 2])
    assert [local["double"] for local in locals_of(dossier)] == [2, 4]
    for token in list(dossier.open):
        finish(dossier, token, n=10)
    assert dossier.variables["answers"] == [{"item": 1, "said": 12}, {"item": 2, "said": 14}]


def test_a_worker_gets_the_item():
    dossier = Dossier.of(around(d.service("T", inner=d.multiple("=items", "item"))), items=["a"])
    assert dossier.open["3"].payload == {"item": "a", "loopCounter": 1}
    dossier.complete("T", whatever=1)
    assert "whatever" not in dossier.variables


def test_scripts_run_for_every_item():
    script = d.script("T", "=item * item", "square").replace(
        "</bpmn:scriptTask>", d.multiple("=items", "item", "squares", "=square") + "</bpmn:scriptTask>"
    )
    assert Dossier.of(around(script), items=[1, 2, 3]).variables["squares"] == [1, 4, 9]


def nested(sequential: bool = False) -> bytes:
    """For each street, for each house of it, a visit."""
    house = d.multiple("=street.houses", "house", "visits", "=seen", sequential=sequential)
    street = d.multiple("=streets", "street", "report", "={name: street.name, visits: visits}")
    inside = (d.start("S"), d.user("Visit", inner=house), d.end("E"), d.path("S", "Visit", "E"))
    return around(d.sub("T", street, *inside))


@pytest.mark.parametrize("sequential", [False, True])
def test_instances_nest(sequential):
    streets = [{"name": "A", "houses": [1, 2]}, {"name": "B", "houses": [3]}, {"name": "C", "houses": []}]
    dossier = Dossier.of(nested(sequential), streets=streets)
    while "Visit" in dossier.elements():
        local = dict(dossier.open[dossier.token("Visit")].local)
        dossier.complete("Visit", seen=f"house {local['house']}")
    wanted = [("A", ["house 1", "house 2"]), ("B", ["house 3"]), ("C", [])]
    assert dossier.variables["report"] == [{"name": name, "visits": visits} for name, visits in wanted]
    assert not {"visits", "seen", "street", "house"} & dossier.variables.keys()


def test_scopes_of_instances_see_their_own_item():
    inside = (
        d.start("S"),
        d.script("Calc", "=item + offset", "sum"),
        d.user("U"),
        d.end("E"),
        d.path("S", "Calc", "U", "E"),
    )
    marker = d.multiple("=items", "item", "sums", "=sum")
    dossier = Dossier.of(around(d.sub("T", marker, *inside)), items=[1, 2], offset=10, sum=0)
    dossier.complete("U")
    dossier.complete("U")
    assert (dossier.variables["sums"], dossier.variables["sum"]) == ([11, 12], 0)


@pytest.mark.parametrize("sequential", [False, True])
def test_an_interrupting_boundary_event_takes_all_instances_away(sequential):
    border = (d.boundary("B", "T", d.message_event("M")), d.user("Side"), d.end("E"), d.path("B", "Side", "E"))
    dossier = Dossier.of(asked(sequential=sequential, beside=border), items=["a", "b"])
    dossier.deliver("B")
    assert dossier.elements() == ["Side"]
    assert "answers" not in dossier.variables


def test_there_is_one_boundary_event_for_all_instances():
    border = (
        d.boundary("B", "T", d.timer("P1D"), interrupting=False),
        d.user("Side"),
        d.end("E"),
        d.path("B", "Side", "E"),
    )
    dossier = Dossier.of(asked(beside=border), items=["a", "b"])
    assert dossier.elements() == ["B", "T", "T"]
    dossier.fire("B")
    assert dossier.elements() == ["Side", "T", "T"]


def test_an_error_of_one_instance_ends_them_all():
    border = (d.boundary("B", "T", d.error_event("Err")), d.user("Side"), d.end("E"), d.path("B", "Side", "E"))
    dossier = Dossier.of(asked(beside=border), items=["a", "b"])
    dossier.fail("T", "bad")
    assert dossier.elements() == ["Side"]


def test_an_instance_may_not_write_the_offices_names():
    dossier = Dossier.of(asked(), items=["a"])
    with pytest.raises(EngineError, match="dossier"):
        dossier.complete("T", dossier={})


def test_the_status_is_announced_once():
    dossier = Dossier.of(asked(d.properties(status="4")), items=["a", "b"])
    assert [effect.status for effect in dossier.log if isinstance(effect, e.StatusChanged)] == [4]


def test_a_thousand_instances():
    dossier = Dossier.of(asked(), items=list(range(1_000)))
    assert len(dossier.open) == 1_000
    for token in list(dossier.open)[:20]:
        finish(dossier, token, said=0)
    instance = state.load(dossier.snapshot, dossier.execution())
    assert state.dump(dossier.definition, instance) == dossier.state
    assert len(dossier.state) < 120_000


# --- states of earlier releases -------------------------------------------------------------------------------------


def older(found: bytes, change: Callable[[list[object]], None]) -> bytes:
    """The state in version 2, with the first record's memo as that release wrote it."""
    content = json.loads(found[17:])
    change(content[2][0][6])
    body = found[9:17] + json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    return b"\x02" + blake2b(body, digest_size=8).digest() + body


@pytest.mark.parametrize("sequential", [False, True])
def test_items_and_results_of_an_earlier_release_go_on(sequential):
    """Versions up to 2 kept all items, and all results, as one JSON text each."""
    dossier = Dossier.of(asked(sequential=sequential), items=["a", "b", "c"])
    dossier.complete("T", said=1)

    def before(memo: list[object]) -> None:
        memo[3] = '["a", "b", "c"]' if sequential else None
        memo[4] = '[{"item": "a", "said": 1}, null, null]'

    dossier.state = older(dossier.state, before)
    dossier.complete("T", said=2)
    dossier.complete("T", said=3)
    assert dossier.variables["answers"] == [{"item": item, "said": n} for n, item in enumerate("abc", 1)]
