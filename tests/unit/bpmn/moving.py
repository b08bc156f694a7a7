"""A dossier in miniature moved to another version of its process, and small diagrams to move between."""

from __future__ import annotations

from bpmn import effects as e
from bpmn import engine, migrate
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

NEWS = d.message("Msg", "news", '="k"')


def line(*nodes: str, names: tuple[str, ...] = (), beside: str = "") -> bytes:
    return d.diagram(d.start(), *nodes, d.end(), d.path("Start", *names, "End"), beside=beside)


def move(dossier: Dossier, diagram: bytes, **others: str) -> engine.Step:
    """Moves the dossier with what `propose` is sure of and the given mapping."""
    target = load(diagram)
    mapping = migrate.mapping_of(migrate.propose(dossier.definition, target)) | others
    step = migrate.migrate(dossier.snapshot, target, mapping, dossier.execution())
    dossier.definition = target
    for effect in step.effects:
        match effect:
            case e.TokenMoved():
                assert effect.token in dossier.used
            case e.TaskRevised():
                dossier.open[effect.task.token] = effect.task
            case e.TimerSet() | e.MessageSubscribed() | e.SignalSubscribed() if effect.token in dossier.used:
                assert effect.token not in dossier.open  # set anew at the same token
                dossier.used.remove(effect.token)
                dossier._account(effect)
            case _:
                dossier._account(effect)
    dossier.state, dossier.variables = step.state, step.variables
    dossier.steps += 1
    return step


def codes(dossier: Dossier, diagram: bytes, **others: str) -> list[tuple[str, str | None]]:
    target = load(diagram)
    mapping = migrate.mapping_of(migrate.propose(dossier.definition, target)) | others
    return [(one.code, one.element) for one in migrate.check(dossier.snapshot, target, mapping)]
