"""Sentences of incidents have a redacted form, and the program can only be written so."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from bpmn import feel
from bpmn.errors import EngineError
from bpmn.feel.catalogue import SENTENCES
from bpmn.redaction import Public, join_redactable, redactable
from tests.support.sources import ROOT
from workers import error_texts

#: which argument of a call is the template of a sentence
TEMPLATES = {"EngineError": 2, "NotStorable": 1, "redactable": 0}


def test_a_fact_is_hidden_unless_it_is_the_programs_own() -> None:
    inner = redactable("{name} is no date", name="Bí Mật")
    found = redactable("{text}: {why} ({most})", text=Public("=f(x)"), why=inner, most=5)
    assert found == "=f(x): Bí Mật is no date (5)"
    assert found.redacted == "=f(x): … is no date (…)"
    assert join_redactable("; ", [inner, inner]).redacted == "… is no date; … is no date"


def test_an_error_of_the_engine_has_a_redacted_form() -> None:
    error = EngineError("A", "no-time", "“{text}” is no {wanted}", text="Bí Mật", wanted=Public("date"))
    error.add_call_path("Call/")
    assert str(error) == error.full_message == "Call/A: “Bí Mật” is no date"
    assert error.full_message.redacted == "Call/A: “…” is no date"


@pytest.mark.parametrize("code", SENTENCES)
def test_no_note_of_feel_shows_what_was_computed(code: str) -> None:
    secret = "Bí Mật"
    names = ("name", "text", "value", "cause", "kind", "left", "right", "number", "position", "length", "pattern",
             "replacement", "flags", "zone", "offset", "separator", "index", "column", "type", "given", "key")  # fmt: skip
    own = {"name"} if code in ("name-unknown", "function-unknown", "type-unknown") else set()
    facts = {name: secret for name in names if name not in own}
    error = feel.FeelError(code, **{**facts, "column": 1})
    assert secret not in error.redacted


def test_a_note_in_words_from_elsewhere_is_hidden_whole() -> None:
    assert feel.FeelError("“Bí Mật” is no span").redacted == "…"


def test_a_note_of_feel_keeps_what_helps() -> None:
    error = feel.FeelError("argument-kind", function="floor", parameter="n", expected="number", kind="string")
    assert error.redacted == str(error)


def test_what_the_other_side_said_is_hidden_and_the_setting_to_look_at_is_not() -> None:
    facts = {"system": "Bưu điện", "reason": "Bí Mật không có ở đây"}
    assert error_texts.redacted("refused", "vi", facts) == "Bưu điện từ chối: …"
    facts = {"system": "Bưu điện", "setting": "MOTCUA_POSTAL_KEY"}
    assert error_texts.redacted("credentials", "vi", facts) == error_texts.text("credentials", "vi", facts)


def test_every_template_is_written_out_where_it_is_used() -> None:
    """A computed template would carry values past the redaction."""
    wrong = [where for room in ("bpmn", "core") for where in _computed(room)]
    assert not wrong, f"write the template as one text and give its values by name: {wrong}"


def _computed(room: str) -> Iterator[str]:
    for path in sorted((ROOT / room).rglob("*.py")):
        if "templates" in path.parts:  # those of the modeler have names of their own
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                yield from (f"{path.relative_to(ROOT)}:{line}" for line in _wrong_calls(function))


def _wrong_calls(function: ast.FunctionDef) -> Iterator[int]:
    for call in ast.walk(function):
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        if name in TEMPLATES and isinstance(call, ast.Call) and len(call.args) > TEMPLATES[name]:
            template = call.args[TEMPLATES[name]]
            if not _written(template, function):
                yield call.lineno


def _written(template: ast.expr, function: ast.FunctionDef) -> bool:
    if isinstance(template, ast.Constant):
        return True
    if isinstance(template, ast.Attribute):
        return template.attr == "text"
    if not isinstance(template, ast.Name):
        return False
    if template.id == "template":  # what hands one on: its own callers are looked at
        return True
    given = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and any(isinstance(at, ast.Name) and at.id == template.id for at in node.targets)
    ]
    return bool(given) and all(isinstance(one, ast.Constant) or _is_redactable(one) for one in given)


def _is_redactable(value: ast.expr) -> bool:
    if isinstance(value, ast.IfExp):
        return _is_redactable(value.body) and _is_redactable(value.orelse)
    named = (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in ("redactable", "with_redacted", "from_feel")
    )
    return named or (isinstance(value, ast.Attribute) and value.attr == "text")
