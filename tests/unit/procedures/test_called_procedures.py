"""Procedures in folders that call each other: lint, scenarios and the order of deployment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.services.procedures import scenarios
from core.services.procedures.sibling_procedures import SiblingProcedures, called_first
from tests.unit.bpmn import diagrams as d
from tests.workers.procedures import files

SCENARIO = """
name: Asks beside
start: {at: 2026-11-23T08:00:00+07:00, data: {note: house}}
steps:
  - complete: {element: Verify/Ask, data: {answer: DATA}}
expect:
  outcome: completed
  path: [Start, Verify/Start, Verify/Ask, Verify/End, Verify, End]
  variables: {found: yes it is}
"""


def form() -> bytes:
    """Its field may be filled only as long as the called process knows `note`."""
    field = {"type": "textfield", "id": "F", "key": "answer", "label": "A", "conditional": {"hide": "=note = null"}}
    return json.dumps({"type": "default", "id": "ask", "schemaVersion": 19, "components": [field]}).encode()


def put(folder: Path, diagram: bytes, code: str, **others: bytes) -> Path:
    folder.mkdir()
    for name, data in (files(diagram, code) | {"ask.form": form()} | others).items():
        (folder / name).write_bytes(data)
    return folder


def calling(process_id: str, *called: str) -> bytes:
    names = [f"C{number}" for number in range(len(called))]
    calls = (d.call(name, process) for name, process in zip(names, called, strict=True))
    return d.diagram(d.start(), *calls, d.end(), d.path("Start", *names, "End"), process_id=process_id)


@pytest.fixture
def caller(tmp_path: Path) -> Path:
    ask = d.user("Ask", '<zeebe:formDefinition formId="ask"/>')
    put(
        tmp_path / "verify",
        d.diagram(d.start(), ask, d.end(), d.path("Start", "Ask", "End"), process_id="verify"),
        "9.999902",
    )
    call = d.call("Verify", "verify", d.mappings({}, {"found": "=answer"}))
    return put(tmp_path / "caller", d.diagram(d.start(), call, d.end(), d.path("Start", "Verify", "End")), "9.999901")


def test_lint_of_a_folder_knows_its_siblings(caller: Path) -> None:
    assert [problem.code for problem in scenarios.check(caller).problems] == []
    (caller.parent / "verify" / "process.bpmn").unlink()
    (problem,) = scenarios.check(caller).problems
    assert (problem.code, problem.element, problem.severity) == ("call-unknown", "Verify", "warning")


def test_lint_finds_a_circle_over_folders(tmp_path: Path) -> None:
    put(tmp_path / "a", calling("a", "b"), "9.999901")
    put(tmp_path / "b", calling("b", "a"), "9.999902")
    for name in "ab":
        checked = scenarios.check(tmp_path / name)
        assert [(problem.code, problem.element) for problem in checked.problems] == [("call-cycle", "C0")]
        assert checked.refused


def test_lint_of_a_single_diagram_knows_those_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_bytes(calling("a", "b"))
    assert [problem.code for problem in scenarios.check(tmp_path / "a.bpmn").problems] == ["call-unknown"]
    (tmp_path / "b.bpmn").write_bytes(calling("b"))
    assert scenarios.check(tmp_path / "a.bpmn").problems == ()


@pytest.mark.parametrize(("answer", "passes"), [("yes it is", True), ("no", False)])
def test_a_scenario_goes_through_a_called_procedure(caller: Path, answer: str, passes: bool) -> None:
    told = caller / "scenarios"
    told.mkdir()
    (told / "asks.yaml").write_text(SCENARIO.replace("DATA", answer), encoding="utf-8")
    (played,) = scenarios.play(scenarios.scenarios(caller))
    assert played.passed is passes, played.differences


def test_a_scenario_checks_the_form_of_the_called_version(caller: Path) -> None:
    told = caller / "asks.yaml"
    told.write_text(SCENARIO.replace("answer: DATA", "other: 1"), encoding="utf-8")
    (played,) = scenarios.play([told])
    assert "other: no field of the form" in played.differences[0]


def test_called_procedures_are_deployed_first(tmp_path: Path) -> None:
    for name, called in {"a": "c", "b": "a", "c": "d", "d": "e", "e": "d"}.items():
        put(tmp_path / name, calling(name, called), "9.999901")
    (tmp_path / "broken").mkdir()
    order = called_first(sorted(tmp_path.iterdir()))
    assert sorted(order) == sorted(tmp_path.iterdir())
    places = {path.name: place for place, path in enumerate(order)}
    assert places["d"] < places["c"] < places["a"] < places["b"]


def test_what_cannot_run_is_not_there(tmp_path: Path) -> None:
    put(tmp_path / "good", calling("good"), "9.999901")
    put(tmp_path / "bad", b"<a/>", "9.999902")
    beside = SiblingProcedures(tmp_path / "good" / "process.bpmn")
    found = beside.latest("good")
    assert found is not None
    assert beside.by_sha256(found.sha256) == found
    assert set(beside.forms(found.sha256)) == {"ask", "bat-dau"}
    assert beside.latest("bad") is None
