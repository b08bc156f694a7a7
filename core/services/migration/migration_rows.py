"""Migrations and their dossiers as rows and as views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.db.base import AnyRow, AnySelect
from core.db.models import Dossier, Migration, MigrationItem
from core.db.reading import Reading
from core.errors.requests import NotFound
from core.services.authorization.veil import Veil
from core.services.views.migration import STOPPED, ItemProblem, ItemView, MigrationView
from core.services.views.procedures import ProcedureView


def view(source: ProcedureView, target: ProcedureView, row: AnyRow, counts: Mapping[str, int]) -> MigrationView:
    """The migration with its dossiers counted by their state."""
    return MigrationView(
        id=row.id,
        procedure=source.code,
        source=source.version,
        target=target.version,
        mapping=row.mapping,
        reason=row.reason,
        state=row.state,
        paused=row.paused,
        created=row.created,
        created_by=row.created_by_name,
        started=row.started,
        started_by=row.started_by_name,
        ended=row.ended,
        total=sum(counts.values()),
        counts=counts,
    )


def items() -> AnySelect:
    """The dossiers of migrations."""
    return select(MigrationItem.dossier_id).join(Dossier, Dossier.id == MigrationItem.dossier_id)


def item_view(row: AnyRow, veil: Veil) -> ItemView:
    """One dossier of a migration as the actor of the veil may see it."""
    problems = tuple(_problem(row.dossier_id, found, veil) for found in row.problems)
    return ItemView(dossier=row.code, state=row.state, problems=problems, at=row.at)


def _problem(dossier: UUID, stored: Mapping[str, Any], veil: Veil) -> ItemProblem:
    """A problem as the actor may see it: only what stopped a step tells of values; all others tell of the diagrams alone."""
    message, vi = stored["message"], stored["vi"]
    if stored["code"] == STOPPED:
        message, vi = (veil.text(dossier, text, stored.get("bare")) for text in (message, vi))
    return ItemProblem(
        code=stored["code"], element=stored["element"], severity=stored["severity"], message=message, vi=vi
    )


def one(work: Reading, migration_id: UUID, *, lock: bool = False) -> AnyRow:
    """The migration's row. Raises :class:`NotFound`."""
    query = select(*Migration.__table__.c).where(Migration.id == migration_id)
    row = work.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound(what="Migration", name=str(migration_id))
    return row
