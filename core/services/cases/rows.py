"""The rows that a case and its tasks are read from, each column with its type.

The SELECTs stand in ``cases`` and in ``core.services.tasks.task_rows``; a row from memory has the same columns. SQLAlchemy
types a row's columns by place and not by name: so whoever executes the SELECT casts its rows to one of these, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


class DossierColumns(Protocol):
    """The columns of a dossier that FEEL expressions and rights look at."""

    id: UUID
    code: str
    version_id: UUID
    applicant: dict[str, str]
    applicant_name: str
    channel: str
    return_by: str
    reception_unit_id: UUID
    processing_unit_id: UUID
    status: int
    received: datetime
    due: datetime | None
    stopped: bool
    revision: int

    @property
    def _mapping(self) -> Mapping[str, Any]:
        """All columns by name."""


class CaseRow(DossierColumns, Protocol):
    """A dossier as a step needs it."""

    paused_since: datetime | None
    pauses: list[dict[str, Any]]
    found_by: str
    #: codes of the units that see it
    units: list[str]
    head_seq: int
    head_hash: str


class StoredCaseRow(CaseRow, Protocol):
    """The same with what the engine goes on from; a row from memory lacks it, it is remembered beside the row."""

    engine_state: bytes
    #: JSON
    variables: str


class TaskRow(DossierColumns, Protocol):
    """A task (columns with ``task_``) with columns of its dossier.

    A line of a list lacks the columns of :class:`DossierColumns` that no list shows, and the last four below.
    """

    task_id: UUID
    task_element: str
    task_name: str
    task_kind: str
    task_form: str | None
    task_version_id: UUID | None
    task_audience: str
    task_unit_id: UUID
    task_assignee_id: UUID | None
    task_state: str
    task_closed: datetime
    task_closed_by_name: str | None
    task_clock: str
    task_sort_due: datetime
    task_revision: int
    task_token: str
    task_local: dict[str, Any] | None
    task_draft: str | None
    #: the dossier's variables, as JSON; a row from memory lacks them
    variables: str
