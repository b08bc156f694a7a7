"""Remembers the outcome of every test as it comes, and leaves out what has passed before: a part that was stopped goes on.

A plugin of pytest: ``-p tests.soak.plugin``. ``SOAK_RESULTS`` names the file it adds to (what failed, and how, stands beside
it), ``SOAK_DONE`` a list of what to leave out; that one does not change while the tests run, so that all processes of a run
agree on what there is to do. Once there is a file ``SOAK_STOP``, the run is being ended and nothing counts any more.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from xdist import get_xdist_worker_id

RESULTS, DONE, STOP, WORKER = "SOAK_RESULTS", "SOAK_DONE", "SOAK_STOP", "PYTEST_XDIST_WORKER"
_worst: dict[str, str] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is done."""
    done = set(Path(os.environ[DONE]).read_text("utf-8").splitlines())
    dropped = [item for item in items if item.nodeid in done]
    items[:] = [item for item in items if item.nodeid not in done]
    if dropped:
        config.hook.pytest_deselected(items=dropped)


@pytest.hookimpl(tryfirst=True)  # before xdist lets the others begin, or an outcome might stand above it
def pytest_collection_finish(session: pytest.Session) -> None:
    """How many tests there are to do. With several processes the first one tells: the one above them collects nothing."""
    if get_xdist_worker_id(session) in ("master", "gw0"):
        _note({"to do": len(session.items)})


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """The worst of a test's three phases counts; it is known when the last one is over."""
    if WORKER in os.environ:
        return  # the process that hands out the tests hears of it, too
    outcome = "failed" if report.failed else "skipped" if report.skipped else "passed"
    if (_worst.get(report.nodeid) != "failed" and outcome != "passed") or report.nodeid not in _worst:
        _worst[report.nodeid] = outcome
    if report.failed:
        _write(Path(os.environ[RESULTS]).with_suffix(".txt"), f"== {report.nodeid}\n{report.longreprtext}\n")
    if report.when not in ("setup", "call"):  # a process that died tells nothing of the phases
        _note({"test": report.nodeid, "outcome": _worst.pop(report.nodeid)})


def _note(line: dict[str, object]) -> None:
    _write(Path(os.environ[RESULTS]), json.dumps(line, ensure_ascii=False))


def _write(path: Path, text: str) -> None:
    if not Path(os.environ[STOP]).exists():
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"{text}\n")
