"""Random processes moved to a copy with other ids at any moment: they go on as if nothing had happened."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpmn import effects as e
from bpmn import engine, migrate
from bpmn.parse import load
from bpmn.running import state
from tests.unit.bpmn.office import Dossier
from tests.unit.bpmn.random_processes import processes
from tests.unit.bpmn.random_sheet import signal_of
from tests.unit.bpmn.renaming import back, renamed
from tests.unit.bpmn.test_random_processes import moves, play, starves

SETTINGS = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=60, **SETTINGS)
@given(st.data())
def test_a_renamed_copy_goes_on_as_the_original(data):
    goes_on_alike(data)


@pytest.mark.soak
@settings(max_examples=int(os.environ.get("MOTCUA_SOAK_EXAMPLES", "20000")), **SETTINGS)
@given(st.data())
def test_soak(data):
    goes_on_alike(data)
    follows_or_is_refused(data)


def goes_on_alike(data: st.DataObject) -> None:
    """Moved at any moment, and back again: same effects, same variables, same state but for the names."""
    diagram = data.draw(processes())
    copy, mapping = renamed(diagram)
    stays, goes = Dossier.of(diagram), Dossier.of(diagram)
    for _ in range(data.draw(st.integers(0, 8))):
        if stays.ended is not None:
            return
        step = moves(data.draw, stays)
        if starves(stays, step):
            return
        play(goes, step)
    if stays.ended is not None:
        return
    target = load(copy)
    found = migrate.check(goes.snapshot, target, mapping)
    if {problem.code for problem in found} == {"kind-unsupported"}:
        return  # it runs a compensation just now: dossiers there stay where they are
    assert found == ()
    step = migrate.migrate(goes.snapshot, target, mapping, goes.execution())
    assert all(isinstance(effect, e.TokenMoved) for effect in step.effects)
    assert step.variables == stays.variables and not step.changed
    home = {other: name for name, other in mapping.items()}
    again = migrate.migrate(
        engine.Snapshot(target, step.state, step.variables), goes.definition, home, goes.execution()
    )
    assert again.state == stays.state
    _go_on_alike(data, stays, engine.Step(step.state, step.variables, {}, ()), target)


def _go_on_alike(data: Any, stays: Dossier, moved: engine.Step, target: Any) -> None:
    for _ in range(20):
        if stays.ended is not None:
            return
        step = moves(data.draw, stays)
        token = next(number for number, effect in stays.open.items() if effect.element == step[1])
        at = stays.execution()
        known = len(stays.log)
        if starves(stays, step):
            return
        arguments: tuple[Any, ...] = {
            "complete": (step[2],),
            "signal": (step[2],),
            "deliver": (step[2],),
            "fire": (),
            "fail": (step[2].get("code"), "did not work"),
        }[step[0]]
        name = signal_of(step[1]) if step[0] == "signal" else token
        moved = getattr(engine, step[0])(engine.Snapshot(target, moved.state, moved.variables), name, *arguments, at)
        assert [back(effect) for effect in moved.effects] == stays.log[known:]
        assert moved.variables == stays.variables
        instance = state.load(engine.Snapshot(target, moved.state, moved.variables), at)  # reloaded after each
        assert state.dump(target, instance) == moved.state


@settings(max_examples=30, **SETTINGS)
@given(st.data())
def test_a_copy_differs_in_its_ids_and_in_nothing_else(data):
    diagram = data.draw(processes())
    copy, mapping = renamed(diagram)
    found = migrate.compare(load(diagram), load(copy), mapping)
    assert not found.added and not found.removed and not found.moved
    assert all([one.aspect for one in differences] == ["id"] for differences in found.changed.values())
    assert migrate.compare(load(diagram), load(diagram)).same


@settings(max_examples=30, **SETTINGS)
@given(st.data())
def test_any_version_is_refused_or_followed_never_misread(data):
    follows_or_is_refused(data)


def follows_or_is_refused(data: st.DataObject) -> None:
    """Two unrelated processes: whatever the proposals come to, the move is refused with reasons or runs on."""
    dossier = Dossier.of(data.draw(processes()))
    target = load(data.draw(processes()))
    mapping = {one.source: one.target for one in migrate.propose(dossier.definition, target) if one.target}
    try:
        step = migrate.migrate(dossier.snapshot, target, mapping, dossier.execution())
    except (migrate.MigrationRefused, engine.EngineError):
        return
    assert (
        state.dump(target, state.load(engine.Snapshot(target, step.state, step.variables), dossier.execution()))
        == step.state
    )
