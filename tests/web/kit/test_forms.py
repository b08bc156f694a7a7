"""The macros of a form, on fields as the form rules resolve them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from lxml import html

from bpmn import feel
from bpmn.forms import Form, parse_form
from core.errors.forms import FieldError
from core.services.views.forms import FormView
from tests.web.kit.small_office import NOW
from tests.web.kit.words import ROOT
from web import forms

PAGE = '{% import "kit/forms.html" as forms %}{{ forms.summary(view) }}{{ forms.body(view, refresh=refresh) }}'


@dataclass
class Field:
    """A resolved field, with what most fields have."""

    key: str
    type: str = "textfield"
    label: str = ""
    description: str = ""
    required: bool = False
    readonly: bool = False
    hidden: bool = False
    value: Any = None
    options: list[tuple[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    validate: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    children: list[Any] = field(default_factory=list)
    errors: tuple[Any, ...] = ()
    subtype: str | None = None

    @property
    def name(self) -> str:
        return self.key


def drawn(app: Flask, *fields: Any, refresh: str = "", schema: dict[str, Any] | None = None) -> html.HtmlElement:
    view = FormView("f", schema or {"components": []}, fields, {}, {})
    with app.test_request_context():
        return html.fromstring("<div>" + render_template_string(PAGE, view=view, refresh=refresh) + "</div>")


def test_label_help_and_error_belong_to_their_input(app: Flask) -> None:
    page = drawn(
        app,
        Field(
            "phone",
            label="Điện thoại",
            description="Mười chữ số",
            required=True,
            errors=(FieldError("phone"),),
            value="12",
        ),
    )
    (box,) = page.xpath("//input")
    assert page.xpath(f"//label[@for='{box.get('id')}']")[0].text_content().strip().startswith("Điện thoại")
    described = [page.get_element_by_id(part).text_content().strip() for part in box.get("aria-describedby").split()]
    assert described[0] == "Mười chữ số"
    assert described[1].startswith("Đây không phải số điện thoại")
    assert (box.get("aria-invalid"), box.get("aria-required"), box.get("value")) == ("true", "true", "12")
    (link,) = page.xpath("//*[@role='alert']//a")
    assert link.get("href") == f"#{box.get('id')}"


def test_a_valid_form_has_no_summary(app: Flask) -> None:
    assert not drawn(app, Field("a")).xpath("//*[@role='alert']")


@pytest.mark.parametrize(
    "kind,path",
    [
        ("textfield", "//input[@type='text']"),
        ("textarea", "//textarea"),
        ("number", "//input[@inputmode='decimal']"),
        ("select", "//select/option[@value='b'][@selected]"),
        ("radio", "//fieldset[legend]//input[@type='radio'][@value='b'][@checked]"),
        ("checkbox", "//input[@type='checkbox'][@checked]"),
        ("datetime", "//input[@data-when='date'][@placeholder='ngày/tháng/năm']"),
        ("filepicker", "//input[@type='file']"),
    ],
)
def test_each_kind_of_field_has_its_input(app: Flask, kind: str, path: str) -> None:
    value = {"filepicker": None}.get(kind, "b")
    page = drawn(app, Field("one", kind, label="Một", value=value, options=[("A", "a"), ("B", "b")]))
    assert page.xpath(path)


def test_a_checklist_ticks_what_was_chosen(app: Flask) -> None:
    page = drawn(app, Field("many", "checklist", value=["a", "c"], options=[("A", "a"), ("B", "b"), ("C", "c")]))
    assert [box.get("value") for box in page.xpath("//input[@checked]")] == ["a", "c"]
    assert {box.get("name") for box in page.xpath("//input")} == {"many"}


def test_an_error_of_choices_leads_to_their_group(app: Flask) -> None:
    page = drawn(app, Field("way", "radio", label="Cách", options=[("A", "a")], errors=(FieldError("required"),)))
    target = page.xpath("//*[@role='alert']//a")[0].get("href").lstrip("#")
    assert page.get_element_by_id(target).tag == "fieldset"


def test_a_file_already_sent_stays_with_the_form(app: Flask) -> None:
    page = drawn(app, Field("paper", "filepicker", value=["0190-1"]))
    (kept,) = page.xpath("//input[@type='checkbox'][@checked]")
    assert (kept.get("name"), kept.get("value")) == ("paper", "0190-1")


def test_hidden_fields_are_not_drawn_and_their_errors_not_told(app: Flask) -> None:
    page = drawn(app, Field("secret", hidden=True, errors=(FieldError("required"),)), Field("open"))
    assert [box.get("name") for box in page.xpath("//input")] == ["open"]
    assert not page.xpath("//*[@role='alert']")


def test_what_was_typed_is_text_and_nothing_else(app: Flask) -> None:
    page = drawn(app, Field("a", label="<b>x</b>", value='"><script>alert(1)</script>', description="<i>y</i>"))
    assert not page.xpath("//script | //b | //i")
    assert page.xpath("//input")[0].get("value") == '"><script>alert(1)</script>'


def test_fields_of_a_row_stand_side_by_side(app: Flask) -> None:
    page = drawn(
        app,
        Field("a", layout={"row": "R1", "columns": 10}),
        Field("b", layout={"row": "R1", "columns": 6}),
        Field("c"),
        Field("d", layout={"row": "R2"}),
        Field("e", layout={"row": "R2"}),
    )
    widths = [[cell.get("class").split("span-")[1] for cell in row] for row in page.xpath("//div[@class='form-row']")]
    assert widths == [["10", "6"], ["16"], ["8", "8"]]


def test_rows_of_a_list_come_with_their_buttons(app: Flask) -> None:
    def row(number: int) -> Field:
        return Field(f"people.{number}", "row", children=[Field(f"people.{number}.name", label="Tên")])

    page = drawn(app, Field("people", "dynamiclist", label="Người", children=[row(0), row(1)]))
    assert [box.get("name") for box in page.xpath("//input")] == ["people.0.name", "people.1.name"]
    assert [button.get("value") for button in page.xpath("//button[@name='_remove']")] == ["people.0", "people.1"]
    assert page.xpath("//button[@name='_add']")[0].get("value") == "people"


def test_a_row_is_added_and_removed_without_script(app: Flask) -> None:
    data = {"people": [{"name": "A"}, {"name": "B"}], "other": 1}
    with app.test_request_context(method="POST", data={"_add": "people"}):
        assert forms.only_redraw()
        assert forms.redrawn(data)["people"] == [{"name": "A"}, {"name": "B"}, {}]
    with app.test_request_context(method="POST", data={"_remove": "people.0"}):
        assert forms.redrawn(data) == {"people": [{"name": "B"}], "other": 1}
    with app.test_request_context(method="POST", data={"_remove": "people.99"}):
        assert forms.redrawn(data) == data
    with app.test_request_context(method="POST", data={"_add": "home.people"}):
        assert forms.redrawn({"home": {"people": [{}]}}) == {"home": {"people": [{}, {}]}}
        assert forms.redrawn({"home": "text"}) == {"home": "text"}
    with app.test_request_context(method="POST", data={"people": "x"}):
        assert not forms.only_redraw()
    assert data["people"] == [{"name": "A"}, {"name": "B"}]


def test_a_form_whose_fields_depend_on_choices_asks_again(app: Flask) -> None:
    schema = {"components": [{"type": "group", "components": [{"key": "b", "conditional": {"hide": "=a = 1"}}]}]}
    live = drawn(app, Field("a"), refresh="/again", schema=schema)
    (body,) = live.xpath("//*[@id='form-body']")
    assert body.get("hx-post") == "/again"
    assert live.xpath("//button[@name='_refresh']")
    still = drawn(app, Field("a"), refresh="/again", schema={"components": [{"key": "a"}]})
    assert still.xpath("//*[@id='form-body']")[0].get("hx-post") is None


def test_a_readonly_choice_cannot_become_another(app: Flask) -> None:
    page = drawn(app, Field("a", "select", readonly=True, value="b", options=[("A", "a"), ("B", "b")]))
    assert [one.get("value") for one in page.xpath("//option")] == ["", "b"]
    page = drawn(app, Field("a", "radio", readonly=True, value="b", options=[("A", "a"), ("B", "b")]))
    assert [one.get("value") for one in page.xpath("//input[not(@disabled)]")] == ["b"]


def test_text_blocks_know_paragraphs_and_bold_only() -> None:
    assert forms.paragraphs("# Một\n\nHai **ba** <b>") == "<p>Một</p><p>Hai <strong>ba</strong> &lt;b&gt;</p>"


@pytest.mark.parametrize(
    "kept,shown",
    [
        ("2026-12-31", "31/12/2026"),
        ("2026-12-31T08:30", "31/12/2026 08:30"),
        ("2026-12-31T01:30Z", "31/12/2026 08:30"),
        ("2026-02-31", "2026-02-31"),
        ("08:30", "08:30"),
        ("31/12/2026", "31/12/2026"),
        ("hôm qua", "hôm qua"),
        (None, ""),
    ],
)
def test_dates_are_shown_day_first_whatever_the_browser_speaks(app: Flask, kept: str | None, shown: str) -> None:
    with app.test_request_context():
        assert forms.when_value(kept) == shown


def test_the_key_of_a_form_shown_again_stays(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"idempotency_key": "abc"}):
        assert 'value="abc"' in forms.key_field()
    with app.test_request_context():
        assert forms.key_field() != forms.key_field()


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("bpmn/procedures/*/*.form")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_every_shipped_form_is_drawn_empty_and_with_all_its_errors(app: Flask, path: Path) -> None:
    form = parse_form(path.read_bytes())
    environment = feel.Environment(now=NOW, seed="test")
    checked = form.check({}, {}, environment)
    page = drawn(app, *form.fields({}, {}, environment, checked.errors), schema=dict(form.schema))
    inputs = {one.get("name") for one in page.xpath("//input | //select | //textarea")}
    shown = {one.name for one in form.fields({}, {}, environment) if one.key and not one.hidden and one.type != "group"}
    assert inputs - {"_refresh"} >= {name for name in shown if name} - lists(form)
    ids = page.xpath("//*/@id")
    assert len(ids) == len(set(ids))
    for link in page.xpath("//*[@role='alert']//a/@href"):
        assert link.removeprefix("#") in ids
    labelled = set(page.xpath("//label/@for"))
    for box in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert box.get("id") in labelled or box.getparent().tag == "label"


def lists(form: Form) -> set[str]:
    """Names of lists: they have no input of their own."""
    return {part["path"] for part in form.schema["components"] if part["type"] == "dynamiclist"}
