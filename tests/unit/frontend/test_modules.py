"""The unit tests of the JavaScript modules, run by Node: ``frontend/tests/`` mirrors ``frontend/src/``, a file for each module."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.needs import absent
from tests.support.sources import ROOT

FRONTEND = ROOT / "frontend"
SOURCES, TESTS = FRONTEND / "src", FRONTEND / "tests"
#: What the build starts from: imports styles, which Node does not know, and calls the modules. The browser tests hold these.
ENTRIES = {"site.js", "viewer.js"}


def _names(folder: Path, suffix: str) -> list[str]:
    """The modules below ``folder``, as paths without ``suffix``."""
    return sorted(path.relative_to(folder).as_posix().removesuffix(suffix) for path in folder.rglob(f"*{suffix}"))


@pytest.mark.parametrize("name", _names(TESTS, ".test.js"))
def test_a_module_does_what_it_says(name: str) -> None:
    node = shutil.which("node")
    if node is None:
        absent("node", "install Node.js")
    if not (FRONTEND / "node_modules" / "happy-dom").is_dir():
        absent("happy-dom", "run `make setup`")
    command = [node, "--test", "--test-reporter=spec", f"tests/{name}.test.js"]
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^ℹ pass (\d+)$", done.stdout, re.MULTILINE)
    assert passed and int(passed[1]) > 1, f"no test ran:\n{done.stdout}"


def test_every_module_has_its_tests() -> None:
    modules = {name for name in _names(SOURCES, ".js") if f"{name}.js" not in ENTRIES}
    assert modules == set(_names(TESTS, ".test.js"))


def test_an_entry_only_starts_what_is_tested() -> None:
    entries = re.search(r"input: \{(.+)\}", (FRONTEND / "vite.config.js").read_text("utf-8"))
    assert entries and {f"src/{name}" for name in ENTRIES} == set(re.findall(r'"([^"]+)"', entries[1]))
    for name in ENTRIES:
        assert not re.search(r"\bfunction\b|=>", (SOURCES / name).read_text("utf-8")), f"{name}: give it a module of its own"
