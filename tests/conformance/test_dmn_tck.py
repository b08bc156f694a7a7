"""The DMN Technology Compatibility Kit, from ``DMN_TCK_DIR`` (a folder with compliance-level-2 and -3)."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from tests.conformance import tck

KNOWN = tomllib.loads((Path(__file__).parent / "known_failures.toml").read_text(encoding="utf-8"))
FOLDER = os.environ.get("DMN_TCK_DIR", "")
LEVELS = ("compliance-level-2", "compliance-level-3")
pytestmark = pytest.mark.skipif(not Path(FOLDER or "/nonexistent").is_dir(), reason="DMN_TCK_DIR names no folder")


@pytest.mark.parametrize("level", LEVELS)
def test_level(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    runner = tck.Runner()
    failures = {case.key: runner.failure(case) for case in tck.cases(Path(FOLDER) / level)}
    cases = {key.rpartition("/")[0] for key in failures}
    failed = {key.rpartition("/")[0] for key, reason in failures.items() if reason is not None}
    with capsys.disabled():
        print(f"\nTCK {level} {len(cases - failed)}/{len(cases)}")  # noqa: T201 - the line is the result
    assert failures, f"no cases under {FOLDER}/{level}"
    new = {key: reason for key, reason in failures.items() if reason is not None and key not in KNOWN}
    assert not new, "\n".join(f"{key}: {reason}" for key, reason in new.items())
    mended = [key for key in KNOWN if key in failures and failures[key] is None]
    assert not mended, f"these pass now; take them out of known_failures.toml: {mended}"


def test_every_known_failure_has_a_reason() -> None:
    assert all(isinstance(reason, str) and len(reason) > 20 for reason in KNOWN.values())
