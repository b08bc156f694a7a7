"""What one step may cost, write and throw: everything in it shares one budget, and what is too much says where it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bpmn import dmn, effects, engine, feel, limits
from bpmn.errors import DiagramError, EngineError
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d

NOW = datetime(2026, 11, 23, tzinfo=UTC)
#: about a third of what one expression may cost by itself
HEAVY = "=count(for i in 1..400, j in 1..100 return i + j)"


def refused(
    *parts: str, variables: dict[str, object] | None = None, tables: dict[str, bytes] | None = None
) -> EngineError:
    """The error of the first step of a line of elements."""
    names = [part.split('id="')[1].split('"')[0] for part in parts]
    diagram = d.diagram(d.start(), *parts, d.user("Rest"), d.end(), d.path("Start", *names, "Rest", "End"))
    with pytest.raises(EngineError) as caught:
        engine.start(load(diagram, tables), variables or {}, engine.ExecutionContext(NOW, "s"))
    return caught.value


def scripts(count: int, expression: str = HEAVY) -> list[str]:
    return [d.script(f"S{number}", expression, f"v{number}") for number in range(count)]


def test_many_expressions_share_the_budget_of_the_step():
    """Each is well within what one may cost; sixty of them took over a minute before."""
    found = refused(*scripts(60))
    assert found.code == "budget"
    assert str(limits.STEP_WORK) in found.message
    assert found.element is not None
    assert 3 < int(found.element.removeprefix("S")) < 30, "some pass, and the one that is too much is named"


def test_the_work_of_a_step_is_bounded_whatever_it_is_made_of():
    """Counted, not timed: no way through a step spends more than its budget and what one last charge overdraws."""
    spent = []
    for parts in (scripts(60), scripts(200, "=string length(string join(for i in 1..5000 return string(i)))")):
        moments = []
        original = feel.CostMeter.charge

        def charge(meter, units, original=original, moments=moments):
            moments.append(meter)
            original(meter, units)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(feel.CostMeter, "charge", charge)
            refused(*parts)
        spent.append(max(meter.spent for meter in moments if meter.allowed == limits.STEP_WORK))
    assert all(limits.STEP_WORK < one < limits.STEP_WORK * 1.3 for one in spent)


def test_decisions_mappings_and_conditions_share_it_too():
    table = d.table("Fee", "count(for i in 1..400, j in 1..100 return i)", ("> 0", "1"))
    rules = [d.rule(f"R{number}", "Fee", f"v{number}") for number in range(60)]
    assert refused(*rules, tables={"fee": table}).code == "budget"
    mapped = d.user("U", d.mappings({f"v{number}": HEAVY for number in range(60)}))
    assert refused(mapped).code == "budget"


@pytest.mark.parametrize(
    ("rules", "column", "test", "value"),
    [
        (1_000, "1", f"? + {' + '.join(['1'] * 30)} > 1000000", "1"),
        (20, "1", f"? + {' + '.join(['1'] * 140)} > 1000000 or {' + '.join(['1'] * 140)} < 0", "1"),
        (1, f"{' + '.join(['1'] * 140)}", "> 0", " + ".join(["1"] * 140)),
    ],
    ids=["rules", "cells", "column and result"],
)
def test_the_texts_of_a_table_are_paid_for_by_what_they_compute(rules: int, column: str, test: str, value: str):
    """A table of a thousand rules kept a step busy for twenty seconds: its rules were counted, and not their texts."""
    table = d.table("Fee", column, *[(test, value)] * rules)
    nodes = rules * (test.count("+") + column.count("+") + value.count("+"))
    tasks = [d.rule(f"R{number}", "Fee", f"v{number}") for number in range(4_000)]
    found = refused(*tasks, tables={"fee": table})
    assert found.code == "budget"
    assert found.element is not None
    assert int(found.element.removeprefix("R")) * nodes <= limits.STEP_WORK


def test_a_repeated_activity_shares_it():
    marker = d.multiple("=for i in 1..1000 return i", "item")
    task = d.node("scriptTask", "S", f'<zeebe:script expression="{HEAVY}" resultVariable="v"/>', inner=marker)
    found = refused(task)
    assert (found.element, found.code) == ("S", "budget")


def test_ten_thousand_instances_fit_and_more_are_refused_by_name():
    marker = d.multiple("=items", "item")
    diagram = d.diagram(d.start(), d.user("T", inner=marker), d.end(), d.path("Start", "T", "End"))
    items: list[object] = list(range(limits.INSTANCES))
    step = engine.start(load(diagram), {"items": items}, engine.ExecutionContext(NOW, "s"))
    assert sum(isinstance(one, effects.TaskOpened) for one in step.effects) == limits.INSTANCES
    found = refused(d.user("T", inner=marker), variables={"items": [*items, 0]})
    assert (found.element, found.code) == ("T", "budget")


def test_an_endless_collection_is_refused_by_name():
    found = refused(d.user("T", inner=d.multiple("=for i in 1..1000000000 return i", "item")))
    assert (found.element, found.code) == ("T", "feel")
    with pytest.raises(DiagramError, match="T: inputCollection"):
        load(d.diagram(d.start(), d.user("T", inner=d.multiple("=[1..1000000000]", "item")), d.end()))


def test_candidate_groups_from_an_expression_are_capped():
    found = refused(d.user("T", groups="=for i in 1..5003 return string(i)"))
    assert (found.element, found.code) == ("T", "budget")
    assert str(limits.CANDIDATE_GROUPS) in found.message
    assert refused(d.user("T", groups='=["' + "x" * 101 + '"]')).element == "T"


def test_a_step_cannot_write_more_than_its_share():
    parts = scripts(20, '=string join(for i in 1..19000 return "0123456789")')
    found = refused(*parts)
    assert found.code == "budget"
    assert str(limits.STEP_CHARACTERS) in found.message


def test_a_step_cannot_throw_more_than_its_share():
    marker = d.multiple("=for i in 1..1000 return i", "item")
    throw = d.node("sendTask", "Throw", inner=marker, messageRef="M")
    flows = d.path("Start", "Throw", "Rest", "End")
    diagram = d.diagram(d.start(), throw, d.user("Rest"), d.end(), flows, beside=d.message("M", "m", "=1"))
    with pytest.raises(EngineError) as caught:
        engine.start(load(diagram), {}, engine.ExecutionContext(NOW, "s"))
    assert (caught.value.element, caught.value.code) == ("Throw", "budget")
    assert str(limits.THROWN_EVENTS) in caught.value.message


@pytest.mark.parametrize("text", ['"a\\u0000b"', 'from json("\\"\\\\ud800\\"")', '{"k\\u0000": 1}', '[["\\u0000"]]'])
def test_what_no_database_keeps_is_an_error_at_its_element(text):
    for part in (d.script("S", f"={text}", "v"), d.user("S", d.mappings({"v": f"={text}"}))):
        found = refused(part)
        assert (found.element, found.code) == ("S", "not-text")


def test_a_table_cannot_bring_it_in_either():
    found = refused(d.rule("R", "Fee", "v"), tables={"fee": d.table("Fee", "1", ("-", '"\\u0000"'))})
    assert (found.element, found.code) == ("R", "not-text")


def test_a_correlation_key_has_a_length():
    long = '=string join(for i in 1..1100 return "x")'
    beside = d.message("M", "m", long)
    diagram = d.diagram(d.start(), d.receive("R", "M"), d.end(), d.path("Start", "R", "End"), beside=beside)
    with pytest.raises(EngineError) as caught:
        engine.start(load(diagram), {}, engine.ExecutionContext(NOW, "s"))
    assert (caught.value.element, caught.value.code) == ("R", "budget")


def test_evaluations_pay_from_one_purse_and_stand_alone_without_one():
    expression = feel.compile("count(for i in 1..1000 return i)")
    meter = feel.CostMeter(5_000)
    shared = feel.Environment(NOW, meter=meter)
    with pytest.raises(feel.BudgetExceeded) as caught:
        for _ in range(10):
            expression.evaluate({}, shared)
    assert caught.value.limit == "shared"
    assert caught.value.message("vi")
    for _ in range(10):
        assert expression.evaluate({}, feel.Environment(NOW)) == 1_000


@pytest.mark.parametrize(
    "text",
    [
        'for i in 1..1000000 return contains(s, "bb")',
        "for i in 1..1000000 return substring(s, 2)",
        'for i in 1..1000000 return matches(s, "(a|b)*a(a|b){900}c")',
        'for i in 1..1000000 return matches("a", string(i) + "(a|b){1,100}")',
        'matches(s, "(a+a+)+y\\\\1")',
        'for i in 1..1000000 return replace(s, "a", "bb")',
        "for i in 1..1000000 return sort(l, function(a, b) a > b)",
        "for i in 1..1000000 return partition(l, 1)",
        "for i in 1..1000000 return 1.1 ** 0.3",
        "for i in 1..1000000 return l = l",
        "for i in 1..1000000 return index of(l, -1)",
        'for i in 1..1000000 return number("1e6000")',
        "for i in 1..1000000 return concatenate(l, l)",
        "{f: function(n) f(n), r: f(1)}.r",
        "for i in 1..1000000 return partial",
        "for i in 1..100000, j in 1..100000 return 1",
        "some i in 1..10000000, j in 1..10000000 satisfies false",
    ],
)
def test_no_way_to_grow_goes_unpaid(text):
    """Neither time nor memory: what grows is charged for before it has grown."""
    scope = {"s": "a" * 100_000 + "b", "l": list(range(20_000))}
    meter = feel.CostMeter(limits.STEP_WORK)
    with pytest.raises(feel.BudgetExceeded):
        feel.compile(text).evaluate(scope, feel.Environment(NOW, meter=meter))
    assert meter.spent < 1_500_000


def test_a_pattern_costs_the_same_whatever_ran_before():
    """What an evaluation may cost must not hang on what the process has cached."""
    expression = feel.compile('matches("abc", "a.c")')
    costs = []
    for _ in range(2):
        meter = feel.CostMeter(10_000)
        assert expression.evaluate({}, feel.Environment(NOW, meter=meter)) is True
        costs.append(meter.spent)
    assert costs[0] == costs[1]


def test_a_decision_pays_from_the_purse():
    model = dmn.parse(d.table("Fee", "x", *((f"{number}", "1") for number in range(100))))
    meter = feel.CostMeter(1_000)
    with pytest.raises(feel.BudgetExceeded):
        for _ in range(100):
            model.evaluate("Fee", {"x": -1}, feel.Environment(NOW, meter=meter))
