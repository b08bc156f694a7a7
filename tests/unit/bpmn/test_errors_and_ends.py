"""Errors, terminate, sub-processes: what ends, and what is closed with it."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn import engine
from bpmn.errors import TokenNotOpen
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.guarding import ERRORS, guarded
from tests.unit.bpmn.office import Dossier


@pytest.mark.parametrize(("code", "expected"), [("address-unknown", ["Named"]), ("anything", ["All"])])
def test_an_error_is_caught_by_name_first_then_by_the_one_for_all(code, expected):
    boundaries = d.boundary("All", "T", d.error_event()) + d.boundary("Named", "T", d.error_event("Err"))
    diagram = guarded(boundaries, "All", "Named", host=d.service("T"))
    dossier = Dossier.of(diagram)
    dossier.fail("T", code)
    assert dossier.path()[1:] == expected
    assert dossier.elements() == ["Side"]


def test_a_failed_call_is_answered_and_not_cancelled():
    dossier = Dossier.of(guarded(d.boundary("B", "T", d.error_event("Any")), host=d.service("T")))
    step = dossier.fail("T")
    assert step.effects[0] == e.ElementPassed("B")


def test_a_failed_user_task_is_closed():
    dossier = Dossier.of(guarded(d.boundary("B", "T", d.error_event("Any"))))
    assert dossier.fail("T").effects[0] == e.TaskClosed("2", "T", "cancelled")


def test_code_and_message_can_be_mapped():
    boundary = d.boundary(
        "B", "T", d.error_event("Err"), d.mappings(outputs={"why": '=errorCode + ": " + errorMessage'})
    )
    dossier = Dossier.of(guarded(boundary, host=d.service("T")))
    dossier.fail("T", "address-unknown", "no such street")
    assert dossier.variables == {"why": "address-unknown: no such street"}


def test_an_uncaught_error_stops_the_process_and_closes_everything():
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.service("Call"), d.user("T"), d.catch("Wait", d.timer("P1D")), d.service("Second"), d.end(),
        d.path("Start", "Fork", "Call", "End"), d.path("Fork", "T", "End"), d.path("Fork", "Wait", "End"), d.path("Fork", "Second", "End"),
        d.boundary("B", "Call", d.error_event("Other")), d.path("B", "End"), beside=ERRORS,
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    step = dossier.fail("Call", "address-unknown", "no such street")
    assert step.effects == (
        e.TaskClosed("4", "T", "cancelled"), e.TimerCleared("5", "Wait"), e.CallCancelled("6", "Second"),
        e.ProcessFailed("Call", "address-unknown", "no such street"),
    )  # fmt: skip
    with pytest.raises(TokenNotOpen):
        engine.complete(engine.Snapshot(dossier.definition, dossier.state, {}), "4", {}, dossier.execution())


def nested(boundary: str = "") -> bytes:
    """Outer[ Inner[ T | F -> ErrorEnd ] -> X ] -> Y, with a boundary event B that leads to Side."""
    inner = d.sub(
        "Inner", d.start("S2"), d.parallel("Fork"), d.user("T"), d.user("F"), d.end("E2"), d.error_end("Throw", "Err"),
        d.path("S2", "Fork", "T", "E2"), d.path("Fork", "F", "Throw"),
    )  # fmt: skip
    outer = d.sub("Outer", d.start("S1"), inner, d.user("X"), d.end("E1"), d.path("S1", "Inner", "X", "E1"))
    side = [boundary, d.user("Side"), d.path("B", "Side", "End")] if boundary else []
    return d.diagram(d.start(), outer, d.user("Y"), d.end(), d.path("Start", "Outer", "Y", "End"), *side, beside=ERRORS)


def test_an_error_end_event_leaves_its_scopes_one_by_one():
    dossier = Dossier.of(nested(d.boundary("B", "Outer", d.error_event("Err"))))
    dossier.complete("F")
    assert dossier.elements() == ["Side"]
    assert dossier.path()[-3:] == ["F", "Throw", "B"]


def test_an_error_end_event_that_nothing_catches_fails_the_process():
    dossier = Dossier.of(nested())
    dossier.complete("F")
    assert dossier.ended == e.ProcessFailed("Throw", "address-unknown", "error address-unknown at Throw")


def test_an_error_end_event_of_the_process_itself_fails_it():
    diagram = d.diagram(
        d.start(), d.user("T"), d.error_end("Throw", "Err"), d.path("Start", "T", "Throw"), beside=ERRORS
    )
    dossier = Dossier.of(diagram)
    dossier.complete("T")
    assert isinstance(dossier.ended, e.ProcessFailed)


def test_terminate_ends_the_process():
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.user("A"), d.service("B"), d.terminate("Stop"), d.end(), d.path("Start", "Fork", "A", "Stop"),
        d.path("Fork", "B", "End"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    step = dossier.complete("A")
    assert step.effects[-3:] == (
        e.ElementPassed("Stop"),
        e.CallCancelled("4", "B"),
        e.ProcessEnded("Stop", "terminated"),
    )


def test_terminate_in_a_sub_process_ends_only_that():
    """BPMN 2.0.2, 13.5.6: a terminate end event ends the scope it stands in; the parent goes on."""
    inner = d.sub(
        "Sub", d.start("S1"), d.parallel("Fork"), d.user("A"), d.user("B"), d.terminate("Stop"), d.end("E1"),
        d.path("S1", "Fork", "A", "Stop"), d.path("Fork", "B", "E1"),
    )  # fmt: skip
    diagram = d.diagram(
        d.start(), d.parallel("Split"), inner, d.user("Beside"), d.user("After"), d.end(), d.path("Start", "Split", "Sub", "After", "End"),
        d.path("Split", "Beside", "End"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    dossier.complete("A")
    assert dossier.elements() == ["After", "Beside"]
    dossier.complete("After")
    dossier.complete("Beside")
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_terminate_with_a_join_waiting():
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.user("A"), d.user("B"), d.user("C"), d.parallel("Join"), d.terminate("Stop"), d.end(),
        d.path("Start", "Fork", "A", "Join", "End"), d.path("Fork", "B", "Join"), d.path("Fork", "C", "Stop"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    dossier.complete("A")
    dossier.complete("C")
    assert dossier.ended == e.ProcessEnded("Stop", "terminated")


def test_a_sub_process_waits_for_all_its_tokens_and_can_be_entered_again():
    inner = d.sub(
        "Sub",
        d.start("S1"),
        d.parallel("Fork"),
        d.user("A"),
        d.user("B"),
        d.end("E1"),
        d.path("S1", "Fork", "A", "E1"),
        d.path("Fork", "B", "E1"),
    )
    diagram = d.diagram(
        d.start(), inner, d.xor("Gate", "done"), d.end(), d.path("Start", "Sub", "Gate"), d.flow("Gate", "Sub", "=again"),
        d.flow("Gate", "End", identifier="done"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    for again in (True, False):
        dossier.complete("A")
        dossier.complete("B", again=again)
    assert dossier.path().count("Sub") == 2
    assert dossier.ended


def test_thirty_nested_scopes():
    inner = d.user("T")
    first = "T"
    for number in range(30):
        inner = d.sub(
            f"Sub{number}", d.start(f"S{number}"), inner, d.end(f"E{number}"), d.path(f"S{number}", first, f"E{number}")
        )
        first = f"Sub{number}"
    dossier = Dossier.of(d.diagram(d.start(), inner, d.end(), d.path("Start", first, "End")))
    dossier.complete("T")
    assert dossier.ended
