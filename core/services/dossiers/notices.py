"""Reads what applicants were told: for the pages of a dossier, and for the letter that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from core.db import lenient
from core.db.base import table_of
from core.db.models import Dossier, Notice
from core.db.reading import Reading
from core.domain import codes, text
from core.domain.statuses import PROMISING, Status
from core.errors.requests import NotFound
from core.services.context.context import Context
from core.services.running import notice_rows
from core.services.views.notices import NoticeView

_LENIENT = lenient.columns(table_of(Notice))


def of_dossier(work: Reading, dossier_id: UUID) -> tuple[NoticeView, ...]:
    """A dossier's notices, the newest first; one that somebody spoiled past the office is left out (the audit tells of it)."""
    found = select(*_LENIENT).where(Notice.dossier_id == dossier_id).order_by(Notice.event.desc(), Notice.id.desc())
    return tuple(
        notice_rows.view(row.id, row.status, row.at, row.event, row.content)
        for row in work.execute(found)
        if not lenient.of(row)
    )


def at_status(told: Sequence[NoticeView], status: int) -> NoticeView | None:
    """Of what the applicant was told, the newest first, that which holds at ``status``.

    Once the result is handed over, what remains of it is which result it was: no place to come to any more.
    """
    newest = {one.status: one for one in reversed(told)}
    if status == Status.RETURNED and (done := newest.get(Status.DONE)):
        return replace(done, status=status, way="", bring=(), hours=(), receiver="", address="", post_failed=False)
    return newest.get(status)


def masked(notice: NoticeView) -> NoticeView:
    """The same for whoever holds a receipt: no full name, no full address."""
    return replace(notice, receiver=text.mask_name(notice.receiver), address=text.mask_address(notice.address))


class Standing(NamedTuple):
    """How things stand with a dossier at this moment. ``notice``: what the applicant was told at its present status;
    ``promised``: whether its due date holds (not while the clock stands, nor after the decision)."""

    notice: NoticeView | None
    promised: bool


class Notices:
    """What the workers ask: they are handed the notice's id."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def find(self, notice_id: UUID) -> NoticeView:
        """The notice. Raises :class:`NotFound`."""
        columns = (Notice.id, Notice.status, Notice.at, Notice.event, Notice.content)
        with self._context.work.read() as work:
            row = work.execute(select(*columns).where(Notice.id == notice_id)).one_or_none()
        if row is None:
            raise NotFound(what="Notice", name=str(notice_id))
        return notice_rows.view(*row)

    def standing(self, code: str) -> Standing:
        """How things stand with the dossier of this code."""
        columns = (Dossier.id, Dossier.status, Dossier.paused_since)
        with self._context.work.read() as work:
            row = work.execute(select(*columns).where(Dossier.code == codes.normal_code(code))).one()
            newest = next(iter(of_dossier(work, row.id)), None)
        told = newest if newest is not None and newest.status == row.status else None
        return Standing(told, row.paused_since is None and row.status in PROMISING)
