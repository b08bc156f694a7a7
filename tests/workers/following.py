"""What tests of feeds ask of an office."""

from __future__ import annotations

from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from workers.context import WorkerContext


def call(ctx: WorkerContext, topic: str) -> str:
    (row,) = [str(row.id) for row in ctx.office.outbox.due() if row.topic == topic]
    return row


def ended(ctx: WorkerContext, dossier: DossierView) -> bool:
    return "End" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed
