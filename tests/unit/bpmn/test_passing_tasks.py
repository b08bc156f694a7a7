"""Manual tasks and tasks without type (BPMN 2.0.2, 13.3.3): conceptual only, an engine passes them."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn.lint import lint
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier


def around(task: str) -> bytes:
    return d.diagram(d.start(), task, d.user("After"), d.end(), d.path("Start", "T", "After", "End"))


@pytest.mark.parametrize("kind", ["manualTask", "task"])
def test_a_manual_task_completes_upon_activation(kind):
    """13.3.3: "Upon activation, the Abstract Task completes"; a manual task is never executed by an IT system."""
    dossier = Dossier.of(around(d.node(kind, "T", d.properties(status="4"))))
    assert (dossier.path(), dossier.elements()) == (["Start", "T"], ["After"])
    assert e.StatusChanged("T", 4) in dossier.log


@pytest.mark.parametrize("kind", ["manualTask", "task"])
def test_mappings_and_loop_markers_work_on_it(kind):
    mapped = d.mappings({"n": "=k * 2"}, {"m": "=n + 1"})
    dossier = Dossier.of(around(d.node(kind, "T", mapped)), k=2)
    assert dossier.variables["m"] == 5
    marker = d.multiple("=[1,2,3]", "i", "seen", "=i")
    dossier = Dossier.of(around(d.node(kind, "T", inner=marker)))
    assert (dossier.variables["seen"], dossier.path()) == ([1, 2, 3], ["Start", "T"])


def test_lint_says_that_nobody_is_asked():
    found = lint(around(d.node("manualTask", "T")))
    assert ("task-passed", "T", "warning") in [(problem.code, problem.element, problem.severity) for problem in found]


def test_nothing_can_happen_on_its_border():
    border = d.boundary("B", "T", d.timer("P1D")) + d.path("B", "End")
    found = lint(d.diagram(d.start(), d.node("task", "T"), d.end(), d.path("Start", "T", "End"), border))
    assert "boundary-never" in {problem.code for problem in found}
