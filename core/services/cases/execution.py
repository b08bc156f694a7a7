"""What the engine is told of the world for one step: the time, the office's functions, and the dossier."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bpmn.engine import ExecutionContext
from core.db.reading import Reading
from core.services.cases.cases import Case
from core.services.cases.functions import office_functions
from core.services.cases.rows import DossierColumns
from core.services.context.context import Context
from core.services.context.library import VersionLibrary
from core.services.context.versions import Version
from core.services.views.dossiers import Applicant


def execution_context(context: Context, case: Case, at: datetime, work: Reading | None = None) -> ExecutionContext:
    """The inputs of a step: everything a diagram may look at beside its variables."""
    calendar = context.calendars.of(case.row.processing_unit_id)
    return ExecutionContext(
        now=at,
        seed=f"{case.id}:{case.row.revision}",
        functions=office_functions(calendar),
        context={"dossier": dossier_context(context, case)},
        library=VersionLibrary(context.versions, work),
    )


def dossier_context(context: Context, case: Case) -> dict[str, Any]:
    """The FEEL context ``dossier``. Times are aware datetimes."""
    return dossier_context_of(context, case.row, case.version, case.value("status"))


def dossier_context_of(context: Context, row: DossierColumns, version: Version, status: int) -> dict[str, Any]:
    """The same from a row with the dossier's columns; ``status``: which may have changed in this step."""
    tree = context.directory.tree()
    desk, office = tree.views[row.reception_unit_id], tree.views[row.processing_unit_id]
    applicant = Applicant(**row.applicant)
    return {
        "code": row.code,
        "procedure": version.view.code,
        "procedureName": version.view.name,
        "channel": row.channel,
        "received": row.received,
        "due": row.due,
        "status": status,
        "returnBy": row.return_by,
        "applicant": {
            "name": applicant.name,
            "identityNumber": applicant.identity_number,
            "phone": applicant.phone,
            "email": applicant.email,
            "address": applicant.address,
            "tellBy": applicant.tell_by,
            "language": applicant.language,
        },
        "unit": {"code": desk.code, "name": desk.name, "email": desk.email},
        "processingUnit": {"code": office.code, "name": office.name},
    }
