"""Ways in which an applicant is told of their dossier: one of them, chosen at reception."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final


class TellBy(StrEnum):
    """The applicant's choice."""

    EMAIL = "email"
    SMS = "sms"
    #: a message of the office's account in a messenger (Zalo official account)
    OA = "oa"
    #: nothing is sent; the tracking page tells all the same
    NONE = "none"


#: sent to a telephone number
BY_PHONE: Final = frozenset({TellBy.SMS, TellBy.OA})


def chosen(applicant: Mapping[str, Any], name: str = "tell_by") -> TellBy:
    """What was chosen; e-mail in dossiers of before there was a choice."""
    return TellBy(applicant.get(name) or TellBy.EMAIL)


def reachable(applicant: Mapping[str, Any]) -> bool:
    """Whether anything can be sent to an applicant as it is kept."""
    way = chosen(applicant)
    if way is TellBy.NONE:
        return False
    return bool(applicant.get("phone" if way in BY_PHONE else "email"))
