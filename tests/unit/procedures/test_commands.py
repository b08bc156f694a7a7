"""`motcua lint` and `motcua scenario`: what a designer types, what the shell gets back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from motcua.commands.lint import lint
from motcua.commands.scenario import scenario
from tests.unit.procedures.shipped import PROCEDURES, SLUGS, scenario_files


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])  # type: ignore[arg-type]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A shipped procedure that a test may spoil."""
    target = tmp_path / "register-copy"
    shutil.copytree(PROCEDURES / "register-copy", target)
    return target


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_shipped_procedures_lint_clean() -> None:
    result = run(lint, PROCEDURES)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"diagrams: {len(SLUGS)}, errors: 0, warnings: 0\n"


def test_lint_takes_a_diagram_alone() -> None:
    assert run(lint, PROCEDURES / "register-copy" / "process.bpmn").exit_code == 0


def test_lint_names_element_line_and_code(copied: Path) -> None:
    spoil(copied / "process.bpmn", ">=dossier.channel", ">dossier.channel")
    result = run(lint, copied, "--json")
    (row,) = json.loads(result.stdout)
    assert result.exit_code == 1
    assert row["element"] == "Flow_Channel_Check" and row["severity"] == "error" and row["line"] > 1
    assert row["message"] and row["code"] and row["file"].endswith("process.bpmn")


def test_lint_says_it_in_the_language_asked_for(copied: Path) -> None:
    spoil(copied / "process.bpmn", 'formId="ky-duyet"', 'formId="mat-roi"')
    vietnamese, english = run(lint, copied), run(lint, copied, "--language", "en")
    assert (vietnamese.exit_code, english.exit_code) == (1, 1)
    assert "Task_Sign" in vietnamese.stderr and vietnamese.stderr != english.stderr
    assert "errors: 1" in vietnamese.stdout


def test_lint_of_a_folder_sees_the_rest_of_the_folder(copied: Path) -> None:
    (copied / "procedure.toml").unlink()
    result = run(lint, copied, "--language", "en")
    assert result.exit_code == 1 and "procedure.toml" in result.stderr


def test_lint_of_several_folders_names_the_procedure_that_has_the_process_already(copied: Path) -> None:
    spoil(copied / "procedure.toml", 'code = "2.000908"', 'code = "2.000909"')
    spoil(copied / "process.bpmn", 'value="2.000908"', 'value="2.000909"')
    assert run(lint, copied).exit_code == 0
    result = run(lint, PROCEDURES, copied)
    assert result.exit_code == 1 and "[process-taken]" in result.stderr
    assert "2.000908 (Cấp bản sao từ sổ gốc)" in result.stderr and "errors: 1" in result.stdout


def test_lint_holds_the_diagram_against_its_details(copied: Path) -> None:
    spoil(copied / "procedure.toml", 'code = "2.000908"', 'code = "2.000909"')
    result = run(lint, copied)
    assert result.exit_code == 1 and "[procedure-differs]" in result.stderr


def test_lint_survives_anything_in_a_diagram(copied: Path) -> None:
    (copied / "process.bpmn").write_bytes(b"\x00not xml")
    assert run(lint, copied / "process.bpmn").exit_code == 1


def test_lint_without_a_diagram_is_a_wrong_command(tmp_path: Path) -> None:
    result = run(lint, tmp_path)
    assert result.exit_code == 2 and "no diagram" in result.stderr
    assert run(lint, tmp_path / "missing").exit_code == 2
    assert run(lint).exit_code == 2


def test_shipped_scenarios_pass() -> None:
    result = run(scenario, PROCEDURES, "--json")
    rows = json.loads(result.stdout)
    assert result.exit_code == 0, [row["differences"] for row in rows if not row["passed"]]
    assert len(rows) == sum(len(scenario_files(slug)) for slug in SLUGS)


def test_a_scenario_that_goes_otherwise_is_told_with_what_was_found(copied: Path) -> None:
    file = copied / "scenarios" / "duong-thuong-tai-quay.yaml"
    spoil(file, "status: 10", "status: 9")
    result = run(scenario, file)
    assert result.exit_code == 1
    assert "status: expected 9, found 10" in result.stderr
    assert "passed: 0, failed: 1" in result.stdout


def test_a_step_that_cannot_be_done_says_what_is_open(copied: Path) -> None:
    file = copied / "scenarios" / "duong-thuong-tai-quay.yaml"
    spoil(file, "element: Task_Review", "element: Task_Sign")
    result = run(scenario, file)
    assert result.exit_code == 1
    assert "step 1 (complete Task_Sign): Task_Sign is not there; open tasks: Task_Review" in result.stderr


def test_data_goes_through_the_forms_as_in_the_office(copied: Path) -> None:
    file = copied / "scenarios" / "duong-thuong-tai-quay.yaml"
    spoil(file, "resultNumber", "resultNumbr")
    result = run(scenario, file)
    assert result.exit_code == 1 and "form vao-so" in result.stderr and "resultNumbr" in result.stderr


def test_a_scenario_of_another_procedure_is_refused(copied: Path) -> None:
    file = copied / "scenarios" / "duong-thuong-tai-quay.yaml"
    spoil(file, '"2.000908"', '"1.001193"')
    result = run(scenario, file)
    assert result.exit_code == 1 and "the folder holds 2.000908" in result.stderr


def test_a_broken_procedure_fails_all_its_scenarios_with_the_reason(copied: Path) -> None:
    (copied / "process.bpmn").unlink()
    result = run(scenario, copied)
    assert result.exit_code == 1 and "cannot be read" in result.stderr


def test_scenarios_missing_is_a_wrong_command(tmp_path: Path) -> None:
    result = run(scenario, tmp_path)
    assert result.exit_code == 2 and "no scenario" in result.stderr


LETTER = """{% extends "base.vi.txt" %}
{% block subject %}Nhắc hẹn: {{ code }}{% endblock %}
{% block body %}
Mời {{ applicant.nmae }} đến lúc {{ appointment }}.
{% endblock %}
"""


def letter(folder: Path, name: str, text: str) -> Path:
    file = folder / "letters" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def found(folder: Path) -> set[tuple[str, str, int | None]]:
    """What lint finds: code, file and line."""
    rows = json.loads(run(lint, folder, "--json").stdout)
    return {(row["code"], str(Path(row["file"]).relative_to(folder)), row["line"]) for row in rows}


def test_lint_reads_letters_as_deployment_does(copied: Path) -> None:
    file = letter(copied, "nhac-hen.vi.txt", LETTER)
    assert found(copied) == {
        ("letter-variable-unknown", "letters/nhac-hen.vi.txt", 4),
        ("letter-unsent", "letters/nhac-hen.vi.txt", None),
        ("letter-untranslated", "letters/nhac-hen.vi.txt", None),
    }
    said = run(lint, copied).stderr
    assert f"{file}:4: error: " in said and "applicant.nmae" in said and "appointment" in said


@pytest.mark.parametrize(
    ("name", "text", "code", "line"),
    [
        (
            "status-6.vi.txt",
            "{% extends 'base.vi.txt' %}\n{% block body %}\n{{ code }\n{% endblock %}\n",
            "letter-unreadable",
            3,
        ),
        ("status-6.vi.txt", "\n{% extends 'bsae.vi.txt' %}\n", "letter-unknown", 2),
        ("status-6.vi.txt", "x\n{{ notice.amuont | money }}\n", "letter-variable-unknown", 2),
        ("status-6.vi.txt", "x\n\n{{ due | moent }}\n", "letter-unreadable", 3),
        ("Status_6.txt", "x\n", "letter-file-wrong", None),
        ("status-11.vi.txt", "x\ny\n", "letter-unsent", None),
    ],
)
def test_lint_names_file_and_line_of_a_letter(copied: Path, name: str, text: str, code: str, line: int | None) -> None:
    letter(copied, name, text)
    assert (code, f"letters/{name}", line) in found(copied)


def test_a_letter_of_the_offices_own_events_is_fine(copied: Path) -> None:
    letter(
        copied,
        "status-6.vi.txt",
        "{% extends 'base.vi.txt' %}\n{% block body %}{{ notice.amount | money }}{% endblock %}\n",
    )
    assert run(lint, copied).exit_code == 0 and found(copied) == {
        ("letter-untranslated", "letters/status-6.vi.txt", None)
    }


def test_lint_names_the_line_of_a_notice(copied: Path) -> None:
    file = copied / "procedure.toml"
    spoil(file, 'papers = "=supplementList"', 'papers = "=supplementLst"')
    spoil(file, "status = 9", 'status = 9\nnumbr = "=resultNumber"')
    lines = file.read_text("utf-8").splitlines()
    wanted = {next(n for n, one in enumerate(lines, 1) if text in one) for text in ("supplementLst", "numbr")}
    assert found(copied) == {("details-wrong", "procedure.toml", line) for line in wanted}
