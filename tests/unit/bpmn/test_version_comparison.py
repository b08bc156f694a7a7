"""Two versions side by side, and the mapping that is proposed between them."""

from __future__ import annotations

from bpmn import migrate
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.moving import line
from tests.unit.bpmn.renaming import renamed


def test_compare_names_each_aspect():
    before = d.diagram(
        d.start(), d.user("A", d.properties(kind="review")), d.service("C"), d.end(),
        d.path("Start", "A", "C", "End"),
    )  # fmt: skip
    after = d.diagram(
        d.start(), d.user("A", d.properties(kind="sign"), d.mappings({"x": "=1"}), groups="head"),
        d.service("C", topic="postal.return"), d.user("N"), d.end(), d.path("Start", "A", "C", "N", "End"),
    )  # fmt: skip
    found = migrate.compare(load(before), load(after))
    assert found.added == ("N",) and found.removed == () and not found.same
    assert {one.aspect for one in found.changed["A"]} == {"kind", "roles", "groups", "input_mappings"}
    assert [(one.aspect, one.before, one.after) for one in found.changed["C"]] == [
        ("topic", "notify.send", "postal.return")
    ]
    assert found.flows_removed == ("C__End",) and set(found.flows_added) == {"C__N", "N__End"}


def test_compare_sees_conditions_times_and_scopes():
    def version(condition: str, wait: str, inside: bool) -> bytes:
        task = d.user("T")
        sub = d.sub(
            "Sub", d.start("S"), *([task] if inside else []), d.end("E"), d.path("S", *(["T"] if inside else []), "E")
        )
        return d.diagram(
            d.start(), d.xor("X", "other"), d.catch("W", d.timer(wait)), sub, d.end(), *([] if inside else [task]),
            d.path("Start", "X"), d.flow("X", "W", condition, "way"), d.flow("X", "End", "", "other"), d.path("W", "Sub"),
            d.path("Sub", *([] if inside else ["T"]), "End"),
        )  # fmt: skip

    found = migrate.compare(load(version("=a = 1", "P1D", True)), load(version("=a = 2", "P2D", False)))
    assert found.moved == ("T",)
    assert [one.aspect for one in found.changed["W"]] == ["trigger"]
    assert [(one.aspect, one.before, one.after) for one in found.flows_changed["way"]] == [
        ("condition", "=a = 1", "=a = 2")
    ]


def test_propose_is_sure_of_ids_then_of_names_then_of_the_same_use():
    def named(identifier: str, name: str, kind: str = "") -> str:
        task = d.user(identifier, d.properties(kind=kind) if kind else "")
        return task.replace(f'name="{identifier}"', f'name="{name}"')

    one = line(
        d.user("Same"), named("A", "Thẩm định"), named("B", "Ký", "sign"), d.service("C"), names=("Same", "A", "B", "C")
    )
    two = line(
        d.user("Same"),
        named("A2", " thẩm  định "),
        named("B2", "Phê duyệt", "sign"),
        d.user("C"),
        names=("Same", "A2", "B2", "C"),
    )
    found = {one.source: (one.target, one.confidence) for one in migrate.propose(load(one), load(two))}
    assert found == {
        "Start": ("Start", "certain"), "Same": ("Same", "certain"), "A": ("A2", "likely"), "B": ("B2", "possible"),
        "C": (None, "none"), "End": ("End", "certain"),
    }  # fmt: skip


def test_propose_goes_into_renamed_scopes_and_on_borders():
    diagram = d.diagram(
        d.start(), d.sub("Sub", d.start("S"), d.user("In"), d.end("E"), d.path("S", "In", "E")).replace('id="Sub"', 'id="Sub" name="Inside"'),
        d.boundary("Late", "Sub", d.timer("P1D")), d.end(), d.path("Start", "Sub", "End"), d.path("Late", "End"),
    )  # fmt: skip
    copy, mapping = renamed(diagram)
    found = {one.source: one.target for one in migrate.propose(load(diagram), load(copy))}
    wanted = {name: mapping[name] for name in ("Start", "Sub", "S", "In", "Late")}
    assert wanted.items() <= found.items()


def test_a_mapping_is_refused_for_unknown_ids_and_other_kinds():
    one, two = load(line(d.user("A"), names=("A",))), load(line(d.service("B"), names=("B",)))
    found = [(one.code, one.element) for one in migrate.faults(one, two, {"A": "B", "X": "B", "Start": "Y"})]
    assert found == [("type-differs", "A"), ("mapping-source-unknown", "X"), ("mapping-target-unknown", "Start")]
