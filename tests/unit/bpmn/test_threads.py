"""A definition is shared by all threads of a process: they must not meet in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bpmn.lint import lint
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier
from tests.unit.bpmn.test_state import LOOP, RICH


def story(number: int) -> tuple[object, ...]:
    dossier = Dossier.of(LOOP, n=number)
    for round_ in range(10):
        for element in ("Review", "A", "B"):
            dossier.complete(element)
        dossier.complete("Sign", again=round_ < 9, n=number)
    return dossier.state, dossier.log


def test_many_threads_step_one_definition():
    numbers = [number % 3 for number in range(24)]
    expected = {number: story(number) for number in set(numbers)}
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(story, numbers)) == [expected[number] for number in numbers]


def test_many_threads_lint_and_load():
    broken = [d.diagram(d.start(), d.node("task", f"T{number}"), d.path("Start", f"T{number}")) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lint, broken * 3))
        definitions = set(pool.map(load, [RICH] * 24))
    assert found == [lint(diagram) for diagram in broken] * 3
    assert len({definition.sha256 for definition in definitions}) == 1
