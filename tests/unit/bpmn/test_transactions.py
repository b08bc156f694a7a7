"""Transactions and their cancel events (BPMN 2.0.2, 10.3.5 and 10.5)."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn.lint import lint
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

CANCEL = "<bpmn:cancelEventDefinition/>"
BESIDE = d.error("Err", "bad") + d.message("M", "news", '="k"')


def booking(*more: str, beside: str = "", inner: str = "", marker: str = "") -> bytes:
    """Start - Tx(S - Fork - A | B - Join - Ask - X - Done | No) - After - End, with a cancel event that leads to Sorry.

    A and B have handlers; B takes place beside C.
    """
    choice = (d.xor("X", "yes"), d.flow("X", "Done", identifier="yes"), d.flow("X", "No", "=cancelled = true"))
    ends = (d.end("Done"), d.end("No", inner=CANCEL))
    handled = (d.user("A"), d.undone("A", d.user("UndoA")), d.user("B"), d.undone("B", d.user("UndoB")))
    fork = (d.parallel("F"), d.user("C"), d.end("E2"), d.path("F", "C", "E2"), d.path("F", "Ask"))
    flows = d.path("S", "A", "B", "F"), d.path("Ask", "X")
    tx = d.transaction("Tx", marker, d.start("S"), *handled, d.user("Ask"), *fork, *choice, *ends, *flows, inner)
    border = d.boundary("Off", "Tx", CANCEL, d.mappings({}, {"off": "=true"})) + d.user("Sorry")
    return d.diagram(
        d.start(), tx, border, d.user("After"), d.end(), d.path("Start", "Tx", "After", "End"),
        d.path("Off", "Sorry", "End"), beside, *more, beside=BESIDE,
    )  # fmt: skip


def test_a_transaction_that_succeeds_goes_on():
    """10.3.5, successful completion: it is left through its normal flow."""
    dossier = Dossier.of(booking())
    for task in ("A", "B", "Ask", "C"):
        dossier.complete(task)
    assert dossier.elements() == ["After"]


def test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event():
    """10.3.5, failed completion: what is open is cancelled, what was completed compensated in reverse order, and then
    the flow continues from the cancel event on the border."""
    dossier = Dossier.of(booking())
    dossier.complete("A")
    dossier.complete("B")
    assert dossier.elements() == ["Ask", "C"]
    dossier.complete("Ask", cancelled=True)
    assert dossier.elements() == ["UndoB"], "C was open and is gone; A waits for B"
    dossier.complete("UndoB")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["Sorry"]
    assert dossier.variables["off"] is True
    assert "Tx" not in dossier.path()
    assert dossier.path()[-5:] == ["B_B", "UndoB", "A_B", "UndoA", "Off"]


def test_a_hazard_is_not_compensated():
    """10.3.5, hazard: after an error "the Activity is interrupted (without compensation)"."""
    border = d.boundary("Bad", "Tx", d.error_event()) + d.user("Mend") + d.path("Bad", "Mend", "End")
    dossier = Dossier.of(booking(beside=border))
    dossier.complete("A")
    dossier.fail("B", "bad")
    assert dossier.elements() == ["Mend"]


def test_nothing_interrupts_a_transaction_that_is_being_cancelled():
    border = d.boundary("Due", "Tx", d.timer("P1D")) + d.path("Due", "Sorry")
    dossier = Dossier.of(booking(beside=border))
    dossier.complete("A")
    dossier.complete("B")
    assert "Due" in dossier.elements()
    dossier.complete("Ask", cancelled=True)
    assert dossier.elements() == ["UndoB"]


def test_a_transaction_with_nothing_done_is_left_at_once():
    tx = d.transaction("Tx", d.start("S"), d.user("Ask"), d.end("No", inner=CANCEL), d.path("S", "Ask", "No"))
    border = d.boundary("Off", "Tx", CANCEL) + d.path("Off", "After")
    parts = (d.start(), tx, border, d.user("After"), d.end(), d.path("Start", "Tx", "After", "End"))
    dossier = Dossier.of(d.diagram(*parts))
    dossier.complete("Ask")
    assert dossier.elements() == ["After"]
    assert dossier.path() == ["Start", "S", "Ask", "No", "Off"]


def test_cancellation_reaches_into_what_is_still_open():
    """10.7: "Cancellation in turn can result in compensation of already successfully completed portions of an active
    Activity, in case of a Sub-Process"."""
    deep = d.sub(
        "Deep", d.start("S2"), d.user("A"), d.undone("A", d.user("UndoA")), d.user("B"), d.end("E2"),
        d.path("S2", "A", "B", "E2"),
    )  # fmt: skip
    fork = (
        d.parallel("F"),
        d.user("Ask"),
        d.end("No", inner=CANCEL),
        d.path("S", "F", "Deep"),
        d.path("F", "Ask", "No"),
    )
    tx = d.transaction("Tx", d.start("S"), deep, *fork)
    border = d.boundary("Off", "Tx", CANCEL) + d.path("Off", "After")
    parts = (d.start(), tx, border, d.user("After"), d.end(), d.path("Start", "Tx", "After", "End"))
    dossier = Dossier.of(d.diagram(*parts))
    dossier.complete("A")
    dossier.complete("Ask")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]


def test_a_cancel_end_event_may_stand_in_a_handler_of_the_transaction():
    """10.5.3: the cancel end event is used within a transaction; here in its error handler."""
    start = d.node("startEvent", "H_S", inner=d.error_event())
    handler = d.sub("H", start, d.end("H_E", inner=CANCEL), d.path("H_S", "H_E"), triggeredByEvent="true")
    dossier = Dossier.of(booking(inner=handler))
    dossier.complete("A")
    dossier.fail("B", "bad")
    assert dossier.elements() == ["UndoA"]
    dossier.complete("UndoA")
    assert dossier.elements() == ["Sorry"]


@pytest.mark.parametrize("sequential", [False, True])
def test_one_cancelled_instance_cancels_the_repeated_transaction(sequential):
    """The cancel event sits on the border of the activity as a whole: all its instances are undone."""
    dossier = Dossier.of(booking(marker=d.multiple("=[1,2]", "i", sequential=sequential)))
    rounds = ("A", "A", "B", "Ask") if not sequential else ("A", "B", "Ask", "C", "A", "B")
    for task in rounds[:-1]:
        dossier.complete(task)
    dossier.complete(rounds[-1], cancelled=not sequential)
    if sequential:
        dossier.complete("Ask", cancelled=True)
    undone = []
    while "Sorry" not in dossier.elements():
        assert len(dossier.elements()) == 1
        undone += dossier.elements()
        dossier.complete(dossier.elements()[0])
    assert sorted(undone) == (["UndoA", "UndoA", "UndoB", "UndoB"] if sequential else ["UndoA", "UndoA", "UndoB"])


def test_a_completed_transaction_can_be_compensated_from_outside():
    throw = d.throw("Throw", d.compensate("Tx"))
    dossier = Dossier.of(
        booking(throw, d.path("After", "Throw", "End")).replace(d.flow("After", "End").encode(), b"", 1)
    )
    for task in ("A", "B", "Ask", "C", "After"):
        dossier.complete(task)
    assert dossier.elements() == ["UndoB"]
    dossier.complete("UndoB")
    dossier.complete("UndoA")
    assert isinstance(dossier.ended, e.ProcessEnded)


SUB = d.sub("T", d.start("S"), d.user("U"), d.end("E", inner=CANCEL), d.path("S", "U", "E"))
TX = SUB.replace("bpmn:subProcess", "bpmn:transaction")
REFUSED = [
    ("cancel-outside", "E", (SUB,)),
    ("cancel-outside", "B", (d.user("T"), d.boundary("B", "T", CANCEL), d.path("B", "End"))),
    ("cancel-uncaught", "T", (TX,)),
    ("cancel-interrupts", "B", (TX, d.boundary("B", "T", CANCEL, interrupting=False), d.path("B", "End"))),
    ("error-caught-twice", "B2", (TX, d.boundary("B", "T", CANCEL), d.path("B", "End"), d.boundary("B2", "T", CANCEL), d.path("B2", "End"))),
    ("attribute-unsupported", "T", (TX.replace('id="T"', 'id="T" method="##Image"'),)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "element", "parts"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_work_is_refused(code, element, parts):
    diagram = d.diagram(d.start(), *parts, d.end(), d.path("Start", "T", "End"))
    assert (code, element) in {(found.code, found.element) for found in lint(diagram)}
