"""The project's own sources, for the tests that hold its rules."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("admin", "api", "bpmn", "core", "motcua", "portal", "web", "workers")
_NOT_OURS = {".venv", ".git", "node_modules", "dist", "var", ".stamps"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project as git knows it, new ones included; without git, every file that is not built."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        names = (name for name in listed.stdout.decode().split("\0") if name)
        return tuple(path for name in names if (path := ROOT / name).is_file())
    return tuple(
        path for path in ROOT.rglob("*") if path.is_file() and not _NOT_OURS & set(path.relative_to(ROOT).parts)
    )


def python_files(*folders: str) -> Iterator[Path]:
    """The Python sources below ``folders`` (all of them without)."""
    for path in tracked():
        parts = path.relative_to(ROOT).parts
        if path.suffix == ".py" and (not folders or parts[0] in folders):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one source."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """``folder/file.py:12`` as a message shows it."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")
