"""A dossier under lock, with everything a step needs, read in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from sqlalchemy import bindparam, select

from bpmn.definition import Snapshot
from core import jsontext
from core.db.base import AnySelect, table_of
from core.db.fast.prepared import Recalled, Record
from core.db.fast.recent import Remembered
from core.db.models import Dossier, DossierState, Task
from core.db.reading import Reading
from core.db.unit_of_work import Attempt
from core.domain import codes
from core.errors.dossiers import DossierStopped
from core.errors.requests import NotFound
from core.services.cases.rows import CaseRow, StoredCaseRow, TaskRow
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.views.dossiers import Applicant, DossierRef

DOSSIER, STATE, TASK = (table_of(model) for model in (Dossier, DossierState, Task))
TASK_COLUMNS = tuple(column.label(f"task_{column.name}") for column in TASK.c)
_PREFIXED = {column.name: f"task_{column.name}" for column in TASK.c}
_BLANK: dict[str, Any] = {column.key: None for column in TASK_COLUMNS}
#: Columns no step looks at; leaving them out is a tenth of the cost of reading the row.
UNREAD = ("procedure_code", "received_by_id", "index_due", "processed", "finished", "returned", "secret_hash")


@dataclass(slots=True)
class Case:
    """The dossier's row, its state and variables. ``changes`` collects what one UPDATE will write."""

    row: CaseRow
    version: Version
    state: bytes
    variables: dict[str, Any]
    changes: dict[str, Any] = field(default_factory=dict)
    #: number of the last event that the database has, or will have once the writes noted so far are sent
    stored: int = 0

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def code(self) -> str:
        return self.row.code

    def value(self, name: str) -> Any:
        """A column of the dossier as it will be after this step."""
        return self.changes[name] if name in self.changes else getattr(self.row, name)

    @property
    def ref(self) -> DossierRef:
        return DossierRef(self.id, self.code)

    @property
    def snapshot(self) -> Snapshot:
        """What the engine goes on from."""
        return Snapshot(self.version.definition, self.state, self.variables)

    @property
    def applicant(self) -> Applicant:
        return Applicant(**self.row.applicant)


def _locked(statement: AnySelect) -> AnySelect:
    # The dossier comes first in FROM, so that everybody locks in the same order. All tables are locked: under
    # READ COMMITTED a row that was not locked would be the one from before the wait. SQLite ignores the clause;
    # there BEGIN IMMEDIATE has already made us the only writer.
    return statement.with_for_update()


_JOINED = select(
    *(column for column in DOSSIER.c if column.name not in UNREAD),
    STATE.c.state.label("engine_state"),
    STATE.c.variables,
).select_from(DOSSIER.join(STATE, STATE.c.dossier_id == DOSSIER.c.id))
_PLAIN = _JOINED.where(DOSSIER.c.id == bindparam("dossier_id"))
_BY_DOSSIER = _locked(_PLAIN)
_TASK = (
    _JOINED.add_columns(*TASK_COLUMNS)
    .join(TASK, TASK.c.dossier_id == DOSSIER.c.id)
    .where(TASK.c.id == bindparam("task_id"))
)
_BY_TASK = _locked(_TASK)


def id_of(work: Reading, code: str) -> UUID:
    """The id of the dossier with this code, as people may write it. Raises :class:`NotFound`."""
    found = work.scalar(select(Dossier.id).where(Dossier.code == codes.normal_code(code)))
    if found is None:
        raise NotFound(what="Dossier", name=code)
    return found


def lock_dossier(context: Context, work: Reading, dossier_id: UUID) -> Case:
    """The dossier under lock. Raises :class:`NotFound`."""
    row = work.read_one(_BY_DOSSIER, {"dossier_id": dossier_id})
    if row is None:
        raise NotFound(what="Dossier", name=str(dossier_id))
    return _case(context, work, row)


def read_dossier(context: Context, work: Reading, dossier_id: UUID) -> Case:
    """The dossier as it is, without a lock: for looking only."""
    row = work.read_one(_PLAIN, {"dossier_id": dossier_id})
    if row is None:
        raise NotFound(what="Dossier", name=str(dossier_id))
    return _case(context, work, row)


def load_task_for_step(context: Context, work: Attempt, task_id: UUID, *, recall: bool = True) -> tuple[Case, TaskRow]:
    """The dossier of a task, under lock where the unit of work locks, and the task's row. Raises :class:`NotFound`.

    ``recall``: both may come from memory, if this process remembers them.
    """
    if recall and not work.locking and (remembered := context.recent.of_task(task_id)) is not None:
        work.recalled = True
        return _recalled(context, work, remembered, task_id)
    row = work.read_one(_BY_TASK if work.locking else _TASK, {"task_id": task_id})
    if row is None:
        raise NotFound(what="Task", name=str(task_id))
    return _case(context, work, row), cast(TaskRow, row)


def _case(context: Context, work: Reading, found: Record) -> Case:
    row = cast(StoredCaseRow, found)
    return Case(
        row=row,
        version=context.versions.get(row.version_id, work),
        state=row.engine_state,
        variables=jsontext.read(row.variables),
        stored=row.head_seq,
    )


def open_tasks(rows: Iterable[Mapping[str, Any]]) -> dict[UUID, dict[str, Any]]:
    """The columns of tasks just opened, as :func:`load_task_for_step` names them.

    Tasks inside of a called process are left out: their variables are in the state, and read each time.
    """
    return {
        row["id"]: _BLANK | {_PREFIXED[name]: value for name, value in row.items()}
        for row in rows
        if row["version_id"] is None
    }


def task_columns(row: TaskRow) -> dict[str, Any]:
    """The task's columns of a row that :func:`load_task_for_step` gave."""
    return {name: getattr(row, name) for name in _BLANK}


def remember(
    context: Context, work: Attempt, case: Case, tasks: Callable[[], Mapping[UUID, Mapping[str, Any]]]
) -> None:
    """Keeps the dossier as it will be once the unit of work has ended, with those of its open tasks that are known.

    Not on SQLite, which locks at once: nothing is ever taken from memory there.
    """
    if not work.on_sqlite:
        work.after_commit.append(lambda: _keep(context, case, tasks()))


def _keep(context: Context, case: Case, tasks: Mapping[UUID, Mapping[str, Any]]) -> None:
    row = {**case.row._mapping, **case.changes}
    for before in ("engine_state", "variables"):
        row.pop(before, None)
    context.recent.keep(case.id, Remembered(row, tasks, case.state, case.variables))


def _recalled(context: Context, work: Reading, remembered: Remembered, task_id: UUID) -> tuple[Case, TaskRow]:
    recalled = Recalled.of({**remembered.row, **remembered.tasks[task_id]})
    row = cast(CaseRow, recalled)
    version = context.versions.get(row.version_id, work)
    case = Case(row, version, remembered.state, dict(remembered.variables), stored=row.head_seq)
    return case, cast(TaskRow, recalled)


def refuse_stopped(case: Case) -> None:
    """Raises :class:`DossierStopped` where the process has failed and waits for an administrator."""
    if case.row.stopped:
        raise DossierStopped(dossier=case.code)
