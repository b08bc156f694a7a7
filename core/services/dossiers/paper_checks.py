"""A paper whose content on disk is no longer what was filed: never handed out, reported once."""

from __future__ import annotations

from sqlalchemy import insert, select

from bpmn.redaction import Public, redactable
from core.db.base import AnyRow
from core.db.models import Incident
from core.db.unit_of_work import Work
from core.domain.journal import JournalKind
from core.domain.states import IncidentState
from core.errors.documents import PaperChanged
from core.ports import ContentChanged
from core.services.cases.cases import lock_dossier
from core.services.context.context import Context
from core.services.evidence import history, journal
from core.services.running import incident_rows
from core.services.views.actors import SYSTEM

KIND = "paper"


def content(context: Context, row: AnyRow) -> bytes:
    """The content of a paper (its row), hashed again. Raises :class:`PaperChanged`, having reported it."""
    try:
        return context.blobs.get(row.sha256)
    except ContentChanged as error:
        found = error.found
    except FileNotFoundError:
        found = ""
    if row.dossier_id is not None:
        with context.work() as work:
            _report(context, work, row, found)
    raise PaperChanged(name=row.name)


def _report(context: Context, work: Work, row: AnyRow, found: str) -> None:
    """An incident of the dossier, told by its history, and an entry of the journal; none while one is open already."""
    case = lock_dossier(context, work, row.dossier_id)
    known = select(Incident.retry).where(
        Incident.dossier_id == row.dossier_id, Incident.kind == KIND, Incident.state == IncidentState.OPEN
    )
    retry = {"document": str(row.id)}
    if retry in list(work.scalars(known)):
        return
    kept, now = Public(row.sha256), Public(found or "gone")
    message = redactable(
        "the paper {paper} was kept as {kept} and is now {now}", paper=Public(row.id), kept=kept, now=now
    )
    incident = incident_rows.row(row.dossier_id, KIND, "", message, context.now(), retry=retry)
    work.session.execute(insert(Incident), incident)
    history.record(work, case, incident_rows.opened(incident, SYSTEM))
    facts = {"dossier": case.code, "document": str(row.id), "sha256": row.sha256, "found": found}
    office = context.directory.tree().nodes[case.row.processing_unit_id].code
    journal.note(context, work, JournalKind.SYSTEM_PAPER_CHANGED, facts, SYSTEM, office)
