"""Properties over random processes and random outcomes.

What is open, what was passed and how it ends agree with an independent token game; a state that is loaded and
dumped is the same; everything opened is closed exactly once (`Dossier` counts). MOTCUA_SOAK_EXAMPLES sets the length of the soak.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpmn import effects as e
from bpmn.errors import EngineError
from bpmn.running import state
from tests.unit.bpmn.office import Dossier
from tests.unit.bpmn.random_processes import outcomes, processes
from tests.unit.bpmn.random_sheet import CODES, signal_of
from tests.unit.bpmn.token_game import TokenGame

EXAMPLES = 60
STEPS = 25
SETTINGS = {"deadline": None, "suppress_health_check": list(HealthCheck)}

Move = tuple[str, str, dict[str, object]]


def moves(draw: st.DrawFn, dossier: Dossier) -> Move:
    """Something that may happen to what is open."""
    effect = draw(st.sampled_from([dossier.open[token] for token in sorted(dossier.open, key=int)]))
    if isinstance(effect, e.TimerSet):
        return "fire", effect.element, {}
    if isinstance(effect, e.MessageSubscribed):
        return "deliver", effect.element, draw(outcomes)
    if isinstance(effect, e.SignalSubscribed):
        return "signal", effect.element, draw(outcomes)
    if draw(st.integers(0, 7)) == 0:
        return "fail", effect.element, {"code": draw(st.sampled_from((*CODES, "three")))}
    return "complete", effect.element, draw(outcomes)


def play(dossier: Dossier, move: Move) -> None:
    verb, element, outcome = move
    if verb == "fail":
        dossier.fail(element, str(outcome["code"]))
    elif verb == "fire":
        dossier.fire(element)
    elif verb == "signal":
        dossier.signal(signal_of(element), **outcome)
    else:
        getattr(dossier, verb)(element, **outcome)


def play_game(game: TokenGame, move: Move) -> None:
    verb, element, outcome = move
    if verb == "fail":
        game.fail(element, str(outcome["code"]))
    elif verb == "complete":
        game.complete(element, outcome)
    elif verb == "signal":
        game.signal(element, {})  # what comes with it sets nothing: no element here maps it to a variable
    else:
        game.happen(element, {})


def agree_with_the_game(data: st.DataObject) -> None:
    diagram = data.draw(processes())
    dossier, game = Dossier.of(diagram), TokenGame(diagram)
    for _ in range(STEPS):
        assert Counter(dossier.elements()) == game.waiting()
        assert Counter(dossier.path()) == game.passed
        assert (dossier.definition is not None) and ended(dossier) == game.ended
        if dossier.ended is not None:
            return
        move = moves(data.draw, dossier)
        play_game(game, move)
        if starves(dossier, move):
            assert not game.waiting()
            assert game.ended is None
            return


def starves(dossier: Dossier, move: Move) -> bool:
    """Plays the move, unless a parallel join would wait for ever for a branch that ended elsewhere: that is refused."""
    try:
        play(dossier, move)
    except EngineError as error:
        assert error.code == "starved-join"
        return True
    return False


def ended(dossier: Dossier) -> str | None:
    if dossier.ended is None:
        return None
    return dossier.ended.outcome if isinstance(dossier.ended, e.ProcessEnded) else "failed"


def what_is_loaded_is_what_was_dumped(data: st.DataObject) -> None:
    dossier = Dossier.of(data.draw(processes()))
    for _ in range(STEPS):
        loaded = state.load(dossier.snapshot, dossier.execution())
        assert state.dump(dossier.definition, loaded) == dossier.state
        if dossier.ended is not None or starves(dossier, moves(data.draw, dossier)):
            return


@settings(max_examples=EXAMPLES, **SETTINGS)
@given(st.data())
def test_the_engine_agrees_with_the_token_game(data):
    agree_with_the_game(data)


@settings(max_examples=EXAMPLES, **SETTINGS)
@given(st.data())
def test_what_is_loaded_is_what_was_dumped(data):
    what_is_loaded_is_what_was_dumped(data)


@pytest.mark.soak
@settings(max_examples=int(os.environ.get("MOTCUA_SOAK_EXAMPLES", "20000")), **SETTINGS)
@given(st.data())
def test_soak(data):
    agree_with_the_game(data)
    what_is_loaded_is_what_was_dumped(data)
