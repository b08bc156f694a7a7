"""Tasks inside called processes: the version, the variables and the call activity they belong to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from bpmn import engine
from core import jsontext
from core.db.models import DossierState
from core.db.reading import Reading
from core.domain.states import TaskState
from core.services.cases.rows import TaskRow
from core.services.context.context import Context
from core.services.context.library import VersionLibrary
from core.services.context.versions import Version

#: separates the id of a call activity from that of an element of the process it called
INSIDE = "/"


def version_id(context: Context, work: Reading, sha256: str | None) -> UUID | None:
    """The id of the called version with this SHA-256; ``None`` for ``None``, which means the dossier's own version."""
    found = None if sha256 is None else context.versions.by_sha256(sha256, work)
    return None if found is None else found.view.version_id


def version_of(context: Context, row: TaskRow, work: Reading | None = None) -> Version:
    """The version a task's row belongs to: its forms come from there."""
    return context.versions.get(row.task_version_id or row.version_id, work)


def variables_of(context: Context, work: Reading, row: TaskRow) -> dict[str, Any]:
    """The variables an open task's form starts from and may look at: the dossier's, or those of the called process."""
    variables: dict[str, Any] = jsontext.stored(row.variables)
    if row.task_version_id is None or row.task_state != TaskState.OPEN:
        return variables
    definition = context.versions.get(row.version_id, work).definition
    state = work.scalars(select(DossierState.state).where(DossierState.dossier_id == row.id)).one()
    execution = engine.ExecutionContext(context.now(), "", library=VersionLibrary(context.versions, work))
    return engine.variables_at(engine.Snapshot(definition, state, variables), row.task_token, execution)


def root_element(element: str) -> str:
    """The element's place in the dossier's own diagram: itself, or the outermost call activity around it."""
    return element.partition(INSIDE)[0]
