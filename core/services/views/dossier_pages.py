"""A dossier's page as the services give it."""

from __future__ import annotations

from dataclasses import dataclass

from core.services.views import notices
from core.services.views.diagrams import DiagramView
from core.services.views.documents import DocumentView
from core.services.views.dossiers import DossierView
from core.services.views.events import EventView
from core.services.views.notices import NoticeView
from core.services.views.procedures import ProcedureView
from core.services.views.shipments import ParcelView


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPageView:
    """A dossier with everything that stands around it; ``papers`` and ``events`` only where they were asked for."""

    dossier: DossierView
    #: the dossier's version
    procedure: ProcedureView
    diagram: DiagramView
    #: whether the reader may add papers now
    may_add_papers: bool
    #: what the applicant was told, the newest first
    notices: tuple[NoticeView, ...] = ()
    parcels: tuple[ParcelView, ...] = ()  # the newest last
    papers: tuple[DocumentView, ...] = ()
    events: tuple[EventView, ...] = ()

    @property
    def returned_by(self) -> str:
        """How the result comes, or came: as the applicant was told last, else as they chose."""
        return notices.way(self.notices) or self.dossier.return_by
