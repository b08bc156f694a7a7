"""What a part has shown so far, kept beside the checkout for each state of the sources."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.support.sources import ROOT

FOLDER = ROOT / ".soak"


@dataclass(frozen=True, slots=True)
class Results:
    """The outcomes of one part; ``None`` as ``to_do`` while it never got as far as its first test."""

    file: Path

    def outcomes(self) -> dict[str, str]:
        """The newest outcome of each test."""
        return {line["test"]: line["outcome"] for line in self._lines() if "test" in line}

    def done(self) -> list[str]:
        """Tests that need not run again."""
        return [test for test, outcome in self.outcomes().items() if outcome != "failed"]

    def failed(self) -> list[str]:
        """Tests whose last run failed."""
        return [test for test, outcome in self.outcomes().items() if outcome == "failed"]

    def left(self) -> int | None:
        """Tests without an outcome that is good; ``None``: never collected."""
        lines = self._lines()
        begun = [number for number, line in enumerate(lines) if "to do" in line]
        if not begun:
            return None
        since = {line["test"] for line in lines[begun[-1] :] if line.get("outcome", "failed") != "failed"}
        return int(lines[begun[-1]]["to do"]) - len(since)

    def counts(self) -> str:
        """``4251 passed, 0 failed, 17 skipped``."""
        found = Counter(self.outcomes().values())
        return f"{found['passed']} passed, {found['failed']} failed, {found['skipped']} skipped"

    def _lines(self) -> list[dict[str, object]]:
        if not self.file.exists():
            return []
        found = []
        for text in self.file.read_text("utf-8").splitlines():
            try:
                found.append(json.loads(text))
            except ValueError:  # the run was killed while it wrote
                continue
        return found


def of_part(name: str) -> Results:
    """The results of a part for the sources as they are."""
    folder = FOLDER / state()
    folder.mkdir(parents=True, exist_ok=True)
    return Results(folder / f"{name}.jsonl")


def state() -> str:
    """The commit, and what was changed since: other sources begin anew."""
    commit = _git("rev-parse", "HEAD").decode().strip()[:12] or "no-commit"
    changed = _git("diff", "HEAD", "--binary")
    others = _git("ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
    for name in sorted(filter(None, others)):
        changed += name + (ROOT / name.decode()).read_bytes()
    return f"{commit}-{hashlib.sha256(changed).hexdigest()[:8]}" if changed else commit


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False).stdout
