"""One instance that is large in one direction: rounds, instances, depth, elements. Right, and within memory; never timed."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Callable

import pytest

from bpmn import effects as e
from bpmn import engine
from bpmn.parse import load
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

KB = 1024


class Large(Dossier):
    """Checks a reload only now and then: it costs as much as the step."""

    def take(self, step: engine.Step, answered: str | None = None) -> engine.Step:
        self.state, self.variables = bytes(step.state), step.variables  # read anew by the next step
        self.steps += 1
        for effect in step.effects:
            self._account(effect)
        if self.steps % 97 == 0:
            again = state.load(self.snapshot, self.execution())
            assert state.dump(self.definition, again) == self.state
        self.log.extend(effect for effect in step.effects if isinstance(effect, e.ElementPassed))
        return step


def peak_of(act: Callable[[], object]) -> int:
    """The most memory that is held at once on the way, in bytes, beyond what was there before."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        act()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def test_two_thousand_rounds():
    """A step costs the same in round two thousand as in round one: nothing of the rounds before stays."""
    parts = (d.user("Review"), d.user("Mend"), d.xor("X", "on"), d.flow("X", "Mend", "=again"), d.xor("M"))
    flows = (d.path("Start", "M", "Review", "X"), d.path("Mend", "M"), d.flow("X", "End", identifier="on"))
    dossier = Large.of(d.diagram(d.start(), *parts, d.end(), *flows))
    sizes = []
    for _ in range(2_000):
        dossier.complete("Review", again=True)
        dossier.complete("Mend")
        sizes.append(len(dossier.state))
    assert sizes[-1] - sizes[0] <= 8, "only the digits of the counter"
    assert peak_of(lambda: dossier.complete("Review", again=True)) < 100 * KB
    dossier.complete("Mend")
    dossier.complete("Review", again=False)
    assert Counter(dossier.path()) >= Counter({"Review": 2_002, "Mend": 2_001, "End": 1})
    assert dossier.ended == e.ProcessEnded("End", "completed")


@pytest.mark.parametrize("sequential", [False, True])
def test_a_thousand_instances(sequential):
    """Every item is asked once, the results stand in the order of the items, and the state stays small."""
    marker = d.multiple("=items", "item", "answers", "={item: item, said: said}", sequential=sequential)
    task = d.user("T", inner=marker)
    diagram = d.diagram(d.start(), task, d.user("After"), d.end(), d.path("Start", "T", "After", "End"))
    dossier = Large.under(load(diagram), {"items": [f"Tờ khai số {number}" for number in range(1_000)]})
    sizes = [len(dossier.state)]
    if not sequential:
        assert len(dossier.open) == 1_000
        assert peak_of(lambda: dossier.complete("T", said="first")) < 1_500 * KB
    while "T" in {effect.element for effect in dossier.open.values()}:
        # the youngest first: results keep the order of the items whoever answers when
        token = max(dossier.open, key=int)
        arguments = (dossier.snapshot, token)
        dossier.take(engine.complete(*arguments, {"said": f"by {token}"}, dossier.execution()), token)
        sizes.append(len(dossier.state))
    assert max(sizes) < 150 * KB
    answers = dossier.variables["answers"]
    assert [answer["item"] for answer in answers] == dossier.variables["items"]
    assert len({answer["said"] for answer in answers}) == 1_000
    assert dossier.path() == ["Start", "T"]


def test_a_thousand_instances_end_together():
    """One interruption cancels all of them, and each is told once (`Dossier` counts)."""
    marker = d.multiple("=items", "item", until="=numberOfCompletedInstances >= 3")
    parts = (d.user("T", inner=marker), d.boundary("B", "T", d.timer("P1D")), d.user("After"), d.end())
    diagram = d.diagram(d.start(), *parts, d.path("Start", "T", "After", "End"), d.path("B", "After"))
    dossier = Large.of(diagram, items=list(range(1_000)))
    dossier.fire("B")
    assert dossier.elements() == ["After"]
    dossier = Large.of(diagram, items=list(range(1_000)))
    for _ in range(3):
        dossier.complete("T")
    assert dossier.elements() == ["After"]


def nested(levels: int) -> bytes:
    """Sub-processes inside of each other, each with a task before the next, a task after it and a timer on its border."""
    inner = d.user("Core")
    first = last = "Core"
    for number in reversed(range(levels)):
        before, after, sub = f"Before{number}", f"After{number}", f"Sub{number}"
        parts = (d.start(f"S{number}"), d.user(before), inner, d.user(after), d.end(f"E{number}"))
        flows = d.path(f"S{number}", before, first) + d.path(last, after, f"E{number}")
        inner = d.sub(sub, *parts, flows) + d.boundary(f"B{number}", sub, d.error_event()) + d.user(f"Mend{number}")
        inner += d.path(f"B{number}", f"Mend{number}")
        first = last = sub
    return d.diagram(d.start(), inner, d.end(), d.path("Start", first), d.path(last, "End"))


def test_thirty_nested_scopes():
    """In and out again through all levels; an error in the innermost is caught there."""
    dossier = Dossier.of(nested(30))
    for number in range(30):
        assert dossier.elements() == [f"Before{number}"]
        dossier.complete(f"Before{number}")
    assert len(dossier.state) < 2 * KB
    assert peak_of(lambda: dossier.complete("Core")) < 400 * KB
    for number in reversed(range(30)):
        dossier.complete(f"After{number}")
    assert dossier.ended == e.ProcessEnded("End", "completed")


def test_an_error_in_the_innermost_of_thirty_scopes():
    dossier = Dossier.of(nested(30))
    for number in range(30):
        dossier.complete(f"Before{number}")
    dossier.fail("Core", "bad")
    assert dossier.elements() == ["Mend29"]
    dossier.complete("Mend29")
    assert dossier.elements() == ["After27"], "the handler ends the scope around the one that failed"


def test_five_hundred_elements():
    """Fifty blocks of a choice, a fork and a join: read within memory, and every path taken to its end."""
    parts, last = [d.start()], "Start"
    for number in range(50):
        names = {name: f"{name}{number}" for name in ("X", "M", "F", "J", "T", "U", "V", "W")}
        parts += [d.xor(names["X"], f"no{number}"), d.xor(names["M"]), d.parallel(names["F"]), d.parallel(names["J"])]
        parts += [d.user(names[name]) for name in "TUVW"]
        parts += [
            d.flow(names["X"], names["T"], "=uneven = true"),
            d.flow(names["X"], names["U"], identifier=f"no{number}"),
        ]
        parts += [d.path(names["T"], names["M"]), d.path(names["U"], names["M"]), d.path(names["M"], names["F"])]
        parts += [d.path(names["F"], names["V"], names["J"]), d.path(names["F"], names["W"], names["J"])]
        parts += [d.path(last, names["X"])]
        last = names["J"]
    diagram = d.diagram(*parts, d.end(), d.path(last, "End"))
    read = []
    assert peak_of(lambda: read.append(load(diagram))) < 24 * KB * KB
    definition = read[0]
    assert len(definition.elements) + len(definition.flows) > 900
    dossier = Large.under(definition, {"uneven": False})
    for number in range(50):
        dossier.complete(f"{'T' if number % 2 else 'U'}{number}")
        dossier.complete(f"W{number}")
        dossier.complete(f"V{number}", uneven=number % 2 == 0)
        assert len(dossier.state) < 200
    assert dossier.ended == e.ProcessEnded("End", "completed")
