"""Complex gateways (BPMN 2.0.2, 10.6.5 and 13.4.5)."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn.errors import EngineError
from bpmn.lint import lint
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier


def fork(activation: str, *flows: str, default: str = "", ends: str = "") -> bytes:
    """Three reviewers in parallel - G - Next - End; `flows` lead out of G."""
    reviewers = ("A", "B", "C")
    parts = [d.start(), d.parallel("F"), d.complex_gateway("G", activation, default), d.user("Next"), d.end()]
    parts += [d.user(name) + d.path("F", name, "G") for name in reviewers]
    return d.diagram(*parts, d.path("Start", "F"), d.path("Next", "End"), *flows, ends)


def two_of_three() -> bytes:
    return fork("=activationCount >= 2", d.flow("G", "Next", "=waitingForStart"))


def test_it_starts_once_enough_tokens_have_come_and_resets_with_the_rest():
    """13.4.5: when the condition becomes true a token is consumed from each flow that has one; waiting for reset it waits
    for a token on each other flow, and then evaluates its conditions again."""
    dossier = Dossier.of(two_of_three())
    dossier.complete("B")
    assert dossier.elements() == ["A", "C"]
    dossier.complete("A")
    assert dossier.elements() == ["C", "Next"]
    dossier.complete("Next")
    assert dossier.ended is None, "it has not been reset yet"
    dossier.complete("C")
    assert dossier.path().count("Next") == 1
    assert dossier.ended == e.ProcessEnded("G", "completed")


def test_it_may_lead_elsewhere_when_it_resets():
    """13.4.5: "the conditions on the outgoing Sequence Flows MAY evaluate differently in the two phases, e.g., by
    referring to the state of the Gateway (runtime attribute waitingForStart)"."""
    late = (d.user("Late"), d.path("Late", "End"), d.flow("G", "Late", "=not(waitingForStart)"))
    dossier = Dossier.of(fork("=activationCount >= 1", d.flow("G", "Next", "=waitingForStart"), *late))
    dossier.complete("C")
    dossier.complete("A")
    assert dossier.elements() == ["B", "Next"]
    dossier.complete("B")
    assert dossier.elements() == ["Late", "Next"], "one token for the two that came later"
    assert dossier.path().count("G") == 2


def test_tokens_of_one_flow_can_be_asked_for():
    """10.6.5: each incoming flow has an activationCount of its own."""
    dossier = Dossier.of(fork("=activationCounts.A__G >= 1", d.flow("G", "Next", "=waitingForStart")))
    dossier.complete("B")
    dossier.complete("C")
    assert dossier.elements() == ["A"]
    dossier.complete("A")
    assert dossier.elements() == ["Next"]


def test_the_condition_may_look_at_data():
    """10.6.5: the condition refers to data and to activationCount; data may change while tokens wait."""
    activation = "=activationCount >= 1 and urgent = true or activationCount >= 3"
    dossier = Dossier.of(fork(activation, d.flow("G", "Next", "=waitingForStart")))
    dossier.complete("B")
    assert "Next" not in dossier.elements()
    dossier.complete("A", urgent=True)
    assert dossier.elements() == ["C", "Next"]


def test_it_does_not_wait_for_what_cannot_come_any_more():
    """13.4.5: it resets without a token that "is not expected according to the synchronization behavior of an inclusive
    Gateway"."""
    flows = (d.flow("G", "Next", "=waitingForStart"),)
    away = d.xor("X", "away") + d.path("C", "X") + d.flow("X", "G", "=back") + d.flow("X", "End", identifier="away")
    diagram = fork("=activationCount >= 2", *flows, ends=away).replace(d.flow("C", "G").encode(), b"")
    dossier = Dossier.of(diagram)
    dossier.complete("A")
    dossier.complete("B")
    dossier.complete("Next")
    assert dossier.elements() == ["C"]
    dossier.complete("C", back=False)
    assert dossier.ended is not None


def test_it_can_start_again_after_a_reset():
    """13.4.5: after the reset it is back in the state waiting for start."""
    merge = (d.xor("M"), d.xor("X", "out"), d.flow("X", "M", "=again"), d.flow("X", "End", identifier="out"))
    parts = [d.start(), d.parallel("F"), d.complex_gateway("G", "=activationCount >= 1"), d.user("Next"), d.end()]
    parts += [d.user("A"), d.user("B"), d.path("M", "F", "A", "G"), d.path("F", "B", "G"), *merge]
    out = d.flow("G", "Next", "=waitingForStart"), d.path("Start", "M"), d.path("Next", "X")
    dossier = Dossier.of(d.diagram(*parts, *out))
    for again in (True, False):
        dossier.complete("A")
        dossier.complete("B")
        dossier.complete("Next", again=again)
    assert dossier.path().count("Next") == 2
    assert dossier.ended is not None


def test_the_default_flow_is_for_when_no_condition_holds():
    """13.4.5: "If no condition evaluates to true, and only then, the default Sequence Flow receives a token"."""
    other = (d.user("Other"), d.path("Other", "End"), d.flow("G", "Other", identifier="else"))
    dossier = Dossier.of(fork("=activationCount >= 3", d.flow("G", "Next", "=ok"), *other, default="else"), ok=False)
    for task in ("A", "B"):
        dossier.complete(task)
    dossier.complete("C")
    assert dossier.elements() == ["Other", "Other"], "once in each phase"


def test_without_any_way_to_start_it_is_an_error():
    """13.4.5, exception: waiting for start, no true condition and no default flow."""
    dossier = Dossier.of(fork("=activationCount >= 1", d.flow("G", "Next", "=ok")), ok=False)
    with pytest.raises(EngineError) as error:
        dossier.complete("A")
    assert (error.value.element, error.value.code) == ("G", "no-flow")


def test_a_gateway_that_can_never_start_is_an_error_not_a_silence():
    """13.4.5: "if the activationCondition never becomes true in the first phase, tokens are blocked indefinitely"."""
    dossier = Dossier.of(fork("=activationCount >= 4", d.flow("G", "Next", "=waitingForStart")))
    dossier.complete("A")
    dossier.complete("B")
    with pytest.raises(EngineError) as error:
        dossier.complete("C")
    assert (error.value.element, error.value.code) == ("G", "starved-join")


def test_what_waits_at_it_is_cancelled_with_its_scope():
    inner = [d.start("S"), d.parallel("F"), d.complex_gateway("G", "=activationCount >= 2"), d.end("E")]
    inner += [d.user(name) + d.path("F", name, "G") for name in ("A", "B", "C")]
    flows = d.path("S", "F") + d.flow("G", "E", "=waitingForStart")
    border = d.boundary("Bad", "Sub", d.error_event()) + d.path("Bad", "End")
    dossier = Dossier.of(
        d.diagram(d.start(), d.sub("Sub", *inner, flows), border, d.end(), d.path("Start", "Sub", "End"))
    )
    dossier.complete("A")
    dossier.fail("B", "bad")
    assert dossier.ended == e.ProcessEnded("End", "completed")


def lone(activation: str = "=true", condition: str = "=waitingForStart") -> bytes:
    return d.diagram(
        d.start(), d.complex_gateway("G", activation), d.end(), d.path("Start", "G"), d.flow("G", "End", condition)
    )


REFUSED = [
    ("complex-alone", "G", lone()),
    ("complex-without-condition", "G", lone("")),
    ("condition-not-feel", "G", lone("yes")),
    ("feel-type", "G", lone('="yes"')),
    ("feel-syntax", "G", lone("=1 +")),
    ("complex-flow", "G__End", lone(condition="")),
    ("complex-twice", "G", lone(condition="=a")),
]


@pytest.mark.parametrize(("code", "element", "diagram"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_work_is_refused(code, element, diagram):
    assert (code, element) in {(found.code, found.element) for found in lint(diagram)}
