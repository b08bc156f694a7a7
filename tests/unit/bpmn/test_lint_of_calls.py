"""What lint says of calls once it knows which processes there are."""

from __future__ import annotations

from bpmn.library import DeployedDefinition, InMemoryLibrary
from bpmn.lint import lint
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d

M = d.message("M", "news", '="k"')


def calling(process_id: str, *called: str) -> bytes:
    names = [f"C{number}" for number in range(len(called))]
    calls = (d.call(name, process) for name, process in zip(names, called, strict=True))
    return d.diagram(d.start(), *calls, d.end(), d.path("Start", *names, "End"), process_id=process_id)


def library(*diagrams: bytes) -> InMemoryLibrary:
    definitions = [load(diagram) for diagram in diagrams]
    return InMemoryLibrary(*(DeployedDefinition(definition.sha256, definition) for definition in definitions))


def test_called_processes_must_be_there():
    shelf = library(calling("here"))
    found = lint(calling("proc", "here", "nowhere", "=name"), library=shelf)
    assert [(problem.code, problem.element) for problem in found] == [("call-unknown", "C1")]
    assert lint(calling("proc", "nowhere")) == [], "without a library nothing is known"
    tagged = d.diagram(
        d.start(), d.call("C", "here", bindingType="versionTag", versionTag="v1"), d.end(), d.path("Start", "C", "End")
    )
    assert [problem.code for problem in lint(tagged, library=shelf)] == ["call-unknown"]


def test_a_called_process_begins_without_a_message():
    begun = d.diagram(d.start(inner=d.message_event("M")), d.end(), d.path("Start", "End"), beside=M, process_id="told")
    (found,) = lint(calling("proc", "told"), library=library(begun))
    assert (found.code, found.element) == ("call-no-start", "C0")


def test_calls_that_lead_back_are_found_however_far():
    shelf = library(calling("a", "b"), calling("b", "c", "d"), calling("c", "proc"), calling("d", "b"))
    (found,) = lint(calling("proc", "a"), library=shelf)
    assert (found.code, found.element) == ("call-cycle", "C0")
    assert "proc → a → b → c → proc" in found.message
    assert lint(calling("proc", "d"), library=library(calling("d", "e"), calling("e", "d"))) == [], (
        "not through this one"
    )
