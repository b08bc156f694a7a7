"""Compensation of sub-processes and of what is repeated (BPMN 2.0.2, 10.7 and 13.5.5)."""

from __future__ import annotations

import pytest

from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.compensating import around, closing
from tests.unit.bpmn.office import Dossier

# --- sub-processes --------------------------------------------------------------------------------------------------


def holding(*inside: str, beside: str = "", throw: str = "") -> bytes:
    """Start - Sub(S - A - B - E) - Throw - After - End; A and B have handlers."""
    handled = (d.user("A"), d.undone("A", d.user("UndoA")), d.user("B"), d.undone("B", d.user("UndoB")))
    extensions = d.mappings({"kept": "=n"})
    sub = d.sub("Sub", d.start("S"), *handled, d.end("E"), d.path("S", "A", "B", "E"), *inside, extensions=extensions)
    return around(sub, beside, throw or d.throw("Throw", d.compensate("Sub")), names=("Sub", "Throw"))


def test_default_compensation_of_a_sub_process():
    """10.7: without a handler of its own, what was completed in a sub-process is compensated in reverse order."""
    dossier = Dossier.of(holding(), n=1)
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["UndoB"]
    dossier.complete("UndoB")
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]
    assert dossier.path().count("Sub") == 1, "the sub-process is passed when it is completed, not when it is undone"


def test_a_handler_on_the_border_is_a_black_box():
    """13.5.5: black-box compensation takes the place of all handlers inside."""
    dossier = Dossier.of(holding(beside=d.undone("Sub", d.user("UndoSub"))), n=1)
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["UndoSub"]
    dossier.complete("UndoSub")
    assert dossier.elements() == ["After"]


def test_a_compensation_event_sub_process_decides_itself():
    """13.5.5: it takes the place of default compensation, and can trigger the handlers of its parent's activities."""
    inner = (d.user("Ask"), d.throw("T", d.compensate("A")), d.end("H_E"), d.path("H_S", "Ask", "T", "H_E"))
    dossier = Dossier.of(holding(closing("H", *inner)), n=1)
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["Ask"]
    dossier.complete("Ask")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]
    assert "UndoB" not in dossier.path()


def test_a_compensation_event_sub_process_waits_for_completion_of_its_parent():
    """13.5.5: it becomes enabled when its parent activity has been completed, not before."""
    inner = (d.user("Ask"), d.end("H_E"), d.path("H_S", "Ask", "H_E"))
    dossier = Dossier.of(holding(closing("H", *inner), throw=d.throw("Throw")), n=1)
    assert dossier.elements() == ["A"]
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["After"]


def test_the_local_variables_of_then_and_the_dossiers_of_now():
    """13.5.5, snapshot: the handler has the sub-process's own variables as they were at completion."""
    looks = (d.script("Look", "=kept", "seen"), d.script("Other", "=n", "now"), d.end("H_E"))
    handler = closing("H", *looks, d.path("H_S", "Look", "Other", "H_E"))
    dossier = Dossier.of(holding(handler), n=1)
    dossier.complete("A", n=2)
    dossier.complete("B", n=3)
    assert (dossier.variables["seen"], dossier.variables["now"]) == (1, 3)


def test_compensation_goes_down_through_all_levels():
    """10.7: default compensation is recursive."""
    deep = d.sub(
        "Deep", d.start("S2"), d.user("A"), d.undone("A", d.user("UndoA")), d.end("E2"), d.path("S2", "A", "E2")
    )
    sub = d.sub("Sub", d.start("S"), deep, d.end("E"), d.path("S", "Deep", "E"))
    dossier = Dossier.of(around(sub, d.throw("Throw", d.compensate()), names=("Sub", "Throw")))
    dossier.complete("A")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]


def test_an_error_handler_inside_compensates_what_its_scope_has_done():
    """13.5.5: "an inline error handler of a Sub-Process that cannot recover the error ... triggers compensation"."""
    start = d.node("startEvent", "H_S", inner=d.error_event())
    handler = d.sub("H", start, d.end("H_E", inner=d.compensate()), d.path("H_S", "H_E"), triggeredByEvent="true")
    dossier = Dossier.of(holding(handler, throw=d.throw("Throw")), n=1)
    dossier.complete("A")
    dossier.fail("B", "bad")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]


def test_an_error_that_leaves_a_sub_process_compensates_it():
    """10.7: without an error event sub-process "the default behavior is to automatically call compensation for all
    contained Activities of that Sub-Process"."""
    border = d.boundary("Bad", "Sub", d.error_event(), d.mappings({}, {"why": "=errorCode"}))
    mend = (
        d.user("Mend") + d.path("Bad", "Mend", "End") + d.boundary("Due", "Sub", d.timer("P1D")) + d.path("Due", "Mend")
    )
    dossier = Dossier.of(holding(beside=border + mend, throw=d.throw("Throw")), n=1)
    dossier.complete("A")
    dossier.fail("B", "bad")
    assert dossier.elements() == ["UndoA"], "nothing can interrupt it any more"
    dossier.complete("UndoA")
    assert (dossier.elements(), dossier.variables["why"]) == (["Mend"], "bad")


def test_an_error_compensates_what_is_done_in_open_sub_processes_too():
    deep = d.sub(
        "Deep", d.start("S2"), d.user("A"), d.undone("A", d.user("UndoA")), d.user("B"), d.end("E2"),
        d.path("S2", "A", "B", "E2"),
    )  # fmt: skip
    sub = d.sub("Sub", d.start("S"), deep, d.end("E"), d.path("S", "Deep", "E"))
    border = d.boundary("Bad", "Sub", d.error_event()) + d.user("Mend") + d.path("Bad", "Mend", "End")
    dossier = Dossier.of(around(sub, border, names=("Sub",)))
    dossier.complete("A")
    dossier.fail("B", "bad")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["Mend"]


# --- loops ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", [d.multiple("=[1,2]", "i"), d.multiple("=[1,2]", "i", sequential=True)])
def test_each_instance_of_a_repeated_activity_is_compensated(marker):
    """13.5.5: each instance has a handler of its own, which sees its item; the last one completed comes first."""
    parts = (d.user("A", inner=marker), d.undone("A", d.user("UndoA")), d.throw("Throw", d.compensate("A")))
    dossier = Dossier.of(around(*parts, names=("A", "Throw")))
    dossier.complete("A")
    dossier.complete("A")
    seen = []
    while dossier.elements() == ["UndoA"]:
        seen.append(next(iter(dossier.open.values())).local["i"])
        dossier.complete("UndoA")
    assert (seen, dossier.elements()) == ([2, 1], ["After"])


def test_each_instance_of_a_repeated_sub_process_has_its_own_snapshot():
    """13.5.5: "for each instance the dedicated snapshot is restored and a dedicated Compensation Event Sub-Process is
    activated"."""
    inside = (d.start("S"), d.user("A"), d.end("E"), d.path("S", "A", "E"))
    handler = closing("H", d.user("Undo"), d.end("H_E"), d.path("H_S", "Undo", "H_E"))
    look = d.user("Undo", d.mappings({"mine": "=i * 10 + note"}))
    sub = d.sub("Sub", d.multiple("=[1,2]", "i", sequential=True), *inside, handler.replace(d.user("Undo"), look))
    dossier = Dossier.of(around(sub, d.throw("Throw", d.compensate()), names=("Sub", "Throw")))
    dossier.complete("A", note=5)
    dossier.complete("A", note=6)
    seen = []
    while dossier.elements() == ["Undo"]:
        seen.append(next(iter(dossier.open.values())).local["mine"])
        dossier.complete("Undo")
    assert seen == [26, 15]


def test_a_standard_loop_is_compensated_round_by_round():
    parts = (d.user("A", inner=d.looped("=again")), d.undone("A", d.user("UndoA")), d.throw("Throw", d.compensate()))
    dossier = Dossier.of(around(*parts, names=("A", "Throw")))
    dossier.complete("A", again=True)
    dossier.complete("A", again=False)
    dossier.complete("UndoA")
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]
