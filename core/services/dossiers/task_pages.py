"""A task with its form, its dossier and the papers, read in one transaction: what a clerk opens four hundred times a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.domain.payments import PAY
from core.errors.forms import FieldErrors
from core.services.authorization import rights
from core.services.context.context import Context
from core.services.dossiers import documents, dossier_views
from core.services.evidence import access
from core.services.payments import ledger
from core.services.tasks import fields, task_rows
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierRef
from core.services.views.task_pages import TaskPageView


class TaskPages:
    """Everything about one task that changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def show(
        self, task_id: UUID, by: Actor, data: Mapping[str, Any] | None = None, errors: FieldErrors | None = None
    ) -> TaskPageView:
        """The task's page, with ``data`` typed so far and what is wrong with it. Raises :class:`NotFound`."""
        for scope in ("tasks:read", "dossiers:read"):
            rights.require_scope(by, scope)
        context = self._context
        with context.work.read() as work:
            row = task_rows.find(context, work, task_id, by)
            rights.require_sight(work, by, row.id, row.code)
            task = task_rows.view(context, row, by, full=True, work=work)
            page = TaskPageView(
                task=task,
                form=fields.task_form(context, work, row, data, errors),
                dossier=dossier_views.read(context, work, row.id, by),
                papers=documents.of_dossier(work, row.id),
                payments=ledger.of_dossier(work, row.id) if task.kind == PAY else None,
                procedure=context.versions.get(row.version_id, work).view,
            )
        for part in ("task", "data", "papers", *(("payments",) if page.payments else ())):
            access.record_access(context, by, part, dossier=DossierRef(row.id, row.code))
        return page
