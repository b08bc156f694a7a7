"""Procedures in folders that call each other: where lint and scenarios find them, and in which order they are deployed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bpmn import forms, parse
from bpmn.errors import BpmnError
from bpmn.library import DeployedDefinition, InMemoryLibrary
from core.services.context.versions import DIAGRAM, digest


@dataclass(frozen=True, slots=True)
class SiblingProcedure:
    """A procedure that can be called: its process, and its forms by id."""

    deployed: DeployedDefinition
    forms: Mapping[str, forms.Form]


class SiblingProcedures:
    """The procedures in the folders beside a diagram's own, or the diagrams beside a single one; read when asked for.

    One that cannot run is not there: lint of its own folder says why.
    """

    def __init__(self, diagram: Path) -> None:
        self._diagram = diagram
        self._found: dict[str, SiblingProcedure] | None = None
        self._library = InMemoryLibrary()

    def latest(self, process_id: str, version_tag: str | None = None) -> DeployedDefinition | None:
        """The process of that id, if its diagram has that tag."""
        self._look()
        return self._library.latest(process_id, version_tag)

    def by_sha256(self, sha256: str) -> DeployedDefinition | None:
        """The process of the folder with that SHA-256."""
        self._look()
        return self._library.by_sha256(sha256)

    def forms(self, sha256: str) -> Mapping[str, forms.Form]:
        """The forms of the folder with that SHA-256."""
        return self._look()[sha256].forms

    def _look(self) -> dict[str, SiblingProcedure]:
        if self._found is None:
            self._found = {}
            for path in self._diagrams():
                found = _read(path)
                if found is not None:
                    self._found[found.deployed.sha256] = found
                    self._library.add(found.deployed)
        return self._found

    def _diagrams(self) -> list[Path]:
        folder = self._diagram.parent
        whole = self._diagram.name == DIAGRAM
        return sorted(folder.parent.glob(f"*/{DIAGRAM}") if whole else folder.glob("*.bpmn"))


def files_of(folder: Path, ending: str) -> dict[str, bytes]:
    """The files of a folder with this ending, by name without it."""
    return {file.stem: file.read_bytes() for file in sorted(folder.glob(f"*.{ending}"))}


def _read(diagram: Path) -> SiblingProcedure | None:
    folder = diagram.parent
    try:
        definition = parse.load(diagram.read_bytes(), files_of(folder, "dmn"))
        read = [forms.parse_form(data) for data in files_of(folder, "form").values()]
    except (OSError, BpmnError):
        return None
    files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
    sha256 = digest(files if diagram.name == DIAGRAM else {diagram.name: diagram.read_bytes()})
    return SiblingProcedure(DeployedDefinition(sha256, definition), {form.id: form for form in read})


def called_first(folders: Iterable[Path]) -> list[Path]:
    """The folders so that each comes after those whose processes it names; what cannot be read stays where it stood."""
    waiting = list(folders)
    found = {folder: _read(folder / DIAGRAM) for folder in waiting if (folder / DIAGRAM).is_file()}
    holding = {one.deployed.definition.process_id: folder for folder, one in found.items() if one is not None}
    ordered: dict[Path, None] = {}

    def place(folder: Path, around: frozenset[Path]) -> None:
        one = found.get(folder)
        for process in sorted(set(one.deployed.definition.calls.values())) if one is not None else ():
            other = holding.get(process)
            if other is not None and other not in around:
                place(other, around | {other})
        ordered.setdefault(folder)

    for folder in waiting:
        place(folder, frozenset({folder}))
    return list(ordered)
