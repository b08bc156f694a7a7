"""Letters of the office's own to the applicant: a call that sends it, or, where the applicant cannot be reached, work for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from core.db.base import table_of
from core.db.models import Outbox, PushSubscription
from core.db.unit_of_work import Attempt
from core.domain import untold
from core.domain.channels import PUSH, PUSH_SYSTEM, carrier, routes
from core.services.context.context import Context
from core.services.running import outbox_rows, untold_rows
from core.services.running.untold_rows import Addressee

_INSERT = insert(table_of(Outbox))


@dataclass(frozen=True, slots=True)
class OfficeLetter:
    """A letter to be sent: its template (``status-5``), what it tells of, and the key that is the same however often it is
    decided."""

    template: str
    about: Mapping[str, Any]
    key: str


def write(context: Context, work: Attempt, to: Addressee, letters: list[OfficeLetter], at: datetime) -> None:
    """Notes the rows of the letters. The caller wakes the relay."""
    work.writes.add(_INSERT, _to_devices(context, work, to, letters, at))
    if routes(to.applicant, context.ways):
        work.writes.add(_INSERT, [_call(context, to, letter, at) for letter in letters])
    elif not untold.declined(to.applicant):
        owed = [letter for letter in letters if untold.is_owed(letter.template)]
        work.writes.add(untold_rows.INSERT, [_for_the_desk(to, letter, at) for letter in owed])


def _to_devices(
    context: Context, work: Attempt, to: Addressee, letters: list[OfficeLetter], at: datetime
) -> list[dict[str, Any]]:
    """A call for each letter and device; where the office has no key, nothing is read."""
    if PUSH not in context.ways or not letters:
        return []
    devices = work.scalars(select(PushSubscription.id).where(PushSubscription.dossier_id == to.dossier_id)).all()
    return [
        outbox_rows.NewCall(
            dossier_id=to.dossier_id,
            topic=outbox_rows.NOTIFY,
            payload={"to": outbox_rows.APPLICANT, **letter.about},
            headers={"template": letter.template, outbox_rows.DEVICE: str(device)},
            system=PUSH_SYSTEM,
            key=f"{letter.key}:device:{device}",
            at=at,
            max_attempts=len(context.settings.retry_seconds) + 1,
        ).row()
        for letter in letters
        for device in devices
    ]


def _call(context: Context, to: Addressee, letter: OfficeLetter, at: datetime) -> dict[str, Any]:
    return outbox_rows.of_letter(
        to.dossier_id,
        "status" if "status" in letter.about else letter.template,
        letter.about,
        key=letter.key,
        at=at,
        retries=len(context.settings.retry_seconds),
        system=carrier(to.applicant, context.ways),
    )


def _for_the_desk(to: Addressee, letter: OfficeLetter, at: datetime) -> dict[str, Any]:
    payload = {"to": outbox_rows.APPLICANT, **letter.about}
    return untold_rows.row(to, letter.template, payload, untold.Reason.NO_ADDRESS, at)
