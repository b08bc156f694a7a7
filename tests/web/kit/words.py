"""The English texts a room shows, found in its code and templates as the translators' tools find them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

ROOT = Path(__file__).parents[3]
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "_l": None}
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def used(room: str) -> dict[str, str]:
    """Message key (the singular of a plural) → where it first stands."""
    found: dict[str, str] = {}
    for file, line, message, _comments, _context in extract_from_dir(
        str(ROOT / room), METHODS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        key = message if isinstance(message, str) else message[0]
        found.setdefault(key, f"{room}/{file}:{line}")
    return found


def reasons(folder: str) -> dict[str, str]:
    """The texts given as ``reason=`` or ``what=`` of an error, or as the template of a ``Reason`` → where.

    A reason put together by an f-string cannot be translated and is reported as it stands.
    """
    found: dict[str, str] = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for value in _reasons(node):
                    text = value.value if isinstance(value, ast.Constant) else ast.unparse(value)
                    found.setdefault(str(text), f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def _reasons(call: ast.Call) -> Iterator[ast.expr]:
    if isinstance(call.func, ast.Name) and call.func.id == "Reason":
        yield call.args[0]
    for keyword in call.keywords:
        if keyword.arg in ("reason", "what") and isinstance(keyword.value, ast.Constant | ast.JoinedStr):
            yield keyword.value
