"""The saved state: whole or refused, small, flat over the rounds, and readable for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import engine as bench
from bpmn import engine
from bpmn.effects import TaskOpened
from bpmn.errors import StateError
from bpmn.library import DeployedDefinition, InMemoryLibrary
from bpmn.parse import load
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import CONTEXT, NOW, Dossier

SAVED = Path(__file__).parents[2] / "saved_states"
EXECUTION = engine.ExecutionContext(NOW, "seed", {}, CONTEXT)

RICH = d.diagram(
    d.start(), d.parallel("Fork"), d.user("Task", d.mappings({"note": '="có dấu"', "n": "=1.10"})), d.service("Call"),
    d.catch("Wait", d.message_event("M")), d.catch("Later", d.timer("P1D")), d.user("Quick"), d.parallel("Join"), d.end(),
    d.sub("Sub", d.start("S1"), d.user("Inner"), d.end("E1"), d.path("S1", "Inner", "E1"), extensions=d.mappings({"box": '={typename: "x"}'})),
    *(d.path("Fork", name, "Join") for name in ("Task", "Call", "Wait", "Later", "Quick", "Sub")), d.path("Start", "Fork"),
    d.path("Join", "End"), d.boundary("Late", "Task", d.timer("P2D"), interrupting=False), d.boundary("Stop", "Sub", d.message_event("M")),
    d.user("Side"), d.path("Late", "Side"), d.path("Stop", "Side", "End"),
    beside=d.message("M", "news", '="k"'),
)  # fmt: skip


def rich() -> Dossier:
    dossier = Dossier.of(RICH)
    dossier.complete("Quick")
    return dossier


def test_dump_is_the_inverse_of_load():
    dossier = rich()
    again = state.dump(dossier.definition, state.load(dossier.snapshot, EXECUTION))
    assert again == dossier.state


def test_one_state_may_be_gone_on_from_more_than_once():
    step = engine.start(load(RICH), {}, EXECUTION)
    (quick,) = (one.token for one in step.effects if isinstance(one, TaskOpened) and one.element == "Quick")
    saved = engine.Snapshot(load(RICH), step.state, step.variables)
    once, again = (engine.complete(saved, quick, {}, EXECUTION) for _ in range(2))
    assert once == again


@given(st.data())
def test_a_damaged_state_is_refused(data):
    dossier = rich()
    whole = dossier.state
    place = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.integers(1, 255))
    flipped = whole[:place] + bytes([whole[place] ^ damage]) + whole[place + 1 :]
    with pytest.raises(StateError):
        state.load(engine.Snapshot(dossier.definition, flipped, {}), EXECUTION)


@given(st.data())
def test_a_state_cut_or_prolonged_is_refused(data):
    dossier = rich()
    cut = dossier.state[: data.draw(st.integers(0, len(dossier.state) - 1))]
    for damaged in (cut, dossier.state + data.draw(st.binary(min_size=1, max_size=9)), dossier.state[::-1], b""):
        with pytest.raises(StateError):
            state.load(engine.Snapshot(dossier.definition, damaged, {}), EXECUTION)


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(blob):
    with pytest.raises(StateError):
        state.load(engine.Snapshot(load(RICH), blob, {}), EXECUTION)


def test_the_state_of_another_definition_is_refused():
    other = load(RICH.replace(b'name="Test"', b'name="Other"'))
    with pytest.raises(StateError, match="another version"):
        state.load(engine.Snapshot(other, rich().state, {}), EXECUTION)


@pytest.mark.parametrize(
    "content",
    [[], [1, 0], [1, 9, []], [1, 0, [[1, "Nowhere"]]], [1, 0, [[1, "Start"]]], [1, 0, [[1, "Late", 77]]], [1, 0, [[1, "Task", None, None, None, []]]], 5],
)  # fmt: skip
def test_a_state_that_does_not_fit_is_refused(content):
    definition = load(RICH)
    body = bytes.fromhex(definition.sha256[:16]) + json.dumps(content).encode()
    with pytest.raises(StateError):
        state.load(
            engine.Snapshot(definition, bytes([state.VERSION]) + state._checksum(state.VERSION, body) + body, {}),
            EXECUTION,
        )


def test_nothing_of_the_variables_is_in_the_state():
    dossier = Dossier.of(d.diagram(d.start(), d.user("T"), d.end(), d.path("Start", "T", "End")), secret="x" * 10_000)
    assert len(dossier.state) < 50


def test_every_saved_state_loads_and_goes_on():
    """One folder per state version: diagram, state, and what is open. Never change these files, only add."""
    folders = sorted(path for path in SAVED.iterdir() if path.is_dir())
    assert folders, "no saved state of any release"
    for folder in folders:
        definition = load((folder / "process.bpmn").read_bytes())
        known = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        blob = (folder / "state.bin").read_bytes()
        called = [load(path.read_bytes()) for path in sorted(folder.glob("called-*.bpmn"))]
        execution = replace(
            EXECUTION, library=InMemoryLibrary(*(DeployedDefinition(one.sha256, one) for one in called))
        )
        instance = state.load(engine.Snapshot(definition, blob, known["variables"]), execution)
        scopes = [scope for one in instance.instances() for scope in one.scopes()]
        found = sorted(token.instance.calls + token.element for scope in scopes for token in scope.tokens())
        assert found == known["tokens"]
        step = engine.complete(engine.Snapshot(definition, blob, known["variables"]), known["complete"], {}, execution)
        assert sorted({type(effect).__name__ for effect in step.effects}) == known["effects"]


def test_the_reference_process_fits_into_a_small_state():
    assert bench.ours(1)[1] <= 1_500


LOOP = d.diagram(
    d.start(), d.user("Review", d.mappings({"round": "=n"})), d.boundary("Late", "Review", d.timer("P1D")), d.user("Sign"), d.xor("Gate", "done"),
    d.parallel("Fork"), d.user("A"), d.service("B"), d.parallel("Join"), d.end(), d.xor("Merge"),
    d.path("Start", "Merge", "Review", "Fork", "A", "Join", "Sign", "Gate"), d.path("Fork", "B", "Join"), d.path("Late", "Sign"),
    d.flow("Gate", "Merge", "=again"), d.flow("Gate", "End", identifier="done"),
)  # fmt: skip


def test_a_thousand_rounds_cost_what_one_costs():
    """State and tree are as large in the last round as in the first: finished parts are gone."""
    dossier = Dossier.of(LOOP, n=0)
    sizes, nodes = [], []
    for number in range(1_000):
        dossier.complete("Review")
        dossier.complete("A")
        dossier.complete("B")
        sizes.append(len(dossier.state))
        instance = state.load(dossier.snapshot, EXECUTION)
        nodes.append(sum(len(scope.tasks) for scope in instance.scopes()))
        dossier.complete("Sign", again=True, n=number % 10)
        assert max(len(scope.tasks) for scope in instance.scopes()) <= 4
    assert max(nodes) == min(nodes)
    assert max(sizes) - min(sizes) <= 6, "only the token numbers may grow"


def test_a_step_makes_no_more_objects_in_round_thousand_than_in_round_one(monkeypatch):
    """Time is not tested; the number of tokens that a step makes or reloads is."""
    from bpmn.running.tokens import Token

    made = []
    original = Token.__init__
    monkeypatch.setattr(Token, "__init__", lambda self, *args: (made.append(1), original(self, *args))[1])
    dossier = Dossier.of(LOOP, n=0)
    counts = []
    for _ in range(300):
        made.clear()
        dossier.complete("Review")
        dossier.complete("A")
        dossier.complete("B")
        dossier.complete("Sign", again=True)
        counts.append(len(made))
    assert set(counts) == {counts[0]}


def test_five_hundred_elements_in_a_row():
    names = [f"T{number}" for number in range(500)]
    diagram = d.diagram(
        d.start(),
        *(d.script(name, "=n + 1", "n") for name in names),
        d.user("Last"),
        d.end(),
        d.path("Start", *names, "Last", "End"),
    )
    assert Dossier.of(diagram, n=0).variables["n"] == 500


def test_a_thousand_parallel_tasks():
    names = [f"T{number}" for number in range(1_000)]
    diagram = d.diagram(
        d.start(), d.parallel("Fork"), *(d.user(name) for name in names), d.parallel("Join"), d.end(), d.path("Start", "Fork"),
        *(d.path("Fork", name, "Join") for name in names), d.path("Join", "End"),
    )  # fmt: skip
    dossier = Dossier.of(diagram)
    assert len(dossier.open) == 1_000
    for name in names[:20]:
        dossier.complete(name)
    assert len(dossier.open) == 980
