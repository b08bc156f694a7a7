"""The moments the parts begin at, and that a part which was stopped goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.soak import results
from tests.soak.__main__ import main
from tests.soak.parts import OFFICE, PARTS
from tests.soak.plugin import DONE, RESULTS, STOP
from tests.support.sources import ROOT


@pytest.mark.parametrize(
    ("name", "now", "begins"),
    [
        ("next-day", "2026-11-30T12:00+07:00", "2026-12-01T12:00"),
        ("forty-days", "2026-11-30T12:00+07:00", "2027-01-09T12:00"),
        ("next-year", "2026-11-30T12:00+07:00", "2027-11-30T12:00"),
        ("leap-day", "2026-11-30T12:00+07:00", "2028-02-29T09:00"),
        ("leap-day", "2028-02-29T10:00+07:00", "2032-02-29T09:00"),
        ("leap-day", "2096-03-01T10:00+07:00", "2104-02-29T09:00"),  # 2100 is none
        ("year-end", "2026-11-30T12:00+07:00", "2026-12-31T23:50"),
        ("year-end", "2026-12-31T23:55+07:00", "2027-12-31T23:50"),
        ("year-end", "2026-12-31T16:55+00:00", "2027-12-31T23:50"),
        ("new-year", "2026-11-30T12:00+07:00", "2027-01-01T00:20"),
        ("tet", "2026-11-30T12:00+07:00", "2027-02-07T09:00"),
        ("tet", "2027-02-07T10:00+07:00", "2028-01-27T09:00"),
        ("zone-west", "2026-11-30T12:00+07:00", "2026-11-30T12:00"),
    ],
)
def test_a_part_begins_at_the_next_such_moment(name: str, now: str, begins: str) -> None:
    at = datetime.fromisoformat(now)
    moved = at.timestamp() + PARTS[name].seconds(at)
    assert datetime.fromtimestamp(moved, OFFICE).strftime("%Y-%m-%dT%H:%M") == begins


def test_the_parts_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed for name in PARTS)
    assert main(["no-such-part"]) == 1


SUITE = """
import os, pathlib, pytest
def ran(name): pathlib.Path(os.environ["RAN"]).open("a").write(name + "\\n")
def test_good(): ran("good")
@pytest.mark.parametrize("n", [1, 2])
def test_two(n): ran(f"two-{n}")
def test_skipped(): pytest.skip("not here")
def test_bad(): ran("bad"); assert os.environ.get("MENDED")
@pytest.fixture
def leaves(): yield; assert os.environ.get("MENDED")
def test_leaves_something(leaves): ran("leaves")
def test_kills(): ran("kills"); os.environ.get("MENDED") or os._exit(9)
"""


class Suite:
    """A little suite of tests under the plugin."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.kept = results.Results(folder / "part.jsonl")
        (folder / "test_it.py").write_text(SUITE)

    def run(self, *arguments: str, **variables: str) -> list[str]:
        """Runs what is left; the tests that ran."""
        ran, done = self._folder / "ran", self._folder / "done"
        ran.write_text("")
        done.write_text("\n".join(self.kept.done()))
        given = {
            RESULTS: str(self.kept.file),
            DONE: str(done),
            STOP: str(self._folder / "stop"),
            "RAN": str(ran),
            "PYTHONPATH": str(ROOT),
            **variables,
        }
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.soak.plugin",
            "-p",
            "no:cacheprovider",
            *arguments,
        ]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        subprocess.run(command, cwd=self._folder, env=clean | given, capture_output=True, check=False)
        return sorted(ran.read_text().split())


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return Suite(tmp_path)


@pytest.mark.parametrize("processes", ["0", "2"])
def test_what_passed_is_not_run_again_and_what_failed_is(suite: Suite, processes: str) -> None:
    first = suite.run("-n", processes, "-k", "not kills")
    assert first == ["bad", "good", "leaves", "two-1", "two-2"]
    assert (suite.kept.counts(), suite.kept.left()) == ("3 passed, 2 failed, 1 skipped", 2)
    assert sorted(suite.kept.failed()) == ["test_it.py::test_bad", "test_it.py::test_leaves_something"]
    assert "== test_it.py::test_bad" in suite.kept.file.with_suffix(".txt").read_text("utf-8")
    assert suite.run("-n", processes, "-k", "not kills", MENDED="yes") == ["bad", "leaves"]
    assert (suite.kept.counts(), suite.kept.left()) == ("5 passed, 0 failed, 1 skipped", 0)
    assert suite.run("-n", processes, "-k", "not kills") == []
    assert (suite.kept.counts(), suite.kept.left()) == ("5 passed, 0 failed, 1 skipped", 0)


def test_a_run_that_is_killed_goes_on(suite: Suite) -> None:
    before = suite.run()
    assert "kills" in before and suite.kept.left()
    with suite.kept.file.open("a", encoding="utf-8") as file:
        file.write('{"test": "test_it.py::te')  # killed while it wrote
    assert set(suite.run(MENDED="yes")) == {"bad", "leaves", "kills"}
    assert (suite.kept.counts(), suite.kept.left()) == ("6 passed, 0 failed, 1 skipped", 0)


def test_what_ends_while_the_run_is_ended_does_not_count(suite: Suite) -> None:
    """The servers of the tests go down then, and tests fail that nothing is wrong with."""
    suite.kept.file.with_name("stop").touch()
    suite.run("-k", "not kills")
    assert suite.kept.outcomes() == {} and suite.kept.left() is None


def test_a_process_that_dies_is_a_failure(suite: Suite) -> None:
    suite.run("-n", "2")
    assert "test_it.py::test_kills" in suite.kept.failed()


def test_other_sources_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"rev-parse": b"0123456789abcdef\n", "diff": b"", "ls-files": b""}
    monkeypatch.setattr(results, "_git", lambda *asked: said[asked[0]])
    clean = results.state()
    said["diff"] = b"+ a line"
    changed = results.state()
    said["ls-files"] = b"Makefile\0"
    assert clean == "0123456789ab"
    assert len({clean, changed, results.state()}) == 3
