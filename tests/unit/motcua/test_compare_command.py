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


def test_files_beside_the_diagram_that_differ_are_told(tmp_path: Path) -> None:
    for name, text in (("old", "1"), ("new", "2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "process.bpmn").write_bytes(moving.OLD)
        for file in ("procedure.toml", "phi.dmn", "don.form"):
            (tmp_path / name / file).write_text(text, "utf-8")
    (tmp_path / "new" / "moi.form").write_text("", "utf-8")
    (tmp_path / "old" / "cu.dmn").write_text("", "utf-8")
    result = CliRunner().invoke(main, ["compare", str(tmp_path / "old"), str(tmp_path / "new")])
    names = ("cu.dmn", "don.form", "moi.form", "phi.dmn", "procedure.toml")
    assert result.output.splitlines() == [f"file changed: {name}" for name in names]


def test_what_cannot_be_executed_is_said(files: list[str], tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["compare", files[0], files[2]]).exit_code == 1
    assert CliRunner().invoke(main, ["compare", files[0], str(tmp_path)]).exit_code == 2


@pytest.mark.parametrize("page", ["migration.md", "migration.vi.md"])
def test_the_designers_page_knows_every_reason(page: str) -> None:
    text = (ROOT / "docs" / "designer" / page).read_text("utf-8")
    assert [code for code in (*TEXTS, "step-failed") if f"`{code}`" not in text] == []
