"""A procedure's folder as it was sent: its files, with the details decoded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpmn import forms, parse
from bpmn.checking.letters import LetterCall, letter_calls
from bpmn.checking.variables import KnownVariables, known_variables
from bpmn.definition import Definition
from bpmn.errors import BpmnError
from core.services.context.contracts import OFFICE, Contract
from core.services.context.versions import DETAILS, DIAGRAM, read_details, tables_of


@dataclass(frozen=True, slots=True)
class Package:
    """``details``: what ``procedure.toml`` says; ``None`` where it is missing, or cannot be read for the reason ``error``."""

    files: Mapping[str, bytes]
    details: dict[str, Any] | None
    error: Exception | None = None

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Package:
        """The folder with these files."""
        if DETAILS not in files:
            return cls(files, None)
        try:
            return cls(files, read_details(files[DETAILS]))
        except (ValueError, RecursionError) as error:  # the two decoders' errors, too many digits, nested without end
            return cls(files, None, error)

    def completed(self, others: Mapping[str, bytes]) -> Package:
        """The folder with what it leaves out taken from ``others``."""
        if DETAILS in self.files:
            return Package({**others, **self.files}, self.details, self.error)
        return Package.of({**others, **self.files})

    def definition(self) -> Definition | None:
        """The diagram, where there is one that can be run."""
        try:
            return parse.load(self.files[DIAGRAM], tables_of(self.files))
        except (KeyError, BpmnError):
            return None

    def letter_calls(self) -> tuple[LetterCall, ...]:
        """The steps of the diagram that send letters."""
        read, _ = parse.examine(self.files[DIAGRAM]) if DIAGRAM in self.files else (None, None)
        return () if read is None else tuple(letter_calls(read))

    def known_variables(self, served: Mapping[str, Contract] | None = None) -> KnownVariables | None:
        """The variables its dossiers have; ``None`` where the diagram cannot be read. ``served``: the contracts of topics."""
        read, _ = parse.examine(self.files[DIAGRAM]) if DIAGRAM in self.files else (None, None)
        if read is None:
            return None
        keys: set[str] = set()
        for name, data in self.files.items():
            if name.endswith(".form"):
                try:
                    keys.update(forms.parse_form(data).keys)
                except BpmnError:
                    continue  # lint says what is wrong with that form
        return known_variables(read, keys, OFFICE if served is None else served)

    def code(self) -> str | None:
        """The procedure's code, from its details or, where only a diagram was sent, from the diagram."""
        if DETAILS in self.files:
            return str((self.details or {}).get("code") or "") or None
        definition = self.definition()
        return definition.properties.get("procedure") if definition else None
