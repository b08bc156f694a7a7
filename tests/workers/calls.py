"""What tests of one topic's calls share: making them, and what they left behind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db.models import Outbox
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from workers import jobs
from workers.context import WorkerContext


def make(ctx: WorkerContext, topic: str) -> None:
    """Makes the topic's calls that are due, once."""
    for row in ctx.office.outbox.due():
        if row.topic == topic:
            jobs.call(str(row.id))


def rows(ctx: WorkerContext, table: Any) -> list[Any]:
    with ctx.office.context.work.read() as work:
        return list(work.execute(select(*table.__table__.c)))


def row_of(ctx: WorkerContext, topic: str) -> Any:
    """The first call of the topic."""
    return next(row for row in rows(ctx, Outbox) if row.topic == topic)


def data(ctx: WorkerContext, dossier: DossierView) -> Any:
    """The dossier's variables."""
    return ctx.office.dossiers.get(dossier.code, SYSTEM).data


def refused(ctx: WorkerContext, dossier: DossierView) -> bool:
    """Whether the way of the error event was taken."""
    return "End_Refused" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed
