"""A task's page as the services give it."""

from __future__ import annotations

from dataclasses import dataclass

from core.services.views.documents import DocumentView
from core.services.views.dossiers import DossierView
from core.services.views.forms import FormView
from core.services.views.payments import DossierPayments
from core.services.views.procedures import ProcedureView
from core.services.views.tasks import TaskView


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPageView:
    """A task with everything that stands around it: its form, its dossier and the dossier's papers."""

    task: TaskView
    form: FormView | None
    dossier: DossierView
    papers: tuple[DocumentView, ...]
    #: of a task at which money is taken: what is owed, and what was reported and not booked
    payments: DossierPayments | None = None
    #: the dossier's version
    procedure: ProcedureView
