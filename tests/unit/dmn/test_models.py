"""Whole models: requirement graphs, functions, services, boxed expressions, types and imports."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bpmn import dmn, feel
from bpmn.dmn import source
from tests.unit.dmn import models
from tests.unit.dmn.models import ENVIRONMENT, decision, definitions, evaluate, given, knowledge, outcome, text


def test_a_graph_is_evaluated_in_the_order_needed() -> None:
    data = definitions(
        decision("total", text("fee + surcharge"), ["d_fee", "d_surcharge"]),
        decision("fee", text("area * 100"), ["i_area"]),
        decision("surcharge", text("if fee > 1000 then 50 else 0"), ["d_fee"]),
        given("area", "number"),
    )
    assert evaluate(data, "total", area=20) == 2050
    info = {one.name: one for one in dmn.parse(data).decisions}
    assert info["total"].inputs == ("area",)


def test_only_what_is_required_is_seen() -> None:
    data = definitions(given("a"), decision("x", text("1")), decision("d", text("[a, x, free]"), ["i_a"]))
    found = outcome(data, "d", a=1, x=2, free=3)
    assert found.value == [1, None, 3]
    assert "name-unknown" in [note.code for note in found.diagnostics]


def test_functions_recurse_and_know_others() -> None:
    data = definitions(
        knowledge("fact", {"n": "number"}, text("if n < 2 then 1 else n * fact(n - 1)"), type_ref="number"),
        knowledge("twice", {"n": ""}, text("2 * fact(n)"), knows=["k_fact"]),
        decision("d", text("twice(5)"), knows=["k_twice"]),
        decision("bad", text('fact("x")'), knows=["k_fact"]),
    )
    assert evaluate(data, "d") == 240
    assert [note.code for note in outcome(data, "bad").diagnostics] == ["argument-kind"]
    with pytest.raises(feel.BudgetExceeded):
        evaluate(definitions(knowledge("f", {"n": ""}, text("f(n)")), decision("d", text("f(1)"), knows=["k_f"])), "d")


def test_boxed_expressions() -> None:
    def box(logic: str) -> object:
        return feel.to_json(evaluate(definitions(given("xs"), decision("d", logic, ["i_xs"])), "d", xs=[1, 2, 3, 4]))

    entry = "<contextEntry><variable name='{}'/>{}</contextEntry>"
    assert box(f"<context>{entry.format('a', text('1'))}{entry.format('b c', text('a + 1'))}</context>") == {
        "a": 1,
        "b c": 2,
    }
    assert box(f"<context>{entry.format('a', text('1'))}<contextEntry>{text('a + 41')}</contextEntry></context>") == 42
    assert box(f"<list>{text('1')}{text('xs[2]')}</list>") == [1, 2]
    row = f"<column name='k'/><column name='v'/><row>{text('1')}{text('2')}</row><row>{text('3')}{text('4')}</row>"
    assert box(f"<relation>{row}</relation>") == [{"k": 1, "v": 2}, {"k": 3, "v": 4}]
    conditional = (
        f"<conditional><if>{text('count(xs) > 3')}</if><then>{text('1')}</then><else>{text('2')}</else></conditional>"
    )
    assert box(conditional) == 1
    loop = f"<for iteratorVariable='x'><in>{text('xs')}</in><return>{text('x * 10 + count(partial)')}</return></for>"
    assert box(loop) == [10, 21, 32, 43]
    assert box(f"<some iteratorVariable='x'><in>{text('xs')}</in><satisfies>{text('x > 3')}</satisfies></some>") is True
    assert (
        box(f"<every iteratorVariable='x'><in>{text('xs')}</in><satisfies>{text('x > 3')}</satisfies></every>") is False
    )
    assert box(f"<filter><in>{text('xs')}</in><match>{text('item > 2')}</match></filter>") == [3, 4]
    function = f"<functionDefinition><formalParameter name='n'/>{text('n * 2')}</functionDefinition>"
    context = f"<context>{entry.format('f', function)}<contextEntry>{text('f(21)')}</contextEntry></context>"
    assert box(context) == 42
    binding = f"<binding><parameter name='n'/>{text('4')}</binding>"
    assert box(f"<invocation>{text('sqrt')}<binding><parameter name='number'/>{text('16')}</binding></invocation>") == 4
    assert (
        box(
            f"<context>{entry.format('f', function)}<contextEntry><invocation>{text('f')}{binding}</invocation></contextEntry></context>"
        )
        == 8
    )


SERVICE = (
    '<decisionService id="s_quote" name="quote"><variable name="quote"/><outputDecision href="#d_total"/>'
    '<encapsulatedDecision href="#d_fee"/><inputDecision href="#d_rate"/><inputData href="#i_area"/></decisionService>'
)


def test_decision_services_are_functions() -> None:
    data = definitions(
        given("area", "number"),
        decision("rate", text("7")),
        decision("fee", text("area * rate"), ["i_area", "d_rate"]),
        decision("total", text("fee + 1"), ["d_fee"]),
        SERVICE,
        decision("called", text("[quote(10, 2), quote(rate: 3, area: 10)]"), knows=["s_quote"]),
    )
    model = dmn.parse(data)
    assert evaluate(model, "called") == [21, 31]
    assert model.services == ("quote",)
    assert model.evaluate_service("quote", {"area": 5, "rate": 4}, ENVIRONMENT).value == 21


ITEMS = """
<itemDefinition name="Kind"><typeRef>string</typeRef><allowedValues><text>"house", "shop"</text></allowedValues></itemDefinition>
<itemDefinition name="Applicant"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>
 <itemComponent name="born"><typeRef>date</typeRef></itemComponent>
 <itemComponent name="kind"><typeRef>Kind</typeRef></itemComponent></itemDefinition>
<itemDefinition name="Kinds" isCollection="true"><typeRef>Kind</typeRef>
 <typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
<itemDefinition name="Tree"><itemComponent name="children" isCollection="true"><typeRef>Tree</typeRef></itemComponent></itemDefinition>
"""


def test_types_of_inputs_are_held_to() -> None:
    data = definitions(
        ITEMS, given("a", "Applicant"), decision("d", text('a.born + duration("P18Y")'), ["i_a"], type_ref="date")
    )
    assert str(evaluate(data, "d", a={"name": "An", "born": "2010-02-03"})) == "2028-02-03"
    found = outcome(data, "d", a={"name": "An", "born": "2010-02-03", "kind": "ship"})
    assert found.value is None
    assert found.diagnostics[0].code == "value-not-allowed"
    assert outcome(data, "d", a=5).diagnostics[0].code == "value-kind"
    assert outcome(data, "d").diagnostics[0].code == "input-missing"


def test_constraints_of_collections() -> None:
    data = definitions(ITEMS, given("ks", "Kinds"), decision("d", text("count(ks)"), ["i_ks"]))
    assert evaluate(data, "d", ks=["house", "shop"]) == 2
    assert evaluate(data, "d", ks="house") == 1
    assert outcome(data, "d", ks=["house", "ship"]).value is None
    assert outcome(data, "d", ks=["house"] * 3).diagnostics[0].code == "value-not-allowed"


def test_results_are_held_to_their_type() -> None:
    data = definitions(
        decision("text", text("1 + 1"), type_ref="string"),
        decision("single", text("[5]"), type_ref="number"),
        decision("moment", text('date("2025-01-01")'), type_ref="date and time"),
        decision("kind", text('"ship"'), type_ref="Kind"),
        ITEMS,
    )
    assert evaluate(data, "text") is None
    assert evaluate(data, "single") == 5
    assert str(evaluate(data, "moment")) == "2025-01-01T00:00:00Z"
    assert outcome(data, "kind").diagnostics[0].code == "value-not-allowed"


def test_imports_under_a_name_and_without() -> None:
    library = definitions(
        '<itemDefinition name="Area"><typeRef>number</typeRef><allowedValues><text>&gt; 0</text></allowedValues></itemDefinition>',
        knowledge("double", {"n": "Area"}, text("n * 2")),
        given("base", "number"),
        decision("rate", text("base + 1"), ["i_base"]),
        namespace="urn:library",
    )
    for name, call in (("lib", "lib.double(a) + lib.rate"), ("", "double(a) + rate")):
        data = definitions(
            f'<import namespace="urn:library" name="{name}" importType="{models.NAMESPACE}"/>',
            given("a", "lib.Area" if name else "Area"),
            decision("d", text(call), ["i_a", "urn:library#d_rate"], ["urn:library#k_double"]),
        )
        model = dmn.parse(data, {"urn:library": library})
        assert evaluate(model, "d", a=5, base=10) == 21
        assert evaluate(model, "d", a=-5, base=10) is None
    assert evaluate(model, "d", a=5, base=10) == 21
    assert next(problem.code for problem in models.refused(data)) == "import-missing"


@pytest.mark.parametrize("dialect", sorted(source.NAMESPACES))
def test_every_edition_is_read(dialect: str) -> None:
    assert evaluate(definitions(decision("d", text("1")), dialect=dialect), "d") == 1


def test_an_element_parsed_elsewhere_will_do() -> None:
    assert dmn.parse(etree.fromstring(definitions(decision("d", text("1"))))).evaluate("d", {}, ENVIRONMENT).value == 1


def test_a_knowledge_model_can_be_asked_from_outside() -> None:
    data = definitions(
        knowledge("age at", {"born": "date", "day": "date"}, text("years and months duration(born, day).years"))
    )
    context = {"born": "1990-05-17", "day": "2026-11-23"}
    assert dmn.parse(data).evaluate_knowledge("age at", context, ENVIRONMENT).value == 36
    assert dmn.parse(data).evaluate_knowledge("age at", {"born": "x", "day": 5}, ENVIRONMENT).value is None


def test_the_package_needs_nothing_but_the_bilingual_record() -> None:
    for package in ("feel", "dmn"):
        for path in (Path(dmn.__file__).parents[1] / package).rglob("*.py"):
            for line in path.read_text("utf-8").splitlines():
                if line.startswith(("from bpmn", "import bpmn")):
                    shared = ("from bpmn.feel", "from bpmn.bilingual")
                    allowed = shared if package == "feel" else (*shared, "from bpmn.dmn")
                    assert line.startswith(allowed) or line == "from bpmn import feel", f"{path.name}: {line}"
