"""Standard loops and loop cardinality (BPMN 2.0.2, 13.3.6 and 10.3.8)."""

from __future__ import annotations

import pytest

from bpmn.errors import EngineError
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier
from tests.unit.bpmn.repeating import around, locals_of


def again(condition: str = "", maximum: str = "", before: bool = False) -> bytes:
    return around(d.user("T", inner=d.looped(condition, maximum, before)))


def test_a_loop_tests_after_each_round():
    """13.3.6: testBefore false: the activity is executed at least once, then as long as loopCondition is true."""
    dossier = Dossier.of(again("=more"), more=False)
    for counter, more in ((1, True), (2, True), (3, False)):
        assert locals_of(dossier) == [{"loopCounter": counter}]
        dossier.complete("T", more=more)
    assert dossier.elements() == ["After"]
    assert dossier.path() == ["Start", "T"]


def test_a_loop_that_tests_before_may_have_no_round():
    """13.3.6: testBefore true: the condition is evaluated before the first round."""
    assert Dossier.of(again("=more", before=True), more=False).elements() == ["After"]
    dossier = Dossier.of(again("=more", before=True), more=True)
    dossier.complete("T", more=False)
    assert dossier.elements() == ["After"]


def test_the_maximum_ends_a_loop():
    """13.3.6: loopMaximum caps the rounds whatever the condition says."""
    for diagram in (again("=true", "2"), again("", "2")):
        dossier = Dossier.of(diagram)
        dossier.complete("T")
        dossier.complete("T")
        assert dossier.elements() == ["After"]


def test_a_loop_may_count():
    dossier = Dossier.of(again("=loopCounter < 3"))
    for _ in range(3):
        dossier.complete("T")
    assert dossier.elements() == ["After"]


def test_a_sub_process_may_loop_and_keeps_what_it_writes_outside():
    inside = (d.start("S"), d.user("U"), d.end("E"), d.path("S", "U", "E"))
    dossier = Dossier.of(around(d.sub("T", d.looped("=again"), *inside)))
    dossier.complete("U", again=True, n=1)
    dossier.complete("U", again=False, n=2)
    assert dossier.variables["n"] == 2
    assert dossier.path() == ["Start", "S", "U", "E", "S", "U", "E", "T"]


@pytest.mark.parametrize("text", ["3", "=n", "=n - 0"])
@pytest.mark.parametrize("sequential", [False, True])
def test_a_number_of_instances_instead_of_a_collection(text, sequential):
    """10.3.8: loopCardinality is a numeric expression that controls the number of instances; it gives an integer."""
    dossier = Dossier.of(around(d.user("T", inner=d.counted(text, sequential=sequential))), n=3)
    rounds = []
    while "T" in dossier.elements():
        rounds += locals_of(dossier)[:1]
        again = state.load(dossier.snapshot, dossier.execution())
        assert state.dump(dossier.definition, again) == dossier.state
        dossier.complete("T")
    assert rounds == [{"loopCounter": n} for n in (1, 2, 3)]
    assert dossier.elements() == ["After"]


def test_no_instances_at_all():
    dossier = Dossier.of(around(d.user("T", inner=d.counted("=0"))))
    assert (dossier.elements(), dossier.path()) == (["After"], ["Start", "T"])


@pytest.mark.parametrize("text", ["=missing", "=1.5", "=-1", '="many"'])
def test_a_cardinality_that_is_no_whole_number_is_an_error_of_the_element(text):
    with pytest.raises(EngineError) as error:
        Dossier.of(around(d.user("T", inner=d.counted(text))))
    assert (error.value.element, error.value.code) == ("T", "no-count")
