"""The bell: what a person is told of, and that they have read it. Gathered apart from the steps, so that a step pays nothing.

Gathering looks at tasks that were opened and incidents that were opened since the last time. A notice's id is made of what it is
about, so looking twice tells nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import delete, func, or_, select, update

from core import jsontext
from core.db.base import AnyRow
from core.db.models import Audience, Dossier, Event, Incident, Person, RoleAssignment, StaffNotice, Task
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.db.upserts import insert_absent
from core.domain import codes
from core.domain.history import EventKind
from core.domain.staff_notices import StaffNoticeKind
from core.domain.states import TaskState
from core.services.authorization import rights
from core.services.context.context import Context
from core.services.running.outbox_rows import NOTIFY
from core.services.views.actors import Actor
from core.services.views.staff_notices import StaffNoticeView

#: of a list; people who are told of one question
MOST, MOST_ASKED = 100, 10
#: looked back at the first time; incidents of the last while are looked at again
FIRST, AGAIN = timedelta(days=1), timedelta(minutes=5)
#: read notices are kept so long, others so long
READ_KEPT, KEPT = timedelta(days=30), timedelta(days=180)
_SPACE: Final = UUID("6f1d7f0a-5a3e-5c52-9a53-0d1b0f3c7e11")
INQUIRE, PARCEL, REVIEW = "inquire", "parcel", "review"
Told = tuple[UUID | None, StaffNoticeKind, str]


class Bell:
    """What a person asks, and what the schedule gathers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def unread(self, by: Actor) -> int:
        """How many are unread: one count on an index."""
        with self._context.work.read() as work:
            mine = (StaffNotice.person_id == by.id, StaffNotice.read.is_(None))
            return work.scalar(select(func.count()).select_from(StaffNotice).where(*mine)) or 0

    def page(self, by: Actor) -> tuple[StaffNoticeView, ...]:
        """The newest, unread ones first; none of dossiers that the person may see no more."""
        seen = rights.visible(StaffNotice.dossier_id, rights.serving(by))
        query = (
            select(*StaffNotice.__table__.c, Dossier.code)
            .join(Dossier, Dossier.id == StaffNotice.dossier_id)
            .where(StaffNotice.person_id == by.id, seen)
            .order_by(StaffNotice.read.is_not(None), StaffNotice.at.desc(), StaffNotice.id)
            .limit(MOST)
        )
        with self._context.work.read() as work:
            rows = work.execute(query).all()
        return tuple(
            StaffNoticeView(row.id, row.kind, row.code, row.about.get("what", ""), row.at, row.read is None)
            for row in rows
        )

    def read(self, by: Actor, notice: UUID | None = None) -> None:
        """Marks one as read, or all of the person's; one of somebody else's is left as it is."""
        mine = update(StaffNotice).where(StaffNotice.person_id == by.id, StaffNotice.read.is_(None))
        with self._context.work() as work:
            chosen = mine if notice is None else mine.where(StaffNotice.id == notice)
            work.session.execute(chosen.values(read=self._context.now()))

    def gather(self, after: UUID | None) -> UUID | None:
        """Tells of what happened since; ``after``: the newest task that was looked at the time before, ``None``: the last day.
        Returns what to give the next time."""
        now = self._context.now()
        with self._context.work() as work:
            first = select(func.min(Task.id)).where(Task.opened > now - FIRST)
            newer = Task.id > after if after else Task.id >= first.scalar_subquery()
            tasks = work.execute(select(*_TASK).where(newer, Task.state == TaskState.OPEN).order_by(Task.id)).all()
            since = now - (AGAIN if after else FIRST)
            incidents = work.execute(select(*_INCIDENT).where(Incident.opened > since)).all()
            self._tell(work, tasks, self._of_task)
            self._tell(work, incidents, self._of_incident)
            return max((row.id for row in tasks), default=after)

    def _tell(self, work: Work, rows: Iterable[AnyRow], about: Any) -> None:
        for row in rows:
            for person, kind, what in about(work, row):
                if person is not None:
                    told = {"id": uuid5(_SPACE, f"{kind}:{row.id}:{person}"), "person_id": person, "kind": kind}
                    told |= {"dossier_id": row.dossier_id, "about": {"what": what}, "at": row.opened, "read": None}
                    work.session.execute(insert_absent(work, StaffNotice), [told])

    def _of_task(self, work: Reading, task: AnyRow) -> Iterator[Told]:
        before = _done_before(work, task)
        if task.kind == PARCEL:
            yield _owner(work, task.dossier_id), StaffNoticeKind.PARCEL, task.name
        if task.kind == INQUIRE:
            asked = [task.assignee_id] if task.assignee_id else self._audience(work, task.audience)
            yield from ((person, StaffNoticeKind.OPINION, task.name) for person in asked)
        elif task.assignee_id is not None and not _claimed(work, task):
            kind = StaffNoticeKind.RETURNED if before == task.assignee_id else StaffNoticeKind.ASSIGNED
            yield task.assignee_id, kind, task.name
        elif before is not None and before != _last(work, task.dossier_id):
            yield before, StaffNoticeKind.RETURNED, task.name

    def _of_incident(self, work: Reading, incident: AnyRow) -> Iterator[Told]:
        if incident.kind in ("call", "message"):
            letter = incident.topic == NOTIFY
            kind = StaffNoticeKind.LETTER if letter else StaffNoticeKind.CALL
            yield _owner(work, incident.dossier_id), kind, "" if letter else str(incident.topic or "")

    def _audience(self, work: Reading, key: str) -> list[UUID]:
        """Who may take a task, if they are few: a question to everybody is seen in the queue."""
        today = codes.local_day(self._context.now())
        found = (
            select(RoleAssignment.person_id)
            .join(Audience, (Audience.role == RoleAssignment.role) & (Audience.unit_id == RoleAssignment.unit_id))
            .join(Person, Person.id == RoleAssignment.person_id)
            .where(Audience.key == key, RoleAssignment.starts <= today, Person.active.is_(True))
            .where(or_(RoleAssignment.ends.is_(None), RoleAssignment.ends >= today))
            .distinct()
            .limit(MOST_ASKED + 1)
        )
        people = list(work.scalars(found))
        return people if len(people) <= MOST_ASKED else []


_TASK: Final = (
    Task.id,
    Task.dossier_id,
    Task.element,
    Task.name,
    Task.kind,
    Task.audience,
    Task.assignee_id,
    Task.opened,
)
_INCIDENT: Final = (Incident.id, Incident.dossier_id, Incident.kind, Incident.topic, Incident.opened)


def let_go(context: Context, work: Work) -> None:
    """Deletes what was kept long enough."""
    now = context.now()
    old = or_(StaffNotice.read < now - READ_KEPT, StaffNotice.at < now - KEPT)
    work.session.execute(delete(StaffNotice).where(old))


def _closed(dossier_id: UUID) -> Any:
    """The people who completed tasks of a dossier, the last one first."""
    done = (Task.dossier_id == dossier_id, Task.state == TaskState.COMPLETED, Task.closed_by_id.is_not(None))
    return select(Task.closed_by_id).where(*done).order_by(Task.closed.desc(), Task.id.desc()).limit(1)


def _done_before(work: Reading, task: AnyRow) -> UUID | None:
    """Who did the same step of the dossier last."""
    found: UUID | None = work.scalar(_closed(task.dossier_id).where(Task.element == task.element))
    return found


def _last(work: Reading, dossier_id: UUID) -> UUID | None:
    found: UUID | None = work.scalar(_closed(dossier_id))
    return found


def _owner(work: Reading, dossier_id: UUID) -> UUID | None:
    """Whose dossier it is: who reviewed it last, else who worked in it last."""
    reviewer: UUID | None = work.scalar(_closed(dossier_id).where(Task.kind == REVIEW))
    return reviewer or _last(work, dossier_id)


def _claimed(work: Reading, task: AnyRow) -> bool:
    """Whether whoever has the task took it themselves."""
    claims = select(Event.payload).where(Event.dossier_id == task.dossier_id, Event.kind == _CLAIMED)
    return any(jsontext.stored(payload).get("task") == str(task.id) for payload in work.scalars(claims))


#: as the history calls it; read here, written where tasks are taken
_CLAIMED: Final = next(kind.value for kind in EventKind if kind.value == "clerk.task.claimed")
