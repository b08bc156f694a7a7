"""Stories in which dossiers talk: signals and messages come, are thrown, and open a dossier."""

from __future__ import annotations

from bpmn import scenario
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d

TALKING = d.diagram(
    d.start(), d.begin("In", "Ask", d.takes("ref")), d.catch("Wait", d.signal_event("Go"), d.takes("why")), d.throw("Shout", d.signal_event("Stop")),
    d.send("Reply", "Answer"), d.end(), d.path("Start", "Wait", "Shout", "Reply", "End"), d.path("In", "Wait"),
    beside=d.message("Ask", "asked", "") + d.message("Answer", "answered", "=ref") + d.signal("Go", "go") + d.signal("Stop", "stop"),
)  # fmt: skip


def play(start: str, steps: str, expect: str) -> tuple[str, ...]:
    told = f"name: x\nstart: {{at: 2026-11-23T08:00:00+07:00{start}}}\nsteps: [{steps}]\nexpect: {{{expect}}}"
    return scenario.run(scenario.parse(told), load(TALKING)).differences


def test_a_message_opens_the_dossier_and_what_it_throws_is_seen():
    story = ", message: asked, variables: {ref: A-1}", "signal: {name: go, data: {why: flood}}"
    seen = "path: [In, Wait, Shout, Reply, End], thrown: [stop, answered], waiting: [], outcome: completed"
    assert play(*story, seen + ", variables: {ref: A-1, why: flood}") == ()


def test_before_the_signal_comes_it_is_waited_for():
    assert play(", data: {ref: B}", "", "path: [Start], waiting: [Wait], thrown: []") == ()


def test_what_does_not_happen_is_told():
    assert play(", data: {ref: B}", "", "thrown: [stop]") == ("thrown: expected stop, found none",)
    (said,) = play("", "signal: {name: gone}", "")
    assert "nobody waits for the signal gone; awaited: go" in said
    (said,) = play(", message: other", "", "")
    assert "other does not begin the process; begun by: the desk, asked" in said
