"""What cannot follow its process to another version says why, and nothing changes; joins still meet."""

from __future__ import annotations

from typing import Any

import pytest

from bpmn import effects as e
from bpmn import migrate
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.moving import NEWS, codes, line, move
from tests.unit.bpmn.office import Dossier


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (line(d.service("A"), names=("A",)), "type-differs"),
        (line(d.user("A", inner=d.multiple("=[1]")), names=("A",)), "type-differs"),
        (line(d.catch("A", d.timer("P1D")), names=("A",)), "type-differs"),
        (line(d.sub("Sub", d.start("S"), d.user("A"), d.end("E"), d.path("S", "A", "E")), names=("Sub",)), "scope-differs"),
    ],
)  # fmt: skip
def test_what_cannot_follow_says_why_and_changes_nothing(other, code):
    dossier = Dossier.of(line(d.user("A"), names=("A",)))
    assert codes(dossier, other, A="A") == [(code, "A")]
    with pytest.raises(migrate.MigrationRefused) as refused:
        move(dossier, other, A="A")
    assert [one.code for one in refused.value.problems] == [code]
    assert refused.value.problems[0].vi != refused.value.problems[0].message
    dossier.complete("A")


def test_an_event_of_another_kind_is_another_element():
    dossier = Dossier.of(line(d.catch("W", d.timer("P1D")), names=("W",)))
    other = line(d.catch("W", d.message_event("Msg")), names=("W",), beside=NEWS)
    assert codes(dossier, other) == [("element-gone", "W")]
    assert codes(dossier, other, W="W") == [("type-differs", "W")]


def test_a_repetition_of_another_kind_is_refused_and_one_of_the_same_goes_on():
    def many(**how: Any) -> bytes:
        return line(d.user("A", inner=d.multiple("=[1,2,3]", "i", **how)), names=("A",))

    dossier = Dossier.of(many())
    assert codes(dossier, many(sequential=True)) == [("loop-differs", "A")]
    assert codes(dossier, many(results="all", result="=i")) == [("loop-differs", "A")]
    dossier.complete("A")
    move(dossier, many(until="=numberOfCompletedInstances = 2"))
    dossier.complete("A")
    assert dossier.ended


def fork(*branches: str, extra: tuple[str, ...] = ()) -> bytes:
    ways = [d.path("Fork", *name.split("+"), "Join") for name in branches]
    users = [d.user(name) for branch in branches for name in branch.split("+")]
    return d.diagram(
        d.start(), d.parallel("Fork"), d.parallel("Join"), d.end(), *users, *ways, d.path("Start", "Fork"),
        d.path("Join", "End"), *extra,
    )  # fmt: skip


def test_a_join_with_one_branch_more_would_starve():
    dossier = Dossier.of(fork("A", "B"))
    other = fork("A", "B", "C")
    assert codes(dossier, other) == [("join-starves", "Join")]
    dossier.complete("A")
    assert codes(dossier, other) == [("join-starves", "Join")]


def test_a_branch_that_was_lengthened_still_meets_the_other():
    dossier = Dossier.of(fork("A", "B"))
    dossier.complete("A")
    move(dossier, fork("A+N", "B+M"))
    dossier.complete("B")
    assert dossier.elements() == ["M"]
    dossier.complete("M")
    assert dossier.ended


def test_a_join_with_one_branch_less_goes_on_by_itself():
    dossier = Dossier.of(fork("A", "B", "C"))
    dossier.complete("A")
    dossier.complete("B")
    assert codes(dossier, fork("A", "B")) == [("element-gone", "C")]
    cancel = fork("A", "B", extra=(d.user("C"), d.end("Other"), d.flow("Fork", "C"), d.flow("C", "Other")))
    step = move(dossier, cancel)
    assert e.ElementPassed("Join") in step.effects
    dossier.complete("C")
    assert dossier.ended


def test_a_branch_that_waits_on_a_flow_without_successor_is_refused():
    dossier = Dossier.of(fork("A", "B", "C"))
    dossier.complete("A")
    dossier.complete("B")
    other = fork("C", "D")
    assert ("join-flow-gone", "Join") in codes(dossier, other)


def test_a_process_that_is_over_is_refused():
    dossier = Dossier.of(line(d.user("A"), names=("A",)))
    dossier.complete("A")
    assert [code for code, _ in codes(dossier, line(d.user("A"), names=("A",)))] == ["process-over"]


def test_tokens_inside_follow_their_sub_process():
    def deep(inner: str, **names: str) -> bytes:
        return line(
            d.sub(
                "Sub",
                d.start("S"),
                d.user(inner),
                d.end("E"),
                d.path("S", inner, "E"),
                extensions=d.mappings({"box": "=1"}),
            ),
            names=("Sub",),
        )

    dossier = Dossier.of(deep("Inner"))
    other = deep("Deeper")
    assert codes(dossier, other) == [("element-gone", "Inner")]
    move(dossier, other, Inner="Deeper")
    dossier.complete("Deeper", box=2)
    assert dossier.ended and "box" not in dossier.variables
