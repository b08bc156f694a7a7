"""Messages, timers, errors, terminate: catching, boundaries, cancelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bpmn import effects as e
from bpmn import engine
from bpmn.errors import EngineError, TokenNotOpen
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import NOW, Dossier

MESSAGE = d.message("M", "postal.delivered", "=trackingCode")
ERRORS = d.error("Err", "address-unknown") + d.error("Other", "other") + '<bpmn:error id="Any" name="any"/>'


def caught(error: pytest.ExceptionInfo[EngineError]) -> tuple[str | None, str]:
    return error.value.element, error.value.code


def guarded(boundary: str, *names: str, host: str = "") -> bytes:
    """Start - T - End with a boundary event on T that leads to Side - SideEnd."""
    return d.diagram(
        d.start(), host or d.user("T"), d.end(), d.path("Start", "T", "End"), boundary, d.user("Side"), d.end("SideEnd"),
        *(d.path(name, "Side") for name in names or ("B",)), d.path("Side", "SideEnd"), beside=MESSAGE + ERRORS,
    )  # fmt: skip


# --- messages -------------------------------------------------------------------------------------------------------


TAKES = d.takes("delivered", "why")


@pytest.mark.parametrize("node", [d.catch("Wait", d.message_event("M"), TAKES), d.receive("Wait", "M", TAKES)])
def test_a_message_is_awaited_and_delivered(node):
    diagram = d.diagram(d.start(), node, d.end(), d.path("Start", "Wait", "End"), beside=MESSAGE)
    dossier = Dossier.of(diagram, trackingCode="VN1")
    assert dossier.open["2"] == e.MessageSubscribed("2", "Wait", "postal.delivered", "VN1")
    step = dossier.deliver("Wait", delivered=True)
    assert step.effects[0] == e.MessageUnsubscribed("2", "Wait")
    assert dossier.variables["delivered"] is True
    assert dossier.ended


@pytest.mark.parametrize(("value", "key"), [("VN1", "VN1"), (17, "17")])
def test_a_correlation_key_is_a_text_or_number(value, key):
    diagram = d.diagram(d.start(), d.receive("Wait", "M"), d.end(), d.path("Start", "Wait", "End"), beside=MESSAGE)
    assert Dossier.of(diagram, trackingCode=value).open["2"].key == key


@pytest.mark.parametrize("value", [None, True, [], {}, ""])
def test_a_correlation_key_without_value_is_an_error(value):
    diagram = d.diagram(d.start(), d.receive("Wait", "M"), d.end(), d.path("Start", "Wait", "End"), beside=MESSAGE)
    with pytest.raises(EngineError) as error:
        Dossier.of(diagram, trackingCode=value)
    assert caught(error) == ("Wait", "no-key")


def test_the_key_is_fixed_on_entry_and_the_name_may_be_an_expression():
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), d.receive("Wait", "N"), d.user("T"), d.end(), d.path("Start", "Fork", "Wait", "End"),
        d.path("Fork", "T", "End"), beside=d.message("N", '="answer." + kind', "=n"),
    )  # fmt: skip
    dossier = Dossier.of(diagram, kind="records", n=1)
    dossier.complete("T", n=2)
    assert list(dossier.open.values()) == [e.MessageSubscribed("3", "Wait", "answer.records", "1")]


def test_an_interrupting_message_takes_the_task_away():
    dossier = Dossier.of(guarded(d.boundary("B", "T", d.message_event("M"), TAKES)), trackingCode="VN1")
    step = dossier.deliver("B", why="withdrawn")
    assert [type(effect) for effect in step.effects[:3]] == [e.MessageUnsubscribed, e.TaskClosed, e.ElementPassed]
    assert step.effects[1] == e.TaskClosed("2", "T", "cancelled")
    assert dossier.elements() == ["Side"]
    assert dossier.variables["why"] == "withdrawn"


def test_a_non_interrupting_message_may_come_again_and_again():
    dossier = Dossier.of(guarded(d.boundary("B", "T", d.message_event("M"), interrupting=False)), trackingCode="VN1")
    dossier.deliver("B", n=1)
    dossier.deliver("B", n=2)
    assert dossier.elements() == ["B", "Side", "Side", "T"]
    dossier.complete("T")
    assert dossier.elements() == ["Side", "Side"]


# --- timers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("timeDuration", "P30D", NOW + timedelta(days=30)),
        ("timeDuration", "PT90M", NOW + timedelta(minutes=90)),
        ("timeDuration", "P1M", datetime(2026, 12, 23, 1, tzinfo=UTC)),
        ("timeDuration", '=duration("PT" + string(hours) + "H")', NOW + timedelta(hours=3)),
        ("timeDuration", '="P1D"', NOW + timedelta(days=1)),
        ("timeDate", "2026-12-31T17:00:00+07:00", datetime(2026, 12, 31, 10, tzinfo=UTC)),
        ("timeDate", "2026-12-31T17:00:00", datetime(2026, 12, 31, 10, tzinfo=UTC)),
        ("timeDate", "2026-12-31", datetime(2026, 12, 30, 17, tzinfo=UTC)),
        ("timeDate", '=now() + duration("P2D")', NOW + timedelta(days=2)),
        ("timeDate", '=date("2026-12-31")', datetime(2026, 12, 30, 17, tzinfo=UTC)),
        ("timeDate", '=date and time("2026-12-31T08:00:00@Asia/Ho_Chi_Minh") - duration("P1D")', datetime(2026, 12, 30, 1, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_due_times(kind, text, due):
    diagram = d.diagram(d.start(), d.catch("Wait", d.timer(text, kind)), d.end(), d.path("Start", "Wait", "End"))
    dossier = Dossier.of(diagram, hours=3)
    assert dossier.open["2"] == e.TimerSet("2", "Wait", due)
    step = dossier.fire("Wait")
    assert step.effects[0] == e.TimerCleared("2", "Wait")
    assert dossier.ended


@pytest.mark.parametrize(
    ("kind", "text"),
    [("timeDuration", "=null"), ("timeDuration", "=five"), ("timeDuration", '="soon"'), ("timeDate", "=missing"), ("timeDuration", '="P9999999Y"')],
)  # fmt: skip
def test_a_timer_without_time_is_an_error(kind, text):
    diagram = d.diagram(d.start(), d.catch("Wait", d.timer(text, kind)), d.end(), d.path("Start", "Wait", "End"))
    with pytest.raises(EngineError) as error:
        Dossier.of(diagram, five=5)
    assert caught(error) == ("Wait", "no-time")


def test_the_error_says_what_feel_noted():
    diagram = d.diagram(
        d.start(), d.catch("Wait", d.timer('=duration("P" + days)')), d.end(), d.path("Start", "Wait", "End")
    )
    with pytest.raises(EngineError, match=r"gives no duration .*days"):
        Dossier.of(diagram)


def test_an_interrupting_timer():
    dossier = Dossier.of(guarded(d.boundary("B", "T", d.timer("P30D"))))
    step = dossier.fire("B")
    assert step.effects[:3] == (e.TimerCleared("3", "B"), e.TaskClosed("2", "T", "cancelled"), e.ElementPassed("B"))
    dossier.complete("Side")
    assert dossier.path() == ["Start", "B", "Side", "SideEnd"]


def test_a_non_interrupting_timer_fires_once():
    dossier = Dossier.of(guarded(d.boundary("B", "T", d.timer("P30D"), interrupting=False)))
    dossier.fire("B")
    assert dossier.elements() == ["Side", "T"]
    dossier.complete("T")
    assert dossier.ended is None
    dossier.complete("Side")
    assert dossier.ended == e.ProcessEnded("SideEnd", "completed")


def test_completing_the_task_clears_what_guards_it():
    both = d.boundary("B", "T", d.timer("P30D")) + d.boundary("C", "T", d.message_event("M"), interrupting=False)
    dossier = Dossier.of(guarded(both, "B", "C"), trackingCode="VN1")
    step = dossier.complete("T")
    assert step.effects[:4] == (
        e.TaskClosed("2", "T", "completed"), e.TimerCleared("3", "B"), e.MessageUnsubscribed("4", "C"), e.ElementPassed("T"),
    )  # fmt: skip


def test_a_boundary_timer_sees_the_tasks_local_variables():
    host = d.user("T", d.mappings({"days": "=n + 1"}))
    dossier = Dossier.of(guarded(d.boundary("B", "T", d.timer('=duration("P" + string(days) + "D")')), host=host), n=4)
    assert dossier.open["3"].due == NOW + timedelta(days=5)


def test_a_waiting_event_may_be_guarded_by_its_sub_process():
    inner = d.sub("T", d.start("S1"), d.catch("Wait", d.message_event("M")), d.end("E1"), d.path("S1", "Wait", "E1"))
    dossier = Dossier.of(guarded(d.boundary("B", "T", d.timer("P3D")), host=inner), trackingCode="VN1")
    step = dossier.fire("B")
    assert step.effects[:2] == (e.TimerCleared("3", "B"), e.MessageUnsubscribed("5", "Wait"))
    assert dossier.elements() == ["Side"]


# --- errors ---------------------------------------------------------------------------------------------------------


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
        engine.complete(dossier.definition, dossier.state, {}, "4", {}, dossier.moment())


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


# --- terminate ------------------------------------------------------------------------------------------------------


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


# --- sub-processes --------------------------------------------------------------------------------------------------


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
