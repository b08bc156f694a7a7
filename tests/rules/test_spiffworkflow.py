"""SpiffWorkflow is used by its public names only, as ADR 4 lists it and as our stubs describe it."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import SpiffWorkflow

import bpmn
from tests.support.sources import ROOT, place, python_files, tree

LIBRARY = "SpiffWorkflow"
PAGE = ROOT / "docs/adr/0004-spiffworkflow-wrapped.md"
_ROW = re.compile(r"^\| `([\w.]+)` \| (inherited|overridden|replaced) \| (.*?) ?\| .* \| `([\w./]+)` \|$", re.MULTILINE)


class Row(NamedTuple):
    """One line of the table: a class of the library and what becomes of it."""

    name: str
    kind: str
    names: tuple[str, ...]
    where: str


@cache
def rows() -> list[Row]:
    found = _ROW.findall(PAGE.read_text("utf-8"))
    return [Row(name, kind, tuple(re.findall(r"`(\w+)`", names)), where) for name, kind, names, where in found]


@cache
def imported() -> dict[str, set[str]]:
    """Class of the library, as ``module.Class`` → the files that import it."""
    found: dict[str, set[str]] = {}
    for path in python_files("bpmn"):
        for node in ast.walk(tree(path)):
            assert not (isinstance(node, ast.Import) and any(a.name.startswith(LIBRARY) for a in node.names)), place(
                path
            )
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == LIBRARY:
                for alias in node.names:
                    found.setdefault(f"{node.module}.{alias.name}".removeprefix(f"{LIBRARY}."), set()).add(place(path))
    return {name: files for name, files in found.items() if inspect.isclass(_class(name))}


def _class(name: str) -> object:
    module, _, last = name.rpartition(".")
    return getattr(importlib.import_module(f"{LIBRARY}.{module}"), last)


@cache
def ours() -> frozenset[type]:
    """Every class of ours in `bpmn`."""
    modules = [importlib.import_module(one.name) for one in pkgutil.walk_packages(bpmn.__path__, "bpmn.")]
    classes = (item for module in modules for item in vars(module).values() if inspect.isclass(item))
    return frozenset(item for item in classes if item.__module__.startswith("bpmn."))


def overridden(kind: type) -> set[str]:
    """The names of a class of the library that our subclasses answer to."""
    derived = (one for one in ours() if issubclass(one, kind))
    return {name for one in derived for name in vars(one) if hasattr(kind, name) and not name.startswith("__")}


@cache
def private_names() -> frozenset[str]:
    """Private methods and attributes of the library, the mangled ones as they are called from outside."""
    found: set[str] = set()
    for path in Path(str(SpiffWorkflow.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
                found.add(node.attr)
    return frozenset(name for name in found if name.startswith("_") and not name.endswith("__"))


def _touched(module: ast.Module, private: frozenset[str]) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        name = getattr(node, "attr", None) if isinstance(node, ast.Attribute) else None
        if name in private or (name or "").startswith(("_Bpmn", "_Task", "_Workflow")):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from (part for part in node.body if private & set(_bound(part)))


def _bound(part: ast.stmt) -> Iterator[str]:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        yield part.name
    for target in getattr(part, "targets", [getattr(part, "target", None)]):
        if isinstance(target, ast.Name):
            yield target.id


def _on_the_library() -> Iterator[Path]:
    """Where objects of the library are handled: in the rooms on it, and at their doors."""
    for path in python_files("bpmn"):
        parts = path.relative_to(ROOT).parts
        if len(parts) == 2 or parts[1] in ("running", "reading", "migrate"):
            yield path


def test_no_private_name_is_touched() -> None:
    private = private_names()
    assert {"_ready", "_run_hook", "_set_state", "_task_completed_notify"} <= private
    touched = [place(path, node) for path in _on_the_library() for node in _touched(tree(path), private)]
    assert not touched, f"private to SpiffWorkflow (or called as if it were): {touched}"


@pytest.mark.parametrize(
    "source",
    ["task._ready()", "class Mine:\n    def _run_hook(self): ...", "class Mine:\n    _children = ()", "a._Task__b"],
)
def test_a_private_name_is_found(source: str) -> None:
    assert list(_touched(ast.parse(source), private_names()))


def test_the_decision_names_what_is_used() -> None:
    used = {row.name: row.where for row in rows() if row.kind != "replaced"}
    assert set(used) == set(imported()), PAGE
    for name, files in imported().items():
        assert any(file.startswith(used[name]) for file in files), f"{name} is not used in {used[name]}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_what_the_decision_says_of_a_class_is_so(row: Row) -> None:
    kind = _class(row.name)
    assert isinstance(kind, type) and (ROOT / row.where).exists()
    assert (row.kind == "replaced") == (row.name not in imported())
    if row.kind != "replaced":
        assert overridden(kind) == set(row.names)
        assert (row.kind == "overridden") == bool(row.names)


def test_the_stubs_describe_the_library() -> None:
    command = [sys.executable, "-m", "mypy.stubtest", LIBRARY, "--ignore-missing-stub"]
    environment = {**os.environ, "MYPYPATH": str(ROOT / "stubs")}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
