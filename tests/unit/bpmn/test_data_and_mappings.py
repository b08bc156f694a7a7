"""Data that is drawn, and mappings on every element that may carry them (BPMN 2.0.2, 10.4)."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn.lint import lint
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.calling import process, run
from tests.unit.bpmn.office import Dossier

BESIDE = (
    d.message("M", "news", '="k"')
    + d.error("Err", "bad")
    + d.signal("Sig", "stop")
    + '<bpmn:escalation id="Esc" name="late" escalationCode="late"/><bpmn:dataStore id="Register" name="Sổ hộ tịch"/>'
)
ESCALATED = '<bpmn:escalationEventDefinition escalationRef="Esc"/>'
#: an input that is local, and an output made of it and of the outcome
BOTH = d.mappings({"n": "=a + 1", "m": "=n * 10"}, {"total": "=n + m + a"})
TABLES = {"fees": d.table("fee", "n", ("2", "7"), ("-", "0"))}


def around(*parts: str, names: tuple[str, ...] = ("T",)) -> bytes:
    return d.diagram(
        d.start(), *parts, d.user("After"), d.end(), d.path("Start", *names, "After", "End"), beside=BESIDE
    )


# --- what is drawn --------------------------------------------------------------------------------------------------


def drawn() -> bytes:
    """As modelers write it: a data object and a store, an arrow in and an arrow out."""
    arrows = (
        '<bpmn:property id="P" name="__targetRef_placeholder"/>'
        '<bpmn:dataInputAssociation id="In"><bpmn:sourceRef>Ref</bpmn:sourceRef><bpmn:targetRef>P</bpmn:targetRef></bpmn:dataInputAssociation>'
        '<bpmn:dataOutputAssociation id="Out"><bpmn:targetRef>Store</bpmn:targetRef></bpmn:dataOutputAssociation>'
    )
    data = (
        '<bpmn:dataObject id="D"/><bpmn:dataObjectReference id="Ref" name="Tờ khai" dataObjectRef="D"><bpmn:dataState name="đã ký"/></bpmn:dataObjectReference>'
        '<bpmn:dataStoreReference id="Store" dataStoreRef="Register"/>'
    )
    inside = d.sub(
        "Sub",
        d.start("S"),
        d.end("E"),
        d.path("S", "E"),
        '<bpmn:dataObjectReference id="Inner" dataObjectRef="D2"/><bpmn:dataObject id="D2"/>',
    )
    return around(d.user("T", inner=arrows), inside, data, names=("T", "Sub"))


def test_data_that_is_drawn_documents_the_diagram():
    """10.4.1: the variables hold the values; nothing is copied, nothing waits for data, and lint says so."""
    found = [problem for problem in lint(drawn()) if problem.code != "form-missing"]
    assert {(problem.code, problem.severity) for problem in found} == {("data-drawn-only", "warning")}
    assert {problem.element for problem in found} == {"Inner", "Ref", "Store"}
    dossier = Dossier.of(drawn(), a=1)
    dossier.complete("T")
    assert (dossier.elements(), dossier.variables) == (["After"], {"a": 1})


# --- inputs and outputs ---------------------------------------------------------------------------------------------

INSIDE = (d.start("S"), d.user("Inner"), d.end("E"), d.path("S", "Inner", "E"))
WAITING = {
    "user task": (d.user("T", BOTH), "T"),
    "service task": (d.service("T", BOTH), "T"),
    "send task": (d.service("T", BOTH, kind="sendTask"), "T"),
    "message throw event of a worker": (d.throw("T", d.message_event("M"), '<zeebe:taskDefinition type="notify.send"/>', BOTH), "T"),
    "sub-process": (d.sub("T", *INSIDE, extensions=BOTH), "Inner"),
    "transaction": (d.node("transaction", "T", BOTH, inner="".join(INSIDE)), "Inner"),
}  # fmt: skip


@pytest.mark.parametrize("part", WAITING, ids=str)
def test_inputs_are_local_and_only_outputs_leave(part):
    """Inputs are evaluated in order when the element is entered, outputs when it is left; neither input stays."""
    xml, open_at = WAITING[part]
    dossier = Dossier.of(around(xml), a=1)
    dossier.complete(open_at)
    assert dossier.elements() == ["After"]
    assert dossier.variables == {"a": 1, "total": 23}


@pytest.mark.parametrize(
    ("xml", "result"),
    [
        (d.script("T", "=n * 3", "r", d.mappings({"n": "=a + 1"}, {"out": "=r + n"})), {"a": 1, "out": 8}),
        (d.rule("T", "fee", "r", d.mappings({"n": "=a + 1"}, {"out": "=r + n"})), {"a": 1, "out": 9}),
        (d.node("manualTask", "T", d.mappings({"n": "=a + 1"}, {"out": "=n"})), {"a": 1, "out": 2}),
        (d.node("task", "T", d.mappings({"n": "=a + 1"}, {"out": "=n"})), {"a": 1, "out": 2}),
    ],
    ids=["script task", "business rule task", "manual task", "task without type"],
)  # fmt: skip
def test_mappings_of_what_is_done_at_once(xml, result):
    dossier = Dossier.under(load(around(xml), TABLES), {"a": 1})
    assert dossier.elements() == ["After"]
    assert dossier.variables == result


def test_mappings_of_a_call_activity():
    inner = process("other", d.script("Set", "=n + m", "made"), d.path("Start", "Set", "End"))
    mapped = d.mappings({"n": "=a + 1", "m": "=n * 10"}, {"total": "=made + n"})
    outer = process("proc", d.call("Call", "other", mapped), d.path("Start", "Call", "End"))
    assert run(outer, inner, a=1).variables == {"a": 1, "total": 24}


@pytest.mark.parametrize("sequential", [False, True])
def test_mappings_belong_to_each_instance_of_a_repeated_activity(sequential):
    """Inputs see the item; outputs stay with the instance, and the output element is made of them."""
    mapped = d.mappings({"n": "=x * 2"}, {"made": "=n + said"})
    marker = d.multiple("=[1, 2]", "x", "results", "=made", sequential=sequential)
    dossier = Dossier.of(around(d.user("T", mapped, inner=marker)))
    dossier.complete("T", said=100)
    dossier.complete("T", said=200)
    assert dossier.variables == {"results": [102, 204]}


def test_mappings_of_a_standard_loop_are_made_in_every_round():
    mapped = d.mappings({"n": "=a + 1"}, {"a": "=n"})
    dossier = Dossier.of(around(d.user("T", mapped, inner=d.looped("=a < 3"))), a=0)
    for _ in range(3):
        dossier.complete("T")
    assert (dossier.elements(), dossier.variables) == (["After"], {"a": 3})


# --- outputs of what catches ----------------------------------------------------------------------------------------

OUT = d.mappings({}, {"kept": "=p + a"})


@pytest.mark.parametrize("xml", [d.catch("T", d.message_event("M"), OUT), d.receive("T", "M", OUT)], ids=["catch event", "receive task"])  # fmt: skip
def test_outputs_of_what_waits_for_a_message(xml):
    dossier = Dossier.of(around(xml), a=1)
    dossier.deliver("T", p=2, noise=3)
    assert (dossier.elements(), dossier.variables) == (["After"], {"a": 1, "kept": 3})


def test_outputs_of_a_caught_signal():
    dossier = Dossier.of(around(d.catch("T", d.signal_event("Sig"), OUT)), a=1)
    dossier.signal("stop", p=2, noise=3)
    assert (dossier.elements(), dossier.variables) == (["After"], {"a": 1, "kept": 3})


def test_outputs_of_timers_and_conditions_see_the_variables():
    outputs = d.mappings({}, {"kept": "=a + 1"})
    dossier = Dossier.of(around(d.catch("T", d.timer("P1D"), outputs), d.catch("C", d.condition("=kept > 1"), d.mappings({}, {"more": "=kept"})), names=("T", "C")), a=1)  # fmt: skip
    dossier.fire("T")
    assert (dossier.elements(), dossier.variables) == (["After"], {"a": 1, "kept": 2, "more": 2})


@pytest.mark.parametrize("interrupting", [True, False])
def test_outputs_of_events_on_a_border(interrupting):
    border = d.boundary("B", "T", d.message_event("M"), OUT, interrupting=interrupting)
    dossier = Dossier.of(around(d.user("T"), border, d.user("Side"), d.path("B", "Side", "End")), a=1)
    dossier.deliver("B", p=2, noise=3)
    assert ("Side" in dossier.elements(), dossier.variables) == (True, {"a": 1, "kept": 3})


def test_outputs_of_a_caught_error_and_escalation():
    sub = d.sub("Sub", d.start("S"), d.user("T"), d.throw("Up", ESCALATED), d.user("Next"), d.end("E"), d.path("S", "T", "Up", "Next", "E"))  # fmt: skip
    borders = d.boundary("B1", "Sub", ESCALATED, d.mappings({}, {"up": "=escalationCode"}), interrupting=False) + d.boundary("B2", "Sub", d.error_event("Err"), d.mappings({}, {"why": '=errorCode + ": " + errorMessage'}))  # fmt: skip
    dossier = Dossier.of(around(sub, borders, d.path("B1", "End"), d.path("B2", "End"), names=("Sub",)))
    dossier.complete("T")
    dossier.fail("Next", "bad", "no such street")
    assert dossier.variables == {"up": "late", "why": "bad: no such street"}


def test_outputs_of_the_start_of_an_event_sub_process():
    start = d.node("startEvent", "S", OUT, inner=d.message_event("M"), isInterrupting="false")
    handler = d.sub("H", start, d.user("Inner"), d.end("E"), d.path("S", "Inner", "E"), triggeredByEvent="true")
    dossier = Dossier.of(around(d.user("T"), handler), a=1)
    dossier.deliver("S", p=2, noise=3)
    assert dossier.variables == {"a": 1, "kept": 3}


# --- inputs of what throws ------------------------------------------------------------------------------------------

IN = d.mappings({"p": "=a + 1", "q": "=p + 1"}, {})


@pytest.mark.parametrize("where", ["intermediate", "end"])
@pytest.mark.parametrize("kind", ["signal", "message"])
def test_inputs_of_what_throws_are_what_is_thrown(kind, where):
    definition = d.signal_event("Sig") if kind == "signal" else d.message_event("M")
    thrower = d.throw("T", definition, IN) if where == "intermediate" else d.end("T", IN, inner=definition)
    rest = d.end() + d.path("T", "End") if where == "intermediate" else ""
    dossier = Dossier.of(d.diagram(d.start(), thrower, rest, d.path("Start", "T"), beside=BESIDE), a=1)
    (thrown,) = [effect for effect in dossier.log if isinstance(effect, e.SignalThrown | e.MessageThrown)]
    assert dict(thrown.variables) == {"p": 2, "q": 3}
    assert dossier.variables == {"a": 1}


def test_inputs_of_an_end_event_whose_message_a_worker_sends():
    ended = d.end("T", '<zeebe:taskDefinition type="notify.send"/>', IN, inner=d.message_event("M"))
    dossier = Dossier.of(d.diagram(d.start(), ended, d.path("Start", "T"), beside=BESIDE), a=1)
    assert dict(dossier.open[dossier.token("T")].payload) == {"p": 2, "q": 3}
