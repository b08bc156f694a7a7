"""Moving processes that stand in complex gateways, ad-hoc sub-processes, transactions, and where something can be undone."""

from __future__ import annotations

from bpmn import effects as e
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.moving import codes, move
from tests.unit.bpmn.office import Dossier
from tests.unit.bpmn.renaming import renamed
from tests.unit.bpmn.test_ad_hoc import ABC, around
from tests.unit.bpmn.test_complex_gateway import two_of_three


def test_a_complex_gateway_goes_on_waiting_for_its_reset():
    dossier = Dossier.of(two_of_three())
    dossier.complete("B")
    dossier.complete("A")
    other = two_of_three().replace(b'id="Next" name="Next"', b'id="Next" name="Then"')
    step = move(dossier, other)
    assert [type(effect) for effect in step.effects] == [e.TaskRevised]
    dossier.complete("Next")
    dossier.complete("C")
    assert dossier.path().count("Next") == 1 and dossier.ended


def test_a_complex_gateway_whose_flows_have_other_ids_is_refused_only_after_its_start():
    copy, mapping = renamed(two_of_three())
    dossier = Dossier.of(two_of_three())
    dossier.complete("B")
    assert codes(dossier, copy, **mapping) == []
    dossier.complete("A")
    assert set(codes(dossier, copy, **mapping)) == {("join-flow-gone", "G")}


def test_an_ad_hoc_sub_process_goes_on_with_what_is_still_to_be_started():
    first = around(d.ad_hoc("T", *ABC, active='=["B", "A", "B"]', ordering="Sequential"))
    dossier = Dossier.of(first)
    longer = around(d.ad_hoc("T", *ABC, d.user("D"), active='=["D"]', ordering="Sequential"))
    move(dossier, longer)
    for task in ("B", "A", "B"):
        assert dossier.elements() == [task]
        dossier.complete(task)
    assert dossier.elements() == ["After"]
    waiting = Dossier.of(first)
    without = around(d.ad_hoc("T", ABC[1], ABC[2], ordering="Sequential"))
    assert codes(waiting, without) == [("loop-differs", "T")]
    assert codes(waiting, around(d.ad_hoc("T", *ABC))) == [("loop-differs", "T")]


def test_a_transaction_moves_and_can_still_be_undone():
    def version(name: str) -> bytes:
        inside = (
            d.start("S"), d.user("A"), d.undone("A", d.user("UndoA")), d.user("B"), d.path("S", "A", "B", "Stop"),
            d.node("endEvent", "Stop", inner="<bpmn:cancelEventDefinition/>"),
        )  # fmt: skip
        cancelled = d.boundary("Cancelled", "T", "<bpmn:cancelEventDefinition/>")
        after = d.user("After").replace('name="After"', f'name="{name}"')
        return d.diagram(
            d.start(), d.transaction("T", *inside), cancelled, after, d.end(), d.path("Start", "T", "End"),
            d.path("Cancelled", "After", "End"),
        )  # fmt: skip

    dossier = Dossier.of(version("one"))
    dossier.complete("A")
    move(dossier, version("two"))
    dossier.complete("B")
    assert dossier.elements() == ["UndoA"]
    assert codes(dossier, version("three"))[0][0] == "kind-unsupported"  # while it is being undone
    dossier.complete("UndoA")
    assert dossier.elements() == ["After"]
    without = version("four").replace(b"UndoA", b"Gone").replace(b"A_B", b"Gone_B")
    fresh = Dossier.of(version("one"))
    fresh.complete("A")
    assert codes(fresh, without) == []  # another handler is a handler
