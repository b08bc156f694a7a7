"""Deployments as the interface shows them, and the files of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from api.answers import Output
from api.problems import InputInvalid
from api.uploads import Upload

DIAGRAM = "process.bpmn"
DETAILS = "procedure.toml"
FILES: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "minProperties": 1,
                "description": "Files in fields of any name, known by their file names: one *.bpmn, any *.form and "
                "*.dmn, procedure.toml. Files left out are those of the newest version.",
                "additionalProperties": {"type": "string", "contentMediaType": "application/octet-stream"},
            }
        }
    },
}


class ProblemOut(Output):
    """A warning of lint, in the caller's language."""

    code: str
    element: str | None
    message: str
    severity: str
    file: str | None
    line: int | None


class DeploymentOut(Output):
    """The version that new dossiers get from now on; ``running``: unfinished dossiers on it."""

    # What the view has, promised apart: see Output.
    id: UUID
    procedure: str
    version: int
    sha256: str
    deployed: datetime
    deployed_by: str
    running: int
    problems: list[ProblemOut]


def package(parts: Sequence[Upload]) -> dict[str, bytes]:
    """The files of a procedure's folder by the names the office knows. Raises :class:`InputInvalid`."""
    files: dict[str, bytes] = {}
    faults: list[tuple[tuple[str | int, ...], str, dict[str, Any]]] = []
    for part in parts:
        name = _known(part.name) or _known(part.field) or (DIAGRAM if part.field == "diagram" else None)
        if name is None:
            faults.append(((part.field,), "unknown", {}))
        elif name in files:
            faults.append(((part.field,), "too-many", {"limit": 1}))
        else:
            files[name] = part.data
    if not parts:
        faults.append((("diagram",), "required", {}))
    if faults:
        raise InputInvalid(faults, "body")
    return files


def _known(name: str) -> str | None:
    lowered = name.lower()
    if lowered.endswith((".bpmn", ".bpmn20.xml")):
        return DIAGRAM
    if lowered.endswith(".toml"):
        return DETAILS
    return name if lowered.endswith((".form", ".dmn")) else None
