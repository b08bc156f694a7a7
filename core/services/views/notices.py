"""What the applicant was told of a dossier: a list of papers, a reason, an amount, a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Desk:
    """Where to come: the desk that took the dossier in."""

    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """One notice. Each field is empty where it has nothing to do with the ``status``, or the procedure does not say it."""

    id: UUID
    #: the national status that it tells of
    status: int
    at: datetime
    #: number of the event of the history that holds it, too
    event: int
    desk: Desk
    #: runs of days with the same opening hours (``core.domain.notices.hours_in_words``)
    hours: tuple[Mapping[str, Any], ...] = ()
    reason: str = ""
    basis: str = ""
    papers: tuple[str, ...] = ()
    #: the last moment for what is asked
    until: datetime | None = None
    #: whole đồng
    amount: int | None = None
    purpose: str = ""
    pay: tuple[str, ...] = ()
    #: the platform was asked to take the fee: the dossier's public page has the way to pay there
    online: bool = False
    #: what the result is, its number, and the day it was issued
    result: str = ""
    number: str = ""
    issued: date | None = None
    #: the number of the result that was lost on its way, in whose place this one was issued
    replaces: str = ""
    #: how the result comes: ``counter`` or ``post``
    way: str = ""
    #: to whom and to where a result is sent by post
    receiver: str = ""
    address: str = ""
    #: the class of postal service that was ordered
    service: str = ""
    #: it was to come by post, and now it waits at the desk
    post_failed: bool = False
    #: why it is not brought, in the procedure's words
    undelivered: str = ""
    bring: tuple[str, ...] = ()
    #: of a stop: the step at which it came, what becomes of the papers, whole đồng that came in, what becomes of them
    stage: str = ""
    kept: str = ""
    paid: int = 0
    money: str = ""
    #: what somebody can do who was refused or stopped
    next: tuple[str, ...] = ()


def way(told: Sequence[NoticeView]) -> str:
    """How a result comes as these notices (the newest first) say; empty as long as none does."""
    return next((notice.way for notice in told if notice.way), "")
