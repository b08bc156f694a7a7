"""`motcua compare` on files, and the designer's pages about moving dossiers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpmn.migrate.texts import TEXTS
from motcua.cli import main
from tests.support import moving
from tests.support.sources import ROOT


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two versions as files, and one that cannot be executed."""
    found = []
    for name, diagram in (("old", moving.OLD), ("new", moving.NEW), ("bad", b"<nothing/>")):
        path = tmp_path / f"{name}.bpmn"
        path.write_bytes(diagram)
        found.append(str(path))
    return found


def test_two_files_are_compared(files: list[str]) -> None:
    result = CliRunner().invoke(main, ["compare", *files[:2]])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert "added: N" in lines and 'changed: A: kind: – -> "approve"' in lines
    assert "flow removed: A__B" in lines


def test_the_same_file_says_nothing_and_json_says_all(files: list[str]) -> None:
    assert CliRunner().invoke(main, ["compare", files[0], files[0]]).output == ""
    found = json.loads(CliRunner().invoke(main, ["compare", *files[:2], "--json"]).output)
    assert found["mapping"]["A"] == "A" and found["added"] == ["N"]


def test_what_cannot_be_executed_is_said(files: list[str], tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["compare", files[0], files[2]]).exit_code == 1
    assert CliRunner().invoke(main, ["compare", files[0], str(tmp_path)]).exit_code == 2


@pytest.mark.parametrize("page", ["migration.md", "migration.vi.md"])
def test_the_designers_page_knows_every_reason(page: str) -> None:
    text = (ROOT / "docs" / "designer" / page).read_text("utf-8")
    assert [code for code in (*TEXTS, "step-failed") if f"`{code}`" not in text] == []
