"""A dossier's page: everything on it read from one moment, in one transaction."""

from __future__ import annotations

from sqlalchemy import select

from core.db.models import Dossier
from core.services.authorization import rights
from core.services.cases.cases import id_of
from core.services.context.context import Context
from core.services.dossiers import documents, dossier_diagram, dossier_views, notices, parcels, queries
from core.services.evidence import access
from core.services.views.actors import Actor
from core.services.views.dossier_pages import DossierPageView
from core.services.views.dossiers import DossierRef


class DossierPages:
    """Everything about one dossier that changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def show(self, code: str, by: Actor, *, papers: bool = False, history: bool = False) -> DossierPageView:
        """The dossier with its diagram; its papers and its history if they are shown. Raises :class:`NotFound`."""
        for scope in ("dossiers:read", *(("history:read",) if history else ())):
            rights.require_scope(by, scope)
        context = self._context
        with context.work.read() as work:
            dossier_id = id_of(work, code)
            rights.require_sight(work, by, dossier_id, code)
            version_id = work.scalars(select(Dossier.version_id).where(Dossier.id == dossier_id)).one()
            version = context.versions.get(version_id, work)
            dossier = dossier_views.read(context, work, dossier_id, by)
            page = DossierPageView(
                dossier=dossier,
                procedure=version.view,
                diagram=dossier_diagram.read(context, work, dossier_id, version),
                may_add_papers=dossier.finished is None and rights.may_act(work, by, dossier_id),
                notices=notices.of_dossier(work, dossier_id),
                parcels=parcels.of_dossier(work, dossier_id),
                papers=documents.of_dossier(work, dossier_id) if papers else (),
                events=tuple(queries.events_of(work, dossier_id)) if history else (),
            )
        for part, shown in (("data", True), ("papers", papers), ("diagram", True), ("history", history)):
            if shown:
                access.record_access(context, by, part, dossier=DossierRef(dossier_id, dossier.code))
        return page
