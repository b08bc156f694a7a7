"""Stories with transactions, compensation and ad-hoc sub-processes."""

from __future__ import annotations

from bpmn import scenario
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d

CANCEL = "<bpmn:cancelEventDefinition/>"
PAID = d.transaction(
    "Tx", d.start("S"), d.user("Pay"), d.undone("Pay", d.service("Refund")), d.user("Confirm"), d.xor("X", "yes"),
    d.end("Done"), d.end("Gone", inner=CANCEL), d.path("S", "Pay", "Confirm", "X"),
    d.flow("X", "Gone", "=withdrawn = true"), d.flow("X", "Done", identifier="yes"),
)  # fmt: skip
STORY = d.diagram(
    d.start(), PAID, d.boundary("Cancelled", "Tx", CANCEL), d.end("Sorry"), d.path("Cancelled", "Sorry"),
    d.ad_hoc("Look", d.user("Ask"), d.user("Visit"), active="=wanted", ordering="Sequential"), d.end(),
    d.path("Start", "Tx", "Look", "End"),
)  # fmt: skip


def play(steps: str, expect: str) -> tuple[str, ...]:
    told = f"name: x\nstart: {{at: 2026-11-23T08:00:00+07:00}}\nsteps: [{steps}]\nexpect: {{{expect}}}"
    return scenario.run(scenario.parse(told), load(STORY)).differences


def test_a_withdrawn_payment_is_refunded():
    steps = "complete: {element: Pay}, complete: {element: Confirm, data: {withdrawn: true}}, answer: {element: Refund}"
    path = "Start, S, Pay, Confirm, X, Gone, Pay_B, Refund, Cancelled, Sorry"
    assert play(steps, f"path: [{path}], outcome: completed, open: [], waiting: []") == ()


def test_a_compensation_that_waits_for_its_worker():
    steps = "complete: {element: Pay}, complete: {element: Confirm, data: {withdrawn: true}}"
    assert play(steps, "open: [], waiting: [Refund], outcome: running") == ()


def test_what_is_wanted_is_done_in_its_order():
    steps = "complete: {element: Pay}, complete: {element: Confirm, data: {wanted: [Visit, Ask]}}, complete: {element: Visit}"
    assert play(steps, "open: [Ask], outcome: running") == ()
