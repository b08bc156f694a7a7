"""Letters to the applicant that come back from the workers: those that reached nobody become work for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, update

from core.db.base import AnyRow, table_of
from core.db.models import Untold
from core.db.unit_of_work import Work
from core.domain import untold
from core.services.cases.cases import Case
from core.services.running import untold_rows
from core.services.running.outbox_rows import DEVICE, NOTIFY, goes_to_applicant
from core.services.running.untold_rows import Addressee, template_of

_INSERT: Final = insert(table_of(Untold))
#: what ``notify.send`` answers where there is no address and no number
NO_ADDRESS: Final = "no-address"


def given_up(work: Work, case: Case, call: AnyRow, incident: UUID, answer: str, at: datetime) -> None:
    """A call was given up: if it was a letter to the applicant, the desk tells them. Each letter is told once, however often
    it is given up."""
    if not _is_letter(call):
        return
    # A step of the diagram waits for its call: there the incident is not settled by telling the applicant.
    its_own = incident if call.token is None else None
    told = update(Untold).where(Untold.call_id == call.id, Untold.done.is_(None))
    if not work.update(told.values(incident_id=its_own, answer=answer)):
        _open(work, case, call, untold.Reason.FAILED, at, answer=answer, incident=its_own)


def answered(work: Work, case: Case, call: AnyRow, result: Mapping[str, Any], at: datetime) -> None:
    """A call was carried out: nothing is left to tell of a letter that went out; one without an address is told by the desk."""
    if not _is_letter(call):
        return
    if result.get("sent"):
        sent = {"done": at, "way": untold.Way.LETTER, "note": ""}
        work.session.execute(update(Untold).where(Untold.call_id == call.id, Untold.done.is_(None)).values(**sent))
    elif result.get("reason") == NO_ADDRESS:
        _open(work, case, call, untold.Reason.NO_ADDRESS, at)


def _is_letter(call: AnyRow) -> bool:
    """Whether a call is a letter to the applicant; what is shown on a device comes beside the letter."""
    return call.topic == NOTIFY and goes_to_applicant(call.payload) and DEVICE not in call.headers


def _open(work: Work, case: Case, call: AnyRow, reason: untold.Reason, at: datetime, **more: Any) -> None:
    row = untold_rows.row(
        Addressee.of(case), template_of(call.payload, call.headers), call.payload, reason, at, call=call.id, **more
    )
    work.session.execute(_INSERT, row)
