"""A test that waits waits long enough for a loaded machine: the time limit is for what never happens."""

from __future__ import annotations

import ast

import pytest

from tests.support.sources import place, python_files, tree

LEAST = 30
WAITS = {"wait_until": "patience", "join": "timeout"}


def hurried(node: ast.AST) -> bool:
    """Whether the node waits for another thread or process with a time limit that load alone can use up."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return any(
        keyword.arg == WAITS.get(name) and isinstance(keyword.value, ast.Constant) and keyword.value.value < LEAST
        for keyword in node.keywords
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, int | float)
    )


def test_nobody_waits_in_a_hurry() -> None:
    found = [place(path, node) for path in python_files("tests") for node in ast.walk(tree(path)) if hurried(node)]
    assert not found, f"give it {LEAST} seconds or more: {found}"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("wait_until(ready, 'x', patience=3)", True),
        ("thread.join(timeout=10)", True),
        ("wait_until(ready, 'x')", False),
        ("thread.join(timeout=60)", False),
        ("', '.join(names)", False),
    ],
)
def test_the_rule_finds(code: str, found: bool) -> None:
    assert any(map(hurried, ast.walk(ast.parse(code)))) is found
