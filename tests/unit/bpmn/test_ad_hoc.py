"""Ad-hoc sub-processes (BPMN 2.0.2, 10.3.5 and 13.3.5)."""

from __future__ import annotations

import pytest

from bpmn.errors import EngineError
from bpmn.lint import lint
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

ABC = (d.user("A"), d.user("B"), d.user("C"))


def around(ad_hoc: str, *beside: str) -> bytes:
    """Start - T - After - End."""
    flows = d.path("Start", "T", "After", "End")
    return d.diagram(d.start(), ad_hoc, *beside, d.user("After"), d.end(), flows, beside=d.error("Err", "bad"))


def test_all_are_started_when_nothing_says_which():
    """13.3.5: initially all activities without incoming flows are enabled."""
    dossier = Dossier.of(around(d.ad_hoc("T", *ABC)))
    assert dossier.elements() == ["A", "B", "C"]
    for task in ("C", "A"):
        dossier.complete(task)
    assert "After" not in dossier.elements()
    dossier.complete("B")
    assert dossier.elements() == ["After"]


def test_the_list_says_what_is_started():
    """Only what the list names, as often as it names it: "multiple parallel instances of the same inner Activity"."""
    dossier = Dossier.of(around(d.ad_hoc("T", *ABC, active="=wanted")), wanted=["C", "A", "C"])
    assert dossier.elements() == ["A", "C", "C"]
    for task in ("C", "A", "C"):
        dossier.complete(task)
    assert dossier.elements() == ["After"]
    assert dossier.path() == ["Start", "C", "A", "C", "T"]


def test_sequential_ordering_starts_the_next_when_the_last_is_over():
    """13.3.5: "another enabled Activity can be selected for execution only if the previous one has terminated"."""
    dossier = Dossier.of(around(d.ad_hoc("T", *ABC, active='=["B", "A", "B"]', ordering="Sequential")))
    for task in ("B", "A", "B"):
        assert dossier.elements() == [task]
        dossier.complete(task)
    assert dossier.elements() == ["After"]


def test_flows_inside_are_followed():
    """13.3.5: when an inner activity with outgoing flows completes, tokens are produced on them."""
    inside = (
        d.user("A"),
        d.parallel("F"),
        d.user("A1"),
        d.user("A2"),
        d.path("A", "F", "A1"),
        d.path("F", "A2"),
        d.user("B"),
    )
    dossier = Dossier.of(around(d.ad_hoc("T", *inside)))
    assert dossier.elements() == ["A", "B"], "what has an incoming flow is not enabled yet"
    dossier.complete("A")
    assert dossier.elements() == ["A1", "A2", "B"]
    for task in ("A2", "B", "A1"):
        dossier.complete(task)
    assert dossier.elements() == ["After"]


def test_the_completion_condition_is_evaluated_after_each_activity():
    """13.3.5: if true, the sub-process completes without executing further activities; those that run are cancelled."""
    inside = (*ABC, d.user("A1"), d.path("A", "A1"))
    dossier = Dossier.of(around(d.ad_hoc("T", *inside, until="=enough")))
    dossier.complete("B", enough=False)
    assert dossier.elements() == ["A", "C"]
    dossier.complete("A", enough=True)
    assert dossier.elements() == ["After"]
    assert "A1" not in dossier.path()


def test_remaining_instances_may_be_left_to_complete():
    """13.3.5: with cancelRemainingInstances false it completes after all remaining instances have completed."""
    inside = (*ABC, d.user("A1"), d.path("A", "A1"))
    dossier = Dossier.of(around(d.ad_hoc("T", *inside, until="=enough", cancelRemainingInstances="false")))
    dossier.complete("A", enough=True)
    assert dossier.elements() == ["B", "C"], "nothing new is started"
    dossier.complete("B")
    dossier.complete("C")
    assert dossier.elements() == ["After"]


def test_a_sequence_stops_when_the_condition_is_true():
    dossier = Dossier.of(around(d.ad_hoc("T", *ABC, until="=enough", ordering="Sequential")))
    dossier.complete("A", enough=False)
    dossier.complete("B", enough=True)
    assert dossier.elements() == ["After"]


def test_the_list_is_asked_again_until_the_condition_is_true():
    """13.3.5: if false, "the set of enabled inner Activities is updated and new Activities can be selected"."""
    dossier = Dossier.of(around(d.ad_hoc("T", *ABC, active="=wanted", until="=done")), wanted=["A"], done=False)
    dossier.complete("A", wanted=["B", "B"])
    assert dossier.elements() == ["B", "B"]
    dossier.complete("B", wanted=["C"])
    dossier.complete("B")
    assert dossier.elements() == ["C"]
    dossier.complete("C", done=True)
    assert dossier.elements() == ["After"]


def test_nothing_to_start():
    empty = around(d.ad_hoc("T", *ABC, active="=wanted"))
    assert Dossier.of(empty, wanted=[]).elements() == ["After"]
    until = around(d.ad_hoc("T", *ABC, active="=wanted", until="=done"))
    assert Dossier.of(until, wanted=[], done=True).elements() == ["After"]
    with pytest.raises(EngineError) as error:
        Dossier.of(until, wanted=[], done=False)
    assert (error.value.element, error.value.code) == ("T", "ad-hoc-stuck")


@pytest.mark.parametrize(
    ("wanted", "code"), [(["A", "Z"], "no-activity"), ("A", "no-collection"), ([1], "no-activity")]
)
def test_a_list_that_is_none_is_an_error_of_the_sub_process(wanted, code):
    with pytest.raises(EngineError) as error:
        Dossier.of(around(d.ad_hoc("T", *ABC, active="=wanted")), wanted=wanted)
    assert (error.value.element, error.value.code) == ("T", code)


def test_its_local_variables_and_border():
    border = d.boundary("B1", "T", d.error_event("Err")) + d.user("Mend") + d.path("B1", "Mend", "End")
    looks = d.ad_hoc("T", *ABC, active="=mine", extensions=d.mappings({"mine": '=["B"]'}))
    dossier = Dossier.of(around(looks, border))
    assert dossier.elements() == ["B"]
    dossier.fail("B", "bad")
    assert dossier.elements() == ["Mend"]


@pytest.mark.parametrize("sequential", [False, True])
def test_it_can_be_repeated(sequential):
    marker = d.multiple("=[1,2]", "i", "seen", "=note", sequential=sequential)
    ad_hoc = d.ad_hoc("T", *ABC, active='=if i = 1 then ["A"] else ["B","C"]', ordering="Sequential", marker=marker)
    dossier = Dossier.of(around(ad_hoc))
    for task in ("A", "B", "C"):
        dossier.complete(task, note=task)
    assert (dossier.elements(), dossier.variables["seen"]) == (["After"], ["A", "C"])


def test_event_sub_processes_listen_in_every_round():
    start = d.node("startEvent", "H_S", inner=d.error_event())
    handler = d.sub("H", start, d.user("Mend"), d.end("H_E"), d.path("H_S", "Mend", "H_E"), triggeredByEvent="true")
    clock = d.node("startEvent", "K_S", inner=d.timer("P1D"), isInterrupting="false")
    late = d.sub("K", clock, d.user("Late"), d.end("K_E"), d.path("K_S", "Late", "K_E"), triggeredByEvent="true")
    dossier = Dossier.of(around(d.ad_hoc("T", *ABC, handler, late, active='=["A"]', until="=done")), done=False)
    dossier.complete("A")
    assert dossier.elements() == ["A", "K_S"]
    dossier.fire("K_S")
    dossier.complete("Late", done=True)
    assert dossier.elements() == ["A"], "an event sub-process is no activity of the ad-hoc sub-process"
    dossier.fail("A", "bad")
    dossier.complete("Mend")
    assert dossier.elements() == ["After"]


def test_what_was_done_inside_can_be_compensated():
    inside = (*ABC, d.undone("A", d.user("UndoA")), d.undone("B", d.user("UndoB")))
    throw = d.throw("Throw", d.compensate("T")) + d.path("After", "Throw", "End")
    diagram = around(d.ad_hoc("T", *inside, active='=["A","B"]'), throw).replace(
        d.flow("After", "End").encode(), b"", 1
    )
    dossier = Dossier.of(diagram)
    for task in ("B", "A", "After", "UndoA", "UndoB"):
        dossier.complete(task)
    assert dossier.ended is not None


REFUSED = [
    ("ad-hoc-event", "S", around(d.ad_hoc("T", d.start("S"), d.user("A"), d.path("S", "A")))),
    ("ad-hoc-event", "E", around(d.ad_hoc("T", d.user("A"), d.end("E"), d.path("A", "E")))),
    ("ad-hoc-empty", "T", around(d.ad_hoc("T", d.throw("A")))),
    ("unreachable", "X", around(d.ad_hoc("T", d.user("A"), d.xor("X")))),
    ("condition-not-feel", "T", around(d.ad_hoc("T", d.user("A"), until="done"))),
    ("feel-missing", "T", around(d.ad_hoc("T", d.user("A"), active="A"))),
    ("feel-type", "T", around(d.ad_hoc("T", d.user("A"), active='="A"'))),
    ("extension-attribute", "T", around(d.ad_hoc("T", d.user("A"), active="=a").replace("activeEl", 'outputElement="=b" activeEl'))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "element", "diagram"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_work_is_refused(code, element, diagram):
    assert (code, element) in {(found.code, found.element) for found in lint(diagram)}
