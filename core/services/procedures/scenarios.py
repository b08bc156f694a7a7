"""Lint and scenarios for whoever has files in hand: the command line, the tests, a designer's upload.

Finds procedures in folders, hands them to the engine's room and answers with plain values. It writes nothing and needs
no database; what a running office does with a procedure is the business of the other services.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bpmn import forms, lint, parse, scenario
from bpmn.definition import Definition
from bpmn.errors import BpmnError
from bpmn.problem import Problem
from core.domain import calendar
from core.services.cases.functions import office_functions
from core.services.context.contracts import Contract
from core.services.context.versions import DETAILS, DIAGRAM, LETTERS
from core.services.procedures import letter_rules, package_rules
from core.services.procedures.package import Package
from core.services.procedures.sibling_procedures import SiblingProcedures, files_of


@dataclass(frozen=True, slots=True)
class LintedDiagram:
    """A diagram and what lint says of it, errors first."""

    path: Path
    problems: tuple[Problem, ...]
    #: the folder, where it was a procedure's
    package: Package | None = None

    def file_of(self, problem: Problem) -> Path:
        """The file that a problem is in: the diagram, or another of its folder."""
        return self.path if problem.file is None else self.path.parent / problem.file

    @property
    def refused(self) -> bool:
        """Whether it could not be deployed."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class PlayedScenario:
    """A scenario's run. ``differences`` say where it differs from the script; none means it passed."""

    path: Path
    name: str
    differences: tuple[str, ...]
    outcome: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        """Whether everything went as the scenario says."""
        return not self.differences


def diagrams_at(path: Path) -> list[Path]:
    """What a path means to lint: a .bpmn file itself, a procedure's folder, or the folders of all procedures below.

    A folder without any procedure means the diagrams in it.
    """
    if path.is_file() or (path / DIAGRAM).is_file():
        return [path]
    folders = sorted(file.parent for file in path.rglob(DIAGRAM))
    return folders or sorted(path.glob("*.bpmn"))


def scenarios(path: Path) -> list[Path]:
    """The scenario files a path means: a file itself, or every scenarios/*.yaml below a folder."""
    if path.is_file():
        return [path]
    found = [*path.rglob("*.yaml"), *path.rglob("*.yml")]
    return sorted(file for file in found if file.parent.name == "scenarios" or file.parent == path)


def check(path: Path, served: Mapping[str, Contract] | None = None) -> LintedDiagram:
    """Lint of a diagram with the forms and tables beside it; of a procedure's folder also the rest of what it holds.

    ``served``: the contracts of the topics that have a worker; without it those of the office's own.
    """
    diagram = path / DIAGRAM if path.is_dir() else path
    folder = diagram.parent
    forms, tables = files_of(folder, "form"), files_of(folder, "dmn")
    functions = office_functions(calendar.standard())
    siblings = SiblingProcedures(diagram)
    found = lint.lint(
        diagram.read_bytes(), forms=forms, tables=tables, library=siblings, functions=functions, served=served
    )
    problems = sorted(map(_warning_if_call_unknown, found), key=lambda problem: problem.order)
    if not path.is_dir():
        return LintedDiagram(diagram, tuple(problems))
    package = _package(folder)
    whole = package_rules.check(package, served) + _disagreements(package)
    whole += letter_rules.problems(package.files, package.letter_calls())
    whole.sort(key=lambda problem: problem.order)
    return LintedDiagram(diagram, (*whole, *problems), package)


def _package(folder: Path) -> Package:
    files = {file.name: file for file in folder.iterdir() if file.is_file()}
    files |= {f"{LETTERS}{file.name}": file for file in (folder / LETTERS).glob("*") if file.is_file()}
    return Package.of({name: files[name].read_bytes() for name in sorted(files)})


def _disagreements(package: Package) -> list[Problem]:
    definition = package.definition()
    if package.details is None or definition is None:
        return []  # other rules report that
    return package_rules.agree(package.details, definition.properties, None)


def check_all(found: Iterable[Path], served: Mapping[str, Contract] | None = None) -> list[LintedDiagram]:
    """The same for several, which also must not claim each other's process."""
    held: dict[str, tuple[str, str]] = {}
    return [_with_process_claim(check(path, served), held) for path in found]


def _with_process_claim(checked: LintedDiagram, held: dict[str, tuple[str, str]]) -> LintedDiagram:
    """What was checked, with an error where an earlier procedure has the same process; notes whose this one's is."""
    package = checked.package
    definition = package.definition() if package else None
    if package is None or package.details is None or definition is None:
        return checked
    details, process = package.details, definition.process_id
    own = str(details.get("code", "")), str(details.get("name", ""))
    first = held.setdefault(process, own)
    if first[0] == own[0]:
        return checked
    return replace(checked, problems=(package_rules.taken(process, *first), *checked.problems))


def _warning_if_call_unknown(problem: Problem) -> Problem:
    """A process that no folder holds may well be deployed already."""
    return replace(problem, severity="warning") if problem.code == "call-unknown" else problem


def play(paths: Iterable[Path]) -> Iterator[PlayedScenario]:
    """Runs scenario files, each against the procedure in the folder above its own. Never raises for their content."""
    procedures: dict[Path, _Procedure | str] = {}
    for path in paths:
        folder = path.parent.parent if path.parent.name == "scenarios" else path.parent
        if folder not in procedures:
            procedures[folder] = _procedure(folder)
        yield _play(path, procedures[folder])


@dataclass(frozen=True, slots=True)
class _Procedure:
    definition: Definition
    setting: scenario.Setting


def _procedure(folder: Path) -> _Procedure | str:
    """The procedure of a folder, or the sentence that says why there is none."""
    try:
        details = tomllib.loads((folder / DETAILS).read_text("utf-8"))
        definition = parse.load((folder / DIAGRAM).read_bytes(), files_of(folder, "dmn"))
        read = [forms.parse_form(data) for data in files_of(folder, "form").values()]
    except (OSError, ValueError, RecursionError, BpmnError) as error:
        return f"the procedure in {folder} cannot be read: {error}"
    siblings = SiblingProcedures(folder / DIAGRAM)
    setting = scenario.Setting(
        forms={form.id: form for form in read},
        start_form=details.get("start_form"),
        functions=office_functions(calendar.standard()),
        library=siblings,
        called_forms=siblings.forms,
        dossier={"procedure": details.get("code"), "procedureName": details.get("name")},
    )
    return _Procedure(definition, setting)


def _play(path: Path, procedure: _Procedure | str) -> PlayedScenario:
    if isinstance(procedure, str):
        return PlayedScenario(path, path.stem, (procedure,), {})
    try:
        script = scenario.parse(path.read_bytes())
    except (OSError, scenario.ScenarioError) as error:
        return PlayedScenario(path, path.stem, (str(error),), {})
    code = procedure.setting.dossier["procedure"]
    if script.procedure and script.procedure != code:
        return PlayedScenario(
            path, script.name, (f"the scenario is about {script.procedure}, the folder holds {code}",), {}
        )
    result = scenario.run(script, procedure.definition, procedure.setting)
    return PlayedScenario(path, script.name, result.differences, _plain(result.outcome))


def _plain(outcome: scenario.ScenarioOutcome) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "outcome": outcome.outcome,
        "path": list(outcome.path),
        "open": list(outcome.open),
        "waiting": list(outcome.waiting),
        "thrown": list(outcome.thrown),
    }
