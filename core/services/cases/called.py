"""Called processes: where the engine finds them, and what a task inside of one belongs to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from bpmn import engine
from bpmn.library import Deployed
from core.db.base import AnyRow
from core.db.models import DossierState
from core.db.reading import Reading
from core.domain import json
from core.domain.states import TaskState
from core.services.context.context import Context
from core.services.context.versions import Version, Versions

#: between the ids of a call activity and of an element of the process it called
INSIDE = "/"


class Library:
    """The deployed processes as the engine asks for them, read through the caller's own unit of work."""

    def __init__(self, versions: Versions, work: Reading | None = None) -> None:
        self._versions = versions
        self._work = work

    def newest(self, process_id: str, version_tag: str | None = None) -> Deployed | None:
        return _deployed(self._versions.holding(process_id, version_tag, self._work))

    def exactly(self, sha256: str) -> Deployed | None:
        return _deployed(self._versions.by_sha256(sha256, self._work))


def _deployed(version: Version | None) -> Deployed | None:
    return None if version is None else Deployed(version.view.sha256, version.definition)


def version_id(context: Context, work: Reading, sha256: str | None) -> UUID | None:
    """The called version a task belongs to; ``None`` where it is the dossier's own."""
    found = None if sha256 is None else context.versions.by_sha256(sha256, work)
    return None if found is None else found.view.version_id


def version_of(context: Context, row: AnyRow, work: Reading | None = None) -> Version:
    """The version whose forms a task uses."""
    return context.versions.get(row.task_version_id or row.version_id, work)


def variables_of(context: Context, work: Reading, row: AnyRow) -> dict[str, Any]:
    """The variables an open task's form starts from and may look at: the dossier's, or those of the called process."""
    variables: dict[str, Any] = json.stored(row.variables)
    if row.task_version_id is None or row.task_state != TaskState.OPEN:
        return variables
    definition = context.versions.get(row.version_id, work).definition
    state = work.scalars(select(DossierState.state).where(DossierState.dossier_id == row.id)).one()
    execution = engine.ExecutionContext(context.now(), "", library=Library(context.versions, work))
    return engine.seen(engine.Snapshot(definition, state, variables), row.task_token, execution)


def outermost(element: str) -> str:
    """The element of the dossier's own diagram: itself, or the call activity around it."""
    return element.partition(INSIDE)[0]
