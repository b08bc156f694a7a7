"""Repeating timers: rounds keep to their grid, whatever is late (BPMN 2.0.2, 10.5.5; ISO 8601-1:2019, 5.6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import effects as e
from bpmn import engine
from bpmn.errors import EngineError
from bpmn.running import state
from bpmn.times import ZONE, add_duration, next_round
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import NOW, Dossier


def reloads(dossier: Dossier) -> bool:
    instance = state.load(dossier.snapshot, dossier.execution())
    return state.dump(dossier.definition, instance) == dossier.state


def reminded(cycle: str, interrupting: bool = False) -> bytes:
    return d.diagram(
        d.start(), d.user("T"), d.boundary("B", "T", d.timer(cycle, "timeCycle"), interrupting=interrupting), d.user("Side"), d.end(),
        d.path("Start", "T", "End"), d.path("B", "Side", "End"),
    )  # fmt: skip


def due(dossier: Dossier) -> datetime:
    found = dossier.open[dossier.token("B", e.TimerSet)].due
    assert isinstance(found, datetime)
    return found


def test_a_cycle_fires_as_often_as_it_says_at_even_distances():
    """10.5.5, Timer: timeCycle, an ISO 8601 repeating interval; non-interrupting events fire each time."""
    dossier = Dossier.of(reminded("R3/PT1H"))
    for round_ in (1, 2, 3):
        assert due(dossier) == NOW + timedelta(hours=round_)
        assert reloads(dossier)
        dossier.now = NOW + timedelta(hours=round_, minutes=7)  # late, which must not add up
        step = dossier.fire("B")
        assert isinstance(step.effects[0], e.TimerCleared)
    assert dossier.elements() == ["Side", "Side", "Side", "T"]


GRID = [
    ("R/2027-01-31T08:00:00+07:00/P1M", "2027-01-31 2027-02-28 2027-03-31 2027-04-30 2027-05-31"),
    ("R/2028-02-29T08:00:00+07:00/P1Y", "2028-02-29 2029-02-28 2030-02-28 2031-02-28 2032-02-29"),
    ("R/2027-01-30T08:00:00+07:00/P1M1D", "2027-01-30 2027-03-01 2027-04-01 2027-05-03 2027-06-03"),
]


@pytest.mark.parametrize(("cycle", "days"), GRID)
def test_a_round_is_so_many_intervals_from_the_start(cycle, days):
    """ISO 8601 4.5: the n-th round of Rn/start/interval; a short month shortens no later one."""
    dossier = Dossier.of(reminded(cycle))
    for day in days.split():
        assert due(dossier) == datetime.fromisoformat(f"{day}T01:00:00+00:00")
        dossier.now = due(dossier)
        dossier.fire("B")
        assert reloads(dossier)


def test_what_an_outage_left_overdue_fires_once_and_goes_on_with_the_grid():
    dossier = Dossier.of(reminded("R/PT1H"))
    dossier.now = NOW + timedelta(days=2, minutes=20)
    dossier.fire("B")
    assert dossier.elements() == ["B", "Side", "T"]
    assert due(dossier) == NOW + timedelta(days=2, hours=1)


def test_rounds_that_were_missed_are_over():
    """Three reminders, an outage over the second: two were sent, and there is no fourth day."""
    dossier = Dossier.of(reminded("R3/P1D"))
    dossier.now = NOW + timedelta(days=2, hours=1)
    dossier.fire("B")
    assert due(dossier) == NOW + timedelta(days=3)
    dossier.now = NOW + timedelta(days=9)
    dossier.fire("B")
    assert dossier.elements() == ["Side", "Side", "T"] and not [
        one for one in dossier.open.values() if one.element == "B"
    ]


def test_a_cycle_whose_start_is_long_past_catches_up_in_one_round():
    dossier = Dossier.of(reminded("R/1990-01-31T08:00:00+07:00/P1M"))
    dossier.fire("B")
    assert due(dossier).astimezone(ZONE).isoformat() == "2026-11-30T08:00:00+07:00"


def test_a_cycle_ends_with_the_calendar():
    dossier = Dossier.of(reminded("R/9998-06-01T08:00:00+07:00/P1Y"))
    for _ in range(2):
        dossier.now = due(dossier)
        dossier.fire("B")
    assert not [one for one in dossier.open.values() if one.element == "B"]


def test_a_cycle_saved_before_rounds_kept_to_a_grid_goes_on():
    saved = Path(__file__).parents[2] / "saved_states" / "v3-cycle"
    dossier = Dossier.of((saved / "process.bpmn").read_bytes())
    dossier.state = (saved / "state.bin").read_bytes()
    dossier.now = datetime.fromisoformat("2027-02-28T01:00:00+00:00")
    step = engine.fire(engine.Snapshot(dossier.definition, dossier.state, {}), "4", dossier.execution())
    (again,) = (one.due for one in step.effects if isinstance(one, e.TimerSet))
    assert again == datetime.fromisoformat("2027-03-28T01:00:00+00:00"), "it keeps no start: the last round is one"


@given(
    st.integers(0, 200_000), st.sampled_from(["PT7M", "PT1H", "P1D", "P1M", "P3M", "P1Y", "P1M2DT3H"]), st.integers(0, 90_000_000)
)  # fmt: skip
def test_the_next_round_is_the_first_that_is_still_to_come(minutes, interval, late):
    start = NOW + timedelta(minutes=minutes)
    now = start + timedelta(seconds=late)
    number, due_ = next_round(start, interval, 0, now)
    assert due_ == add_duration(start, interval, number) > now
    assert number == 1 or add_duration(start, interval, number - 1) <= now


def test_a_cycle_without_count_ends_with_its_activity():
    dossier = Dossier.of(reminded("R/P1D"))
    for _ in range(5):
        dossier.fire("B")
    dossier.complete("T")
    assert set(dossier.elements()) == {"Side"}


def test_a_cycle_may_have_a_start_or_be_an_expression():
    assert due(Dossier.of(reminded("R2/2026-12-01T08:00:00+07:00/P1D"))) == datetime.fromisoformat(
        "2026-12-01T01:00:00+00:00"
    )
    assert due(Dossier.of(reminded('="R" + string(n) + "/PT5M"'), n=2)) == NOW + timedelta(minutes=5)


def test_an_interrupting_cycle_and_a_catch_event_fire_once():
    dossier = Dossier.of(reminded("R3/PT1H", interrupting=True))
    dossier.fire("B")
    assert dossier.elements() == ["Side"]
    caught = Dossier.of(
        d.diagram(d.start(), d.catch("B", d.timer("R3/PT1H", "timeCycle")), d.end(), d.path("Start", "B", "End"))
    )
    caught.fire("B")
    assert caught.ended


@pytest.mark.parametrize("value", [None, "R0/PT1H", "PT1H", "R3", "R3/PT0S", "R3/x/PT1H"])
def test_a_cycle_that_is_none_is_an_error(value):
    with pytest.raises(EngineError) as error:
        Dossier.of(reminded("=cycle"), cycle=value)
    assert (error.value.element, error.value.code) == ("B", "no-time")
