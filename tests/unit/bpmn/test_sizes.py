"""How much a diagram, its tables and its forms may be: what is too much gets one clear finding at once, and lint is linear."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bpmn import dmn, feel, limits
from bpmn.checking.tables import read_tables
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.feel.budget import MODEL
from bpmn.forms.schema_reader import read_form
from bpmn.lint import lint, lint_form
from tests.unit.bpmn import diagrams as d


def chain(count: int, make: Callable[[int], str] = lambda number: d.user(f"T{number}")) -> bytes:
    names = [make(number).split('id="')[1].split('"')[0] for number in range(count)]
    return d.diagram(d.start(), *map(make, range(count)), d.end(), d.path("Start", *names, "End"))


def one(*extensions: str, groups: str = "reviewer", **attributes: str) -> bytes:
    task = d.user("T", *extensions, groups=groups)
    for name, value in attributes.items():
        task = task.replace("<bpmn:userTask ", f'<bpmn:userTask {name}="{value}" ', 1).replace(
            ' name="T"', "", name == "name"
        )
    return d.diagram(d.start(), task, d.end(), d.path("Start", "T", "End"))


def long_id(characters: int) -> bytes:
    name = "T" * characters
    flows = (d.flow("Start", name, identifier="in"), d.flow(name, "End", identifier="out"))
    return d.diagram(d.start(), d.user(name), d.end(), *flows)


GROUPS = ",".join(f"g{number}" for number in range(limits.CANDIDATE_GROUPS + 1))
SCRIPTS = limits.EXPRESSIONS_CHARACTERS // 10_000 + 1
#: code, element, diagram
REFUSED = [
    ("diagram-too-large", None, chain(limits.ELEMENTS // 2 + 1)),
    ("expressions-too-long", None, chain(SCRIPTS, lambda n: d.script(f"S{n}", f'="{"x" * 10_000}"', f"v{n}"))),
    ("id-too-long", "T" * limits.ID_CHARACTERS + "…", long_id(limits.ID_CHARACTERS + 1)),
    ("name-too-long", "T", one(name="n" * (limits.NAME_CHARACTERS + 1))),
    ("text-too-long", "T", one(d.properties(note="n" * (limits.TEXT_CHARACTERS + 1)))),
    ("groups-too-many", "T", one(groups=GROUPS)),
    ("group-too-long", "T", one(groups="g" * (limits.CANDIDATE_CHARACTERS + 1))),
    (
        "tables-too-large",
        "b",
        one(),
        {name: d.table(name, "x", *((str(n), "1") for n in range(MODEL.cells // 4 + 100))) for name in "ab"},
    ),
]


@pytest.mark.parametrize(("code", "element", "diagram", "tables"), [(*case, None)[:4] for case in REFUSED])
def test_what_is_too_much_is_told_once_with_the_limit(code, element, diagram, tables):
    found = [problem for problem in lint(diagram, tables=tables) if problem.code == code]
    assert [problem.element for problem in found] == [element]
    assert found[0].severity == "error"
    assert any(character.isdigit() for character in found[0].message)
    assert len(found[0].message) < 1_000
    assert len(found[0].vi) < 1_000


def test_what_is_as_large_as_allowed_passes():
    allowed = one(
        d.properties(note="n" * limits.TEXT_CHARACTERS),
        groups=",".join(["g" * (limits.CANDIDATE_BYTES // limits.CANDIDATE_GROUPS)] * limits.CANDIDATE_GROUPS),
        name="n" * limits.NAME_CHARACTERS,
    )
    codes = {code for code, *_ in REFUSED}
    assert not codes & {problem.code for problem in lint(allowed)}
    assert not codes & {problem.code for problem in lint(long_id(limits.ID_CHARACTERS))}


@pytest.mark.parametrize("count", [100_000, 10_001])
def test_too_many_elements_are_answered_without_being_looked_at(count, monkeypatch):
    """A hundred thousand tasks kept lint busy for 48 seconds; now no rule is asked."""
    monkeypatch.setattr("bpmn.parse.check", lambda _: pytest.fail("a rule was asked"))
    monkeypatch.setattr("bpmn.parse.validate", lambda _: pytest.fail("the schema was asked"))
    data = d.diagram(d.start(), "".join(f'<bpmn:task id="T{number}"/>' for number in range(count * 2)))
    (found,) = lint(data)
    assert found.code in ("diagram-too-large", "xml-invalid")


class Counted:
    """Counts how often the parts of a diagram are asked for while lint is at work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        for owner, name in (
            (FlowNode, "event_definitions"),
            (Diagram, "successors"),
            (Diagram, "referenced"),
            (Diagram, "within"),
        ):
            monkeypatch.setattr(owner, name, self._counting(getattr(owner, name)))

    def _counting(self, original):
        def counted(*arguments, **named):
            self.asked += 1
            return original(*arguments, **named)

        return counted

    def of(self, diagram: bytes) -> int:
        self.asked = 0
        lint(diagram)
        return self.asked


def forked(count: int) -> bytes:
    names = [f"T{number}" for number in range(count)]
    flows = (d.path("F", name, "J") for name in names)
    tasks = map(d.user, names)
    return d.diagram(
        d.start(), d.parallel("F"), d.parallel("J"), *tasks, d.end(), d.path("Start", "F"), *flows, d.path("J", "End")
    )


def looped(count: int) -> bytes:
    names = [f"X{number}" for number in range(count)]
    flows = [d.flow(a, b, identifier=f"d{a}") for a, b in zip(names, [*names[1:], "End"], strict=True)]
    flows += [d.flow(name, names[max(0, number - 5)], "=a = 1") for number, name in enumerate(names)]
    return d.diagram(d.start(), *(d.xor(name, f"d{name}") for name in names), d.end(), d.path("Start", "X0"), *flows)


def bordered(count: int) -> bytes:
    parts = (d.user(f"T{n}") + d.boundary(f"B{n}", f"T{n}", d.timer("P1D")) for n in range(count))
    flows = (d.path(f"B{n}", "End") for n in range(count))
    return d.diagram(d.start(), *parts, d.end(), d.path("Start", *(f"T{n}" for n in range(count)), "End"), *flows)


@pytest.mark.parametrize("shape", [chain, forked, looped, bordered])
def test_lint_asks_four_times_as_much_of_four_times_the_elements(shape, monkeypatch):
    """Counted, not timed: the ratio of a rule that looks at everything for each element would be sixteen."""
    counted = Counted(monkeypatch)
    small, large = counted.of(shape(150)), counted.of(shape(600))
    assert large < 5 * small


def rules(count: int) -> bytes:
    return d.table("D", "x", *((f"[{number}..{number + 3}]", "1") for number in range(count)))


def test_the_search_for_doubtful_rules_stops_where_it_would_take_long():
    few = dmn.lint(dmn.parse(rules(100)))
    assert "analysis-too-large" not in {found.code for found in few}
    many = dmn.lint(dmn.parse(rules(1_500)))
    assert {found.code for found in many} == {"analysis-too-large"}
    assert many[0].severity == "warning"


def test_several_tables_of_a_file_share_the_search():
    whole = rules(300).decode()
    head, _, rest = whole.partition("<decision ")
    body = rest.removesuffix("</definitions>")
    tables = "".join(
        "<decision " + body.replace('"', '"', 1).replace('id="D"', f'id="D{n}"').replace('name="D"', f'name="D{n}"')
        for n in range(12)
    )
    found = dmn.lint(dmn.parse(f"{head}{tables}</definitions>".encode()))
    assert 0 < sum(one.code == "analysis-too-large" for one in found) < 12


def test_a_model_with_too_many_cells_is_refused_before_it_is_read():
    with pytest.raises(dmn.DmnError) as caught:
        dmn.parse(rules(MODEL.cells // 2 + 1))
    assert caught.value.problems[0].code == "too-large"
    assert read_tables({"t": rules(MODEL.cells // 2 + 1)}).problems


def field(**more: object) -> dict[str, object]:
    return {"type": "textfield", "key": "x", "label": "X", **more}


def form(*components: dict[str, object]) -> bytes:
    return json.dumps({"id": "f", "type": "default", "components": components}).encode()


@pytest.mark.parametrize(
    "part",
    [
        field(label="x" * (limits.FORM_LABEL_CHARACTERS + 1)),
        field(description="x" * (limits.FORM_LABEL_CHARACTERS + 1)),
        field(type="select", values=[{"label": str(n), "value": str(n)} for n in range(limits.FORM_OPTIONS + 1)]),
        field(type="select", values=[{"label": "x" * (limits.FORM_LABEL_CHARACTERS + 1), "value": "1"}]),
        {"type": "text", "text": "x" * (limits.FORM_TEXT_CHARACTERS + 1)},
        {
            "type": "dynamiclist",
            "path": "rows",
            "components": [field(key=f"c{n}") for n in range(limits.FORM_COLUMNS + 1)],
        },
    ],
)
def test_too_much_of_a_form_is_named(part):
    assert {found.code for found in read_form(form(part))[2]} == {"form-too-much"}


def test_all_forms_together_share_the_length_of_expressions():
    long = form(*(field(key=f"k{n}", conditional={"hide": f'="{"x" * 15_000}" = "y"'}) for n in range(10)))
    assert not [found for found in lint_form("f", long) if found.code == "expressions-too-long"]
    diagram = one()
    forms = {f"f{n}": long.replace(b'"f"', f'"f{n}"'.encode(), 1) for n in range(3)}
    assert "expressions-too-long" in {found.code for found in lint(diagram, forms=forms)}


def test_a_form_pays_from_one_purse():
    from datetime import UTC, datetime

    from bpmn.errors import FormTooCostly
    from bpmn.forms import parse_form

    heavy = "=count(for i in 1..400, j in 1..100 return i) > 0"
    read = parse_form(form(*(field(key=f"k{n}", conditional={"hide": heavy}) for n in range(60))))
    environment = feel.Environment(datetime(2026, 11, 23, tzinfo=UTC))
    with pytest.raises(FormTooCostly):
        read.check({}, {}, environment)
    with pytest.raises(FormTooCostly):
        read.fields({}, {}, environment)


class Compared(str):
    """A chosen value that counts how often it is compared."""

    asked = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.asked += 1
        return str.__eq__(self, other)


def test_a_choice_is_not_compared_for_ever():
    """Every chosen value was compared with all before it: 90,000 took four minutes before the budget was asked."""
    from datetime import UTC, datetime

    from bpmn.errors import FormTooCostly
    from bpmn.forms import parse_form

    read = parse_form(form(field(type="checklist", key="c", valuesExpression="=for i in 1..5000 return string(i)")))
    environment = feel.Environment(datetime(2026, 11, 23, tzinfo=UTC))
    with pytest.raises(FormTooCostly):
        read.check({"c": [Compared(number) for number in range(90_000)]}, {}, environment)
    assert Compared.asked < 90_000
    assert read.check({"c": ["1", "2"]}, {}, environment).ok
