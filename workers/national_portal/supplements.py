"""What is filed again at the national portal under a code that is open here: papers for a dossier that waits for a supplement.

They become papers of the dossier, where the desk sees them at the task that waits; whether they are enough, a person says.
What was filled in anew is not taken over. Anything else stands in the inbox with its reason.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from core.errors.documents import UploadPostponed, UploadRefused
from core.services.views.actors import SYSTEM
from workers.context import WorkerContext
from workers.errors import Declined
from workers.national_portal.client import NationalPortalClient
from workers.national_portal.wire import FiledDossier

#: the kind of a task that waits for papers
SUPPLEMENT: Final = "supplement"


def join(ctx: WorkerContext, portal: NationalPortalClient, filed: FiledDossier, code: str) -> None:
    """Gives the papers that are new to the dossier. Done twice, it adds nothing. Raises :class:`Declined`."""
    dossier = ctx.office.dossiers.get(code, SYSTEM)
    known = {paper.sha256 for paper in ctx.office.documents.of(code, SYSTEM)}
    contents = {one.TepDinhKemId: portal.file(one.TepDinhKemId) for one in filed.TaiLieuNop if not one.IsDeleted}
    fresh = [one for one in filed.TaiLieuNop if not one.IsDeleted and _digest(contents[one.TepDinhKemId]) not in known]
    if not any(task.kind == SUPPLEMENT for task in dossier.tasks):
        raise Declined("not-awaited", code)
    if not fresh:
        raise Declined("nothing-new", code)
    components = {component.key for component in ctx.office.procedures.get(filed.MaTTHC).components}
    for one in fresh:
        component = one.MaThanhPhanHoSo if one.MaThanhPhanHoSo in components else None
        try:
            ctx.office.documents.add(code, one.TenTepDinhKem, contents[one.TepDinhKemId], component, SYSTEM)
        except UploadPostponed as error:
            raise Declined("scanner", again=True) from error
        except UploadRefused as error:
            raise Declined("paper-refused", str(error)) from error


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
