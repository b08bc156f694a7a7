"""What the doors see of procedures, their versions and the papers they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.domain.text import fold
from core.errors.problems import ProblemView


@dataclass(frozen=True, slots=True)
class Component:
    """A paper of the dossier (thành phần hồ sơ)."""

    key: str
    name: str
    kind: str = "original"  # original | copy | electronic
    quantity: int = 1
    required: bool = True
    template: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureView:
    id: UUID
    code: str
    name: str
    name_en: str
    field: str
    field_code: str
    level: str
    law: str
    time_limit: str
    pause: str
    fee: int
    fee_note: str
    result: str
    start_form: str
    channels: tuple[str, ...]
    return_by: tuple[str, ...]
    components: tuple[Component, ...]
    version: int
    version_id: UUID
    sha256: str
    deployed: datetime
    note: str = ""  # for everybody who reads of the procedure
    office_note: str = ""  # for whoever puts it to use: no page of citizens or clerks shows it
    form: Mapping[str, Any] | None = None  # the form-js schema of reception
    applied_for: bool = True  # whether applicants hand it in; else messages of other dossiers alone begin it

    def found_by(self, typed: str) -> bool:
        """Whether every word typed occurs in the code, a name or the field, accents apart."""
        known = fold(" ".join((self.code, self.name, self.name_en, self.field)))
        return all(word in known for word in fold(typed).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    id: UUID
    procedure: str
    version: int
    sha256: str
    deployed: datetime
    deployed_by: str
    running: int  # dossiers not finished on this version
    problems: tuple[ProblemView, ...] = ()  # lint's warnings
