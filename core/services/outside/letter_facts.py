"""What the template of a letter may name, put together from the dossier and from what the letter is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from core.domain import codes, parcel_turns
from core.domain.statuses import PROMISING
from core.services.context.context import Context
from core.services.dossiers.notices import Notices, Standing
from core.services.payments.online import OnlinePayments
from core.services.running.outbox_rows import APPLICANT
from core.services.views.notices import NoticeView

#: what a letter may say of a parcel, where nothing else is known; ``postage``: whole đồng
_PARCEL: Final[Mapping[str, Any]] = {"code": "", "reason": "", "carrier": "", "service": "", "postage": None}


@dataclass(frozen=True, slots=True)
class LetterSource:
    """What a letter is made of. ``context``: the FEEL context ``dossier``, times as ISO 8601 or datetimes; ``address``: the
    office's address on the web."""

    code: str
    template: str
    payload: Mapping[str, Any]
    context: Mapping[str, Any]
    address: str
    to_applicant: bool = True


class LetterFacts:
    """Reads; changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._notices = Notices(context)
        self._payments = OnlinePayments(context)

    def of(self, letter: LetterSource) -> dict[str, Any]:
        """Name → value, as :data:`core.services.letters.templates.FACTS` lists them, and what the step gave."""
        context, payload = letter.context, letter.payload
        unit, standing = _part(context, "unit"), self._notices.standing(letter.code)
        phone = self._context.directory.tree().find(_text(unit, "code")).phone
        return {
            **payload,  # what the diagram gives for its own template; the office's facts win
            "to_applicant": letter.to_applicant,
            "after": _text(payload, "after"),
            "applicant": _part(context, APPLICANT),
            "code": letter.code,
            "procedure": _text(context, "procedureName"),
            "received": _moment(context, "received"),
            "due": self._promised(letter, standing),
            "by_post": _text(context, "returnBy") == "post",
            "unit": {"name": _text(unit, "name"), "phone": phone},
            "subject": " ".join(_text(payload, "subject").split()),
            "text": _text(payload, "text"),
            "parcel": _parcel(payload),
            "notice": self._told(letter, standing),
            "paid": self._payments.paid(letter.code),
            "refund": _part(payload, "refund") or None,
            "lookup": codes.tracking_address(letter.address, letter.code),
            "staff": letter.address,
        }

    def _told(self, letter: LetterSource, standing: Standing) -> NoticeView | None:
        """What the letter is about: for a letter of a status the notice that was kept when it was decided (calls of earlier
        releases have none), for a letter of a step what the dossier waits for now."""
        found = _text(letter.payload, "notice")
        if found:
            return self._notices.find(UUID(found))
        return None if _text(letter.payload, "status") else standing.notice

    def _promised(self, letter: LetterSource, standing: Standing) -> datetime | None:
        """The day of the result, where it is a promise: not in letters that stop the clock, refuse, tell of the result,
        or of its parcel."""
        status = _text(letter.payload, "status")
        of_parcel = letter.template in parcel_turns.LETTERS
        holds = standing.promised and not of_parcel and (not status or int(status) in PROMISING)
        return _moment(letter.context, "due") if holds else None


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value).strip()


def _part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    return value if isinstance(value, Mapping) else {}


def _parcel(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the letter tells of a parcel; calls of earlier releases do not say by which service it goes."""
    found = _part(payload, "parcel")
    return {**_PARCEL, **found} if found else None


def _moment(values: Mapping[str, Any], name: str) -> datetime | None:
    """A datetime, or FEEL's text for one (ISO 8601, perhaps ``@zone`` behind)."""
    value = values.get(name)
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value.partition("@")[0])
    return value if isinstance(value, datetime) else None
