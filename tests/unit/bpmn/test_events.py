"""Messages and timers: catching, boundaries, cancelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bpmn import effects as e
from bpmn.errors import EngineError
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.guarding import MESSAGE, caught, guarded
from tests.unit.bpmn.office import NOW, Dossier

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
