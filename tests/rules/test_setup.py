"""`make setup` does each thing once, and again only when what it is made from has changed or what it made is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.needs import absent
from tests.support.sources import ROOT

#: Stands for every program the Makefile calls: notes what it was asked, and makes what that would have made.
RECORDER = """#!/bin/sh
echo "$(basename "$0") $*" >>"$RECORD"
case "$*" in
  *"-m venv"*) rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  "ci "*) mkdir -p node_modules/.bin && cp "$0" node_modules/.bin/vite ;;
  build*) mkdir -p dist/assets ;;
esac
"""
PACKAGES = ["-m venv --clear .venv", "-m pip --quiet --disable-pip-version-check install --require-hashes"]
ITSELF = ["install --no-build-isolation --no-deps -e .", "check"]
MODULES = ["ci --ignore-scripts"]
BUILT = ["build --logLevel warn"]


class Tree:
    """A copy of the Makefile and of what it looks at, with recorders for the programs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._record = folder, folder / "record"
        for name in ("Makefile", "pyproject.toml", "requirements/dev.txt", "frontend/package-lock.json"):
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        (folder / "frontend" / "src").mkdir()
        (folder / "frontend" / "src" / "site.js").touch()
        self._programs = folder / "programs"
        self._programs.mkdir()
        for name in ("python3", "node", "npm"):
            (self._programs / name).write_text(RECORDER)
            (self._programs / name).chmod(0o755)

    def setup(self) -> list[str]:
        """Runs ``make setup``; what was called, questions left out."""
        self._record.write_text("")
        environment = {"PATH": f"{self._programs}:{os.environ['PATH']}", "RECORD": str(self._record)}
        command = ["make", "--no-print-directory", "setup"]
        subprocess.run(command, cwd=self.folder, env=environment, check=True, capture_output=True, timeout=60)
        return [
            line for line in self._record.read_text().splitlines() if " -c " not in line and " -e const" not in line
        ]

    def touch(self, name: str) -> None:
        """Makes a file newer than every stamp."""
        newest = max(path.stat().st_mtime for path in (self.folder / ".stamps").iterdir()) + 5
        os.utime(self.folder / name, (newest, newest))


@pytest.fixture
def made(tmp_path: Path) -> Tree:
    """A tree in which `make setup` has run once."""
    if shutil.which("make") is None:
        absent("make", "install it")
    tree = Tree(tmp_path)
    _were(tree.setup(), *PACKAGES, *ITSELF, *MODULES, *BUILT)
    return tree


def _were(calls: list[str], *expected: str) -> None:
    assert len(calls) == len(expected), calls
    assert all(part in call for part, call in zip(expected, calls, strict=True)), calls


def test_the_second_time_does_nothing(made: Tree) -> None:
    assert made.setup() == []


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("requirements/dev.txt", [*PACKAGES, *ITSELF]),
        ("pyproject.toml", ITSELF),
        ("frontend/src/site.js", BUILT),
        ("frontend/package-lock.json", [*MODULES, *BUILT]),
    ],
)
def test_what_changed_is_made_again_and_nothing_else(made: Tree, name: str, again: list[str]) -> None:
    made.touch(name)
    _were(made.setup(), *again)


@pytest.mark.parametrize(
    ("gone", "again"),
    [
        (".venv", [*PACKAGES, *ITSELF]),
        ("frontend/dist", BUILT),
        ("frontend/node_modules", [*MODULES, *BUILT]),
    ],
)
def test_what_is_gone_is_made_again(made: Tree, gone: str, again: list[str]) -> None:
    shutil.rmtree(made.folder / gone)
    _were(made.setup(), *again)
    assert made.setup() == []


def test_an_interpreter_that_went_away_is_noticed(made: Tree) -> None:
    """A new Python of the system leaves an environment whose interpreter points nowhere."""
    python = made.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("python-of-last-year")
    _were(made.setup(), *PACKAGES, *ITSELF)
