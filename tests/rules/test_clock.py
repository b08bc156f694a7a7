"""One clock: the product asks the office's, the tests set it. Nobody else looks at the machine's date or its zone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sources import ROOMS, ROOT, place, python_files, tracked, tree

#: Calls that read the machine's date, by the last names of what is called.
READS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "ctime"),
    ("time", "gmtime"),
    ("time", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "clock_gettime"),
    ("utils", "localtime"),
    ("utils", "formatdate"),
    ("utils", "make_msgid"),
    ("uuid", "uuid1"),
    ("uuid_utils", "uuid7"),
    ("func", "now"),
    ("func", "current_date"),
    ("func", "current_timestamp"),
    ("func", "localtimestamp"),
}
#: The same, where the name alone was imported.
ALONE = {"formatdate", "make_msgid", "time_ns", "localtime", "gmtime", "uuid1", "utcnow"}
#: Calls that read it, or the machine's zone, when they are not told a moment or a zone: how many arguments that takes.
UNTOLD = {"astimezone": 1, "fromtimestamp": 2, ("time", "strftime"): 2}
SQL = re.compile(r"\b(current_timestamp|current_date|localtimestamp|clock_timestamp\(|now\(\)|julianday\('now')", re.I)
#: Who may, and why.
ALLOWED = {
    "core/adapters/clock.py": "it is the office's clock",
    "tests/unit/core/test_identifiers.py": "tests just that",
    "tests/rules/test_clock.py": "shows what is found",
    "tests/soak/__main__.py": "reckons from the machine's date by how much it is moved",
    "tests/soak/parts.py": "lists when the parts would begin now",
    "tests/soak/test_moved.py": "asks every process of the suite for the machine's date, and whether it was moved",
}
#: The browser's clock, in scripts: who may, and why.
ALLOWED_SCRIPTS = {"frontend/src/page/drafts.js": "tells a person when the browser kept a draft, and keeps no date"}
SCRIPT_READS = re.compile(r"new Date\(\)|Date\.now\(\)")


def _names(node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.Attribute):
        return (*_names(node.value), node.attr)
    return (node.id,) if isinstance(node, ast.Name) else ()


def _reads(node: ast.AST) -> bool:
    """Whether the node asks the machine for its date or zone. A clock that is handed over uncalled counts, too."""
    if isinstance(node, ast.Attribute) and _names(node)[-2:] in READS:
        return True
    if isinstance(node, ast.ImportFrom):
        return any((str(node.module).rpartition(".")[2], name.name) in READS for name in node.names)
    if isinstance(node, ast.Call):
        names = _names(node.func) or (node.func.attr if isinstance(node.func, ast.Attribute) else "",)
        if names[-1] == "writestr" and not _dated(node.args[0]):
            return True
        wanted = UNTOLD.get(names[-2:]) or UNTOLD.get(names[-1])
        return names[-1] in ALONE or (wanted is not None and len(node.args) + len(node.keywords) < wanted)
    return False


def _dated(entry: ast.expr) -> bool:
    """Whether an entry of a ZIP archive has a date of its own; one that is a name gets the machine's."""
    if isinstance(entry, ast.Name):
        return entry.id == "entry"
    return isinstance(entry, ast.Call) and _names(entry.func)[-1:] == ("ZipInfo",)


def _asks_the_database(node: ast.AST) -> bool:
    """SQL inside ``text(…)`` that has the server say the time."""
    if not (isinstance(node, ast.Call) and _names(node.func)[-1:] in {("text",), ("execute",), ("exec_driver_sql",)}):
        return False
    said = (part.value for argument in node.args for part in ast.walk(argument) if isinstance(part, ast.Constant))
    return any(isinstance(text, str) and SQL.search(text) for text in said)


def _breaches(path: Path, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if _reads(node) or _asks_the_database(node):
            yield place(path, node)


def test_nobody_reads_the_machines_date_beside_the_offices_clock() -> None:
    found = [
        breach
        for path in python_files(*ROOMS, "tests", "benchmarks")
        if place(path) not in ALLOWED
        for breach in _breaches(path, tree(path))
    ]
    assert not found, (
        f"ask the office's clock (context.now, core.adapters.clock; in tests the fixture `clock`): {found}"
    )


def test_a_code_in_a_string_reads_no_date_either() -> None:
    """Code for child processes (``python -c``) stands in strings, where the tree shows nothing."""
    pattern = re.compile(r"datetime\.now\(|date\.today\(|\butcnow\(|time\.time\(")
    found = [
        place(path, node)
        for path in python_files("tests", "benchmarks")
        if place(path) not in ALLOWED
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.search(node.value)
    ]
    assert not found, found


def test_an_office_of_a_test_has_the_tests_clock() -> None:
    """``build`` without a clock has the machine's, which the fixture replaces; a child process is told the time."""
    offenders = [
        place(path, node)
        for path in python_files("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "core.bootstrap import build" in node.value
        if "for_children" not in path.read_text("utf-8") and place(path) not in ALLOWED
    ]
    assert not offenders, f"begin the child's code with tests.support.clock.for_children(): {offenders}"


def test_pages_do_not_reckon_with_the_clock_of_the_browser() -> None:
    scripts = [path for path in tracked() if path.suffix in {".js", ".mjs"} and "frontend" in path.parts]
    assert scripts
    found = [place(path) for path in scripts if SCRIPT_READS.search(path.read_text("utf-8"))]
    assert set(found) <= set(ALLOWED_SCRIPTS), found


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)", "datetime.datetime.now()", "x = date.today", "time.time()", "from time import time",
        "field(default_factory=datetime.now)", "time.strftime('%H')", "moment.astimezone()", "email.utils.localtime()",
        "formatdate(localtime=True)", "uuid.uuid1()", "select(func.now())", "f(x).astimezone()",
        "datetime.fromtimestamp(3)", "connection.execute(text('select now()'))",
        "work.execute('UPDATE t SET at = CURRENT_TIMESTAMP')", "pack.writestr('a.txt', data)",
    ],
)  # fmt: skip
def test_the_rule_finds(code: str) -> None:
    assert list(_breaches(ROOT / "made_up.py", ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "context.now()", "times.now()", "feel('now()')", "time.monotonic()", "moment.astimezone(UTC)", "time.sleep(1)",
        "datetime.fromtimestamp(at, UTC)", "time.strftime('%H', at)", "datetime.combine(day, time.min)", "uuid7()",
        "run('Today: now()')", "from datetime import datetime", "clock()",
        "pack.writestr(zipfile.ZipInfo('a.txt'), data)", "pack.writestr(entry, data)",
    ],
)  # fmt: skip
def test_the_rule_leaves_alone(code: str) -> None:
    assert not list(_breaches(ROOT / "made_up.py", ast.parse(code)))
