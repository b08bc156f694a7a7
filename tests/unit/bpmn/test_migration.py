"""Moving a running process to another version: what stays open, what is opened and closed."""

from __future__ import annotations

from bpmn import effects as e
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.moving import NEWS, codes, line, move
from tests.unit.bpmn.office import Dossier

# --- what an open task keeps and what it gets ---------------------------------------------------------------------------


def test_an_unchanged_task_is_not_mentioned():
    dossier = Dossier.of(line(d.user("A"), d.user("B"), names=("A", "B")))
    step = move(dossier, line(d.user("A"), d.user("N"), d.user("B"), names=("A", "N", "B")))
    assert step.effects == ()
    dossier.complete("A")
    assert dossier.elements() == ["N"]


def test_a_task_described_otherwise_is_revised_and_stays_open():
    dossier = Dossier.of(line(d.user("A"), names=("A",)))
    form = '<zeebe:formDefinition formId="new"/>'
    task = d.user("A", form, d.properties(kind="sign", timeLimit="2d"), groups="head")
    step = move(dossier, line(task, names=("A",)))
    (effect,) = step.effects
    assert isinstance(effect, e.TaskRevised)
    assert effect.changed == {"kind", "form", "roles", "time_limit", "due", "properties"}
    assert (effect.task.token, effect.task.form, effect.task.roles, effect.task.kind) == ("2", "new", ("head",), "sign")
    dossier.complete("A", done=True)
    assert dossier.variables["done"] is True and dossier.ended


def test_new_input_mappings_of_an_open_task_are_evaluated():
    dossier = Dossier.of(line(d.user("A"), names=("A",)), fee=5)
    step = move(dossier, line(d.user("A", d.mappings({"twice": "=fee * 2"})), names=("A",)))
    (effect,) = step.effects
    assert isinstance(effect, e.TaskRevised) and effect.changed == {"local"} and effect.task.local == {"twice": 10}


def test_a_task_of_another_name_is_mapped_by_hand():
    dossier = Dossier.of(line(d.user("A"), names=("A",)))
    other = line(d.user("B"), names=("B",))
    assert codes(dossier, other) == [("element-gone", "A")]
    step = move(dossier, other, A="B")
    assert e.TokenMoved("2", "A", "B") in step.effects
    dossier.complete("B")
    assert dossier.path()[-1:] == ["End"] or dossier.ended


def test_a_status_that_the_new_version_gives_is_taken():
    dossier = Dossier.of(line(d.user("A"), names=("A",)))
    step = move(dossier, line(d.user("A", d.properties(status="5")), names=("A",)))
    assert e.StatusChanged("A", 5) in step.effects


def test_a_call_on_its_way_is_kept_with_a_warning():
    dossier = Dossier.of(line(d.service("C"), names=("C",)))
    other = line(d.service("C", topic="postal.return"), names=("C",))
    assert codes(dossier, other) == [("call-kept", "C")]
    assert move(dossier, other).effects == ()
    dossier.complete("C")
    assert dossier.ended


# --- events on the border and elsewhere ---------------------------------------------------------------------------------


def guarded(*boundaries: str, after: tuple[str, ...] = ()) -> bytes:
    ways = [part for name in after for part in (d.end(f"End{name}"), d.path(name, f"End{name}"))]
    return d.diagram(d.start(), d.user("A"), d.end(), d.path("Start", "A", "End"), *boundaries, *ways, beside=NEWS)


def test_events_appear_disappear_stay_and_are_renewed():
    one = guarded(
        d.boundary("Keep", "A", d.timer("P1D")), d.boundary("Change", "A", d.timer("P2D"), interrupting=False),
        d.boundary("Gone", "A", d.message_event("Msg")), after=("Keep", "Change", "Gone"),
    )  # fmt: skip
    two = guarded(
        d.boundary("Keep", "A", d.timer("P1D"), interrupting=False), d.boundary("Change", "A", d.timer("P3D"), interrupting=False),
        d.boundary("Fresh", "A", d.message_event("Msg"), interrupting=False), after=("Keep", "Change", "Fresh"),
    )  # fmt: skip
    dossier = Dossier.of(one)
    keep, change, gone = (dossier.token(name) for name in ("Keep", "Change", "Gone"))
    assert codes(dossier, two) == [("timer-renewed", "Change"), ("event-dropped", "Gone"), ("event-added", None)]
    step = move(dossier, two)
    kinds = [(type(effect).__name__, effect.element) for effect in step.effects]
    assert sorted(kinds) == [
        ("MessageSubscribed", "Fresh"), ("MessageUnsubscribed", "Gone"), ("TimerCleared", "Change"), ("TimerSet", "Change"),
    ]  # fmt: skip
    assert dossier.token("Keep") == keep
    assert dossier.token("Change") != change and gone not in dossier.open
    dossier.fire("Keep")  # does not interrupt any more
    assert dossier.token("A", e.TaskOpened)


def test_a_timer_that_has_fired_is_not_set_again():
    once = guarded(d.boundary("Late", "A", d.timer("P1D"), interrupting=False), after=("Late",))
    dossier = Dossier.of(once)
    dossier.fire("Late")
    other = guarded(d.boundary("Late", "A", d.timer("P9D"), interrupting=False), after=("Late",))
    assert move(dossier, other).effects == ()


def test_a_catch_event_keeps_its_time_or_waits_anew():
    dossier = Dossier.of(line(d.catch("W", d.timer("P1D")), names=("W",)))
    due = dossier.open[dossier.token("W")].due
    assert move(dossier, line(d.catch("W", d.timer("P1D")), d.user("A"), names=("W", "A"))).effects == ()
    assert dossier.open[dossier.token("W")].due == due
    step = move(dossier, line(d.catch("W", d.timer("P3D")), names=("W",)))
    assert [type(effect) for effect in step.effects] == [e.TimerCleared, e.TimerSet]
    assert dossier.open[dossier.token("W")].due > due
    dossier.fire("W")
    assert dossier.ended


def test_a_message_event_that_waits_for_another_key_subscribes_anew():
    dossier = Dossier.of(line(d.catch("W", d.message_event("Msg")), names=("W",), beside=NEWS))
    other = line(d.catch("W", d.message_event("Msg")), names=("W",), beside=d.message("Msg", "news", '="other"'))
    assert codes(dossier, other) == [("message-renewed", "W")]
    move(dossier, other)
    assert dossier.open[dossier.token("W")].key == "other"


def test_an_event_gateway_gets_and_loses_events():
    def race(*events: tuple[str, str]) -> bytes:
        parts = [part for name, kind in events for part in (d.catch(name, kind), d.path("Gate", name, "End"))]
        return d.diagram(d.start(), d.race("Gate"), d.end(), d.path("Start", "Gate"), *parts, beside=NEWS)

    dossier = Dossier.of(race(("T", d.timer("P1D")), ("M", d.message_event("Msg"))))
    timer = dossier.token("T")
    move(dossier, race(("T", d.timer("P1D")), ("U", d.timer("P5D"))))
    assert dossier.elements() == ["T", "U"] and dossier.token("T") == timer
    dossier.fire("U")
    assert dossier.ended


def test_event_sub_processes_are_listened_to_and_no_longer():
    def handled(*names: str) -> bytes:
        handlers = [
            d.sub(
                f"H{name}", d.node("startEvent", f"S{name}", inner=d.timer("P1D"), isInterrupting="false"), d.end(f"E{name}"),
                d.path(f"S{name}", f"E{name}"), triggeredByEvent="true",
            )
            for name in names
        ]  # fmt: skip
        return d.diagram(d.start(), d.user("A"), d.end(), d.path("Start", "A", "End"), *handlers)

    dossier = Dossier.of(handled("One", "Two"))
    one = dossier.token("SOne")
    move(dossier, handled("One", "Three"))
    assert dossier.elements() == ["A", "SOne", "SThree"] and dossier.token("SOne") == one
    dossier.fire("SThree")
    dossier.complete("A")
    assert dossier.ended
