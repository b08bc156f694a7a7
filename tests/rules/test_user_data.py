"""What people typed is data: never a key of a catalogue, never a format, never a pattern, never markup.

The first argument of every such call is a literal. The few places where it is one of ours by another way are named.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.support.sources import ROOT, place, python_files, tree

ROOMS = ("admin", "api", "core", "portal", "web", "workers", "motcua")
GETTEXT = {"_", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "pgettext", "_l"}
PATTERNS = {"like", "ilike", "not_like", "notlike", "regexp_match", "regexp_replace", "match"}
MARKUP = {"Markup", "render_template_string", "from_string", "literal_column", "eval", "exec"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical"}

#: (file, call) -> why what is not a literal here was not typed by anybody
OURS = {
    ("api/localization.py", "catalogues.translations(language(), catalogues.directories(ROOM)).gettext(template)"): "literals of `say`",
    ("api/localization.py", "sentence % facts"): "a sentence of the catalogue",
    ("core/errors/base.py", "template % params"): "literals of `Reason`",
    ("core/errors/base.py", "self.template % params"): "a class's own sentence",
    ("core/errors/base.py", "self.template % dict.fromkeys(self.params, '…')"): "the same, without its facts",
    ("web/messages.py", "catalogues.translations(language).gettext(template)"): "a sentence of an error",
    ("web/messages.py", "catalogues.translations(language).gettext(value)"): "a fact named in WORDS, see below",
    ("web/messages.py", "sentence % facts"): "a sentence of the catalogue",
    ("web/times.py", "ngettext(singular, plural, 1 if span.count == 1 else 2, count=written)"): "a table of units",
    ("workers/error_texts.py", "(sentence.en if language == 'en' else sentence.vi) % params"): "a table of sentences",
    ("core/services/people/sessions.py", "StaffSession.proof.not_like(f'%{WITH_FACTOR}')"): "a constant",
    ("web/qr.py", "Markup(qr_code(text))"): "drawn by segno",
    ("web/problems.py", "PLAIN_PAGE % {'language': language(), 'title': escape(title), 'sentence': escape(words), 'number': escape(number)}"): "a constant",
    ("web/badges.py", "Markup(diagram_data(view))"): "JSON with every angle bracket escaped",
    ("core/services/letters/mail.py", "Markup(style)"): "a literal of the line above",
    ("workers/payment/simulator.py", "render_template_string(_PAGE, payments=payments, in_dong=in_dong)"): "a constant",
    (
        "workers/notification/message_simulator.py",
        "render_template_string(_PAGE, messages=list(sent.messages.values()))",
    ): "a constant",
    ("workers/notification/push_simulator.py", "render_template_string(_PAGE, messages=list(service.messages))"): "a constant",
    ("workers/notification/simulator.py", "render_template_string(LETTER, letter=found)"): "a constant",
    ("workers/notification/simulator.py", "render_template_string(PAGE, letters=mailbox.letters())"): "a constant",
}  # fmt: skip


def literal(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.BinOp(op=ast.Add()):
            return literal(node.left) and literal(node.right)
        case ast.IfExp():
            return literal(node.body) and literal(node.orelse)
        case _:
            return False


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def is_column(call: ast.Call) -> bool:
    """Whether a method is called on something of the database: ``Task.audience.startswith``, ``found_by.contains``."""
    if name_of(call) == "contains":
        return True
    owner = getattr(call.func, "value", None)
    return isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name) and owner.value.id[:1].isupper()


def steered(call: ast.Call) -> bool:
    """Whether what steers the call (its key, format, pattern, markup) is not a literal."""
    name, method = name_of(call), isinstance(call.func, ast.Attribute)
    first = call.args[0] if call.args else None
    if name in GETTEXT or (name in MARKUP and not (name == "match" and not method)):
        return first is not None and not literal(first)
    if method and name in ("format", "format_map"):
        owner = call.func.value  # type: ignore[attr-defined]
        markup = isinstance(owner, ast.Call) and name_of(owner) == "Markup"
        return not literal(owner) and not (markup and literal(owner.args[0]))
    if method and name in LOGS and getattr(call.func.value, "id", "") in ("log", "logger", "logging"):  # type: ignore[attr-defined]
        return first is not None and not literal(first)
    if method and name in PATTERNS and name != "match":
        return first is not None and not literal(first)
    if method and name in ("contains", "startswith", "endswith", "icontains") and is_column(call):
        return not any(word.arg == "autoescape" for word in call.keywords)
    return False


def formats(node: ast.BinOp) -> bool:
    """``x % y`` that is no arithmetic: neither side is a number, and the left one no literal text."""
    if not isinstance(node.op, ast.Mod) or literal(node.left):
        return False
    return not isinstance(node.right, ast.Constant) and not isinstance(node.left, ast.UnaryOp)


def breaches(path: Path) -> Iterator[tuple[str, str, ast.expr]]:
    file = str(path.relative_to(ROOT))
    for node in ast.walk(tree(path)):
        if (isinstance(node, ast.Call) and steered(node)) or (isinstance(node, ast.BinOp) and formats(node)):
            yield file, ast.unparse(node), node


def test_what_people_typed_is_no_key_no_format_no_pattern_no_markup() -> None:
    found = [(file, text, node) for path in python_files(*ROOMS) for file, text, node in breaches(path)]
    wrong = [f"{place(ROOT / file, node)}: {text}" for file, text, node in found if (file, text) not in OURS]
    assert not wrong, (
        "give it as an argument, escape it (autoescape=True), or say in OURS why it is ours:\n" + "\n".join(wrong)
    )


@pytest.mark.parametrize(
    "source",
    ["_(name)", "gettext(f'{name}')", "text % facts", "name.format(x=1)", "Markup(name)", "log.info(name)",
     "query.where(Person.name.ilike(name))", "Person.name.contains(name)", "Task.audience.startswith(name)"],
)  # fmt: skip
def test_the_rule_sees_what_it_forbids(source: str) -> None:
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call | ast.BinOp)]
    assert any(steered(node) if isinstance(node, ast.Call) else formats(node) for node in found)


def test_facts_that_are_translated_are_literals_of_ours() -> None:
    """``reason=``, ``what=`` and the like (`web.messages.WORDS`) are looked up in the catalogue; a person's text never is."""
    wrong = []
    for path in python_files("core", "admin", "api", "portal", "web"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and name_of(node)[:1].isupper():
                wrong += [
                    place(path, node)
                    for word in node.keywords
                    if word.arg == "what" and not literal(word.value)
                ]  # fmt: skip
    assert not wrong, f"name the kind of thing in words of ours: {wrong}"


def test_templates_translate_literals_and_mark_nothing_as_safe() -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    wrong = []
    for path in sorted(
        file for room in ("admin", "portal", "web", "workers") for file in (ROOT / room).rglob("*.html")
    ):
        if "static" in path.parts:
            continue
        for node in environment.parse(path.read_text("utf-8")).find_all((nodes.Call, nodes.Filter, nodes.Mod)):
            keyed = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT
            if keyed and not all(isinstance(item, nodes.Const) for item in node.args[:1]):  # type: ignore[attr-defined]
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} translates what is no literal")
            if isinstance(node, nodes.Filter) and node.name in ("safe", "format"):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} |{node.name}")
            if isinstance(node, nodes.Mod) and not isinstance(node.right, nodes.Const):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} formats by %")
    assert not wrong, "\n".join(wrong)
