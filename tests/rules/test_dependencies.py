"""What pyproject.toml asks for is imported, and what is imported is asked for there (deptry)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.sources import ROOT


def test_every_dependency_is_declared_and_used() -> None:
    deptry = Path(sys.executable).with_name("deptry")
    result = subprocess.run([deptry, "--no-ansi", "."], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"declare it, drop it or say in pyproject.toml why it stays:\n{result.stderr}"
