"""Event sub-processes and escalations (BPMN 2.0.2, 10.3.5, 10.5.6 and 13.5.3 to 13.5.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bpmn import effects as e
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import NOW, Dossier

BESIDE = (
    d.message("M", "news", '="k"')
    + d.error("Err", "bad")
    + '<bpmn:escalation id="Esc" name="late" escalationCode="late"/><bpmn:escalation id="Other" name="o" escalationCode="o"/>'
)


def handler(name: str, definition: str, *extensions: str, interrupting: bool = True) -> str:
    """An event sub-process with one user task `<name>_T`."""
    start = d.node("startEvent", f"{name}_S", *extensions, inner=definition, isInterrupting=str(interrupting).lower())
    task, end = f"{name}_T", f"{name}_E"
    flows = d.path(f"{name}_S", task, end)
    return d.sub(name, start, d.user(task), d.end(end), flows, triggeredByEvent="true")


def process(*parts: str) -> bytes:
    return d.diagram(d.start(), d.user("T"), d.end(), d.path("Start", "T", "End"), *parts, beside=BESIDE)


def nested(*inside: str, beside: str = "", end: str = "") -> bytes:
    """Start - Sub(S1 - T - E1) - After - End."""
    sub = d.sub("Sub", d.start("S1"), d.user("T"), end or d.end("E1"), d.path("S1", "T", "E1"), *inside)
    return d.diagram(
        d.start(), sub, d.user("After"), d.end(), d.path("Start", "Sub", "After", "End"), beside, beside=BESIDE
    )


def reloads(dossier: Dossier) -> bool:
    instance = state.load(dossier.snapshot, dossier.execution())
    return state.dump(dossier.definition, instance) == dossier.state


def escalation(reference: str = "") -> str:
    return (
        f'<bpmn:escalationEventDefinition escalationRef="{reference}"/>'
        if reference
        else "<bpmn:escalationEventDefinition/>"
    )


# --- event sub-processes --------------------------------------------------------------------------------------------


def test_an_interrupting_handler_takes_the_place_of_its_scope():
    """13.5.4: the scope is interrupted, and it ends when the event sub-process has ended."""
    dossier = Dossier.of(process(handler("H", d.message_event("M"), d.takes("why"))))
    assert dossier.elements() == ["H_S", "T"]
    assert reloads(dossier)
    dossier.deliver("H_S", why="withdrawn")
    assert (dossier.elements(), dossier.variables["why"]) == (["H_T"], "withdrawn")
    dossier.complete("H_T")
    assert dossier.path() == ["Start", "H_S", "H_T", "H_E", "H"]
    assert dossier.ended == e.ProcessEnded("H", "completed")


def test_a_handler_ends_with_its_scope():
    """13.5.4: it is enabled as long as the scope it belongs to is active."""
    dossier = Dossier.of(nested(handler("H", d.timer("P1D"))))
    assert dossier.elements() == ["H_S", "T"]
    dossier.complete("T")
    assert dossier.elements() == ["After"]


def test_a_non_interrupting_handler_runs_beside_its_scope_and_may_run_again():
    """13.5.4: a non-interrupting event sub-process may be started several times; the scope waits for all of them."""
    dossier = Dossier.of(nested(handler("H", d.message_event("M"), interrupting=False)))
    dossier.deliver("H_S", n=1)
    dossier.deliver("H_S", n=2)
    assert dossier.elements() == ["H_S", "H_T", "H_T", "T"]
    assert reloads(dossier)
    dossier.complete("T")
    dossier.complete("H_T")
    assert "After" not in dossier.elements()
    dossier.complete("H_T")
    assert dossier.elements() == ["After"]


@pytest.mark.parametrize(
    ("text", "kind", "times"), [("P1D", "timeDuration", 1), ("R3/P1D", "timeCycle", 3), ("2026-11-24", "timeDate", 1)]
)
def test_a_non_interrupting_timer_handler(text, kind, times):
    dossier = Dossier.of(process(handler("H", d.timer(text, kind), interrupting=False)))
    for _ in range(times):
        dossier.fire("H_S")
    assert dossier.elements() == sorted(["H_T"] * times + ["T"])


@pytest.mark.parametrize(
    ("text", "kind"), [("P1D", "timeDuration"), ("R3/P1D", "timeCycle"), ("2026-11-24", "timeDate")]
)
def test_an_interrupting_timer_handler(text, kind):
    dossier = Dossier.of(process(handler("H", d.timer(text, kind))))
    assert dossier.open[dossier.token("H_S")].due <= NOW + timedelta(days=1)
    dossier.fire("H_S")
    assert dossier.elements() == ["H_T"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_conditional_handler(interrupting):
    inside = (d.parallel("Fork"), d.user("U"), d.path("Start", "Fork", "U", "End"))
    dossier = Dossier.of(process(*inside, handler("H", d.condition("=n > 5"), interrupting=interrupting)), n=0)
    dossier.complete("U", n=6)
    assert dossier.elements() == (["H_T"] if interrupting else ["H_T", "T"])


def test_an_error_is_handled_inside_the_scope_before_its_border():
    """13.5.3 and 10.3.5: an event sub-process is the scope's own handler; the border comes after it."""
    border = d.boundary("B", "Sub", d.error_event()) + d.user("Side") + d.path("B", "Side", "End")
    outputs = d.mappings({}, {"what": '=errorCode + ": " + errorMessage'})
    dossier = Dossier.of(nested(handler("H", d.error_event("Err"), outputs), beside=border))
    dossier.fail("T", "bad", "no such street")
    assert (dossier.elements(), dossier.variables["what"]) == (["H_T"], "bad: no such street")
    dossier.complete("H_T")
    assert dossier.elements() == ["After"]


def test_an_error_end_event_is_handled_by_its_own_scope():
    dossier = Dossier.of(nested(handler("H", d.error_event()), end=d.error_end("E1", "Err")))
    dossier.complete("T")
    assert dossier.elements() == ["H_T"]


def test_an_error_in_a_handler_goes_to_the_scope_around():
    """13.5.3: what is thrown by an event sub-process is caught outside of the scope it belongs to."""
    start = d.node("startEvent", "S2", inner=d.message_event("M"))
    failing = d.sub(
        "H", start, d.user("Try"), d.error_end("Bad", "Err"), d.path("S2", "Try", "Bad"), triggeredByEvent="true"
    )
    border = d.boundary("B", "Sub", d.error_event("Err")) + d.user("Side") + d.path("B", "Side", "End")
    dossier = Dossier.of(nested(failing, handler("H2", d.error_event("Err")), beside=border))
    dossier.deliver("S2")
    dossier.complete("Try")
    assert dossier.elements() == ["Side"]


def test_an_error_of_another_code_passes_a_handler_by():
    dossier = Dossier.of(process(handler("H", d.error_event("Err"))))
    dossier.fail("T", "worse")
    assert isinstance(dossier.ended, e.ProcessFailed)


def test_terminate_ends_handlers_too():
    inside = (d.parallel("Fork"), d.user("U"), d.terminate("Stop"), d.path("Start", "Fork", "U", "Stop"))
    dossier = Dossier.of(process(*inside, handler("H", d.message_event("M"), interrupting=False)))
    dossier.deliver("H_S")
    dossier.complete("U")
    assert dossier.ended == e.ProcessEnded("Stop", "terminated")


def test_what_a_handler_writes_is_its_scopes():
    dossier = Dossier.of(process(handler("H", d.message_event("M"), d.mappings({}, {"kept": "=a"}))))
    dossier.deliver("H_S", a=1, b=2)
    assert dossier.variables == {"kept": 1}


# --- escalations ----------------------------------------------------------------------------------------------------


def escalating(*more: str, thrower: str = "") -> bytes:
    """Sub: S1 - T - (throw) - U - E1; `more` stands beside it."""
    inside = (
        d.start("S1"),
        d.user("T"),
        thrower or d.throw("Up", escalation("Esc")),
        d.user("U"),
        d.end("E1"),
        d.path("S1", "T", "Up", "U", "E1"),
    )
    sub = d.sub("Sub", *inside)
    return d.diagram(d.start(), sub, d.user("After"), d.user("Side"), d.end(), d.path("Start", "Sub", "After", "End"), *more, d.path("Side", "End"), beside=BESIDE)  # fmt: skip


@pytest.mark.parametrize("reference", ["Esc", ""])
def test_an_escalation_interrupts_what_its_border_event_interrupts(reference):
    """10.5.6, Escalation: an interrupting boundary event cancels the activity; the thrower does not go on."""
    border = (
        d.boundary("B", "Sub", escalation(reference), d.mappings({}, {"code": "=escalationCode"})),
        d.path("B", "Side"),
    )
    dossier = Dossier.of(escalating(*border))
    dossier.complete("T")
    assert (dossier.elements(), dossier.variables["code"]) == (["Side"], "late")


def test_a_non_interrupting_border_lets_the_thrower_go_on():
    border = (d.boundary("B", "Sub", escalation("Esc"), interrupting=False), d.path("B", "Side"))
    dossier = Dossier.of(escalating(*border))
    dossier.complete("T")
    assert dossier.elements() == ["Side", "U"]
    dossier.complete("U")
    assert dossier.elements() == ["After", "Side"]


def test_an_escalation_that_nothing_catches_is_no_error():
    """10.5.6: an unresolved escalation has no effect; the process goes on."""
    border = (d.boundary("B", "Sub", escalation("Other")), d.path("B", "Side"))
    dossier = Dossier.of(escalating(*border))
    dossier.complete("T")
    assert dossier.elements() == ["U"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_is_handled_by_an_event_sub_process(interrupting):
    inside = (d.throw("Up", escalation("Esc")), d.user("U"), d.path("T", "Up", "U", "End"))
    dossier = Dossier.of(process(*inside, handler("H", escalation("Esc"), interrupting=interrupting)))
    dossier.complete("T")
    assert dossier.elements() == (["H_T"] if interrupting else ["H_T", "U"])
    assert reloads(dossier)


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_end_event_ends_and_escalates(interrupting):
    border = (
        d.boundary("B", "Sub", escalation("Esc"), interrupting=interrupting)
        + d.user("Side")
        + d.path("B", "Side", "End")
    )
    dossier = Dossier.of(nested(beside=border, end=d.end("E1", inner=escalation("Esc"))))
    dossier.complete("T")
    assert dossier.elements() == (["Side"] if interrupting else ["After", "Side"])
