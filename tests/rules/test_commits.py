"""Only the edge commits: one command, one transaction."""

from __future__ import annotations

import ast

from tests.support.sources import ROOMS, ROOT, place, python_files, tree

EDGE = ROOT / "core" / "db" / "unit_of_work.py"


def _commits(module: ast.Module) -> list[ast.Call]:
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"]


def test_only_the_unit_of_work_commits() -> None:
    assert _commits(tree(EDGE)), f"{place(EDGE)} commits no more: has the edge moved? Then this test must move with it"
    breaches = [place(path, call) for path in python_files(*ROOMS) if path != EDGE for call in _commits(tree(path))]
    assert not breaches, f"services never commit; leave the block of the unit of work instead: {breaches}"
