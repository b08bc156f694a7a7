"""Forms that are refused: with which code, where, and in what words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from bpmn.forms import FormError, parse_form
from bpmn.forms.schema_reader import MOST_BYTES
from bpmn.lint import lint_form
from bpmn.texts import TEXTS
from tests.unit.bpmn.forms import CHOICE, JSON, LIST, field, raw

DEEP: Any = field("textfield")
for _ in range(12):
    DEEP = {"type": "group", "components": [DEEP]}


REFUSED: list[tuple[str, bytes]] = [
    ("form-json", b"{"), ("form-json", b"\xff"), ("form-json", raw(field("textfield", label="\ud800"))), ("form-json", b"[" * 100_000), ("form-too-big", b" " * (MOST_BYTES + 1)),
    ("form-too-big", raw(*[{"type": "separator"}] * 1_001)), ("form-shape", b"[]"), ("form-shape", b'{"components": 1}'),
    ("form-shape", raw(5)), ("form-shape", raw({"type": ["x"]})), ("form-shape", raw(DEEP)), ("form-shape", raw(field("textfield", validate=[1]))),
    ("form-shape", raw(field("textfield", label={"a": 1}))), ("form-shape", raw(field("radio", values=[5]))),
    ("form-id", raw(id="a b")), ("form-id", raw(id=None)), ("form-type", raw(field("html"))), ("form-type", raw(field("taglist"))),
    ("form-setting", raw(field("datetime", subtype="week"))), ("form-setting", raw(field("textfield", validate={"validationType": "iban"}))),
    ("form-setting", raw(field("textfield", conditional={"hide": "x = 1"}))), ("form-rule", raw(field("textfield", properties={"content": "iban"}))),
    ("form-rule", raw(field("datetime", properties={"notAfter": "tomorrow"}))), ("form-rule-misplaced", raw(field("textfield", properties={"notBefore": "today"}))),
    ("form-rule-misplaced", raw(field("datetime", subtype="time", properties={"notBefore": "today"}))), ("form-rule", raw(field("datetime", properties={"precision": "week"}))),
    ("form-setting", raw(field("number", increment="0"))), ("form-setting", raw(field("number", increment="much"))),
    ("form-feel", raw(field("datetime", properties={"notAfter": "=1 +"}))), ("form-key", raw(field("textfield", "số"))),
    ("form-key-missing", raw(field("textfield", ""))), ("form-key-missing", raw({"type": "dynamiclist", "components": []})),
    ("form-key", raw(field("textfield", "a.b"))), ("form-key-reserved", raw(field("textfield", "dossier"))),
    ("form-key-reserved", raw(field("textfield", "typename"))), ("form-key-twice", raw(field("textfield"), {"type": "group", "components": [field("number")]})),
    ("form-key-generated", raw(field("textfield", "textfield_1a2b3c"))), ("form-feel", raw(field("textfield", readonly="=1 +"))),
    ("form-template", raw({"type": "text", "text": "{{if a then b}}"})), ("form-options", raw(field("select"))),
    ("form-options", raw(field("select", values=[]))), ("form-options", raw(field("select", values=CHOICE, valuesKey="x"))),
    ("form-options-twice", raw(field("select", values=[CHOICE[0], CHOICE[0]]))), ("form-pattern", raw(field("textfield", validate={"pattern": "("}))),
    ("form-pattern", raw(field("textfield", validate={"pattern": "(?=a)b"}))), ("form-pattern", raw(field("textfield", validate={"pattern": "a" * 501}))),
    ("form-limit", raw(field("number", validate={"min": "one"}))),
    ("form-list-nested", raw({**LIST, "components": [{**LIST, "path": "inner"}]})), ("form-file-name", raw(id="other")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=[f"{code}-{n}" for n, (code, _) in enumerate(REFUSED)])
def test_forms_that_are_refused(code, data):
    problems = [problem for problem in lint_form("f", data) if problem.code == code]
    assert problems
    assert all(problem.vi != problem.message and problem.element for problem in problems)
    if TEXTS[code].severity == "error" and code != "form-file-name":
        with pytest.raises(FormError) as caught:
            parse_form(data)
        assert code in {problem.code for problem in caught.value.problems}


def test_every_form_code_is_tried_here():
    used_elsewhere = {"form-missing", "form-unknown", "form-kind", "form-binding", "form-too-much"}
    assert {code for code in TEXTS if code.startswith("form-")} - used_elsewhere == {code for code, _ in REFUSED}


@given(JSON)
def test_any_json_is_read_or_refused(content):
    try:
        parse_form(
            json.dumps({"id": "f", "components": [content, {"type": "select", "key": "k", "values": content}]}).encode()
        )
    except FormError as error:
        assert error.problems


def test_where_a_form_is_no_json_is_said_in_both_languages_without_a_librarys_words() -> None:
    with pytest.raises(FormError) as caught:
        parse_form(b'{"id": "a",\n "components" []}')
    (found,) = caught.value.problems
    assert "(" not in found.message and "line 2, column 15" in found.message
    assert "ở dòng 2, cột 15" in found.vi and "Expecting" not in found.vi


def test_what_is_wrong_with_a_field_says_which_and_what_to_write() -> None:
    fields = [field("textfield", "a"), {**field("textfield", ""), "label": "Họ và tên"}]
    (missing,) = [one for one in lint_form("f", raw(*fields)) if one.code == "form-key-missing"]
    assert "Trường Họ và tên chưa có khoá (trường thứ 2" in missing.vi
    (misplaced,) = lint_form("f", raw(field("textfield", "a", properties={"notBefore": "today"})))
    assert "notBefore chỉ dùng cho trường ngày" in misplaced.vi and "=dossier.received" in misplaced.vi
