"""One noun a file, small functions. The lists of exceptions are empty and stay so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.sources import ROOMS, place, python_files, tree

FILE_LINES = 300
# Not sources but records: a migration is written once, as long as its schema is, and never edited again.
RECORDS = "core/db/migrations/versions/"
FUNCTION_LINES = 50


def _sources(*folders: str) -> Iterator[Path]:
    return (path for path in python_files(*folders) if not place(path).startswith(RECORDS))


def _functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_file_is_long() -> None:
    long = {
        place(path): count for path in _sources() if (count := len(path.read_text("utf-8").splitlines())) > FILE_LINES
    }
    assert not long, f"more than {FILE_LINES} lines; split by noun: {long}"


def test_no_function_is_long() -> None:
    long = {
        f"{place(path, node)} {node.name}": length
        for path in _sources(*ROOMS, "tests", "benchmarks")
        for node in _functions(tree(path))
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }
    assert not long, f"more than {FUNCTION_LINES} lines; give the parts names: {long}"


def test_every_module_says_what_it_does() -> None:
    silent = [place(path) for path in _sources(*ROOMS) if tree(path).body and not ast.get_docstring(tree(path))]
    assert not silent, f"a module starts with a docstring: what it does and what it refuses to do: {silent}"
