"""``motcua feel`` and ``motcua dmn``: JSON on stdout, notes on stderr, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from motcua.cli import main
from tests.unit.dmn.models import decision, definitions, given, table, text


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("feel", "fee * 2", "--context", '{"fee": 0.1}'), "0.2"),
        (("feel", "kết quả", "--context", '{"kết quả": "đạt"}'), '"đạt"'),
        (("feel", "a-b", "--context", '{"a-b": 1, "a": 5, "b": 2}'), "1"),
        (("feel", "[18..60)", "--unary", "35"), "true"),
        (("feel", "null", "--unary", "null"), "true"),
        (("feel", "a", "--context", '{"a": "\\ud800"}'), '"\\ud800"'),
        (("feel", '["a", 123456789012345678901234567890.5]'), '["a", 123456789012345678901234567890.5]'),
        (("feel", 'working time("2026-11-23T08:00:00+07:00", "4h") instance of date and time'), "true"),
    ],
)
def test_feel_prints_json(arguments: tuple[str, ...], expected: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout.strip()) == (0, expected), result.stderr


def test_feel_explains_a_null() -> None:
    result = run("feel", "dosier.code", "--context", '{"dossier": {}}', "--language", "en")
    assert (result.exit_code, result.stdout.strip()) == (0, "null")
    assert "Did you mean “dossier”?" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("feel", "a >"), 1, "Dòng 1, cột 4"),
        (("feel", "for i in 1..1000000000 return i"), 1, "100000"),
        (("feel", "function(x) x"), 1, "JSON"),
        (("feel", "1", "--context", "[1]"), 2, "JSON object"),
        (("feel", "1", "--context", "{"), 2, "not JSON"),
        (("feel", "1", "--unary", "{"), 2, "not JSON"),
        (("feel",), 2, "EXPRESSION"),
        (("dmn", "nothing.dmn"), 2, "nothing.dmn"),
    ],
)
def test_refusals_go_to_stderr(arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert result.stdout == ""
    assert said in result.stderr


def test_dmn_decides_and_lists(tmp_path: Path) -> None:
    file = tmp_path / "fee.dmn"
    logic = table(["area"], (("<= 100", "20000"), ("> 100", "50000")))
    file.write_bytes(definitions(given("area", "number"), decision("fee", logic, ["i_area"])))
    decided = run("dmn", str(file), "--decision", "fee", "--context", '{"area": 120}')
    assert (decided.exit_code, decided.stdout.strip()) == (0, "50000")
    listed = json.loads(run("dmn", str(file)).stdout)
    assert listed == [{"id": "d_fee", "name": "fee", "inputs": ["area"], "type": None}]
    assert run("dmn", str(file), "--decision", "nothing").exit_code == 1


def test_dmn_names_the_cell_of_a_broken_file(tmp_path: Path) -> None:
    file = tmp_path / "broken.dmn"
    file.write_bytes(definitions(decision("fee", table(["area"], (("> ", "1"),)))))
    result = run("dmn", str(file), "--decision", "fee")
    assert result.exit_code == 1
    assert "“fee”, quy tắc 1, cột “area”" in result.stderr
    file.write_bytes(definitions(decision("fee", text("x"))))
    assert run("dmn", str(file), "--decision", "fee").stdout.strip() == "null"
