"""No module needs itself: imports for types only and inside functions count like any other."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.sources import ROOMS, place, python_files, tree


def _needed(module: ast.Module, known: Mapping[str, object]) -> Iterator[str]:
    """The modules it imports; a package only where something of its own is taken from it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            inner = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in known else node.module for name in inner)


def _circle(trees: Mapping[str, ast.Module]) -> list[str]:
    """The modules of one circle, each imported by the next; [] if there is none."""
    graph = {name: set(_needed(module, trees)) - {name} for name, module in trees.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_needs_itself() -> None:
    files = {place(path).removesuffix(".py").replace("/", "."): path for path in python_files(*ROOMS)}
    found = _circle({name.removesuffix(".__init__"): tree(path) for name, path in files.items()})
    assert not found, f"{' <- '.join(found)}: move down what both need, or hand it over"


@pytest.mark.parametrize(
    "back",
    [
        "import house.hall",
        "from house import hall",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.hall import Door",
        "def look() -> None:\n    from house.hall import Door",
    ],
)
def test_a_circle_is_found_however_it_is_imported(back: str) -> None:
    sources = {"house": "", "house.hall": "from house.room import Window", "house.room": back}
    assert set(_circle({name: ast.parse(source) for name, source in sources.items()})) == {"house.hall", "house.room"}
