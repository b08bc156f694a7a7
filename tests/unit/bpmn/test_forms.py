"""Forms: what is accepted, how data is typed and checked, how a form is resolved for a renderer."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.forms import FieldError, parse_form
from tests.unit.bpmn.forms import CHOICE, ENVIRONMENT, JSON, LIST, NUMBERS, check, field, form

PROCEDURES = Path(__file__).parents[3] / "bpmn" / "procedures"


@pytest.mark.parametrize(
    ("component", "value", "expected"),
    [
        (field("textfield"), "Nguyễn Văn A", "Nguyễn Văn A"),
        (field("textfield"), "Nguye\u0302\u0303n", "Nguyễn"),
        (field("textarea"), "a\r\nb", "a\nb"),
        (field("textfield"), "   ", None),
        (field("textfield"), None, None),
        (field("textfield"), 5, FieldError("wrong-type")),
        (field("textfield"), "a\0b", FieldError("wrong-type")),
        (field("textfield"), "x" * 100_001, FieldError("too-long", {"limit": 100_000})),
        (field("textfield", validate={"required": True}), " ", FieldError("required")),
        (field("textfield", validate={"minLength": 3}), " ab ", FieldError("too-short", {"limit": 3})),
        (field("textfield", validate={"minLength": 3}), "", None),
        (field("textfield", validate={"maxLength": 3}), "abcd", FieldError("too-long", {"limit": 3})),
        (field("textfield", validate={"maxLength": "=n + 1"}), "abcd", FieldError("too-long", {"limit": 3})),
        (field("textfield", validate={"pattern": "^[0-9]{12}$"}), "00120400123", FieldError("pattern")),
        (field("textfield", validate={"pattern": "[0-9]"}), "a1b", "a1b"),
        (field("textfield", validate={"pattern": "^a", "patternErrorMessage": "Sai"}), "b", FieldError("pattern", {"message": "Sai"})),
        (field("checkbox"), None, False),
        (field("checkbox"), True, True),
        (field("checkbox"), "on", FieldError("wrong-type")),
        (field("checkbox", validate={"required": True}), False, FieldError("must-tick")),
        (field("radio", values=CHOICE), "yes", "yes"),
        (field("radio", values=CHOICE), "maybe", FieldError("not-an-option")),
        (field("radio", values=CHOICE), ["yes"], FieldError("wrong-type")),
        (field("select", values=NUMBERS), 2, 2),
        (field("select", values=NUMBERS), "2", 2),
        (field("select", values=NUMBERS), True, FieldError("not-an-option")),
        (field("select", valuesKey="offered"), "b", "b"),
        (field("select", valuesExpression='=["p", "q"]'), "b", FieldError("not-an-option")),
        (field("checklist", values=CHOICE), ["no", "no"], ["no"]),
        (field("checklist", values=CHOICE), None, []),
        (field("checklist", values=CHOICE), "no", FieldError("wrong-type")),
        (field("checklist", values=CHOICE, validate={"required": True}), [], FieldError("required")),
        (field("checklist", values=CHOICE), ["no", "never"], FieldError("not-an-option")),
        (field("filepicker"), ["id1"], ["id1"]),
        (field("filepicker"), ["id1", "id2"], FieldError("too-many", {"limit": 1})),
        (field("filepicker", multiple=True), ["id1", "id2"], ["id1", "id2"]),
        (field("filepicker", multiple="=n = 2"), ["id1", "id2"], ["id1", "id2"]),
        (field("filepicker"), [5], FieldError("wrong-type")),
    ],
)  # fmt: skip
def test_values_are_typed_and_checked(component, value, expected):
    found = check(component, value, {"n": 2, "offered": ["a", "b"], "since": "2026-11-01T08:00+07:00"})
    assert found == expected
    assert type(found) is type(expected)


def test_unknown_names_are_told():
    checked = form(
        field("textfield"), {"type": "group", "path": "who", "components": [field("textfield", "name")]}
    ).check({"x": "1", "y": 2, "who": {"name": "a", "role": "admin"}}, {}, ENVIRONMENT)
    assert sorted(checked.unknown) == ["who.role", "y"]
    assert not checked.ok


def test_a_hidden_field_is_left_out_and_not_required():
    hiding = form(
        field("radio", "kind", values=CHOICE),
        field("textfield", "why", validate={"required": True}, conditional={"hide": '=kind != "no"'}),
    )
    assert hiding.check({"kind": "yes", "why": "x"}, {}, ENVIRONMENT).values == {"kind": "yes"}
    assert hiding.check({"kind": "no"}, {}, ENVIRONMENT).errors == {"why": (FieldError("required"),)}
    assert hiding.check({"kind": "no", "why": "x"}, {}, ENVIRONMENT).values == {"kind": "no", "why": "x"}


def test_a_hidden_field_counts_as_empty_for_others_even_if_the_process_has_its_name():
    chain = form(
        field("checkbox", "a"),
        field("textfield", "b", conditional={"hide": "=a"}),
        field("textfield", "c", conditional={"hide": "=b = null"}),
    )
    checked = chain.check({"a": True, "b": "stale", "c": "smuggled"}, {"b": "old"}, ENVIRONMENT)
    assert checked.values == {"a": True}


def test_conditions_that_chase_each_other_end():
    circle = form(
        field("textfield", "a", conditional={"hide": "=b != null"}),
        field("textfield", "b", conditional={"hide": "=a = null"}),
    )
    assert circle.check({"a": "1", "b": "2"}, {}, ENVIRONMENT).errors == {}


def test_a_hidden_group_hides_all_in_it():
    group = {
        "type": "group",
        "components": [field("textfield", "inner", validate={"required": True})],
        "conditional": {"hide": "=true"},
    }
    assert form(group, field("textfield")).check({"x": "1"}, {}, ENVIRONMENT).values == {"x": "1"}


def test_what_is_read_only_or_disabled_cannot_be_changed_by_the_client():
    fixed = form(
        field("number", "fee", readonly=True),
        field("textfield", "code", disabled=True),
        field("textfield", "name", readonly="=locked"),
        field("textfield", "note", conditional={"hide": "=fee < 100"}),
    )
    sent = {"fee": 0, "code": "forged", "name": "forged", "note": "n"}
    scope = {"fee": 500, "code": "C1", "name": "An", "locked": True}
    assert fixed.check(sent, scope, ENVIRONMENT).values == {"fee": 500, "name": "An", "note": "n"}
    assert fixed.check({**sent, "fee": "x"}, {**scope, "locked": False}, ENVIRONMENT).values["name"] == "forged"


def test_a_default_stands_where_nothing_was_sent():
    defaulted = form(field("textfield", "nation", defaultValue="Việt Nam"), field("number", "copies", defaultValue=1))
    assert defaulted.check({"copies": None}, {}, ENVIRONMENT).values == {"nation": "Việt Nam", "copies": None}


def test_rows_are_checked_one_by_one_and_empty_ones_dropped():
    rows = [{"commune": "A", "years": "1", "note": "hidden"}, {"commune": "", "years": None}, {"years": 5, "note": "n"}]
    checked = form(LIST).check({"rows": rows}, {}, ENVIRONMENT)
    assert checked.errors == {"rows.2.commune": (FieldError("required"),)}
    assert checked.values == {"rows": [{"commune": "A", "years": 1}, {"years": 5, "note": "n"}]}


@pytest.mark.parametrize("rows", ["x", {"0": {}}, [1], [None], 5])
def test_rows_of_the_wrong_shape(rows):
    assert form(LIST).check({"rows": rows}, {}, ENVIRONMENT).errors == {"rows": (FieldError("wrong-type"),)}


def test_too_many_rows():
    found = form(LIST).check({"rows": [{"commune": "x"}] * 201}, {}, ENVIRONMENT).errors
    assert found == {"rows": (FieldError("too-many", {"limit": 200}),)}


def test_a_group_with_a_path_nests_its_values():
    group = {
        "type": "group",
        "path": "who",
        "label": "Ai",
        "components": [field("textfield", "name", validate={"required": True})],
    }
    assert form(group).check({"who": {"name": "An"}}, {}, ENVIRONMENT).values == {"who": {"name": "An"}}
    assert form(group).check({}, {}, ENVIRONMENT).errors == {"who.name": (FieldError("required"),)}
    assert form(group).keys == ("who",)


# --- for a renderer -------------------------------------------------------------------------------------------------


def test_a_form_for_a_renderer():
    shown = form(
        {"type": "text", "text": "Hồ sơ {{code}} của {{who.name}}{{nobody}}", "layout": {"row": "R1", "columns": 8}},
        field("number", "fee", label='="Lệ phí " + code', validate={"min": "=n", "required": True}, description="đồng"),
        field("select", "kind", valuesExpression='=[{label: "Một", value: 1}, "hai"]'),
        field("filepicker", "files", accept=".pdf", multiple=True, properties={"purpose": "component"}),
        field("datetime", "day", dateLabel="Ngày", subtype="date", readonly=True),
    ).fields(
        {"fee": Decimal("1234.5"), "kind": 1},
        {"code": "H1", "n": 2, "who": {"name": "An"}, "day": "2026-01-02"},
        ENVIRONMENT,
        {"fee": [("too-small", {})]},
    )
    text, fee, kind, files, day = shown
    assert (text.type, text.label, text.layout) == ("text", "Hồ sơ H1 của An", {"row": "R1", "columns": 8})
    assert (fee.name, fee.label, fee.value, fee.required) == ("fee", "Lệ phí H1", "1234,5", True)
    assert (fee.validate, fee.errors, fee.description) == ({"min": 2, "required": True}, (("too-small", {}),), "đồng")
    assert (kind.options, kind.value) == ((("Một", 1), ("hai", "hai")), 1)
    assert files.properties == {"purpose": "component", "multiple": True, "accept": ".pdf"}
    assert (day.label, day.value, day.readonly, day.subtype) == ("Ngày", "2026-01-02", True, "date")


def test_rows_for_a_renderer():
    (empty,) = form(LIST).fields({}, {}, ENVIRONMENT)
    assert [row.name for row in empty.children] == ["rows.0", "rows.1"]
    (filled,) = form(LIST).fields({"rows": [{"commune": "A", "years": 1}]}, {}, ENVIRONMENT, {"rows.0.years": ("bad",)})
    (row,) = filled.children
    assert [(part.name, part.value, part.hidden) for part in row.children] == [
        ("rows.0.commune", "A", False), ("rows.0.years", "1", False), ("rows.0.note", None, True),
    ]  # fmt: skip
    assert row.children[1].errors == ("bad",)


def test_what_was_typed_is_shown_again_though_it_is_wrong():
    (shown,) = form(field("number")).fields({"x": "abc"}, {}, ENVIRONMENT)
    assert shown.value == "abc"


# --- from HTML ------------------------------------------------------------------------------------------------------


class Multi(dict):  # type: ignore[type-arg]
    def getlist(self, key: str) -> list[str]:
        return list(self.get(key, []))


def test_data_from_the_inputs_of_a_page():
    page = form(
        field("textarea", "text"), field("number", "n"), field("checkbox", "tick"), field("checkbox", "untick"),
        field("radio", "r", values=NUMBERS), field("checklist", "c", values=NUMBERS), field("filepicker", "f", multiple=True), LIST,
        {"type": "group", "path": "who", "components": [field("textfield", "name")]},
    )  # fmt: skip
    inputs = Multi(
        text=["a\r\nb"], n=["1.000"], tick=["true"], r=["2"], c=["1", "2"], f=["id1", "id2"], other=["x"], csrf_token=["t"],
        **{"rows.0.commune": ["A"], "rows.2.commune": ["B"], "rows.x.commune": ["C"], "who.name": ["An"]},
    )  # fmt: skip
    assert page.from_multi(inputs) == {
        "text": "a\nb", "n": 1000, "tick": True, "untick": False, "r": 2, "c": [1, 2], "f": ["id1", "id2"],
        "rows": [{"commune": "A", "years": None, "note": None}, {"commune": "B", "years": None, "note": None}], "who": {"name": "An"},
    }  # fmt: skip
    assert page.check(page.from_multi(inputs), {}, ENVIRONMENT).ok


def test_data_from_a_flat_dict():
    page = form(field("number", "n"), field("checklist", "c", values=CHOICE))
    assert page.from_multi({"n": "x1", "c": "yes"}) == {"n": "x1", "c": ["yes"]}


@pytest.mark.parametrize(
    "path", sorted(PROCEDURES.glob("*/*.form")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_the_shipped_forms_are_read(path):
    assert parse_form(path.read_bytes()).id == path.stem


@given(st.dictionaries(st.sampled_from(["x", "n", "d", "c", "f", "rows", "who", "y"]), JSON, max_size=6))
def test_any_data_gets_values_or_errors(data):
    """Nothing a client sends makes a form fall over, and what is accepted is stable: checking it again changes nothing."""
    whole = form(
        field("textfield"), field("number", "n", decimalDigits=2), field("datetime", "d", subtype="datetime"), field("checklist", "c", values=NUMBERS),
        field("filepicker", "f", multiple=True), LIST, {"type": "group", "path": "who", "components": [field("checkbox")]},
    )  # fmt: skip
    checked = whole.check(data, {}, ENVIRONMENT)
    whole.fields(data, {}, ENVIRONMENT, checked.errors)
    if checked.ok:
        assert whole.check(checked.values, {}, ENVIRONMENT).values == checked.values
