"""Moving the running dossiers of a procedure to another of its versions: compared, looked at for all of them, then run.

A designer orders a migration. It begins as a dry run: jobs try every dossier and write down why one cannot follow.
An administrator who has read that starts it; the same jobs then move dossier after dossier. Both can be paused and
cancelled at any moment: what was moved stays moved, and can be moved back one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, literal, or_, select, update

from core.db.base import AnyRow, AnySelect
from core.db.models import Dossier, Migration, MigrationItem
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.domain.states import ANY_STATE, BatchState, ItemState
from core.errors.migration import MigrationState
from core.errors.requests import NotFound
from core.errors.rights import Forbidden
from core.services.authorization import admin_scope, rights
from core.services.authorization.veil import Veil
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.evidence import journal
from core.services.interventions.reasons import require_reason
from core.services.migration import migration_rows
from core.services.migration.comparison import READERS, checked_mapping, running_on
from core.services.requests import cursors, idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.views.actors import Actor
from core.services.views.migration import ItemView, MigrationOrder, MigrationView
from core.services.views.pages import Page

RUNNERS = ("admin",)
#: states a batch can still leave
LIVE = (BatchState.CHECKING, BatchState.CHECKED, BatchState.RUNNING)


class Migrations:
    """What designers and administrators do with migrations; what the jobs do is in ``migration_jobs``."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def order(self, order: MigrationOrder, by: Actor, key: str | None = None) -> MigrationView:
        """Orders a migration and begins its dry run over the dossiers of the units the actor serves in.

        Raises :class:`ProcedureUnknown`, :class:`MappingInvalid`, :class:`ReasonMissing`, :class:`BadValue`.
        """
        rights.require_scope(by, "migrations:write")
        rights.require_role(by, *READERS)
        reason = require_reason(order.reason)
        request = IdempotentRequest.of(by, "migration.order", MigrationView, key, order)
        with self._context.work() as work:
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first
            old, new = (self._context.versions.numbered(order.procedure, n, work) for n in (order.source, order.target))
            mapping = checked_mapping(old, new, order.mapping)
            migration = self._insert(work, order, (old, new), mapping, reason, by)
            self._fill(work, migration_rows.one(work, migration), by, READERS)
            view = self._view(work, migration_rows.one(work, migration), by)
            idempotency.store_answer(work, request, view, self._context.now())
            self._note(work, JournalKind.DESIGNER_MIGRATION_ORDERED, view, by, dossiers=view.total)
            work.notify_relay = True
            return view

    def page(self, by: Actor, cursor: str | None = None, limit: int | None = None) -> Page[MigrationView]:
        """Migrations that concern dossiers of the units the actor serves in, or that they ordered; the newest first."""
        rights.require_scope(by, "migrations:read")
        rights.require_role(by, *READERS)
        size = cursors.clamp(limit)
        with self._context.work.read() as work:
            found = work.execute(cursors.after(self._seen(by), Migration.id, cursor, size)).all()
            views = [self._view(work, row, by) for row in found[:size]]
        return Page(views, cursors.following(found, size, Migration.id))

    def get(self, migration_id: UUID, by: Actor) -> MigrationView:
        """One migration with its progress. Raises :class:`NotFound`."""
        rights.require_scope(by, "migrations:read")
        rights.require_role(by, *READERS)
        with self._context.work.read() as work:
            return self._view(work, self._found(work, migration_id, by), by)

    def items(
        self,
        migration_id: UUID,
        by: Actor,
        state: str = ANY_STATE,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> Page[ItemView]:
        """The dossiers of a migration in one state (or ``all``), with what stands in their way.

        Only those of the units the actor serves in, and without personal data of those that are not theirs.
        """
        rights.require_scope(by, "migrations:read")
        rights.require_role(by, *READERS)
        size = cursors.clamp(limit)
        query = (
            select(*MigrationItem.__table__.c, Dossier.code)
            .join(Dossier, Dossier.id == MigrationItem.dossier_id)
            .where(MigrationItem.migration_id == migration_id, *self._within(by, READERS))
        )
        if state != ANY_STATE:
            query = query.where(MigrationItem.state == state)
        query = cursors.after(query, MigrationItem.dossier_id, cursor, size, newest_first=False)
        with self._context.work.read() as work:
            self._found(work, migration_id, by)
            found = work.execute(query).all()
            veil = Veil(work, by, {row.dossier_id for row in found})
        views = [migration_rows.item_view(row, veil) for row in found[:size]]
        return Page(views, cursors.following(found, size, MigrationItem.dossier_id))

    def start(self, migration_id: UUID, by: Actor) -> MigrationView:
        """Moves the dossiers, once the dry run is through: all that run on the source now. Repeating changes nothing.

        Raises :class:`MigrationState` while the dry run is on its way, or when the migration was cancelled.
        """
        return self._turn(
            migration_id, by, {BatchState.CHECKED: BatchState.RUNNING}, {BatchState.RUNNING, BatchState.DONE}
        )

    def pause(self, migration_id: UUID, by: Actor) -> MigrationView:
        """Lets no further dossier be looked at or moved until :meth:`resume`."""
        return self._hold(migration_id, by, paused=True)

    def resume(self, migration_id: UUID, by: Actor) -> MigrationView:
        """Goes on where :meth:`pause` stopped."""
        return self._hold(migration_id, by, paused=False)

    def cancel(self, migration_id: UUID, by: Actor) -> MigrationView:
        """Ends the migration where it is; what was moved stays moved."""
        return self._turn(migration_id, by, dict.fromkeys(LIVE, BatchState.CANCELLED), {BatchState.CANCELLED})

    def _turn(
        self, migration_id: UUID, by: Actor, ways: Mapping[BatchState, BatchState], reached: set[BatchState]
    ) -> MigrationView:
        with self._context.work() as work:
            row = self._locked(work, migration_id, by)
            state = ways.get(row.state)
            if state is None and row.state not in reached:
                raise MigrationState(state=row.state)
            if state is not None:
                self._begin(work, row, by) if state == BatchState.RUNNING else self._end(work, row)
            view = self._view(work, migration_rows.one(work, migration_id), by)
            if state is not None:
                running = state == BatchState.RUNNING
                kind = JournalKind.ADMIN_MIGRATION_STARTED if running else JournalKind.ADMIN_MIGRATION_CANCELLED
                self._note(work, kind, view, by, dossiers=view.total)
            return view

    def _note(self, work: Work, kind: JournalKind, view: MigrationView, by: Actor, **more: Any) -> None:
        facts = {"migration": str(view.id), "procedure": view.procedure, "source": view.source, "target": view.target}
        journal.note(self._context, work, kind, {**facts, "reason": view.reason, **more}, by)

    def _begin(self, work: Work, row: AnyRow, by: Actor) -> None:
        """Every dossier is looked at again when its turn comes, so those that were refused get another chance."""
        at = self._context.now()
        seen = update(MigrationItem).where(MigrationItem.migration_id == row.id)
        mine, running = self._running_for(row, by, RUNNERS), running_on(row.source_id)
        work.session.execute(
            seen.where(MigrationItem.dossier_id.not_in(running)).values(state=ItemState.GONE, at=at, problems=[])
        )
        work.session.execute(
            seen.where(MigrationItem.dossier_id.in_(mine)).values(state=ItemState.WAITING, problems=[])
        )
        self._fill(work, row, by, RUNNERS)
        who = {"started_by_id": by.id, "started_by_username": by.username, "started_by_name": by.name}
        values = {"state": BatchState.RUNNING, "paused": False, "started": at, "next_attempt": at, "lease": None, **who}
        work.session.execute(update(Migration).where(Migration.id == row.id).values(**values))
        work.notify_relay = True

    def _end(self, work: Work, row: AnyRow) -> None:
        values = {"state": BatchState.CANCELLED, "paused": False, "ended": self._context.now(), "lease": None}
        work.session.execute(update(Migration).where(Migration.id == row.id).values(**values))

    def _hold(self, migration_id: UUID, by: Actor, *, paused: bool) -> MigrationView:
        with self._context.work() as work:
            row = self._locked(work, migration_id, by)
            if row.state not in (BatchState.CHECKING, BatchState.RUNNING):
                raise MigrationState(state=row.state)
            values = {"paused": paused} if paused else {"paused": False, "next_attempt": self._context.now()}
            work.session.execute(update(Migration).where(Migration.id == migration_id).values(**values))
            work.notify_relay = not paused
            view = self._view(work, migration_rows.one(work, migration_id), by)
            self._note(work, JournalKind.ADMIN_MIGRATION_HELD, view, by, paused=paused)
            return view

    def _locked(self, work: Reading, migration_id: UUID, by: Actor) -> AnyRow:
        """The row under lock; who only ordered it may pause or cancel the dry run, nothing more."""
        rights.require_scope(by, "migrations:write")
        rights.require_role(by, *READERS)
        self._found(work, migration_id, by)
        row = migration_rows.one(work, migration_id, lock=True)
        ordered = row.state == BatchState.CHECKING and row.created_by_id is not None and row.created_by_id == by.id
        if not ordered:
            rights.require_role(by, *RUNNERS)
            self._require_all(work, migration_id, by)
        return row

    def _require_all(self, work: Reading, migration_id: UUID, by: Actor) -> None:
        """Who starts or ends a migration administers every dossier in it. Raises :class:`Forbidden`."""
        if by.kind == "system":
            return
        outside = Dossier.processing_unit_id.not_in(
            admin_scope.units_covered_by(self._context.directory.tree(), by, *RUNNERS)
        )
        others = migration_rows.items().where(MigrationItem.migration_id == migration_id, outside)
        if work.execute(others.limit(1)).first() is not None:
            raise Forbidden(role=RUNNERS[0])

    def _within(self, by: Actor, roles: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
        """Conditions that a dossier is decided in a unit where the actor has one of the roles."""
        if by.kind == "system":
            return ()
        return (
            Dossier.processing_unit_id.in_(admin_scope.units_covered_by(self._context.directory.tree(), by, *roles)),
        )

    def _seen(self, by: Actor) -> AnySelect:
        """The migrations the actor may know of."""
        query = select(*Migration.__table__.c)
        if by.kind == "system":
            return query
        some = migration_rows.items().where(MigrationItem.migration_id == Migration.id, *self._within(by, READERS))
        return query.where(or_(Migration.created_by_id == by.id, some.exists()))

    def _found(self, work: Reading, migration_id: UUID, by: Actor) -> AnyRow:
        """One of them. Raises :class:`NotFound`."""
        row = work.execute(self._seen(by).where(Migration.id == migration_id)).one_or_none()
        if row is None:
            raise NotFound(what="Migration", name=str(migration_id))
        return row

    def _insert(
        self,
        work: Work,
        order: MigrationOrder,
        versions: tuple[Version, Version],
        mapping: Mapping[str, str],
        reason: str,
        by: Actor,
    ) -> UUID:
        at, migration = self._context.now(), uuid7()
        work.session.execute(
            insert(Migration),
            {
                "id": migration,
                "source_id": versions[0].view.version_id,
                "target_id": versions[1].view.version_id,
                "mapping": dict(mapping),
                "only": None if order.only is None else list(order.only),
                "reason": reason,
                "state": BatchState.CHECKING,
                "paused": False,
                "created": at,
                "created_by_id": by.id,
                "created_by_name": by.name,
                "attempts": 0,
                "next_attempt": at,
            },
        )
        return migration

    def _fill(self, work: Work, row: AnyRow, by: Actor, roles: tuple[str, ...]) -> None:
        """An item for each running dossier that has none yet."""
        known = select(MigrationItem.dossier_id).where(MigrationItem.migration_id == row.id)
        found = self._running_for(row, by, roles).where(Dossier.id.not_in(known))
        columns = (literal(row.id, Migration.id.type), Dossier.id, literal("waiting"), literal("[]"))
        names = ["migration_id", "dossier_id", "state", "problems"]
        work.session.execute(insert(MigrationItem).from_select(names, found.with_only_columns(*columns)))

    def _running_for(self, row: AnyRow, by: Actor, roles: tuple[str, ...]) -> AnySelect:
        """The running dossiers of the source that are decided in units where the actor has one of the roles."""
        query = running_on(row.source_id)
        if row.only is not None:
            query = query.where(Dossier.code.in_(row.only))
        return query.where(*self._within(by, roles))

    def _view(self, work: Reading, row: AnyRow, by: Actor) -> MigrationView:
        versions = self._context.versions
        source, target = (versions.get(version, work).view for version in (row.source_id, row.target_id))
        per_state = (
            select(MigrationItem.state, func.count().label("dossiers"))
            .join(Dossier, Dossier.id == MigrationItem.dossier_id)
            .where(MigrationItem.migration_id == row.id, *self._within(by, READERS))
            .group_by(MigrationItem.state)
        )
        counts = {row.state: row.dossiers for row in work.execute(per_state)}
        return migration_rows.view(source, target, row, counts)
