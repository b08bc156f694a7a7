"""Events with several definitions (BPMN 2.0.2, 10.5.1 and 10.5.2): any one, all of them, all thrown."""

from __future__ import annotations

import pytest

from bpmn import effects as e
from bpmn.lint import lint
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.moving import codes
from tests.unit.bpmn.office import Dossier

BESIDE = (
    d.message("M", "news", '="k"')
    + d.message("M2", "more", '="k2"')
    + d.error("Err", "bad")
    + '<bpmn:signal id="Sig" name="stop"/><bpmn:signal id="Sig2" name="go"/>'
    + '<bpmn:escalation id="Esc" name="late" escalationCode="late"/>'
)
SIGNAL = '<bpmn:signalEventDefinition signalRef="Sig"/>'
GO = '<bpmn:signalEventDefinition signalRef="Sig2"/>'
ESCALATION = '<bpmn:escalationEventDefinition escalationRef="Esc"/>'
BOTH = d.message_event("M") + d.timer("P1D")


def around(*parts: str, names: tuple[str, ...] = ("T",)) -> bytes:
    """Start - names - After - End."""
    flows = d.path("Start", *names, "After", "End")
    return d.diagram(d.start(), *parts, d.user("After"), d.end(), flows, beside=BESIDE)


def all_of(event: str) -> str:
    return event.replace(' id="', ' parallelMultiple="true" id="', 1)


def caught(definitions: str) -> str:
    return d.catch("T", definitions, d.mappings({}, {"got": "=what"}))


# --- intermediate events --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [e.MessageSubscribed, e.TimerSet])
def test_any_one_definition_suffices(kind):
    """10.5.1, Multiple: "only one of them is REQUIRED" to catch; the others are not awaited any more."""
    dossier = Dossier.of(around(d.catch("T", BOTH)))
    assert dossier.elements() == ["T", "T"]
    assert {type(effect) for effect in dossier.open.values()} == {e.MessageSubscribed, e.TimerSet}
    dossier.deliver("T") if kind is e.MessageSubscribed else dossier.fire("T")
    assert dossier.elements() == ["After"]
    assert dossier.path() == ["Start", "T"], "it is one event, passed once"


def test_two_messages():
    dossier = Dossier.of(around(caught(d.message_event("M") + d.message_event("M2"))))
    assert sorted(effect.name for effect in dossier.open.values()) == ["more", "news"]
    dossier.deliver("T", what="hello")
    assert (dossier.elements(), dossier.variables["got"]) == (["After"], "hello")


def test_all_definitions_are_needed():
    """10.5.1, Parallel Multiple: "all of the assigned triggers are REQUIRED"."""
    parts = caught(d.message_event("M") + d.timer("P1D") + d.condition("=ready = true"))
    dossier = Dossier.of(around(all_of(parts), d.parallel("F"), d.user("U"), d.path("F", "U", "End"), names=("F", "T")))
    dossier.fire("T")
    assert dossier.elements() == ["T", "U"], "the timer has fired and is not set again"
    dossier.complete("U", ready=True)
    assert dossier.elements() == ["T"]
    dossier.deliver("T", what="late")
    assert (dossier.elements(), dossier.variables["got"]) == (["After"], "late")
    assert dossier.path().count("T") == 1


def test_it_is_cancelled_as_a_whole():
    inside = (d.start("S"), d.parallel("F"), d.catch("T", BOTH), d.service("C"), d.end("E"))
    flows = d.path("S", "F", "T", "E") + d.path("F", "C", "E")
    border = d.boundary("B", "Sub", d.error_event()) + d.path("B", "After")
    dossier = Dossier.of(around(d.sub("Sub", *inside, flows), border, names=("Sub",)))
    dossier.fail("C")
    assert dossier.elements() == ["After"]


# --- on a border ----------------------------------------------------------------------------------------------------


def bordered(definitions: str, *, interrupting: bool = True, every: bool = False) -> bytes:
    event = d.boundary("B", "T", definitions, interrupting=interrupting)
    return around(d.user("T"), all_of(event) if every else event, d.user("Side"), d.path("B", "Side", "End"))


@pytest.mark.parametrize("act", ["fire", "deliver", "fail"])
def test_any_one_of_several_interrupts(act):
    dossier = Dossier.of(bordered(BOTH + d.error_event("Err")))
    dossier.fail("T", "bad") if act == "fail" else getattr(dossier, act)("B")
    assert dossier.elements() == ["Side"]
    assert dossier.path() == ["Start", "B"]


def test_several_that_do_not_interrupt():
    """Each definition works as it would alone: the message may come again, the timer fires once."""
    dossier = Dossier.of(bordered(BOTH, interrupting=False))
    dossier.deliver("B")
    dossier.fire("B")
    dossier.deliver("B")
    assert dossier.elements() == ["B", "Side", "Side", "Side", "T"]
    dossier.complete("T")
    assert dossier.elements() == ["After", "Side", "Side", "Side"]


def test_all_of_several_interrupt():
    dossier = Dossier.of(bordered(BOTH, every=True))
    dossier.deliver("B")
    assert dossier.elements() == ["B", "T"]
    dossier.fire("B")
    assert dossier.elements() == ["Side"]


def test_a_task_that_is_done_takes_all_of_them_away():
    dossier = Dossier.of(bordered(BOTH, every=True))
    dossier.deliver("B")
    dossier.complete("T")
    assert dossier.elements() == ["After"]


# --- event sub-processes --------------------------------------------------------------------------------------------


def handled(definitions: str, *, interrupting: bool = True, every: bool = False) -> bytes:
    start = d.node("startEvent", "S", inner=definitions, isInterrupting=str(interrupting).lower())
    parts = (all_of(start) if every else start, d.user("H_T"), d.end("H_E"), d.path("S", "H_T", "H_E"))
    return around(d.user("T"), d.sub("H", *parts, triggeredByEvent="true"))


@pytest.mark.parametrize("act", ["fire", "deliver", "fail"])
def test_any_one_of_several_starts_an_event_sub_process(act):
    dossier = Dossier.of(handled(BOTH + d.error_event()))
    dossier.fail("T", "bad") if act == "fail" else getattr(dossier, act)("S")
    assert dossier.elements() == ["H_T"]
    dossier.complete("H_T")
    assert dossier.path() == ["Start", "S", "H_T", "H_E", "H"]


def test_several_start_an_event_sub_process_again_and_again():
    dossier = Dossier.of(handled(BOTH, interrupting=False))
    dossier.deliver("S")
    dossier.fire("S")
    assert dossier.elements() == ["H_T", "H_T", "S", "T"]


def test_all_of_several_start_an_event_sub_process():
    dossier = Dossier.of(handled(BOTH, every=True))
    dossier.fire("S")
    assert dossier.elements() == ["S", "T"]
    dossier.deliver("S")
    assert dossier.elements() == ["H_T"]


# --- throw and end events -------------------------------------------------------------------------------------------


def test_everything_is_thrown():
    """10.5.1, Multiple: "all the Event Definitions ... will be thrown"."""
    inside = (
        d.start("S"),
        d.throw("T", SIGNAL + ESCALATION + GO),
        d.user("In"),
        d.end("E"),
        d.path("S", "T", "In", "E"),
    )
    late = d.boundary("Late", "Sub", ESCALATION, interrupting=False) + d.user("Side") + d.path("Late", "Side", "End")
    dossier = Dossier.of(around(d.sub("Sub", *inside), late, names=("Sub",)))
    assert [effect.name for effect in dossier.log if isinstance(effect, e.SignalThrown)] == ["stop", "go"]
    assert dossier.elements() == ["In", "Side"]
    assert dossier.path().count("T") == 1


def test_what_interrupts_the_thrower_ends_the_throwing():
    inside = (d.start("S"), d.throw("T", ESCALATION + SIGNAL), d.user("In"), d.end("E"), d.path("S", "T", "In", "E"))
    late = d.boundary("Late", "Sub", ESCALATION) + d.user("Side") + d.path("Late", "Side", "End")
    dossier = Dossier.of(around(d.sub("Sub", *inside), late, names=("Sub",)))
    assert dossier.elements() == ["Side"]
    assert not [effect for effect in dossier.log if isinstance(effect, e.SignalThrown)]


@pytest.mark.parametrize("ending", ["<bpmn:terminateEventDefinition/>", d.error_event("Err")])
def test_an_end_event_throws_before_it_ends(ending):
    """Whatever the order in the diagram: what ends the scope comes last, so that the rest is thrown at all."""
    inside = (
        d.start("S"),
        d.parallel("F"),
        d.user("In"),
        d.user("Other"),
        d.end("E", inner=ending + SIGNAL),
        d.end("E2"),
    )
    flows = d.path("S", "F", "In", "E") + d.path("F", "Other", "E2")
    border = d.boundary("B", "Sub", d.error_event()) + d.path("B", "After")
    dossier = Dossier.of(around(d.sub("Sub", *inside, flows), border, names=("Sub",)))
    dossier.complete("In")
    assert [effect.name for effect in dossier.log if isinstance(effect, e.SignalThrown)] == ["stop"]
    assert dossier.elements() == ["After"]
    assert "E" in dossier.path()


RACE = d.race("G") + d.catch("T", BOTH) + d.catch("C", SIGNAL) + d.path("G", "C", "End")
REFUSED = [
    ("event-several", "Start", d.diagram(d.node("startEvent", "Start", inner=BOTH), d.user("T"), d.end(), d.path("Start", "T", "End"), beside=BESIDE)),
    ("event-mixed", "T", around(d.catch("T", d.timer("P1D") + d.link("a")))),
    ("event-mixed", "T", around(d.throw("T", SIGNAL + d.compensate()))),
    ("event-mixed", "T", around(d.throw("T", SIGNAL + d.message_event("M"), '<zeebe:taskDefinition type="notify.send"/>'))),
    ("event-mixed", "E", around(d.user("T"), d.end("E", inner=d.error_event("Err") + "<bpmn:terminateEventDefinition/>"), d.path("T", "E"))),
    ("event-mixed", "B", around(d.user("T"), d.undone("T", d.user("U")).replace(d.compensate(), d.compensate() + d.timer("P1D")).replace("T_B", "B"))),
    ("event-all", "B", bordered(BOTH, interrupting=False, every=True)),
    ("event-all", "B", bordered(BOTH + d.error_event(), every=True)),
    ("message-without-key", "T", around(d.catch("T", d.timer("P1D") + d.message_event("M") + d.message_event("M3"))).replace(b"</bpmn:definitions>", b'<bpmn:message id="M3" name="x"/></bpmn:definitions>')),
    ("race-target", "T", around(RACE, names=("G", "T"))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "element", "diagram"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_work_is_refused(code, element, diagram):
    assert (code, element) in {(found.code, found.element) for found in lint(diagram)}


def test_an_event_with_several_definitions_does_not_move_to_another_version():
    """Which of them is which cannot be said for sure."""
    dossier = Dossier.of(bordered(BOTH))
    assert ("kind-unsupported", "B") in codes(dossier, bordered(BOTH).replace(b'name="T"', b'name="Other"'))
