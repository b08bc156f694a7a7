"""Reading scenarios: what is written is what is meant, and a slip gets a sentence that says where and what instead."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bpmn.scenario import ScenarioError, parse
from bpmn.scenario.yaml_reader import MAX_BYTES, duration

GOOD = """
name: một chuyện
procedure: "1.004873"
start:
  at: 2026-11-23T08:00:00+07:00
  data: {born: 2020-01-31, copies: 2, when: 2026-11-23T08:00:00+07:00, list: [2020-02-01]}
steps:
  - complete: {element: Task_A, data: {approved: true}}
  - answer: {element: Task_B}
  - fail: {element: Task_B, code: broken}
  - message: {name: m, key: 17}
  - advance: P1DT2H
  - advance: 2026-12-01T08:00:00+07:00
expect: {path: [A, B], status: 9, outcome: running}
"""


def test_a_story_is_read_as_written() -> None:
    told = parse(GOOD.encode())
    assert (told.name, told.procedure, told.start.channel, told.start.return_by) == (
        "một chuyện",
        "1.004873",
        "counter",
        "counter",
    )
    assert [step.action.verb for step in told.steps] == ["complete", "answer", "fail", "message", "advance", "advance"]
    assert told.steps[3].action.key == "17", "correlation keys are texts"
    assert told.steps[4].action.by == timedelta(days=1, hours=2)
    assert told.steps[5].action.by == datetime.fromisoformat("2026-12-01T08:00:00+07:00")
    assert told.expect.path == ("A", "B") and told.expect.open is None


def test_dates_in_data_become_the_texts_a_form_sends() -> None:
    data = parse(GOOD).start.data
    assert data == {"born": "2020-01-31", "copies": 2, "when": "2026-11-23T08:00:00+07:00", "list": ["2020-02-01"]}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: một chuyện", "nam: một chuyện", "name is missing"),
        ("procedure:", "proc:", "proc is not known"),
        ("T08:00:00+07:00\n  data", "T08:00:00\n  data", "zone"),
        ("  - answer: {element: Task_B}", "  - answers: {element: Task_B}", "step 2: write one of complete"),
        ("  - answer: {element: Task_B}", "  - answer: {}", "step 2: element is missing"),
        ("  - answer: {element: Task_B}", "  - answer: Task_B", "step 2: write names and values"),
        ("code: broken", "reason: broken", "step 3: code is missing"),
        ("P1DT2H", "P1M", "'P1M' is not a duration"),
        ("status: 9", "status: 11", "1 to 10"),
        ("outcome: running", "outcome: done", "none of running"),
        ("path: [A, B]", "path: A", "list of element ids"),
        ("expect: {", "expect: {goal: 1, ", "goal is not known"),
    ],
)
def test_slips_are_named_with_their_place(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(ScenarioError, match=said):
        parse(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"[1, 2",
        b"- 1",
        b"name: [",
        b"!!python/object/apply:os.system [ls]",
        b"a: &x 1\nb: *x",
        b"{" * 5000,
    ],
)
def test_no_bytes_do_harm(data: bytes) -> None:
    with pytest.raises(ScenarioError):
        parse(data)


def test_aliases_are_refused_before_they_multiply() -> None:
    bomb = "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *a]\n" for n in range(40))
    with pytest.raises(ScenarioError, match="alias"):
        parse(bomb)


def test_a_scenario_is_a_story_not_a_book() -> None:
    with pytest.raises(ScenarioError, match="at most"):
        parse("#" * (MAX_BYTES + 1))


def test_durations() -> None:
    assert duration("P2W") == timedelta(weeks=2)
    assert duration("PT4H30M15S") == timedelta(hours=4, minutes=30, seconds=15)
    for text in ("P", "PT", "31D", "P-1D", "P1Y", ""):
        with pytest.raises(ScenarioError):
            duration(text)
